"""Storing, brings a batch through workers into the store, however often either fails."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pyarrow as pa

from ingest.batch import Batch, Parsed
from ingest.channel import Data
from ingest.parsing import WITHHELD
from ingest.workers import StartError, WorkerError, Workers
from search.errors import StoreError
from search.stores.store import Store

LOG = logging.getLogger(__name__)

FIRST_WAIT = timedelta(milliseconds=250)
LONGEST_WAIT = timedelta(seconds=10)
START_WAIT = timedelta(seconds=1)
"""Between attempts at a store that is away: the wait doubles from the first to the longest."""


class Stopped(Exception):  # noqa: N818 - a wish, not a mistake
    """The pipeline is stopping; the batch stays in the spool."""


def parse(workers: Workers, batch: Batch, stopping: threading.Event) -> tuple[Parsed, Batch]:
    """The batch's events, and the batch with the failures that were found.

    A record that a worker does not survive becomes a failure, and where it does not survive
    even the masking of its text, that is withheld.  Raises Stopped.
    """
    while True:
        try:
            return workers.parse(batch), batch
        except StartError as error:
            LOG.error("batch %d waits: %s", batch.number, error)
            if stopping.wait(START_WAIT.total_seconds()):
                raise Stopped from None
            continue
        except WorkerError as error:
            LOG.error("batch %d: %s; looking for the record", batch.number, error)
            found = culprit(batch, lambda part: _why_not(workers, part))
        if found is None:
            # It went well in parts, so it was not a record: the machine's memory, or a person.
            continue
        ordinal, why = found
        failures = dict(batch.failures)
        failures[ordinal] = f"{WITHHELD}{why}" if ordinal in failures else why
        batch = replace(batch, failures=failures)


def culprit(batch: Batch, attempt: Callable[[Batch], str]) -> tuple[int, str] | None:
    """Ordinal of the first record that fails, and why; None where every part goes well.

    `attempt` must give the reason, empty where it went well.
    """
    start, end = 0, len(batch.records)
    why = ""
    while end - start > 1:
        middle = (start + end) // 2
        failed = attempt(batch.part(start, middle))
        if failed:
            why, end = failed, middle
        else:
            start = middle
    return (start, why) if (why := attempt(batch.part(start, end))) else None


def store_batch(
    store: Store, batch: int, table: pa.Table, again: bool, stopping: threading.Event
) -> Sequence[int]:
    """Return when the batch is stored whole, once.  Raises Stopped.

    `again`: the batch may have been given to the store before.  Returns the `event.sequence` of
    what the store keeps as dead letters.
    """
    wait = FIRST_WAIT
    while True:
        try:
            return store.insert(batch, table, again)
        except StoreError as error:
            LOG.warning("batch %d waits: %s; next attempt in %s", batch, error, wait)
            again = True
        if stopping.wait(wait.total_seconds()):
            raise Stopped
        wait = min(wait * 2, LONGEST_WAIT)


def read_table(data: Data) -> pa.Table:
    with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
        return reader.read_all()


def _why_not(workers: Workers, part: Batch) -> str:
    """Why a worker cannot parse this part; empty where it can, or where none would start."""
    try:
        workers.parse(part)
    except WorkerError as error:
        return str(error)
    except StartError as error:
        LOG.error("batch %d: %s", part.number, error)
    return ""
