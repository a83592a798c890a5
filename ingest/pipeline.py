"""Pipeline, brings what is spooled into the store: exactly once, whatever dies when."""

import asyncio
import logging
import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from ingest.batch import Batch, Outcome
from ingest.counters import SourceCount
from ingest.cut import Cut
from ingest.cutter import CutLimits, Cutter
from ingest.cutting import replay
from ingest.parsing import WITHHELD
from ingest.spool import DeadLetter, Spool
from ingest.storing import Stopped, parse, read_table, store_batch
from ingest.streams import StreamKey
from ingest.workers import Workers
from parsers.esva.dialect import Dialect
from parsers.event import LONGEST_ANSWER
from parsers.join import JoinLimits
from parsers.mask import Mask
from search.stores.store import Store

LOG = logging.getLogger(__name__)

ALL_BYTES = 2**62


class Pipeline:
    """Joins in one thread, parses in worker processes, stores from a few threads.

    Several batches are under way at once; each finishes for itself, since no spool row belongs
    to two of them and each holds the state that it began with.  `workers`: processes, by default
    one a core.
    """

    def __init__(
        self,
        spool: Spool,
        store: Store,
        mask: Mask,
        clock: Callable[[], datetime],
        *,
        join_limits: JoinLimits = JoinLimits(),  # noqa: B008 - frozen
        cut_limits: CutLimits = CutLimits(),  # noqa: B008 - frozen
        workers: int | None = None,
        dialects: Sequence[Dialect] = (),
        longest_answer: int = LONGEST_ANSWER,
    ) -> None:
        self._spool = spool
        self._store = store
        self._clock = clock
        self._join_limits = join_limits
        self._cut_limits = cut_limits
        count = workers or os.cpu_count() or 1
        self._workers = Workers(count, mask, dialects=dialects, longest_answer=longest_answer)
        # One more than parse at a time, for the batch that is being inserted meanwhile.
        self._ways = count + 1
        self._free = threading.Semaphore(self._ways)
        self._stopping = threading.Event()
        self._progress = threading.Condition()
        self._under_way: dict[int, int] = {}
        self._next_row = 0
        self._failure: BaseException | None = None

    async def run(self) -> None:
        """Work until cancelled; what is under way then is finished, the rest waits in the spool.

        Raises what ended it where it ends by itself.
        """
        working = asyncio.get_running_loop().run_in_executor(None, self._work)
        try:
            await asyncio.shield(working)
        finally:
            self._stopping.set()
            self._spool.wake()
            await asyncio.shield(working)

    def wait_stored(self, row: int, timeout: timedelta) -> bool:
        """Return when the spool's rows up to this one are stored; False when time is over.

        Records that they leave open are not waited for.
        """
        with self._progress:
            return self._progress.wait_for(
                lambda: (
                    self._next_row > row and all(first > row for first in self._under_way.values())
                ),
                timeout.total_seconds(),
            )

    def _work(self) -> None:
        self._workers.start()
        try:
            with ThreadPoolExecutor(self._ways, "nephoscope-store") as ways:
                self._replay_unfinished(ways)
                cutter = Cutter(
                    self._spool,
                    self._clock,
                    self._join_limits,
                    self._cut_limits,
                    lambda cut, batch: self._dispatch(ways, cut, batch),
                )
                cutter.run(self._stopping)
        finally:
            self._stopping.set()
            self._workers.stop()
        if self._failure is not None:
            raise self._failure

    def _replay_unfinished(self, ways: ThreadPoolExecutor) -> None:
        unfinished = self._spool.unfinished()
        if unfinished:
            LOG.info("%d batches were under way when the service ended", len(unfinished))
        for cut in unfinished:
            self._dispatch(ways, cut, None)
        self._advance(self._spool.position().row)

    def _dispatch(self, ways: ThreadPoolExecutor, cut: Cut, batch: Batch | None) -> None:
        """Bring a batch on its way; waits while enough are under way."""
        while not self._free.acquire(timeout=0.1):
            if self._stopping.is_set():
                return
        with self._progress:
            self._under_way[cut.batch] = cut.rows[0]
            self._next_row = max(self._next_row, cut.rows[1])
        ways.submit(self._bring, cut, batch)

    def _advance(self, row: int) -> None:
        with self._progress:
            self._next_row = max(self._next_row, row)
            self._progress.notify_all()

    def _bring(self, cut: Cut, batch: Batch | None) -> None:
        try:
            self._finish(cut, batch)
        except Stopped:
            LOG.info("batch %d stays in the spool", cut.batch)
        except BaseException as error:
            LOG.exception("batch %d", cut.batch)
            self._failure = error
            self._stopping.set()
        else:
            with self._progress:
                del self._under_way[cut.batch]
                self._progress.notify_all()
        finally:
            self._free.release()

    def _finish(self, cut: Cut, batch: Batch | None) -> None:
        """`batch`: None where it must be made again from its cut."""
        again = batch is None
        if batch is None:
            batch = replay(cut, self._spool.rows(*cut.rows, ALL_BYTES))
        if len(batch.records) != cut.records:
            LOG.error(
                "batch %d gives %d records where it gave %d before: was the service upgraded "
                "before its spool was empty?",
                cut.batch,
                len(batch.records),
                cut.records,
            )
        sources: list[SourceCount] = []
        dead = 0
        if batch.records:
            batch = replace(batch, spool=self._spool.identity)
            parsed, batch = parse(self._workers, batch, self._stopping)
            table = read_table(parsed.table)
            refused = store_batch(self._store, cut.batch, table, again, self._stopping)
            sources = source_counts(parsed.outcomes, batch.keys, self._clock())
            dead = dead_lines(batch, refused)
        self._spool.finish(cut, sources, dead_letters(batch), dead)


def source_counts(
    outcomes: Counter[Outcome], keys: Sequence[StreamKey], now: datetime
) -> list[SourceCount]:
    """A batch's events by where they came from and what read them."""
    events: Counter[tuple[str, str, str, str, str]] = Counter()
    unread: Counter[tuple[str, str, str, str, str]] = Counter()
    for outcome, count in outcomes.items():
        key = keys[outcome.origin]
        place = (key.protocol, key.peer, key.source.host or "", key.path or "", outcome.dataset)
        events[place] += count
        unread[place] += count if outcome.unread else 0
    return [SourceCount(*place, count, unread[place], now) for place, count in events.items()]


def dead_lines(batch: Batch, sequences: Sequence[int]) -> int:
    """How many lines the events of these numbers hold."""
    places = (sequence - batch.first_sequence for sequence in sequences)
    return sum(batch.records[place].text.count("\n") + 1 for place in places)


def dead_letters(batch: Batch) -> list[DeadLetter]:
    """The records of a batch whose text no event holds."""
    return [
        DeadLetter(
            ordinal,
            why.removeprefix(WITHHELD),
            batch.records[ordinal].text.encode(),
            batch.records[ordinal].text.count("\n") + 1,
        )
        for ordinal, why in batch.failures.items()
        if why.startswith(WITHHELD)
    ]
