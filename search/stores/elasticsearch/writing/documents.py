"""Documents, turns a batch's columns into the lines of bulk requests."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute

from parsers.schema import FIELDS, Field, FieldType
from search.stores.columns import (
    BATCH,
    DAY,
    MESSAGE,
    MESSAGE_LENGTH,
    MESSAGE_START,
    ORIGINAL,
    SEQUENCE,
    TIME,
    TO_THE_END,
    column_name,
)
from search.stores.convert import Column
from search.stores.elasticsearch.targets import Targets, dataset_of
from search.stores.elasticsearch.tokens import token_text
from search.stores.elasticsearch.writing.exactness import takes, unsure
from search.stores.elasticsearch.writing.fragments import (
    apart,
    fragment,
    maps,
    member,
    names,
    objects,
    texts,
)

pc: Any = pyarrow.compute  # whose stubs know no text among columns

MICROS: Final = "nephoscope.time"
INGESTED: Final = "nephoscope.ingested"
DAY_FIELD: Final = "nephoscope.day"
BATCH_FIELD: Final = "nephoscope.batch"
TOKENS: Final = "nephoscope.tokens"
INEXACT: Final = "nephoscope.inexact"
ODD: Final = "nephoscope.odd"

_INGESTED = column_name("event.ingested")


Columns: TypeAlias = dict[str, Any]
"""Arrow's arrays by physical name."""


@dataclass(frozen=True, slots=True)
class Documents:
    """Rows as bulk requests take them.

    `lines`: of each row its action and its document, each ended by a newline.  `targets`: where
    each goes.
    """

    ids: Sequence[str]
    sequences: Sequence[int]
    targets: Sequence[str]
    lines: Sequence[bytes]

    def __len__(self) -> int:
        return len(self.ids)


def documents(table: pa.Table, targets: Targets) -> Documents:
    """What is sent of a table that `search.stores.arrow.to_table` made."""
    columns = {name: _whole(table[name]) for name in table.column_names}
    if MESSAGE_START in columns:
        columns[MESSAGE] = _messages(columns)
    ids = columns[column_name("event.id")]
    datasets = _datasets(columns)
    places = _places(columns, datasets, targets)
    members = [*_members(columns), *_stream(datasets, targets)]
    lines = pc.binary_join_element_wise(_actions(ids, places), objects(members), "", "\n")
    return Documents(
        ids.to_pylist(),
        columns[SEQUENCE].to_pylist(),
        places,
        lines.cast(pa.binary()).to_pylist(),
    )


def _whole(column: Any) -> Any:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _members(columns: Columns) -> Iterator[Column]:
    """Every field, then what searches need beside them."""
    inexact: dict[str, Column] = {}
    odd: dict[str, Column] = {}
    for name, field in FIELDS.items():
        column = columns.get(column_name(name))
        if column is None or column.null_count == len(column):
            continue
        if field.type is FieldType.FLATTENED:
            yield _map(field, column, inexact, odd)
            continue
        marks = unsure(field, column)
        if marks is not None:
            inexact[name] = marks
        yield fragment(field, column)
    yield _words(columns[ORIGINAL], inexact)
    yield member(MICROS, _micros(columns[TIME]))
    yield member(INGESTED, _micros(columns[_INGESTED]))
    yield member(DAY_FIELD, pc.cast(columns[DAY], pa.string()))
    yield member(BATCH_FIELD, pc.cast(columns[BATCH], pa.string()))
    if inexact:
        yield member(INEXACT, names(inexact))
    if odd:
        yield member(ODD, apart(odd))


def _map(field: Field, column: Any, inexact: dict[str, Column], odd: dict[str, Column]) -> Column:
    """The maps that servers take; the others stand apart, where nothing is indexed."""
    rows = [row or () for row in column.to_pylist()]
    strange = [not takes(row) for row in rows]
    if any(strange):
        inexact[field.name] = pa.array(strange, pa.bool_())
        odd[field.name] = maps(
            [row if bad else None for bad, row in zip(strange, rows, strict=True)]
        )
    taken = [None if bad else row for bad, row in zip(strange, rows, strict=True)]
    return member(field.name, maps(taken))


def _words(original: Any, inexact: dict[str, Column]) -> Column:
    found = [token_text(text) for text in original.to_pylist()]
    cut = [was_cut for _, was_cut in found]
    if any(cut):
        inexact["event.original"] = pa.array(cut, pa.bool_())
    return member(TOKENS, texts(pa.array([words for words, _ in found], pa.string())))


def _micros(instants: Column) -> Column:
    found: Column = pc.cast(instants.cast(pa.int64()), pa.string())
    return found


def _messages(columns: Columns) -> Column:
    """The messages that are kept as places in the original, and the others."""
    originals = columns[ORIGINAL].cast(pa.binary())
    starts = columns[MESSAGE_START].to_pylist()
    lengths = columns[MESSAGE_LENGTH].to_pylist()
    given = columns[MESSAGE].to_pylist() if MESSAGE in columns else [None] * len(starts)
    found: list[str | bytes | None] = [
        text if not start else original[start - 1 :][: None if length == TO_THE_END else length]
        for original, start, length, text in zip(
            originals.to_pylist(), starts, lengths, given, strict=True
        )
    ]
    return pa.array(found, pa.string())


def _datasets(columns: Columns) -> Any:
    """Of each row, as a dictionary."""
    written = columns.get(column_name("event.dataset"))
    if written is None:
        written = pa.nulls(len(columns[TIME]), pa.string())
    kept = written.fill_null("").dictionary_encode()
    named = pa.array([dataset_of(name) for name in kept.dictionary.to_pylist()], pa.string())
    return named.take(kept.indices).dictionary_encode()


def _places(columns: Columns, datasets: Any, targets: Targets) -> list[str]:
    """Where each row goes."""
    ingested = columns[_INGESTED].cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
    known: dict[tuple[str, int, date], str] = {}
    found = []
    keys = (datasets.to_pylist(), columns[DAY].to_pylist(), ingested.to_pylist())
    for key in zip(*keys, strict=True):
        place = known.get(key)
        if place is None:
            place = known[key] = targets.index(*key)
        found.append(place)
    return found


def _stream(datasets: Any, targets: Targets) -> Iterator[Column]:
    """The fields of a data stream's name, by which Kibana finds its way."""
    written = [
        json.dumps(dataset)[:-1] + f'","data_stream.namespace":"{targets.namespace}"'
        for dataset in datasets.dictionary.to_pylist()
    ]
    start = '"data_stream.type":"logs","data_stream.dataset":'
    whole = pa.array([start + rest for rest in written], pa.string())
    yield whole.take(datasets.indices)


def _actions(ids: Any, places: list[str]) -> Column:
    kept: Any = pa.array(places, pa.string()).dictionary_encode()
    start = [
        f'{{"create":{{"_index":{json.dumps(name)},"_id":"' for name in kept.dictionary.to_pylist()
    ]
    begun = pa.array(start, pa.string()).take(kept.indices)
    found: Column = pc.binary_join_element_wise(begun, ids, '"}}', "")
    return found
