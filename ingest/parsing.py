"""Parsing, what a worker process does with a batch: records in, columns out."""

from collections import Counter
from collections.abc import Sequence

from ingest.batch import Batch, Outcome, Parsed
from parsers.event import Event, Record
from parsers.mask import TAG, Mask
from parsers.read import read
from parsers.times import INFERRED
from search.stores.arrow import stream, to_table

WITHHELD = "withheld: "
"""Begins the failure of a record whose text even the masking did not survive."""


def parse_batch(batch: Batch, mask: Mask) -> Parsed:
    """The events of a batch as columns."""
    failures = batch.failures
    events = [
        failed_event(record, failures[ordinal], mask)
        if ordinal in failures
        else read(record, mask, batch.at)
        for ordinal, record in enumerate(batch.records)
    ]
    table = to_table(events, batch.number, batch.first_sequence, batch.at, batch.spool)
    return Parsed(memoryview(stream(table)), _outcomes(batch.origins, events))


def _outcomes(origins: Sequence[int], events: Sequence[Event]) -> Counter[Outcome]:
    fields = [event.fields for event in events]
    datasets = [row.get("event.dataset", "plain") for row in fields]
    kinds = [row.get("event.kind") for row in fields]
    # Batches have few combinations, so an Outcome is made of each and not of each event.
    counts = Counter(zip(origins, datasets, kinds, strict=True))
    outcomes: Counter[Outcome] = Counter()
    for (origin, dataset, kind), count in counts.items():
        outcomes[Outcome(origin, str(dataset), kind == "pipeline_error")] += count
    return outcomes


def failed_event(record: Record, why: str, mask: Mask) -> Event:
    """The event of a record that nothing may try to read."""
    fields: dict[str, object] = {
        "@timestamp": record.transport_time or record.stream_time or record.received,
        "event.kind": "pipeline_error",
        "event.dataset": "plain",
        "error.message": why.removeprefix(WITHHELD),
        "labels": dict(record.labels),
    }
    withheld = why.startswith(WITHHELD)
    text, masked = ("", False) if withheld else mask.apply(record.text)
    fields["event.original"] = fields["message"] = text
    tags = [*record.tags, INFERRED, *([TAG] if masked else [])]
    fields["tags"] = tags
    if record.source.host:
        fields["host.name"] = record.source.host
    if record.source.path:
        fields["log.file.path"] = record.source.path
    return Event({name: value for name, value in fields.items() if value is not None})
