"""From the spool to the store: joined, whole, once, whatever fails on the way."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ingest.chunk import Chunk, Encoding
from ingest.spool import Spool, open_spool
from parsers.event import Source
from search.errors import StoreError
from search.stores.embedded import EmbeddedStore
from tests.ingest import wire
from tests.ingest.running import (
    make_pipeline,
    originals,
    rows,
    running,
    until_all_stored,
    wall_clock,
)

pytestmark = pytest.mark.anyio

HEAD = "2026-09-13 21:59:59,{:03d} INFO  [c.c.a.ApiServer] (qtp1-22:[ctx-1]) "


@pytest.fixture
def big_spool(tmp_path: Path) -> Iterator[Spool]:
    opened = open_spool(tmp_path / "spool.sqlite", wall_clock)
    yield opened
    opened.close()


def lines(*texts: str, path: str = "/a.log", last: bool = False) -> Chunk:
    body = "".join(f"{text}\n" for text in texts).encode()
    source = Source("mgmt-01", path, None)
    return Chunk("http", "p", Encoding.LINES, wall_clock(), body, len(texts), source, None, last)


def forward(body: bytes, count: int) -> Chunk:
    return Chunk("forward", "192.0.2.1", Encoding.FORWARD, wall_clock(), body, count)


async def test_a_forward_record_becomes_an_event(big_spool: Spool, store: EmbeddedStore) -> None:
    record: wire.Record = {
        "log": "plain words",
        "hostname": "kvm-11",
        "path": "/x.log",
        "unit": "a",
    }
    body = wire.message("sys.app", wire.event_time(1_789_336_800, 5000), record)
    await big_spool.accept(forward(body, 1))
    async with running(make_pipeline(big_spool, store)):
        await until_all_stored(big_spool)
    (event,) = rows(store)
    assert event["event.original"] == "plain words"
    assert (event["host.name"], event["log.file.path"]) == ("kvm-11", "/x.log")
    assert dict(event["labels"]) == {"tag": "sys.app", "unit": "a"}  # type: ignore[call-overload]
    assert str(event["@timestamp"]).startswith("2026-09-13 22:00:00.000005")
    (count,) = big_spool.counters().sources
    assert (count.protocol, count.peer, count.host, count.path) == (
        "forward",
        "192.0.2.1",
        "kvm-11",
        "/x.log",
    )


async def test_lines_of_one_record_are_joined_over_chunks_and_streams_apart(
    big_spool: Spool, store: EmbeddedStore
) -> None:
    trace = "\tat com.cloud.vm.Start(A.java:1)"
    await big_spool.accept(
        lines(HEAD.format(1) + "one"),
        lines(HEAD.format(2) + "two", path="/b.log"),
        lines(trace),
        lines(trace, path="/b.log"),
    )
    async with running(make_pipeline(big_spool, store)):
        await until_all_stored(big_spool)
    expected = {f"{HEAD.format(1)}one\n{trace}", f"{HEAD.format(2)}two\n{trace}"}
    assert set(originals(store)) == expected


async def test_an_open_record_survives_a_restart(big_spool: Spool, store: EmbeddedStore) -> None:
    """The first run ends between a record's lines; the waiting time is that of the lines."""
    head, trace = HEAD.format(1) + "one", "\tat com.cloud.vm.Start(A.java:1)"
    await big_spool.accept(lines(HEAD.format(0) + "zero", head))
    pipeline = make_pipeline(big_spool, store)
    async with running(pipeline):
        await asyncio.to_thread(pipeline.wait_stored, 1, timedelta(seconds=30))
    await big_spool.accept(lines(trace))
    async with running(make_pipeline(big_spool, store)):
        await until_all_stored(big_spool)
    assert originals(store)[0] == HEAD.format(0) + "zero"
    assert "\n".join(originals(store)[1:]) == f"{head}\n{trace}"


async def test_bad_entries_are_stored_as_errors_beside_the_good(
    big_spool: Spool, store: EmbeddedStore
) -> None:
    good = wire.packb([1, {"log": "good"}])
    packed = wire.packb(["t", good + wire.packb("bad") + good])
    await big_spool.accept(forward(packed, 3))
    async with running(make_pipeline(big_spool, store)):
        await until_all_stored(big_spool)
    kinds = {str(row["event.original"]): row.get("event.kind") for row in rows(store)}
    assert kinds['"bad"'] == "pipeline_error"
    assert originals(store).count("good") == 2
    assert big_spool.counters().stored == 3


