"""Spool, keeps what was received until it is stored; what it accepted survives any crash."""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ingest import counters
from ingest.chunk import Chunk, Encoding, Row
from ingest.counters import Counters, SourceCount, Total
from ingest.cut import Cut, Position
from ingest.recent import Recent
from ingest.sink import SpoolFull
from ingest.tables import connect, create
from ingest.writer import Writer
from parsers.event import Source

IDS_KEPT = timedelta(hours=1)
"""Longer than a sender tries again: Fluentd's ack_response_timeout is 190 s."""

SPOOL_BYTES = 4 * 1024**3
ROOM = 0.9
"""Receivers that were turned away begin again when the spool is this full or less."""

FIRST_ROW = 1
"""SQLite numbers from here; the position in a new spool stands before it."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A record that ended every worker which tried to read it."""

    ordinal: int
    reason: str
    record: bytes
    lines: int


def open_spool(
    path: Path, clock: Callable[[], datetime], limit_bytes: int = SPOOL_BYTES
) -> "Spool":
    """Open or make the spool's file; one process has it open at a time."""
    connection = create(path, clock())
    return Spool(connection, connect(path), clock, limit_bytes)


class Spool:
    """A Sink over SQLite, and the pipeline's book of what it cut and finished.

    Every change goes through one writer thread, which commits what waits in one transaction
    with one fsync.  May be used from any thread.

    `identity`: unlike that of any other spool, also of one that stood here before.
    """

    def __init__(
        self,
        writing: sqlite3.Connection,
        reading: sqlite3.Connection,
        clock: Callable[[], datetime],
        limit_bytes: int,
    ) -> None:
        self._writer = Writer(writing)
        self._reading = reading
        self._read_lock = threading.Lock()
        self._clock = clock
        self._limit_bytes = limit_bytes
        self._changed = threading.Condition()
        self._size_bytes = self.counters().spool_bytes
        self._newest = self._highest_row()
        self._recent = Recent()
        ((self.identity,),) = self._read("select id from identity")
        self._rooms: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._ids_purged = datetime.min.replace(tzinfo=UTC)

    # The sink

    async def accept(self, *chunks: Chunk) -> None:
        """Keep the chunks.  Raises SpoolFull."""
        await asyncio.wrap_future(self.append(chunks))

    def append(self, chunks: Sequence[Chunk]) -> "Future[int]":
        """Keep the chunks, soon; the result is the number of the newest row.

        Raises SpoolFull, at once or as the future's exception.
        """
        size = sum(len(chunk.body) for chunk in chunks)
        with self._changed:
            if self._size_bytes + size > self._limit_bytes:
                raise SpoolFull("spool_bytes")
            self._size_bytes += size
        now = self._clock()
        result: Future[int] = Future()
        # From here on it cannot be cancelled: a sender that goes away does not undo it.
        result.set_running_or_notify_cancel()

        def committed(done: "Future[list[Row]]") -> None:
            error = done.exception()
            if error is None:
                rows = done.result()
                self._recent.add(rows)
                newest = rows[-1].number if rows else 0
                self._arrived(newest, size - sum(len(row.chunk.body) for row in rows))
                result.set_result(newest)
            else:
                self._arrived(0, size)
                result.set_exception(_as_full(error))

        self._writer.submit(lambda db: self._insert(db, chunks, now)).add_done_callback(committed)
        return result

    async def room(self) -> None:
        """Return when the spool has room again."""
        place = (asyncio.get_running_loop(), asyncio.Event())
        with self._changed:
            if self._has_room():
                return
            self._rooms.add(place)
        try:
            await place[1].wait()
        finally:
            with self._changed:
                self._rooms.discard(place)

    def refuse(self, protocol: str, reason: str, lines: int = 1) -> None:
        def count(db: sqlite3.Connection) -> None:
            counters.add(db, Total.RECEIVED, protocol, lines)
            counters.add(db, Total.REFUSED, reason, lines)

        self._writer.submit(count)

    # The pipeline's side

    def wait_rows(self, after: int, timeout: timedelta) -> bool:
        """Return when a row of this number or above is there; False when the time is over."""
        wanted = max(after, FIRST_ROW)
        with self._changed:
            return self._changed.wait_for(lambda: self._newest >= wanted, timeout.total_seconds())

    def wake(self) -> None:
        """Let those go who wait for rows."""
        with self._changed:
            self._changed.notify_all()

    def rows(self, start: int, end: int | None, size_bytes: int) -> list[Row]:
        """Rows `[start, end)` in order, until their bodies pass this size."""
        found: list[Row] = self._recent.take(start, size_bytes) if end is None else []
        if found:
            return found
        taken = 0
        with self._read_lock:
            cursor = self._reading.execute(
                "select * from chunks where row >= ? and row < ? order by row",
                (start, end if end is not None else 2**62),
            )
            for values in cursor:
                found.append(_row(values))
                taken += len(found[-1].chunk.body)
                if taken >= size_bytes:
                    break
            cursor.close()
        return found

    def unfinished(self) -> list[Cut]:
        """Cuts whose batches are not known to be stored, oldest first."""
        return [Cut.from_json(cut) for (cut,) in self._read("select cut from cuts order by batch")]

    def streams(self) -> dict[str, str]:
        """State of every stream after the newest cut, by key."""
        return dict(self._read("select key, state from streams"))

    def position(self) -> Position:
        ((row, batch, sequence),) = self._read("select row, batch, sequence from position")
        return Position(row, batch, sequence)

    def number_from(self, first: int, count: int) -> None:
        """Give out sequence numbers of `[first, first + count)` from now on."""
        self._writer.submit(
            lambda db: db.execute(
                "update position set sequence = ? where sequence < ? or sequence >= ?",
                (first, first, first + count),
            )
        ).result()

    def cut(self, cut: Cut, after: Mapping[str, str], forgotten: Iterable[str]) -> None:
        """Write down a cut for good, with the streams' states after it.

        `forgotten`: keys of streams that are not kept any longer.
        """
        position = astuple(cut.next_position)
        gone = [(key,) for key in forgotten]

        def write(db: sqlite3.Connection) -> None:
            values = (cut.batch, cut.first_sequence, cut.to_json())
            db.execute("insert into cuts values (?, ?, ?)", values)
            db.executemany("insert or replace into streams values (?, ?)", after.items())
            db.executemany("delete from streams where key = ?", gone)
            db.execute("update position set row = ?, batch = ?, sequence = ?", position)

        self._writer.submit(write).result()

    def finish(
        self,
        cut: Cut,
        sources: Sequence[SourceCount],
        dead: Sequence[DeadLetter] = (),
        refused_lines: int = 0,
    ) -> None:
        """The batch is stored: forget its rows and count.

        `refused_lines`: in events that the store keeps as dead letters.
        """
        dead_lines = sum(letter.lines for letter in dead) + refused_lines
        letters = [(cut.batch, *astuple(letter)[:3]) for letter in dead]

        def write(db: sqlite3.Connection) -> int:
            (size,) = db.execute(
                "select coalesce(sum(length(body)), 0) from chunks where row >= ? and row < ?",
                cut.rows,
            ).fetchone()
            db.execute("delete from chunks where row >= ? and row < ?", cut.rows)
            db.execute("delete from cuts where batch = ?", (cut.batch,))
            db.executemany("insert or replace into dead_letters values (?, ?, ?, ?)", letters)
            counters.add(db, Total.STORED, "", cut.lines - cut.carried - dead_lines)
            counters.add(db, Total.CARRIED, "", cut.carried)
            counters.add(db, Total.DEAD, "", dead_lines)
            counters.add_sources(db, sources)
            return int(size)

        freed_bytes = self._writer.submit(write).result()
        self._recent.forget(cut.rows[1])
        self._arrived(0, freed_bytes)

    def horizon(self) -> int:
        """Every event with a lower `event.sequence` is stored."""
        ((first,),) = self._read(
            "select coalesce((select min(first_sequence) from cuts), sequence) from position"
        )
        return int(first)

    @property
    def newest_row(self) -> int:
        """Number of the newest row that was kept."""
        with self._changed:
            return self._newest

    # Files that were imported

    def imported(self, sha256: str) -> datetime | None:
        """When a file of this content was imported."""
        found = self._read("select imported from files where sha256 = ?", (sha256,))
        return _instant(found[0][0]) if found else None

    async def remember_import(self, sha256: str, path: str) -> None:
        values = (sha256, path, _micros(self._clock()))
        await asyncio.wrap_future(
            self._writer.submit(
                lambda db: db.execute("insert or replace into files values (?, ?, ?)", values)
            )
        )

    def counters(self) -> Counters:
        with self._read_lock:
            return counters.read(self._reading)

    def close(self) -> None:
        """Commit what waits and let go of the file."""
        self._writer.close()
        self._reading.close()

    def _insert(self, db: sqlite3.Connection, chunks: Sequence[Chunk], now: datetime) -> list[Row]:
        """The rows that were kept."""
        if now - self._ids_purged > IDS_KEPT / 60:
            db.execute("delete from chunk_ids where at < ?", (_micros(now - IDS_KEPT),))
            self._ids_purged = now
        rows = []
        for chunk in chunks:
            if chunk.chunk_id is not None and not _is_new(db, chunk, now):
                counters.add(db, Total.DUPLICATES, chunk.protocol, 1)
                continue
            rows.append(Row(_insert_row(db, chunk), chunk))
            counters.add(db, Total.RECEIVED, chunk.protocol, chunk.lines)
        return rows

    def _arrived(self, newest: int, freed_bytes: int) -> None:
        with self._changed:
            self._newest = max(self._newest, newest)
            self._size_bytes -= freed_bytes
            self._changed.notify_all()
            if self._rooms and self._has_room():
                for loop, event in self._rooms:
                    loop.call_soon_threadsafe(event.set)
                self._rooms.clear()

    def _has_room(self) -> bool:
        return self._size_bytes <= self._limit_bytes * ROOM

    def _highest_row(self) -> int:
        ((highest,),) = self._read("select coalesce(max(row), 0) from chunks")
        return int(highest)

    def _read(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._read_lock:
            return self._reading.execute(sql, values).fetchall()


def _is_new(db: sqlite3.Connection, chunk: Chunk, now: datetime) -> bool:
    """Remember the chunk's id.  An id belongs to its peer: copies of a machine make equal ones."""
    inserted = db.execute(
        "insert or ignore into chunk_ids values (?, ?, ?)",
        (chunk.peer, chunk.chunk_id, _micros(now)),
    )
    return inserted.rowcount == 1


def _insert_row(db: sqlite3.Connection, chunk: Chunk) -> int:
    source = chunk.source
    cursor = db.execute(
        "insert into chunks (received, protocol, peer, encoding, source, last, lines, body) "
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            _micros(chunk.received),
            chunk.protocol,
            chunk.peer,
            chunk.encoding,
            json.dumps([source.host, source.path, source.format, source.zone]),
            chunk.last,
            chunk.lines,
            chunk.body,
        ),
    )
    return cursor.lastrowid or 0


def _row(values: tuple[Any, ...]) -> Row:
    number, received, protocol, peer, encoding, source, last, lines, body = values
    return Row(
        number,
        Chunk(
            protocol,
            peer,
            Encoding(encoding),
            _instant(received),
            body,
            lines,
            Source(*json.loads(source)),
            last=bool(last),
        ),
    )


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)


def _instant(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, UTC)


def _as_full(error: BaseException) -> BaseException:
    """The disk being full is the spool being full."""
    full = isinstance(error, sqlite3.OperationalError) and "full" in str(error)
    return SpoolFull("disk") if full else error
