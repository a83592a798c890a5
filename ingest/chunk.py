"""Chunk, what a receiver hands to the sink: bytes as they came, and what the transport knows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from parsers.event import Source

NO_SOURCE = Source()


class Encoding(StrEnum):
    """How the lines stand in a chunk's body."""

    FORWARD = "forward"  #: one or more Forward messages, one after another
    LINES = "lines"  #: text, lines ending in LF


@dataclass(frozen=True, slots=True)
class Chunk:
    """One row of the spool.

    `protocol`: `forward`, `http`, `import`.  `peer`: the sender's address without the port, or
    whatever else tells its streams from those of others.  `lines`: entries in the body, the unit
    of every counter.  `source`: what the sender said of all of them.  `chunk_id`: the sender's
    name for this chunk; one that is known is acknowledged and not stored again.  `last`: the
    streams of this chunk end with it, so no record stays open.
    """

    protocol: str
    peer: str
    encoding: Encoding
    received: datetime
    body: bytes
    lines: int
    source: Source = NO_SOURCE
    chunk_id: str | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One spooled chunk under its number."""

    number: int
    chunk: Chunk
