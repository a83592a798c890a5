"""Arrow, turns events into the columns that a store is given."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from parsers.event import Event
from parsers.schema import FIELDS, Field
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
from search.stores.gather import Gathered, gather
from search.stores.shapes import ALWAYS, with_shapes

MISMATCH = "type-mismatch"


def to_table(
    events: Sequence[Event],
    batch: int,
    first_sequence: int,
    ingested: datetime,
    spool: str = "",
) -> pa.Table:
    """One row an event, one column for each field that occurs, under its physical name.

    Sets `event.id`, `event.sequence` and `event.ingested`, and `batch` and `day` for the store.
    An event without `@timestamp` takes `ingested`.  A value that does not fit its type becomes
    the label of that name and the event gets the tag `type-mismatch`; a name that FIELDS does
    not know becomes a label.  `spool`: who gave out the batch's number, where more than one
    does; begins the ids.
    """
    gathered = gather(events)
    misfits = Misfits()
    columns = _times(gathered, ingested, misfits)
    columns |= _numbers(len(events), batch, first_sequence, ingested)
    columns[column_name("event.id")] = _ids(f"{spool}-{batch}" if spool else f"{batch}", events)
    columns |= _texts(gathered, misfits)
    for name, field in FIELDS.items():
        if name in gathered.values and name not in ALWAYS:
            columns[column_name(name)] = _column(field, gathered, misfits)
    mismatched = frozenset(misfits.labels)
    if mismatched or "tags" in gathered.values:
        columns["tags"] = _tags(gathered, mismatched, misfits)
    for name in gathered.values.keys() - FIELDS.keys():
        for ordinal, value in zip(gathered.ordinals_of(name), gathered.values[name], strict=True):
            misfits.add(ordinal, name, value)
    if misfits.labels or "labels" in gathered.values:
        columns["labels"] = _labels(gathered, misfits)
    return with_shapes(columns, gathered)


def stream(rows: pa.Table) -> pa.Buffer:
    """The rows in the form of an Arrow IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return sink.getvalue()


def _column(field: Field, gathered: Gathered, misfits: Misfits) -> Column:
    """The field of every event, null where it has none."""
    name = field.name
    values = gathered.values[name]
    found = convert(field, values, lambda: gathered.ordinals_of(name), misfits)
    places = gathered.places_of(name)
    return found if places is None else found.take(places)


def _times(gathered: Gathered, ingested: datetime, misfits: Misfits) -> dict[str, Column]:
    """`@timestamp`, and `day`: the number yyyymmdd of its day in UTC."""
    times = _whole(FIELDS["@timestamp"], gathered.row_values("@timestamp"), misfits)
    times = times.fill_null(pa.scalar(ingested, INSTANT))
    local: Any = times.cast(pa.timestamp("us"))
    months = pc.add(pc.multiply(pc.year(local), 100), pc.month(local))
    days = pc.add(pc.multiply(months, 100), pc.day(local))
    return {TIME: times, DAY: days.cast(pa.uint32())}


def _whole(field: Field, values: Sequence[object], misfits: Misfits) -> Column:
    """A column of one value for every event."""
    return convert(field, values, lambda: range(len(values)), misfits)


def _numbers(count: int, batch: int, first_sequence: int, ingested: datetime) -> dict[str, Column]:
    sequence = np.arange(first_sequence, first_sequence + count, dtype=np.int64)
    instant = pa.scalar(ingested.astimezone(UTC), INSTANT)
    return {
        BATCH: pa.repeat(pa.scalar(batch, pa.uint64()), count),
        SEQUENCE: pa.array(sequence),
        column_name("event.ingested"): pa.repeat(instant, count),
    }


def _ids(batch: str, events: Sequence[Event]) -> Column:
    return pa.array([f"{batch}-{ordinal}" for ordinal in range(len(events))], pa.string())


def _texts(gathered: Gathered, misfits: Misfits) -> dict[str, Column]:
    """`event.original`, and the message as a place in it, or as text where it is not in it."""
    messages = gathered.row_values("message")
    originals = gathered.row_values("event.original")
    whole = _whole(FIELDS["event.original"], originals, misfits)
    columns = {ORIGINAL: whole.fill_null("")}
    starts, lengths, texts = _places(messages, originals)
    if any(starts):
        columns[MESSAGE_START] = pa.array(starts, pa.uint32())
        columns[MESSAGE_LENGTH] = pa.array(lengths, pa.uint32())
    if any(text is not None for text in texts):
        columns[MESSAGE] = _whole(FIELDS["message"], texts, misfits)
    return columns


def _places(
    messages: Sequence[object], originals: Sequence[object]
) -> tuple[list[int], list[int], list[object]]:
    """For each message the 1-based first byte and the length in bytes of its place in the
    original, or 0, 0 and the message."""
    starts, lengths = [0] * len(messages), [0] * len(messages)
    texts: list[object] = [None] * len(messages)
    for row, (text, original) in enumerate(zip(messages, originals, strict=True)):
        if type(text) is not str or type(original) is not str or not text:
            texts[row] = text
        elif original.endswith(text):
            starts[row] = _bytes(original, len(original) - len(text)) + 1
            lengths[row] = TO_THE_END
        elif (at := original.find(text)) >= 0:
            starts[row], lengths[row] = _bytes(original, at) + 1, _bytes(text, len(text))
        else:
            texts[row] = text
    return starts, lengths, texts


def _bytes(text: str, end: int) -> int:
    """The length of its begin in UTF-8; half a character takes as much as the U+FFFD that is kept
    for it."""
    return end if text.isascii() else len(text[:end].encode("utf-8", "surrogatepass"))


def _tags(gathered: Gathered, mismatched: frozenset[int], misfits: Misfits) -> Column:
    tags = gathered.row_values("tags")
    for ordinal in mismatched:
        given = tags[ordinal]
        tags[ordinal] = [*(given if isinstance(given, list | tuple) else []), MISMATCH]
    return _whole(FIELDS["tags"], tags, misfits)


def _labels(gathered: Gathered, misfits: Misfits) -> Column:
    """The labels of each event, and in them the values that have no column to go to."""
    labels = gathered.row_values("labels")
    for ordinal, value in enumerate(labels):
        if value is not None and not isinstance(value, dict):
            labels[ordinal] = _mapping(value)
    for ordinal, more in misfits.labels.items():
        labels[ordinal] = _mapping(labels[ordinal]) | more
    return _whole(FIELDS["labels"], labels, misfits)


def _mapping(labels: object) -> dict[str, object]:
    match labels:
        case None:
            return {}
        case Mapping():
            return dict(labels)
        case _:
            return {"labels": labels}
