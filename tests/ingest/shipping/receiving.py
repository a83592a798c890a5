"""A Forward receiver over a spool, and the lines that it holds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.entries import Entry, entries
from ingest.receivers.forward import ForwardReceiver
from ingest.spool import Spool, open_spool

_ALL_BYTES = 2**40


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Receiving:
    """A receiver at work."""

    spool: Spool
    address: tuple[str, int]

    def entries(self) -> list[Entry]:
        rows = self.spool.rows(0, None, _ALL_BYTES)
        return [entry for row in rows for entry in entries(row.chunk)]

    def lines(self, path: Path | None = None) -> list[str]:
        """In the order of arrival."""
        return [
            entry.text for entry in self.entries() if path is None or entry.place.path == str(path)
        ]


@asynccontextmanager
async def receiving(folder: Path, port: int = 0) -> AsyncIterator[Receiving]:
    spool = open_spool(folder / "spool.sqlite", wall_clock)
    receiver = ForwardReceiver("127.0.0.1", port, wall_clock)
    try:
        async with asyncio.TaskGroup() as group:
            serving = group.create_task(receiver.run(spool))
            await receiver.listening.wait()
            yield Receiving(spool, receiver.address)
            serving.cancel()
        await _connections_to_end()
    finally:
        spool.close()


async def _connections_to_end() -> None:
    """The agents have closed theirs; the receiver's side has still to notice."""
    async with asyncio.timeout(10):
        for task in asyncio.all_tasks():
            if getattr(task.get_coro(), "__name__", "") == "connected":
                await asyncio.wait([task])
