"""Sink, where receivers put what they got: durable before they acknowledge."""

from typing import Protocol

from ingest.chunk import Chunk


class SpoolFull(Exception):  # noqa: N818 - a state of the spool, not a mistake
    """The spool has no room: the sender must be told, in its protocol's words, to try later.

    `limit`: name of the limit, or `disk`.
    """

    def __init__(self, limit: str) -> None:
        super().__init__(f"the spool is full ({limit})")
        self.limit = limit


class Sink(Protocol):
    """Takes chunks and keeps them."""

    async def accept(self, *chunks: Chunk) -> None:
        """Keep the chunks, in this order.

        Returning means durable, all of them.  Raising means not stored.  Being slow is the
        back-pressure.  Raises SpoolFull; then none of them is kept.
        """

    async def room(self) -> None:
        """Return when there is room again after SpoolFull."""

    def refuse(self, protocol: str, reason: str, lines: int = 1) -> None:
        """Count what the receiver turned away."""
