"""Store, what keeps events and answers queries over them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from search.relation import Relation

if TYPE_CHECKING:
    from search.answer import FieldSummary
    from search.context import Context
    from search.spl.query import Query

_SCANNED = b"scanned"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use.  Going over one raises LimitError with the setting's name.

    `rows`: of the result; None for as many as there are.
    """

    time: timedelta = timedelta(seconds=60)
    memory_bytes: int = 512 * 1024 * 1024
    threads: int = 2
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What the store keeps of one day of event time.  `day`: 20261123."""

    day: int
    events: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a store makes of the beginning of a query, before the embedded engine goes on.

    `events`: all of the time range.  `found`: those that the leading search finds.  `rows`: what
    the first `taken` steps make of them.  `answered`: so many steps the store itself answers,
    some of them while the engine repeats them; None where not even the leading search.
    """

    events: Relation
    found: Relation
    rows: Relation
    taken: int
    answered: Callable[[], int | None]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many events a search finds, and how many of them have each field that any of them has."""

    events: int
    fields: Mapping[str, int]


class Store(Protocol):
    """Keeps events by day of their time and answers relations over them.

    Must be safe to call from several threads at once.  Every method raises StoreError when the
    store does not answer.
    """

    name: str

    def insert(self, batch: int, rows: pa.Table, again: bool = False) -> Sequence[int]:
        """Store the rows of one batch, each once.

        `rows`: what `search.stores.arrow.to_table` made.  Returning means durable; what is
        returned is the `event.sequence` of those that the store refused for good and keeps as
        dead letters.  Raising means that any of them may be stored.  `again`: some may be, since
        the same batch was given before; only then must the store look for them.
        """

    def refresh(self) -> None:
        """Let searches find all that was stored until now, by whichever process."""

    def events(self) -> Relation:
        """Every event, all columns, in no order."""

    def push(self, query: "Query", context: "Context", limits: Limits) -> Pushed | None:
        """The beginning of a query, as much as the store answers exactly.

        None where it runs relations whole.  Raises QueryError.
        """

    def has_label(self, relation: Relation, key: str, limits: Limits) -> bool | None:
        """Whether some event of the relation has that label; None where a query has to say."""

    def summary(
        self, found: Relation, sample: int, limits: Limits
    ) -> "Sequence[FieldSummary] | None":
        """The fields that the newest `sample` events have, most covered first.

        None where a query has to say.
        """

    def coverage(
        self, found: Relation, limits: Limits, query_id: str | None = None
    ) -> Coverage | None:
        """Of whole events; None where the store cannot tell without reading the fields.

        A value that does not fit its field counts too, though it is kept as text elsewhere.
        """

    def filled(self) -> frozenset[str]:
        """The fields that some event may have; of the others none has a value."""

    def query(self, relation: Relation, limits: Limits, query_id: str | None = None) -> pa.Table:
        """Run a relation whole; `scanned` tells how many rows it read.  Raises LimitError."""

    def explain(self, relation: Relation, limits: Limits, query_id: str | None = None) -> str:
        """What the store would do to run the relation, in its own words, without running it."""

    def cancel(self, query_id: str) -> None:
        """End the running query of that id; its caller gets LimitError of kind `cancelled`."""

    def days(self) -> Sequence[Day]:
        """Days that hold events, oldest first."""

    def drop_days(self, days: Sequence[int]) -> None:
        """Forget these days for good."""

    def close(self) -> None:
        """Let go of the folder or connections."""


def with_scanned(rows: pa.Table, scanned: int) -> pa.Table:
    """The rows, and beside them how many rows the store read for them."""
    return rows.replace_schema_metadata({_SCANNED: str(scanned).encode()})


def scanned(rows: pa.Table) -> int:
    """How many rows the store read to answer; 0 where it does not say."""
    return int((rows.schema.metadata or {}).get(_SCANNED, b"0"))