class FlakyStore(EmbeddedStore):
    """A real store that is away for its first inserts, before or after it stored."""

    away_before = 0
    away_after = 0

    def insert(self, batch: int, rows: pa.Table, again: bool = False) -> Sequence[int]:
        if self.away_before:
            self.away_before -= 1
            raise StoreError(self.name, "insert", "away")
        dead = super().insert(batch, rows, again)
        if self.away_after:
            self.away_after -= 1
            raise StoreError(self.name, "insert", "the answer was lost")
        return dead


@pytest.mark.parametrize(("before", "after"), [(2, 0), (0, 1), (1, 1)])
async def test_a_store_that_is_away_is_asked_again_and_doubles_nothing(
    big_spool: Spool, engine: Path, before: int, after: int
) -> None:
    store = FlakyStore(engine, f"flaky_{before}_{after}")
    store.away_before, store.away_after = before, after
    await big_spool.accept(*[lines(f"line {number}") for number in range(20)])
    async with running(make_pipeline(big_spool, store)):
        await until_all_stored(big_spool)
    found = originals(store)
    store.close()
    assert sorted(found) == sorted(f"line {number}" for number in range(20))


class HalfStore(EmbeddedStore):
    """A real store that dies after the first day of each batch."""

    def insert(self, batch: int, rows: pa.Table, again: bool = False) -> Sequence[int]:
        days = pc.unique(rows["day"])
        if len(days) > 1 and not again:
            super().insert(batch, rows.filter(pc.equal(rows["day"], days[0])))
            raise StoreError(self.name, "insert", "died between two days")
        return super().insert(batch, rows, again)


async def test_only_the_days_that_are_missing_are_stored_again(
    big_spool: Spool, engine: Path
) -> None:
    store = HalfStore(engine, "half")
    texts = [
        f"2026-09-{day:02d} 10:00:00,000 INFO  [c.c.a.A] (main:[]) {number}"
        for number in range(3)
        for day in (11, 12)
    ]
    await big_spool.accept(lines(*texts, last=True))
    async with running(make_pipeline(big_spool, store)):
        await until_all_stored(big_spool)
    found = originals(store)
    store.close()
    assert sorted(found) == sorted(texts)


async def test_what_is_under_way_when_it_stops_is_stored_by_the_next_run(
    big_spool: Spool, engine: Path
) -> None:
    """The first run cannot store; it is stopped; the next one replays the very same batch."""
    store = FlakyStore(engine, "stopped")
    store.away_before = 10**6
    texts = [f"line {number}" for number in range(50)]
    await big_spool.accept(lines(*texts, last=True))
    async with running(make_pipeline(big_spool, store)):
        while not big_spool.unfinished():  # noqa: ASYNC110 - of another thread
            await asyncio.sleep(0.01)
    (cut,) = big_spool.unfinished()
    assert originals(store) == []
    store.away_before = 0
    async with running(make_pipeline(big_spool, store)):
        await until_all_stored(big_spool)
    found = rows(store)
    store.close()
    assert [row["event.original"] for row in found] == texts
    assert [row["event.id"] for row in found] == [
        f"{big_spool.identity}-{cut.batch}-{n}" for n in range(50)
    ]


async def test_an_event_is_searchable_within_a_second_of_its_waiting_time(
    big_spool: Spool, store: EmbeddedStore
) -> None:
    pipeline = make_pipeline(big_spool, store, age_ms=250)
    async with running(pipeline):
        await big_spool.accept(lines("warm up", last=True))
        await until_all_stored(big_spool)
        begun = asyncio.get_running_loop().time()
        await big_spool.accept(lines("alone"))
        await until_all_stored(big_spool)
        took = asyncio.get_running_loop().time() - begun
    assert originals(store) == ["warm up", "alone"]
    assert took < 1.5 + SLOW_MACHINE_S


SLOW_MACHINE_S = 2.0
"""Other tests may run beside this one; the benchmark holds the second to the letter."""
