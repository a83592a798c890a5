"""Arrow, turns events into the columns that a store is given."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import repeat
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from parsers.event import Event
from parsers.schema import FIELDS
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
from search.stores.convert import INSTANT, Column, Misfits, convert

MISMATCH = "type-mismatch"

_GIVEN = frozenset({"event.id", "event.sequence", "event.ingested"})
_MADE_OF_MORE = frozenset({"@timestamp", "message", "event.original", "labels", "tags"})
_AT_A_TIME = 500


def to_table(
    events: Sequence[Event], batch: int, first_sequence: int, ingested: datetime
) -> pa.Table:
    """One row an event, one column for each field that occurs, under its physical name.

    Sets `event.id`, `event.sequence` and `event.ingested`, and `batch` and `day` for the store.
    An event without `@timestamp` takes `ingested`.  A value that does not fit its type becomes
    the label of that name and the event gets the tag `type-mismatch`; a name that FIELDS does
    not know becomes a label.
    """
    values = _gathered(events)
    misfits = Misfits()
    columns = _times(values["@timestamp"], ingested, misfits)
    columns |= _numbers(len(events), batch, first_sequence, ingested)
    for name, field in FIELDS.items():
        if name in values and name not in _MADE_OF_MORE:
            columns[column_name(name)] = convert(field, values[name], misfits)
    columns |= _texts(values["message"], values["event.original"], misfits)
    mismatched = frozenset(misfits.labels)
    if mismatched or any(values["tags"]):
        columns["tags"] = convert(FIELDS["tags"], _tags(values["tags"], mismatched), misfits)
    strangers = {name: values[name] for name in values.keys() - FIELDS.keys()}
    if strangers or misfits.labels or any(values["labels"]):
        labels = _labels(values["labels"], strangers, misfits)
        columns["labels"] = convert(FIELDS["labels"], labels, misfits)
    return pa.table(columns)


def _gathered(events: Sequence[Event]) -> dict[str, list[object]]:
    """Name to the values of all events, for the names that occur and _MADE_OF_MORE.

    Goes through a few hundred events at a time, which stay in the processor's cache meanwhile:
    a third faster than name by name over all of them.
    """
    rows = [_dict(event.fields) for event in events]
    names = _MADE_OF_MORE.union(*rows) - _GIVEN
    values: dict[str, list[object]] = {name: [] for name in names}
    for first in range(0, len(rows), _AT_A_TIME):
        some = rows[first : first + _AT_A_TIME]
        for name, column in values.items():
            column += map(dict.get, some, repeat(name))
    return values


def _times(values: Sequence[object], ingested: datetime, misfits: Misfits) -> dict[str, Column]:
    """`@timestamp`, and `day`: the number yyyymmdd of its day in UTC."""
    times = convert(FIELDS["@timestamp"], values, misfits)
    times = times.fill_null(pa.scalar(ingested, INSTANT))
    local: Any = times.cast(pa.timestamp("us"))
    months = pc.add(pc.multiply(pc.year(local), 100), pc.month(local))
    days = pc.add(pc.multiply(months, 100), pc.day(local))
    return {TIME: times, DAY: days.cast(pa.uint32())}


def _numbers(count: int, batch: int, first_sequence: int, ingested: datetime) -> dict[str, Column]:
    ids = [f"{batch}-{ordinal}" for ordinal in range(count)]
    sequence = range(first_sequence, first_sequence + count)
    instant = pa.scalar(ingested.astimezone(UTC), INSTANT)
    return {
        BATCH: pa.repeat(pa.scalar(batch, pa.uint64()), count),
        SEQUENCE: pa.array(sequence, pa.int64()),
        column_name("event.id"): pa.array(ids, pa.string()),
        column_name("event.ingested"): pa.repeat(instant, count),
    }


def _texts(
    messages: Sequence[object], originals: Sequence[object], misfits: Misfits
) -> dict[str, Column]:
    """`event.original`, and the message as a place in it, or as text where it is not in it."""
    columns = {ORIGINAL: convert(FIELDS["event.original"], originals, misfits).fill_null("")}
    places = [*map(_place, messages, originals)]
    starts, lengths = zip(*places, strict=True) if places else ((), ())
    if any(starts):
        columns[MESSAGE_START] = pa.array(starts, pa.uint32())
        columns[MESSAGE_LENGTH] = pa.array(lengths, pa.uint32())
    texts = [None if start else text for start, text in zip(starts, messages, strict=True)]
    if any(text is not None for text in texts):
        columns[MESSAGE] = convert(FIELDS["message"], texts, misfits)
    return columns


def _place(text: object, original: object) -> tuple[int, int]:
    """1-based first byte and length in bytes of the text in the original; (0, 0) for nowhere."""
    if not (isinstance(text, str) and isinstance(original, str) and text):
        return 0, 0
    if original.endswith(text):
        before = len(original) - len(text)
        return (before if original.isascii() else _bytes(original[:before])) + 1, TO_THE_END
    at = original.find(text)
    if at < 0:
        return 0, 0
    return _bytes(original[:at]) + 1, _bytes(text)


def _bytes(text: str) -> int:
    """Its length in UTF-8; half a character takes as much as the U+FFFD that is kept for it."""
    return len(text.encode("utf-8", "surrogatepass"))


def _tags(tags: Sequence[object], mismatched: frozenset[int]) -> list[object]:
    tagged = list(tags)
    for ordinal in mismatched:
        given = tagged[ordinal]
        tagged[ordinal] = [*(given if isinstance(given, list | tuple) else []), MISMATCH]
    return tagged


def _labels(
    labels: Sequence[object], strangers: Mapping[str, Sequence[object]], misfits: Misfits
) -> list[object]:
    """The labels of each event, and in them the values that have no column to go to."""
    merged: list[object] = [value if value is None else _mapping(value) for value in labels]
    for name, values in strangers.items():
        for ordinal, value in enumerate(values):
            if value is not None:
                misfits.add(ordinal, name, value)
    for ordinal, more in misfits.labels.items():
        merged[ordinal] = _mapping(merged[ordinal]) | more
    return merged


def _dict(mapping: Mapping[str, object]) -> dict[str, object]:
    return mapping if isinstance(mapping, dict) else dict(mapping)


def _mapping(labels: object) -> dict[str, object]:
    match labels:
        case None:
            return {}
        case Mapping():
            return _dict(labels)
        case _:
            return {"labels": labels}
