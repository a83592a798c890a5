"""The Forward receiver over real sockets: acknowledged after durable, and only then."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgpack
import pytest

from ingest.chunk import Chunk
from ingest.forward import ForwardLimits
from ingest.receivers.forward import ForwardReceiver
from ingest.sink import Sink
from ingest.spool import Spool
from tests.ingest import wire
from tests.ingest.conftest import START, Clock
from tests.ingest.test_spool import cut

pytestmark = pytest.mark.anyio

ENTRIES: list[object] = [[1, {"log": "one"}], [2, {"log": "two"}]]


@asynccontextmanager
async def receiving(
    sink: Sink, clock: Clock, limits: ForwardLimits | None = None
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a receiver that gives to this sink."""
    receiver = ForwardReceiver("127.0.0.1", 0, clock, limits=limits or ForwardLimits())
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(receiver.run(sink))
        await receiver.listening.wait()
        reader, writer = await asyncio.open_connection(*receiver.address)
        yield reader, writer
        writer.close()
        task.cancel()


async def answers(reader: asyncio.StreamReader, count: int) -> list[str]:
    """The next acknowledgements."""
    unpacker = msgpack.Unpacker()
    found: list[str] = []
    while len(found) < count:
        data = await reader.read(4096)
        assert data, "the connection was closed"
        unpacker.feed(data)
        found += [answer["ack"] for answer in unpacker]
    return found


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(wire.message("t", 1, {"log": "one"}, "id"), id="Message"),
        pytest.param(wire.forward("t", ENTRIES, "id"), id="Forward"),
        pytest.param(wire.packed("t", ENTRIES, "id"), id="PackedForward"),
        pytest.param(wire.compressed("t", [ENTRIES], "id"), id="CompressedPackedForward"),
    ],
)
async def test_what_is_acknowledged_is_in_the_spool(
    spool: Spool, clock: Clock, data: bytes
) -> None:
    async with receiving(spool, clock) as (reader, writer):
        writer.write(data)
        assert await answers(reader, 1) == ["id"]
        (row,) = spool.rows(0, None, 10**9)
    assert (row.chunk.body, row.chunk.protocol, row.chunk.peer) == (data, "forward", "127.0.0.1")
    assert row.chunk.received == START


async def test_a_chunk_sent_again_is_acknowledged_again_and_kept_once(
    spool: Spool, clock: Clock
) -> None:
    chunk = wire.forward("t", ENTRIES, "id")
    async with receiving(spool, clock) as (reader, writer):
        writer.write(chunk)
        assert await answers(reader, 1) == ["id"]
        writer.write(chunk + b"\xc0" + chunk)
        assert await answers(reader, 2) == ["id", "id"]
        assert len(spool.rows(0, None, 10**9)) == 1
    assert spool.counters().received == {"forward": 2}


async def test_messages_without_an_id_share_a_row_and_are_not_answered(
    spool: Spool, clock: Clock
) -> None:
    async with receiving(spool, clock) as (reader, writer):
        writer.write(wire.message("t", 1, {"log": "a"}) * 3 + wire.forward("t", ENTRIES, "end"))
        assert await answers(reader, 1) == ["end"]
        assert sum(row.chunk.lines for row in spool.rows(0, None, 10**9)) == 5


async def test_nothing_is_acknowledged_while_the_spool_is_full(spool: Spool, clock: Clock) -> None:
    """The spool of 1,000 bytes takes the first; the second waits until the first is stored."""
    first = wire.packed("t", [[1, {"log": "x" * 900}]], "first")
    second = wire.packed("t", [[1, {"log": "y" * 900}]], "second")
    async with receiving(spool, clock) as (reader, writer):
        writer.write(first)
        assert await answers(reader, 1) == ["first"]
        writer.write(second)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(answers(reader, 1), 0.3)
        assert len(spool.rows(0, None, 10**9)) == 1
        made = cut(spool, end=2, lines=1)
        await asyncio.to_thread(spool.finish, made, [])
        assert await answers(reader, 1) == ["second"]
    assert spool.counters().refused == {}


class BrokenSink:
    """A sink whose disk fails."""

    async def accept(self, *chunks: Chunk) -> None:
        raise OSError("the disk is gone")

    async def room(self) -> None:
        return

    def refuse(self, protocol: str, reason: str, lines: int = 1) -> None:
        return


async def test_what_could_not_be_kept_is_not_acknowledged(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with receiving(BrokenSink(), clock) as (reader, writer):
        writer.write(wire.forward("t", ENTRIES, "id"))
        assert await reader.read() == b""
    assert "the disk is gone" in caplog.text


async def test_what_is_not_forward_closes_the_connection_with_a_warning(
    spool: Spool, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with receiving(spool, clock) as (reader, writer):
        writer.write(wire.message("t", 1, {"log": "good"}) + b"GET / HTTP/1.1\r\n")
        assert await reader.read() == b""
        assert len(spool.rows(0, None, 10**9)) == 1
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert ["127.0.0.1" in warning.getMessage() for warning in warnings] == [True]
    await spool.accept()  # is behind the count of the refusal
    counts = spool.counters()
    assert (counts.refused, counts.adds_up) == ({"format": 1}, True)


async def test_a_message_that_is_too_large_is_refused_by_its_limit(
    spool: Spool, clock: Clock
) -> None:
    async with receiving(spool, clock, ForwardLimits(chunk_bytes=100)) as (reader, writer):
        writer.write(wire.message("t", 1, {"log": "x" * 200}))
        assert await reader.read() == b""
    await spool.accept()  # is behind the count of the refusal
    assert spool.counters().refused == {"chunk_bytes": 1}


async def test_a_sender_may_go_in_the_middle_of_a_message(spool: Spool, clock: Clock) -> None:
    async with receiving(spool, clock) as (reader, writer):
        writer.write(wire.message("t", 1, {"log": "one"}, "id"))
        assert await answers(reader, 1) == ["id"]
        writer.write(wire.message("t", 1, {"log": "two"})[:-1])
        writer.write_eof()
        assert await reader.read() == b""
    assert spool.counters().received == {"forward": 1}


async def test_a_large_message_is_read_whole(clock: Clock) -> None:
    class Counting(BrokenSink):
        lines = 0

        async def accept(self, *chunks: Chunk) -> None:
            self.lines += sum(chunk.lines for chunk in chunks)

    sink = Counting()
    async with receiving(sink, clock) as (reader, writer):
        writer.write(wire.packed("t", [[1, {"log": "x" * 500}]] * 5000, "big"))
        assert await answers(reader, 1) == ["big"]
    assert sink.lines == 5000
