"""Ship: follows files and sends their lines by the Forward protocol until told to stop."""

import asyncio
import logging
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.shipping.followed import Followed, Piece
from ingest.shipping.positions import Positions
from ingest.shipping.sender import AcknowledgedSender, NotAcknowledged
from ingest.shipping.watch import Watch

LOG = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ShipSettings:
    """What to send whereto.

    `files`: paths and patterns (`/var/log/cloudstack/**/*.log`).  `to`: host and port.
    `positions`: the file that remembers how far each is sent.  `host`: the name records carry.
    `chunk_bytes`: of lines sent at once, also the longest line; a longer one is cut.
    `poll`: how often files are looked at.  `line_wait`: a last line without a line feed is sent
    after so long without growth.  `linger`: a rotated file is read so long after it last grew.
    `acknowledge_in`: after so long without an answer a chunk is sent again.  `flush`: how long a
    stop may take.  `from_end`: files seen at the first start begin with what is written from now.
    """

    files: Sequence[str]
    to: tuple[str, int]
    positions: Path
    host: str = field(default_factory=socket.gethostname)
    tag: str = "nephoscope.ship"
    chunk_bytes: int = 512 * 1024
    poll: timedelta = timedelta(milliseconds=250)
    line_wait: timedelta = timedelta(seconds=5)
    linger: timedelta = timedelta(seconds=10)
    acknowledge_in: timedelta = timedelta(seconds=60)
    shortest_wait: timedelta = timedelta(milliseconds=500)
    longest_wait: timedelta = timedelta(seconds=30)
    flush: timedelta = timedelta(seconds=10)
    from_end: bool = False


class Shipper:
    """One agent over its files: reads, sends, remembers.  Its methods block."""

    def __init__(self, settings: ShipSettings, clock: Callable[[], datetime]) -> None:
        """Raises: PositionsError, OSError."""
        self._settings = settings
        self._clock = clock
        self._positions = Positions(settings.positions)
        places = self._positions.read()
        self._watch = Watch(
            settings.files, places, clock(), settings.linger, from_end=settings.from_end
        )
        host, port = settings.to
        timeout_s = settings.acknowledge_in.total_seconds()
        self._sender = AcknowledgedSender(settings.tag, host, port, timeout_s)
        self._written = tuple(places)
        self.sent = 0

    def round(self) -> bool:
        """Send at most one chunk of each path; says whether anything was sent.

        Raises: OSError when a chunk was not acknowledged; it is sent again in the next round.
        """
        self._watch.look(self._clock())
        sent = False
        for queue in list(self._watch.queues()):
            for followed in queue:
                if self._send_next(followed):
                    sent = True
                    break  # Lines of one path go out in their order: older files first.
        self._write()
        return sent

    def abort(self) -> None:
        """End a round that waits for the receiver, from another thread."""
        self._sender.abort()

    def close(self) -> None:
        """Remember where everything is, and let go."""
        self._write()
        self._sender.close()
        self._watch.close()
        self._positions.close()

    def _send_next(self, followed: Followed) -> bool:
        now = self._clock()
        unfinished = followed.quiet_for(now) >= self._settings.line_wait
        unfinished = unfinished or self._watch.is_settled(followed, now)
        piece = followed.next_piece(self._settings.chunk_bytes, unfinished)
        if piece is None:
            return False
        self._write()
        if piece.lines:
            self._send(followed, piece)
            self.sent += len(piece.lines)
        followed.acknowledged()
        return True

    def _send(self, followed: Followed, piece: Piece) -> None:
        """Raises: NotAcknowledged."""
        host, path = self._settings.host, followed.path
        records = (
            {"message": line.decode("utf-8", "surrogateescape"), "host": host, "path": path}
            for line in piece.lines
        )
        time_ns = (self._clock() - _EPOCH) // timedelta(microseconds=1) * 1000
        try:
            self._sender.send_chunk(piece.chunk, records, time_ns)
        except OSError as error:
            receiver, port = self._settings.to
            raise NotAcknowledged(f"{receiver}:{port}: {error}") from error

    def _write(self) -> None:
        places = tuple(self._watch.places())
        if places != self._written:
            self._positions.write(places)
            self._written = places


async def run(settings: ShipSettings, stop: asyncio.Event, clock: Callable[[], datetime]) -> int:
    """Ship until `stop` is set, then send what is there; returns how many lines were sent.

    A receiver that is away is waited for.  Raises: PositionsError, OSError where the positions
    have no folder.
    """
    shipper = await asyncio.to_thread(Shipper, settings, clock)
    try:
        async with asyncio.TaskGroup() as group:
            limit = group.create_task(_end_flush(shipper, stop, settings.flush))
            await _send_until_stopped(shipper, settings, stop)
            await _flush(shipper)
            limit.cancel()
    except ExceptionGroup as group_of_one:
        raise group_of_one.exceptions[0] from None
    finally:
        await asyncio.to_thread(shipper.close)
    return shipper.sent


async def _send_until_stopped(
    shipper: Shipper, settings: ShipSettings, stop: asyncio.Event
) -> None:
    wait = settings.shortest_wait
    while not stop.is_set():
        try:
            sent = await asyncio.to_thread(shipper.round)
            wait = settings.shortest_wait
            if not sent:
                await _pause(stop, settings.poll)
        except OSError as error:
            LOG.warning("%s; trying again in %g s", error, wait.total_seconds())
            await _pause(stop, wait)
            wait = min(wait * 2, settings.longest_wait)


async def _flush(shipper: Shipper) -> None:
    """Send whole lines that are there; what cannot be sent now is sent after the next start."""
    try:
        while await asyncio.to_thread(shipper.round):
            pass
    except OSError as error:
        # Their positions stay where they are.
        LOG.warning("stopping with lines that are not sent yet: %s", error)


async def _end_flush(shipper: Shipper, stop: asyncio.Event, limit: timedelta) -> None:
    await stop.wait()
    await asyncio.sleep(limit.total_seconds())
    shipper.abort()


async def _pause(stop: asyncio.Event, time: timedelta) -> None:
    try:
        await asyncio.wait_for(stop.wait(), time.total_seconds())
    except TimeoutError:
        return
