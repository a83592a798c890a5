"""Arrow, turns events into the columns that a store is given."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

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
    SEQUENCE,
    TIME,
    TO_THE_END,
    column_name,
)
from search.stores.convert import INSTANT, Misfits, convert
from search.stores.values import label_text

Row = Mapping[str, object]

MISMATCH = "type-mismatch"

_MADE_HERE = frozenset(
    {"@timestamp", "event.id", "event.sequence", "event.ingested", "message", "labels", "tags"}
)


def to_table(
    events: Sequence[Event], batch: int, first_sequence: int, ingested: datetime
) -> pa.Table:
    """One row an event, one column for each field that occurs, under its physical name.

    Sets `event.id`, `event.sequence` and `event.ingested`, and `batch` and `day` for the store.
    An event without `@timestamp` takes `ingested`.  A value that does not fit its type becomes
    the label of that name and the event gets the tag `type-mismatch`; a name that FIELDS does
    not know becomes a label.
    """
    rows = [event.fields for event in events]
    names: set[str] = set().union(*rows)
    misfits = Misfits()
    columns = _times(rows, ingested, misfits)
    columns |= _numbers(len(rows), batch, first_sequence, ingested)
    for name, field in FIELDS.items():
        if name in names and name not in _MADE_HERE:
            values = [row.get(name) for row in rows]
            columns[column_name(name)] = convert(field, values, misfits)
    if "message" in names:
        columns |= _message(rows, misfits)
    mismatched = frozenset(misfits.labels)
    if "tags" in names or mismatched:
        columns["tags"] = convert(FIELDS["tags"], _tags(rows, mismatched), misfits)
    strangers = names - FIELDS.keys()
    if "labels" in names or strangers or misfits.labels:
        labels = _labels(rows, strangers, misfits)
        columns["labels"] = convert(FIELDS["labels"], labels, misfits)
    return pa.table(columns)


def _times(rows: Sequence[Row], ingested: datetime, misfits: Misfits) -> dict[str, pa.Array]:
    """`@timestamp`, and `day`: the number yyyymmdd of its day in UTC."""
    name = "@timestamp"
    times = convert(FIELDS[name], [row.get(name) for row in rows], misfits)
    times = times.fill_null(pa.scalar(ingested, INSTANT))
    local = times.cast(pa.timestamp("us"))
    months = pc.add(pc.multiply(pc.year(local), 100), pc.month(local))
    days = pc.add(pc.multiply(months, 100), pc.day(local))
    return {TIME: times, DAY: days.cast(pa.uint32())}


def _numbers(
    count: int, batch: int, first_sequence: int, ingested: datetime
) -> dict[str, pa.Array]:
    ids = [f"{batch}-{ordinal}" for ordinal in range(count)]
    sequence = range(first_sequence, first_sequence + count)
    instant = pa.scalar(ingested.astimezone(UTC), INSTANT)
    return {
        BATCH: pa.repeat(pa.scalar(batch, pa.uint64()), count),
        SEQUENCE: pa.array(sequence, pa.int64()),
        column_name("event.id"): pa.array(ids, pa.string()),
        column_name("event.ingested"): pa.repeat(instant, count),
    }


def _message(rows: Sequence[Row], misfits: Misfits) -> dict[str, pa.Array]:
    """The message as a place in `event.original`; as text only where it does not stand there."""
    texts: list[object] = []
    starts: list[int] = []
    lengths: list[int] = []
    for row in rows:
        text = row.get("message")
        start, length = _place(text, row.get("event.original"))
        texts.append(None if start else text)
        starts.append(start)
        lengths.append(length)
    columns = {
        MESSAGE_START: pa.array(starts, pa.uint32()),
        MESSAGE_LENGTH: pa.array(lengths, pa.uint32()),
    }
    if any(text is not None for text in texts):
        columns[MESSAGE] = convert(FIELDS["message"], texts, misfits)
    return columns


def _place(text: object, original: object) -> tuple[int, int]:
    """1-based first byte and length in bytes of the text in the original; (0, 0) for nowhere."""
    if not (isinstance(text, str) and isinstance(original, str) and text):
        return 0, 0
    if original.endswith(text):
        return _bytes(original, len(original) - len(text)) + 1, TO_THE_END
    at = original.find(text)
    if at < 0:
        return 0, 0
    return _bytes(original, at) + 1, _bytes(text, len(text))


def _bytes(text: str, characters: int) -> int:
    """How many bytes its first characters take in UTF-8; half characters as U+FFFD takes."""
    if text.isascii():
        return characters
    return len(text[:characters].encode("utf-8", "surrogatepass"))


def _tags(rows: Sequence[Row], mismatched: frozenset[int]) -> list[object]:
    tags = [row.get("tags") for row in rows]
    for ordinal in mismatched:
        given = tags[ordinal]
        kept = list(given) if isinstance(given, list | tuple) else []
        tags[ordinal] = [*kept, MISMATCH]
    return tags


def _labels(rows: Sequence[Row], strangers: set[str], misfits: Misfits) -> list[object]:
    labels = [row.get("labels") for row in rows]
    added = dict(misfits.labels)
    if strangers:
        for ordinal, row in enumerate(rows):
            unknown = {name: label_text(row[name]) for name in strangers & row.keys()}
            if unknown:
                added[ordinal] = unknown | added.get(ordinal, {})
    for ordinal, more in added.items():
        labels[ordinal] = _mapping(labels[ordinal]) | more
    return [value if value is None else _mapping(value) for value in labels]


def _mapping(labels: object) -> dict[str, object]:
    match labels:
        case None:
            return {}
        case dict():
            return labels
        case Mapping():
            return dict(labels)
        case _:
            return {"labels": labels}
