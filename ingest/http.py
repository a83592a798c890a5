"""HTTP, turns the body of a request into chunks as it arrives: text or NDJSON, gzip too."""

import zlib
from collections.abc import AsyncIterable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ingest.chunk import Chunk, Encoding
from ingest.sink import Sink
from parsers.event import Source
from parsers.framing import OctetFrames

PROTOCOL = "http"
GZIP_WINDOW = 16 + zlib.MAX_WBITS


class BodyEncoding(StrEnum):
    """The `Content-Encoding` header's values that are read."""

    IDENTITY = "identity"
    GZIP = "gzip"


class BodyError(Exception):
    """The body cannot be taken, and who sends can mend it.

    `limit`: name of the limit that was passed, or `gzip`.
    """

    def __init__(self, limit: str, message: str) -> None:
        super().__init__(message)
        self.limit = limit


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Going over one is a BodyError with the limit's name.

    `chunk_bytes`: about the size of one row of the spool; a line longer than it is one row.
    """

    line_bytes: int = 16 * 1024 * 1024
    body_bytes: int = 4 * 1024**3
    chunk_bytes: int = 1024 * 1024


class Body:
    """One request's bytes in, chunks out, cut at line ends; so memory stays bounded.

    `source`: what the address said.  `chunk_name`: begins the id of each chunk, where the same
    body may be sent again; its offset follows.
    """

    def __init__(
        self,
        source: Source,
        peer: str,
        protocol: str = PROTOCOL,
        encoding: BodyEncoding = BodyEncoding.IDENTITY,
        chunk_name: str | None = None,
        limits: BodyLimits = BodyLimits(),
    ) -> None:
        self._source = source
        self._peer = peer
        self._protocol = protocol
        self._gzip = _Gunzip() if encoding is BodyEncoding.GZIP else None
        self._chunk_name = chunk_name
        self._limits = limits
        self._frames = OctetFrames()
        self._pending = bytearray()
        self._offset = 0
        self._taken = 0
        self.lines = 0

    def feed(self, data: bytes, received: datetime) -> list[Chunk]:
        """The chunks that are whole now.  Raises BodyError."""
        chunks = []
        for part in self._gzip.feed(data) if self._gzip else (data,):
            self._taken += len(part)
            if self._taken > self._limits.body_bytes:
                raise BodyError(
                    "body_bytes",
                    f"more than {self._limits.body_bytes} bytes, NEPHOSCOPE_UPLOAD_SIZE",
                )
            self._pending += self._frames.feed(part)
            if len(self._pending) >= self._limits.chunk_bytes:
                chunks += self._cut(received)
        return chunks

    def finish(self, received: datetime) -> list[Chunk]:
        """The rest, after the last byte; it also closes the records of this body.

        Raises BodyError where the gzip is not whole.
        """
        if self._gzip:
            self._gzip.finish()
        self._pending += self._frames.finish()
        if not self._pending:
            return []
        return [self._chunk(len(self._pending), received, last=True)]

    def _cut(self, received: datetime) -> list[Chunk]:
        """Everything up to the last line end but one line, which keeps a `last` chunk possible."""
        end = self._pending.rfind(b"\n", 0, len(self._pending) - 1) + 1
        if len(self._pending) - end > self._limits.line_bytes:
            raise BodyError(
                "line_bytes",
                f"a line of more than {self._limits.line_bytes} bytes, NEPHOSCOPE_LINE_SIZE",
            )
        return [self._chunk(end, received, last=False)] if end else []

    def _chunk(self, end: int, received: datetime, last: bool) -> Chunk:
        body = bytes(memoryview(self._pending)[:end])
        del self._pending[:end]
        lines = body.count(b"\n") + (not body.endswith(b"\n"))
        self.lines += lines
        name = f"{self._chunk_name}-{self._offset}" if self._chunk_name else None
        self._offset += end
        return Chunk(
            self._protocol,
            self._peer,
            Encoding.LINES,
            received,
            body,
            lines,
            self._source,
            name,
            last,
        )


async def take(
    body: Body, parts: AsyncIterable[bytes], sink: Sink, clock: Callable[[], datetime]
) -> int:
    """Give a whole body to the sink; how many lines it had.

    Returning means durable.  Raises SpoolFull and BodyError; what the sink had taken until then
    stays, which is why a body that may be sent again should have a chunk name.
    """
    async for part in parts:
        chunks = body.feed(part, clock())
        if chunks:
            await sink.accept(*chunks)
    chunks = body.finish(clock())
    if chunks:
        await sink.accept(*chunks)
    return body.lines


class _Gunzip:
    """Bytes of a gzip in, text out in pieces that stay small, over all its members."""

    PIECE_BYTES = 1024 * 1024

    def __init__(self) -> None:
        self._member = zlib.decompressobj(GZIP_WINDOW)
        self._begun = False

    def feed(self, data: bytes) -> list[bytes]:
        pieces: list[bytes] = []
        try:
            # A piece that is full may have more behind it, though all input is taken.
            while data or (pieces and len(pieces[-1]) == self.PIECE_BYTES):
                self._begun = self._begun or bool(data)
                pieces.append(self._member.decompress(data, self.PIECE_BYTES))
                data = self._member.unconsumed_tail
                if self._member.eof:
                    data = self._member.unused_data
                    self._member = zlib.decompressobj(GZIP_WINDOW)
                    self._begun = False
        except zlib.error as error:
            raise BodyError("gzip", f"not gzip: {error}") from None
        return pieces

    def finish(self) -> None:
        if self._begun:
            raise BodyError("gzip", "the gzip ends too early")
