"""The service is killed at random moments under load: what it acknowledged is there, once."""

import asyncio
import json
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import msgpack
import pytest

from ingest import counters
from ingest.tables import connect
from tests.ingest import wire

pytestmark = [pytest.mark.anyio, pytest.mark.kill]

SEED = 30
KILLS = 30
LONGEST_LIFE_S = 3.0
"""Longer than the service needs to begin storing, so that kills fall before, in and after."""

LINES = 20
WINDOW = 4
PAUSE_S = 0.02
TOTAL_S = 900
TRACE = "\tat com.cloud.agent.AgentManagerImpl.send(AgentManagerImpl.java:{})"


class Sender:
    """Sends chunks until each is acknowledged, those that were not again, under the same id."""

    def __init__(self) -> None:
        self.made = 0
        self.unacknowledged: dict[str, bytes] = {}
        self.expected: list[str] = []
        self.acknowledged: set[str] = set()

    async def talk(self, port: int, stop: asyncio.Event) -> None:
        """Send until told to stop, or until the service is gone."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for chunk in self.unacknowledged.values():
                writer.write(chunk)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen(reader))
                while not stop.is_set() and not reader.at_eof():
                    while len(self.unacknowledged) < WINDOW:
                        writer.write(self._next())
                    await writer.drain()
                    await asyncio.sleep(PAUSE_S)
                while self.unacknowledged and not reader.at_eof():  # noqa: ASYNC110 - of a task
                    await asyncio.sleep(PAUSE_S)
                writer.close()
        except (ConnectionError, ExceptionGroup):
            return

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        unpacker = msgpack.Unpacker()
        while data := await reader.read(65536):
            unpacker.feed(data)
            for answer in unpacker:
                self.unacknowledged.pop(answer["ack"], None)
                self.acknowledged.add(answer["ack"])

    def _next(self) -> bytes:
        """A chunk of plain events and records of several lines, on two days of two streams."""
        name = f"chunk-{self.made}"
        self.made += 1
        entries: list[object] = []
        for number in range(LINES):
            head = (
                f"2026-09-1{number % 2 + 2} 10:00:00,{number:03d} INFO  [c.c.a.ApiServer] "
                f"(qtp1-22:[ctx-1]) {name} line {number}"
            )
            path = f"/var/log/{number % 2}.log"
            entries.append([1, {"log": head, "path": path}])
            text = head
            if number % 5 == 0:
                trace = TRACE.format(number)
                entries.append([1, {"log": trace, "path": path}])
                text = f"{head}\n{trace}"
            self.expected.append(text)
        chunk = wire.packed("kill", entries, name)
        self.unacknowledged[name] = chunk
        return chunk


@asynccontextmanager
async def service(folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """A running service and its port; killed with its workers at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.ingest.service", str(folder), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield process, int(await process.stdout.readline())
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def test_what_was_acknowledged_is_there_exactly_once(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    sender = Sender()
    async with asyncio.timeout(TOTAL_S):
        for _ in range(KILLS):
            async with service(tmp_path) as (process, port), asyncio.TaskGroup() as tasks:
                tasks.create_task(sender.talk(port, asyncio.Event()))
                await asyncio.sleep(chance.uniform(0.0, LONGEST_LIFE_S))
                process.send_signal(signal.SIGKILL)
        stop = asyncio.Event()
        stop.set()
        async with service(tmp_path) as (_, port):
            await sender.talk(port, stop)
            await until_nothing_waits(tmp_path)
        texts = await stored(tmp_path)
    assert sender.unacknowledged == {}
    assert len(sender.acknowledged) == sender.made
    found, expected = Counter(texts), Counter(sender.expected)
    assert {"lost": list((expected - found).items())[:5], "events": len(texts)} == {
        "lost": [],
        "events": len(sender.expected),
    }
    assert list((found - expected).items())[:5] == []


async def until_nothing_waits(folder: Path) -> None:
    """The spool is read from outside: SQLite lets others read what is committed."""
    with closing(connect(folder / "spool.sqlite")) as connection:
        while counters.read(connection).waiting:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.05)
        assert counters.read(connection).adds_up


async def stored(folder: Path) -> list[str]:
    """The texts in the store, read by a process that may open its engine there."""
    reader = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.ingest.service",
        str(folder),
        "read",
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await reader.communicate()
    texts: list[str] = json.loads(output)
    return texts
