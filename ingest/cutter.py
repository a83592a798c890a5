"""Cutter, decides when a batch ends and writes the cut down before anybody sees the batch."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ingest.batch import Batch
from ingest.cut import Cut
from ingest.cutting import Cutting
from ingest.spool import Spool
from ingest.streams import Streams
from parsers.join import JoinLimits

TICK = timedelta(milliseconds=50)
"""How often records are looked for whose waiting time is over."""

READ_BYTES = 4 * 1024 * 1024
"""Taken from the spool at once."""

EMPTY_AGE = timedelta(seconds=2)
"""A batch of rows that closed no record is cut after this, so that the rows can go."""

STREAM_KEPT = timedelta(hours=1)
"""A stream without lines for this long and nothing open is forgotten."""

Dispatch = Callable[[Cut, Batch], None]


@dataclass(frozen=True, slots=True)
class CutLimits:
    """A batch is cut at whichever comes first; its age is that of its oldest row here."""

    records: int = 10_000
    size_bytes: int = 16 * 1024 * 1024
    age: timedelta = timedelta(milliseconds=250)


class Cutter:
    """Reads the spool in order from where the last cut ended."""

    def __init__(
        self,
        spool: Spool,
        clock: Callable[[], datetime],
        join_limits: JoinLimits,
        cut_limits: CutLimits,
        dispatch: Dispatch,
    ) -> None:
        self._spool = spool
        self._clock = clock
        self._join_limits = join_limits
        self._cut_limits = cut_limits
        self._dispatch = dispatch
        self._streams = Streams(spool.streams(), join_limits)
        self._position = spool.position()
        self._cutting = Cutting(self._streams)
        self._begun: datetime | None = None
        self._idle_forgotten = datetime.min.replace(tzinfo=UTC)

    def run(self, stopping: threading.Event) -> None:
        """Cut until told to stop.  What was read and not cut is read again by the next run."""
        row = self._position.row
        while not stopping.is_set():
            asked = self._clock()
            rows = self._spool.rows(row, None, READ_BYTES)
            for found in rows:
                self._begun = self._begun or asked
                self._cutting.feed(found)
                row = found.number + 1
                if self._full():
                    self._cut(found.chunk.received)
            # While rows wait, their clock is the one that counts: a record that was long in the
            # spool must not be torn from its other lines for having waited there.
            self._cut_when_ripe(rows[-1].chunk.received if rows else asked)
            if not rows:
                self._spool.wait_rows(row, TICK)

    def _full(self) -> bool:
        limits, cutting = self._cut_limits, self._cutting
        return len(cutting.records) >= limits.records or cutting.size_bytes >= limits.size_bytes

    def _cut_when_ripe(self, close_at: datetime) -> None:
        age = self._clock() - self._begun if self._begun else None
        if age is not None and age < self._cut_limits.age:
            return
        old = age is not None and (age >= EMPTY_AGE or bool(self._cutting.records))
        if old or self._streams.due(close_at):
            self._cut(close_at)

    def _cut(self, close_at: datetime) -> None:
        cutting = self._cutting
        cutting.close_due(close_at, self._streams.due(close_at))
        if cutting.end_row is None and not cutting.records:
            return
        now = self._clock()
        start = self._position.row
        cut = Cut(
            batch=self._position.batch,
            first_sequence=self._position.sequence,
            rows=(start, cutting.end_row or start),
            at=now,
            close_at=close_at,
            limits=self._join_limits,
            before=cutting.before(),
            lines=cutting.lines,
            carried=cutting.carried,
            records=len(cutting.records),
        )
        after = self._streams.save(cutting.touched)
        self._spool.cut(cut, after, self._forgotten(now))
        self._position = cut.next_position
        self._cutting = Cutting(self._streams)
        self._begun = None
        self._dispatch(cut, cutting.batch(cut))

    def _forgotten(self, now: datetime) -> list[str]:
        if now - self._idle_forgotten < STREAM_KEPT / 60:
            return []
        self._idle_forgotten = now
        return self._streams.forget_idle(now - STREAM_KEPT)
