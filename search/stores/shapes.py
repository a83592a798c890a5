"""Shapes, which fields events have: a search for a few whole events reads the columns of no others.

A store of many formats has a hundred and more columns with a value somewhere, an event some
thirty. Naming a column costs the engine 0.3 ms even where all of its values are null.
"""

import json
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa

from parsers.schema import FIELDS
from search.stores.columns import SHAPE, column_name
from search.stores.gather import Gathered

_METADATA = b"shapes"
ALWAYS = frozenset(
    [
        "@timestamp",
        "event.id",
        "event.sequence",
        "event.ingested",
        "event.original",
        "message",
        "tags",
        "labels",
    ]
)
"""Fields that any event may be given besides those it came with."""

Shape = frozenset[str]
"""Names of fields."""


def with_shapes(columns: Mapping[str, object], gathered: Gathered) -> pa.Table:
    """A table of the columns and of the number of each row's shape, which it tells beside them."""
    shapes = [_numbered(names) for names in gathered.names()]
    told = {str(at): names for at, names in shapes}
    table = pa.table({**columns, SHAPE: gathered.by_row([at for at, _ in shapes])})
    return table.replace_schema_metadata({_METADATA: json.dumps(told)})


@lru_cache(maxsize=4096)
def _numbered(names: frozenset[str]) -> tuple[int, Sequence[str]]:
    """The number of the shape of events with these names, and those of them that are its own."""
    shape = names & FIELDS.keys() - ALWAYS
    return number(shape), sorted(shape)


def number(shape: Iterable[str]) -> int:
    """The same for the same names, never 0, which is the shape of an event of unknown fields."""
    digest = blake2b("\n".join(sorted(shape)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


class Shapes:
    """The shapes of a store by number, kept in a file.

    What the file has lost costs only time, since events of a shape that is not known are read
    with all columns; so it is never synced.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[int, Shape] = {}
        self._lock = threading.Lock()
        if path.exists():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                names = frozenset(line.split()) & FIELDS.keys()
                self._known[number(names)] = names

    def learn(self, rows: pa.Table) -> None:
        """Take in the shapes that `with_shapes` told with the rows."""
        told = json.loads((rows.schema.metadata or {}).get(_METADATA, b"{}"))
        with self._lock:
            new = {int(at): frozenset(names) for at, names in told.items()}
            new = {at: names for at, names in new.items() if at not in self._known}
            if not new:
                return
            with self._path.open("a", encoding="utf-8") as file:
                file.writelines(f"{' '.join(sorted(names))}\n" for names in new.values())
            self._known |= new

    def coverage(self, events: Mapping[int, int]) -> Mapping[str, int] | None:
        """Field to how many have it, of so many events of each shape.

        None where one of the shapes is not known.  Fields of ALWAYS are left out.
        """
        found: Counter[str] = Counter()
        for at, many in events.items():
            shape = self._known.get(at)
            if shape is None:
                return None
            found.update(dict.fromkeys(shape, many))
        return found

    def columns(self, numbers: Collection[object]) -> frozenset[str] | None:
        """Physical names of the columns in which events of these shapes can have a value.

        None where one of the shapes is not known.
        """
        shapes = [self._known.get(at) if isinstance(at, int) else None for at in numbers]
        names: set[str] = set(ALWAYS)
        for shape in shapes:
            if shape is None:
                return None
            names |= shape
        return frozenset(map(column_name, names))
