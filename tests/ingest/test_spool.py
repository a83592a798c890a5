"""The spool: durable, bounded, each chunk once, and its counts add up."""

import asyncio
import sqlite3
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from ingest.chunk import Chunk, Encoding
from ingest.counters import SourceCount
from ingest.cut import Cut
from ingest.sink import SpoolFull
from ingest.spool import DeadLetter, Spool, open_spool
from parsers.event import Source
from parsers.join import JoinLimits
from tests.ingest.conftest import START, Clock

pytestmark = pytest.mark.anyio


def chunk(body: bytes = b"line\n", chunk_id: str | None = None, peer: str = "p") -> Chunk:
    source = Source("h", "/a", "plain", "Asia/Tokyo")
    return Chunk("forward", peer, Encoding.LINES, START, body, 1, source, chunk_id, last=True)


def bodies(spool: Spool) -> list[bytes]:
    return [row.chunk.body for row in spool.rows(0, None, 10**9)]


def cut(spool: Spool, end: int, lines: int = 0, carried: int = 0) -> Cut:
    position = spool.position()
    rows = (position.row, end)
    made = Cut(
        position.batch,
        position.sequence,
        rows,
        START,
        START,
        JoinLimits(),
        {"a": None, "b": "before"},
        lines,
        carried,
        records=2,
    )
    spool.cut(made, {"b": "after", "c": "after"}, ["c"])
    return made


async def test_what_was_accepted_is_there_after_opening_again(tmp_path: Path, clock: Clock) -> None:
    spool = open_spool(tmp_path / "s", clock)
    given = chunk("ü\n".encode(), "id")
    await spool.accept(given, chunk(b"two\n"))
    spool.close()
    again = open_spool(tmp_path / "s", clock)
    rows = again.rows(0, None, 10**9)
    again.close()
    assert [row.number for row in rows] == [1, 2]
    kept = rows[0].chunk
    assert (kept.body, kept.source, kept.last) == (given.body, given.source, True)
    assert (kept.received, kept.protocol, kept.peer) == (START, "forward", "p")


def test_only_its_owner_may_read_it(tmp_path: Path, spool: Spool) -> None:
    spool.append([chunk()]).result(10)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}
    assert "spool.sqlite-wal" in modes


async def test_a_known_chunk_is_accepted_and_not_kept_again(spool: Spool) -> None:
    await spool.accept(chunk(b"a\n", "id"), chunk(b"a\n", "id"))
    await spool.accept(chunk(b"a\n", "id"))
    await spool.accept(chunk(b"a\n", "id", peer="q"), chunk(b"a\n"))
    assert len(bodies(spool)) == 3
    counts = spool.counters()
    assert (counts.received_total, counts.duplicates, counts.waiting) == (3, 2, 3)


async def test_chunk_ids_are_known_for_an_hour_over_restarts(tmp_path: Path, clock: Clock) -> None:
    for later, rows in ((0, 1), (59, 1), (62, 2)):
        clock.now = START + timedelta(minutes=later)
        spool = open_spool(tmp_path / "s", clock)
        await spool.accept(chunk(b"a\n", "id"))
        found = len(bodies(spool))
        spool.close()
        assert found == rows


async def test_a_full_spool_refuses_and_has_room_again(spool: Spool) -> None:
    await spool.accept(chunk(b"x" * 900))
    with pytest.raises(SpoolFull, match="spool_bytes"):
        await spool.accept(chunk(b"y" * 101))
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(spool.room())
        made = cut(spool, end=2, lines=1)
        tasks.create_task(asyncio.to_thread(spool.finish, made, []))
    await spool.accept(chunk(b"y" * 101))
    assert bodies(spool) == [b"y" * 101]


async def test_a_failed_write_accepts_nothing(spool: Spool, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "spool.sqlite")
    other.execute("create trigger no before insert on chunks begin select raise(abort, 'no'); end")
    other.close()
    with pytest.raises(sqlite3.IntegrityError):
        await spool.accept(chunk(b"x" * 900, "id"))
    other = sqlite3.connect(tmp_path / "spool.sqlite")
    other.execute("drop trigger no")
    other.close()
    await spool.accept(chunk(b"x" * 900, "id"))
    assert len(bodies(spool)) == 1


