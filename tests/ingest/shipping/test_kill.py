"""`kill -9` of a real agent while files are written and rotated: every line once, in order."""

import asyncio
import os
import random
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.ingest.shipping.receiving import Receiving

pytestmark = [pytest.mark.anyio, pytest.mark.kill]

ROOT = Path(__file__).parents[3]
KILLS = 12
ROTATE_EVERY = 400


class Writer:
    """Writes numbered lines to a log and rotates it now and then."""

    def __init__(self, path: Path, *, copytruncate: bool) -> None:
        self.path = path
        self.written = 0
        self._copytruncate = copytruncate
        self._file = path.open("a")
        self._rotations = 0

    async def run(self) -> None:
        """Until cancelled; in steps of whole and half lines."""
        while True:
            self.write(20)
            if self.written > (self._rotations + 1) * ROTATE_EVERY:
                self._rotate()
            await asyncio.sleep(0.005)

    def write(self, lines: int) -> None:
        for _ in range(lines):
            self._file.write(f"line {self.written} of a log with an ordinary length")
            if self.written % 7 == 0:
                self._file.flush()
            self._file.write("\n")
            self.written += 1
        self._file.flush()

    def _rotate(self) -> None:
        self._rotations += 1
        rotated = self.path.with_name(f"{self.path.name}.{self._rotations}")
        if self._copytruncate:
            shutil.copy(self.path, rotated)
            os.truncate(self.path, 0)
        else:
            self.path.rename(rotated)
            self._file.close()
            self._file = self.path.open("a")

    def close(self) -> None:
        self._file.close()


@asynccontextmanager
async def agent(logs: Path, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.ingest.shipping.child",
        str(logs),
        str(port),
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def until_more(receiver: Receiving, than: int) -> int:
    async with asyncio.timeout(60):
        while (found := receiver.spool.counters().received_total) <= than:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.005)
    return found


@pytest.mark.parametrize("copytruncate", [False, True], ids=["renamed", "copytruncate"])
async def test_killed_at_random_moments_every_line_arrives_once_and_in_order(
    logs: Path, receiver: Receiving, copytruncate: bool
) -> None:
    moments = random.Random(7)
    writer = Writer(logs / "a.log", copytruncate=copytruncate)
    writer.write(1)
    async with agent(logs, receiver.address[1]):
        got = await until_more(receiver, 0)
    async with asyncio.TaskGroup() as group:
        writing = group.create_task(writer.run())
        for _ in range(KILLS):
            async with agent(logs, receiver.address[1]) as process:
                got = await until_more(receiver, got)
                await asyncio.sleep(moments.uniform(0, 0.2))
                process.send_signal(signal.SIGKILL)
                await process.wait()
        writing.cancel()
    writer.close()
    async with agent(logs, receiver.address[1]) as process:
        await until_more(receiver, writer.written - 1)
        process.terminate()
        assert await process.wait() == 0
    numbers = [int(line.split()[1]) for line in receiver.lines()]
    assert len(numbers) == writer.written
    assert numbers == list(range(writer.written))
