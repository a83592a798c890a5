"""Lines of followed files arrive whole, once and in order, whatever becomes of the files."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ingest.shipping.positions import PositionsError
from ingest.shipping.ship import Shipper, ShipSettings, run
from tests.ingest.conftest import Clock
from tests.ingest.shipping.receiving import Receiving, receiving, wall_clock

pytestmark = pytest.mark.anyio

LONG_AGO = timedelta(minutes=1)


class Agent:
    """A shipper of `*.log` that is run by hand, under a clock that is moved by hand."""

    def __init__(self, logs: Path, receiver: Receiving, *patterns: str, **settings: object) -> None:
        self.clock = Clock()
        self.settings = ShipSettings(
            files=[str(logs / pattern) for pattern in patterns or ("*.log",)],
            to=receiver.address,
            positions=logs.parent / "agent" / "positions.json",
            host="mgmt-01",
            **settings,  # type: ignore[arg-type]
        )
        self.shipper: Shipper | None = None

    async def send(self) -> None:
        """Everything that is to be sent now."""
        if self.shipper is None:
            self.shipper = await asyncio.to_thread(Shipper, self.settings, self.clock)
        while await asyncio.to_thread(self.shipper.round):
            pass

    async def wait_and_send(self) -> None:
        """The same after a minute without a change; twice, since that must be seen first."""
        for _ in range(2):
            await self.send()
            self.clock.now += LONG_AGO
        await self.send()

    def stop(self) -> None:
        if self.shipper is not None:
            self.shipper.close()
        self.shipper = None


@pytest.fixture
def agents() -> Iterator[list[Agent]]:
    made: list[Agent] = []
    yield made
    for agent in made:
        agent.stop()


@pytest.fixture
def agent(logs: Path, receiver: Receiving, agents: list[Agent]) -> Agent:
    agents.append(Agent(logs, receiver))
    return agents[0]


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(text)


def numbered(start: int, end: int, words: str = "a line of ordinary length, number") -> list[str]:
    return [f"{words} {number}" for number in range(start, end)]


def text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


async def test_a_record_is_line_host_and_path(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    append(logs / "a.log", "one\n\n  three\n")
    await agent.send()
    found = receiver.entries()
    assert [entry.text for entry in found] == ["one", "", "  three"]
    assert {(entry.place.host, entry.place.path) for entry in found} == {
        ("mgmt-01", str(logs / "a.log"))
    }
    assert {entry.place.tag for entry in found} == {"nephoscope.ship"}
    assert found[0].time == agent.clock.now


async def test_lines_are_sent_as_they_come(agent: Agent, logs: Path, receiver: Receiving) -> None:
    for line in numbered(0, 5):
        append(logs / "a.log", f"{line}\n")
        await agent.send()
    assert receiver.lines() == numbered(0, 5)


async def test_a_new_file_is_sent_from_its_beginning(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    await agent.send()
    append(logs / "new.log", "one\n")
    append(logs / "other.txt", "two\n")
    append(logs / "packed.log.gz", "three\n")
    await agent.send()
    assert receiver.lines() == ["one"]


async def test_half_a_line_waits_for_its_end(agent: Agent, logs: Path, receiver: Receiving) -> None:
    append(logs / "a.log", "one\ntw")
    await agent.send()
    assert receiver.lines() == ["one"]
    append(logs / "a.log", "o\n")
    await agent.send()
    assert receiver.lines() == ["one", "two"]


async def test_a_line_that_never_ends_is_sent_after_a_while(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    append(logs / "a.log", "one")
    await agent.wait_and_send()
    assert receiver.lines() == ["one"]
    append(logs / "a.log", "\ntwo\n")
    await agent.send()
    assert receiver.lines() == ["one", "two"]


async def test_a_file_that_wakes_up_with_half_a_line_is_given_time(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    append(logs / "a.log", "one\n")
    await agent.wait_and_send()
    append(logs / "a.log", "tw")
    await agent.send()
    assert receiver.lines() == ["one"]


async def test_a_line_that_is_too_long_is_cut_between_characters(
    logs: Path, receiver: Receiving, agents: list[Agent]
) -> None:
    agents.append(agent := Agent(logs, receiver, chunk_bytes=10))
    append(logs / "a.log", "aaaaaaaaaé€𝄞bbbbbbbbbbbb\nend\n")
    await agent.send()
    assert "".join(receiver.lines()) == "aaaaaaaaaé€𝄞bbbbbbbbbbbbend"
    assert max(len(line.encode()) for line in receiver.lines()) <= 10
    assert receiver.lines()[-1] == "end"


async def test_bytes_that_are_not_utf8_arrive_as_the_receiver_reads_them(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    append(logs / "a.log", "caf\udce9\n")
    await agent.send()
    assert receiver.lines() == ["caf\ufffd"]


async def test_after_a_stop_the_agent_goes_on_where_it_was(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    append(logs / "a.log", text(numbered(0, 3)))
    await agent.send()
    agent.stop()
    append(logs / "a.log", text(numbered(3, 6)))
    await agent.send()
    assert receiver.lines() == numbered(0, 6)


async def test_rotation_by_renaming_loses_nothing(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    append(logs / "a.log", text(numbered(0, 3)))
    await agent.send()
    (logs / "a.log").rename(logs / "a.log.1")
    append(logs / "a.log.1", text(numbered(3, 5)))
    append(logs / "a.log", text(numbered(5, 7)))
    await agent.wait_and_send()
    assert receiver.lines(logs / "a.log") == numbered(0, 7)
    assert receiver.lines() == numbered(0, 7)


async def test_a_last_line_without_end_is_sent_when_the_file_is_rotated(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    append(logs / "a.log", "one\ntwo")
    await agent.send()
    (logs / "a.log").unlink()
    append(logs / "a.log", "three\n")
    await agent.wait_and_send()
    assert sorted(receiver.lines()) == ["one", "three", "two"]


async def test_rotated_files_that_the_pattern_finds_too_are_sent_once(
    logs: Path, receiver: Receiving, agents: list[Agent]
) -> None:
    agents.append(agent := Agent(logs, receiver, "a.log*"))
    append(logs / "a.log", text(numbered(0, 3)))
    await agent.send()
    (logs / "a.log").rename(logs / "a.log.1")
    append(logs / "a.log", text(numbered(3, 5)))
    await agent.wait_and_send()
    agent.stop()
    await agent.wait_and_send()
    assert receiver.lines() == numbered(0, 5)


@pytest.mark.parametrize("away", [False, True], ids=["between two looks", "while away"])
async def test_several_rotations_that_nobody_saw_lose_nothing(
    agent: Agent, logs: Path, receiver: Receiving, away: bool
) -> None:
    append(logs / "a.log", text(numbered(0, 3)))
    await agent.send()
    if away:
        agent.stop()
    append(logs / "a.log", text(numbered(3, 5)))
    (logs / "a.log").rename(logs / "a.log.2")
    append(logs / "a.log.1", text(numbered(5, 7)))
    append(logs / "a.log", text(numbered(7, 9)))
    for age, name in enumerate(["a.log", "a.log.1", "a.log.2"]):
        os.utime(logs / name, (1_789_000_000 - age, 1_789_000_000 - age))
    append(logs / "a.log.bak", "not a rotated file\n")
    await agent.wait_and_send()
    assert receiver.lines() == numbered(0, 9)


@pytest.mark.parametrize("pattern", ["a.log", "a.log*"])
@pytest.mark.parametrize("away", [False, True], ids=["seen", "while away"])
async def test_copytruncate_loses_nothing(
    logs: Path, receiver: Receiving, agents: list[Agent], pattern: str, away: bool
) -> None:
    agents.append(agent := Agent(logs, receiver, pattern))
    append(logs / "a.log", text(numbered(0, 5)))
    await agent.send()
    if away:
        agent.stop()
    append(logs / "a.log", text(numbered(5, 8)))
    shutil.copy(logs / "a.log", logs / "a.log.1")
    if not away:
        await agent.send()
    os.truncate(logs / "a.log", 0)
    append(logs / "a.log", text(numbered(8, 10)))
    await agent.wait_and_send()
    agent.stop()
    await agent.wait_and_send()
    assert receiver.lines() == numbered(0, 10)


async def test_a_file_that_is_truncated_and_grows_past_its_old_length_is_sent_anew(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    append(logs / "a.log", text(["banner", *numbered(0, 3)]))
    await agent.send()
    os.truncate(logs / "a.log", 0)
    append(logs / "a.log", text(["banner", *numbered(10, 20)]))
    await agent.send()
    assert receiver.lines() == ["banner", *numbered(0, 3), "banner", *numbered(10, 20)]


async def test_the_same_lines_after_a_truncation_are_lines_again(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    for _ in range(2):
        append(logs / "a.log", text(numbered(0, 3)))
        await agent.send()
        os.truncate(logs / "a.log", 0)
        await agent.send()
    assert receiver.lines() == numbered(0, 3) * 2


async def test_a_truncation_without_a_copy_is_said(
    agent: Agent, logs: Path, receiver: Receiving, caplog: pytest.LogCaptureFixture
) -> None:
    append(logs / "a.log", text(numbered(0, 3)))
    await agent.send()
    os.truncate(logs / "a.log", 0)
    await agent.send()
    assert "was truncated and has no copy beside it" in caplog.text


async def test_a_file_that_vanished_while_the_agent_was_away_is_said(
    agent: Agent, logs: Path, receiver: Receiving, caplog: pytest.LogCaptureFixture
) -> None:
    append(logs / "a.log", text(numbered(0, 3)))
    await agent.send()
    agent.stop()
    (logs / "a.log").unlink()
    await agent.send()
    assert "lines after byte 108 were not sent" in caplog.text


async def test_from_the_end_means_lines_written_from_now_on(
    logs: Path, receiver: Receiving, agents: list[Agent]
) -> None:
    append(logs / "a.log", "old\nha")
    agents.append(agent := Agent(logs, receiver, from_end=True))
    await agent.send()
    append(logs / "a.log", "lf\n")
    append(logs / "b.log", "new\n")
    await agent.send()
    assert sorted(receiver.lines()) == ["half", "new"]


async def test_two_agents_cannot_share_positions(
    agent: Agent, logs: Path, receiver: Receiving, agents: list[Agent]
) -> None:
    await agent.send()
    with pytest.raises(PositionsError, match="another agent uses the positions"):
        Shipper(agent.settings, agent.clock)


async def test_positions_that_cannot_be_read_are_not_guessed(
    agent: Agent, logs: Path, receiver: Receiving
) -> None:
    positions = agent.settings.positions
    positions.parent.mkdir()
    positions.write_text("[{")
    with pytest.raises(PositionsError, match="remove the file to send every file"):
        await agent.send()


async def test_positions_are_private(agent: Agent, logs: Path) -> None:
    append(logs / "a.log", "one\n")
    await agent.send()
    assert agent.settings.positions.stat().st_mode & 0o777 == 0o600


async def until_lines(receiver: Receiving, count: int) -> None:
    async with asyncio.timeout(20):
        while len(receiver.lines()) < count:  # noqa: ASYNC110 - the spool sets no event
            await asyncio.sleep(0.01)


def quick(settings: ShipSettings, to: tuple[str, int]) -> ShipSettings:
    return ShipSettings(
        files=settings.files,
        to=to,
        positions=settings.positions,
        host="mgmt-01",
        poll=timedelta(milliseconds=10),
        shortest_wait=timedelta(milliseconds=10),
    )


async def test_a_receiver_that_is_away_is_waited_for(agent: Agent, logs: Path) -> None:
    folder = logs.parent / "away"
    folder.mkdir()
    async with receiving(folder) as first:
        address = first.address
    append(logs / "a.log", text(numbered(0, 3)))
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        settings = quick(agent.settings, address)
        shipping = group.create_task(run(settings, stop, wall_clock))
        async with receiving(folder, port=address[1]) as receiver:
            await until_lines(receiver, 3)
            stop.set()
            assert await shipping == 3
            assert receiver.lines() == numbered(0, 3)


async def test_a_stop_sends_what_is_there(agent: Agent, logs: Path, receiver: Receiving) -> None:
    append(logs / "a.log", text(numbered(0, 2000)))
    stop = asyncio.Event()
    stop.set()
    settings = quick(agent.settings, receiver.address)
    assert await run(settings, stop, wall_clock) == 2000
    assert receiver.lines() == numbered(0, 2000)


async def test_a_stop_does_not_wait_for_a_receiver_that_says_nothing(
    agent: Agent, logs: Path
) -> None:
    append(logs / "a.log", text(numbered(0, 3)))
    silent = await asyncio.start_server(swallow, "127.0.0.1", 0)
    stop = asyncio.Event()
    async with silent, asyncio.timeout(20), asyncio.TaskGroup() as group:
        address = silent.sockets[0].getsockname()[:2]
        settings = ShipSettings(
            files=agent.settings.files,
            to=address,
            positions=agent.settings.positions,
            flush=timedelta(milliseconds=50),
        )
        shipping = group.create_task(run(settings, stop, wall_clock))
        await asyncio.to_thread(_until_there, agent.settings.positions)
        stop.set()
        assert await shipping == 0


async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take everything and answer nothing."""
    while await reader.read(65536):
        pass
    writer.close()


def _until_there(path: Path) -> None:
    deadline = datetime.now() + timedelta(seconds=10)  # noqa: DTZ005 - a deadline
    while not path.exists():
        assert datetime.now() < deadline  # noqa: DTZ005 - a deadline
