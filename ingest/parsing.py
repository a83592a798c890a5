"""Parsing, what a worker process does: records in, columns out.

It must not import the store's engine, which takes 230 MB in every process that does.
"""

import gc
import os
import pickle
import signal
from collections import Counter
from multiprocessing.connection import Connection

import pyarrow as pa

from ingest.batch import Batch, Outcome, Parsed, unpack
from parsers.event import Event, Record
from parsers.mask import TAG, Mask
from parsers.read import read
from search.stores.arrow import to_table

NICENESS = 5
"""Whoever acknowledges and answers people goes before the workers."""

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
    outcomes = Counter(
        Outcome(
            origin,
            str(event.fields.get("event.dataset", "plain")),
            event.fields.get("event.kind") == "pipeline_error",
        )
        for origin, event in zip(batch.origins, events, strict=True)
    )
    table = to_table(events, batch.number, batch.first_sequence, batch.at)
    return Parsed(_ipc(table), outcomes)


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
    tags = [*record.tags, "time-inferred", *([TAG] if masked else [])]
    fields["tags"] = tags
    if record.source.host:
        fields["host.name"] = record.source.host
    if record.source.path:
        fields["log.file.path"] = record.source.path
    return Event({name: value for name, value in fields.items() if value is not None})


def work(connection: Connection, mask: Mask) -> None:
    """Answer batches until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    pa.set_cpu_count(1)
    # A batch is a hundred thousand objects that live until its end: looking through them for
    # cycles again and again took a fifth of the time.
    gc.freeze()
    gc.disable()
    try:
        while True:
            connection.send_bytes(_answer(connection.recv_bytes(), mask))
            gc.collect()
    except (EOFError, ConnectionError):
        return


def _answer(data: bytes, mask: Mask) -> bytes:
    """A pickled Parsed, or the text of what went wrong."""
    try:
        answer: Parsed | str = parse_batch(unpack(data), mask)
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    return pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)


def _ipc(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()
