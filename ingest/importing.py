"""Importing, brings whole files through the spool, each content once."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from ingest.chunk import Chunk
from ingest.http import Body, BodyEncoding, BodyLimits, take
from ingest.pipeline import Pipeline
from ingest.sink import SpoolFull
from ingest.spool import Spool
from parsers.event import Source

PROTOCOL = "import"
PEER = "local"
READ_BYTES = 1024 * 1024
GZIP_MAGIC = b"\x1f\x8b"
LIMITS = BodyLimits(body_bytes=2**62)

Progress = Callable[[int, int], None]
"""Called with the bytes of the file that are read, and its size."""


class AlreadyImportedError(Exception):
    """A file of this content was imported before; nothing was done."""

    def __init__(self, path: str, when: datetime) -> None:
        super().__init__(f"{path} was imported before, at {when:%Y-%m-%d %H:%M:%S} UTC")
        self.path = path
        self.when = when


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.  `events`: stored, by format.  `unread`: of these, not read."""

    path: str
    lines: int
    events: Mapping[str, int]
    unread: int


class Waiting:
    """A sink that waits for room where the spool's would refuse."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool

    async def accept(self, *chunks: Chunk) -> None:
        while True:
            try:
                return await self._spool.accept(*chunks)
            except SpoolFull:
                await self._spool.room()

    async def room(self) -> None:
        await self._spool.room()

    def refuse(self, protocol: str, reason: str, lines: int = 1) -> None:
        self._spool.refuse(protocol, reason, lines)


async def import_file(
    path: Path,
    source: Source,
    spool: Spool,
    pipeline: Pipeline,
    clock: Callable[[], datetime],
    *,
    again: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Import a plain or gzip file and return when all of it is stored.

    `source.path`: by default the file's own.  A file whose import was cut short goes on where it
    was, within the hour for which the spool knows its chunks.  Raises AlreadyImportedError,
    BodyError and OSError.
    """
    whole_path, digest, size, encoding = await asyncio.to_thread(_look, path)
    source = source if source.path else replace(source, path=whole_path)
    before = _counts(spool, source)
    parts = _parts(path, size, progress)
    lines = await import_parts(
        parts, digest, source, spool, clock, again=again, encoding=encoding, name=str(path)
    )
    newest = spool.newest_row
    while not await asyncio.to_thread(pipeline.wait_stored, newest, timedelta(seconds=1)):
        pass
    after = _counts(spool, source)
    events = {name: count for name, count in (after[0] - before[0]).items() if count}
    return Imported(str(path), lines, events, after[1] - before[1])


async def import_parts(
    parts: AsyncIterator[bytes],
    sha256: str,
    source: Source,
    spool: Spool,
    clock: Callable[[], datetime],
    *,
    again: bool = False,
    encoding: BodyEncoding = BodyEncoding.IDENTITY,
    name: str = "",
) -> int:
    """Bring a file's bytes into the spool, waiting while it is full; how many lines it has.

    `sha256`: hex digest of the parts.  Returning means durable.  Raises AlreadyImportedError
    before anything is read, and BodyError.
    """
    when = spool.imported(sha256)
    if when is not None and not again:
        raise AlreadyImportedError(name, when)
    chunk_name = None if again else sha256
    body = Body(source, PEER, PROTOCOL, encoding, chunk_name, LIMITS)
    lines = await take(body, parts, Waiting(spool), clock)
    await spool.remember_import(sha256, name)
    return lines


def _look(path: Path) -> tuple[str, str, int, BodyEncoding]:
    """The file's absolute path, its SHA-256, its size, and whether it is gzip."""
    with path.open("rb") as file:
        start = file.read(2)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    encoding = BodyEncoding.GZIP if start == GZIP_MAGIC else BodyEncoding.IDENTITY
    return str(path.resolve()), digest, size, encoding


async def _parts(path: Path, size: int, progress: Progress | None) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        read = 0
        while part := await asyncio.to_thread(file.read, READ_BYTES):
            yield part
            read += len(part)
            if progress:
                progress(read, size)


def _counts(spool: Spool, source: Source) -> tuple[Counter[str], int]:
    """Events of the source so far, by format, and how many of them were not read."""
    events: Counter[str] = Counter()
    unread = 0
    for count in spool.counters().sources:
        if (count.protocol, count.path) == (PROTOCOL, source.path):
            events[count.format] += count.events
            unread += count.unread
    return events, unread