async def test_one_operation_that_fails_does_not_fail_the_others(spool: Spool) -> None:
    big = [spool.append([chunk(b"a\n", f"id-{number}")]) for number in range(50)]
    assert {future.result(10) for future in big} <= set(range(1, 51))
    assert len(bodies(spool)) == 50


async def test_a_sender_that_goes_away_meanwhile_harms_nobody(spool: Spool) -> None:
    async with asyncio.TaskGroup() as tasks:
        going = tasks.create_task(spool.accept(chunk(b"a\n")))
        await asyncio.sleep(0)
        going.cancel()
    await spool.accept(chunk(b"b\n"))
    assert bodies(spool)[-1] == b"b\n"


async def test_rows_come_in_order_and_in_portions(spool: Spool) -> None:
    await spool.accept(*[chunk(b"%d" % number * 10) for number in range(5)])
    assert [row.number for row in spool.rows(2, None, 15)] == [2, 3]
    assert [row.number for row in spool.rows(2, 4, 10**9)] == [2, 3]


async def test_a_cut_is_written_down_for_good(spool: Spool) -> None:
    await spool.accept(chunk(), chunk())
    before = spool.position()
    made = cut(spool, end=3, lines=2, carried=1)
    assert spool.unfinished() == [made]
    assert spool.streams() == {"b": "after"}
    after = spool.position()
    assert (after.row, after.batch, after.sequence) == (3, before.batch + 1, before.sequence + 2)


async def test_the_horizon_is_before_what_is_not_stored(spool: Spool) -> None:
    await spool.accept(chunk(), chunk())
    start = spool.horizon()
    first, second = cut(spool, end=2), cut(spool, end=3)
    spool.finish(second, [])
    assert spool.horizon() == start
    spool.finish(first, [])
    assert spool.horizon() == start + 4


async def test_the_counts_add_up_at_every_moment(spool: Spool) -> None:
    spool.refuse("forward", "chunk_bytes", 4)
    await spool.accept(chunk(), chunk(), chunk())
    assert (spool.counters().waiting, spool.counters().adds_up) == (3, True)
    first = cut(spool, end=3, lines=2, carried=1)
    second = cut(spool, end=4, lines=1, carried=-1)
    source = SourceCount("forward", "p", "h", "/a", "plain", 1, 0, START)
    spool.finish(first, [source])
    counts = spool.counters()
    assert (counts.stored, counts.waiting, counts.adds_up) == (1, 2, True)
    spool.finish(second, [source], [DeadLetter(0, "why", b"text", 1)])
    counts = spool.counters()
    assert (counts.stored, counts.dead_lettered, counts.waiting) == (2, 1, 0)
    assert (counts.refused, counts.adds_up) == ({"chunk_bytes": 4}, True)
    assert [(source.events, source.last) for source in counts.sources] == [(2, START)]


def test_a_new_spool_never_gives_out_numbers_of_an_old_one(tmp_path: Path, clock: Clock) -> None:
    firsts = []
    for name in ("old", "new"):
        spool = open_spool(tmp_path / name, clock)
        firsts.append(spool.position().batch)
        spool.close()
        clock.now += timedelta(seconds=1)
    assert firsts[1] - firsts[0] == 1_000_000


def test_rows_can_be_waited_for(spool: Spool) -> None:
    assert not spool.wait_rows(spool.position().row, timedelta(milliseconds=1))
    assert not spool.wait_rows(1, timedelta(milliseconds=1))
    spool.append([chunk()])
    assert spool.wait_rows(1, timedelta(seconds=10))


async def test_imports_are_remembered(spool: Spool) -> None:
    assert spool.imported("f00") is None
    await spool.remember_import("f00", "/a")
    assert spool.imported("f00") == START
