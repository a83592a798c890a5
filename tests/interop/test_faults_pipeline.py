"""From the spool into a cluster: what came in is stored or dead, and the counters say which."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.chunk import Chunk, Encoding
from ingest.spool import Spool, open_spool
from parsers.event import Source
from tests.ingest.running import make_pipeline, running, until_all_stored, wall_clock
from tests.interop.load import dead, emptied, opened, stored
from tests.interop.proxy import Asked, Fault, proxy

LOG = logging.getLogger(__name__)

pytestmark = pytest.mark.anyio

LINE = "2026-09-13 21:59:59,000 INFO  [c.c.a.A] (main:[]) {}"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened_ = open_spool(tmp_path / "spool.sqlite", wall_clock)
    yield opened_
    opened_.close()


def lines(*texts: str) -> Chunk:
    body = "".join(f"{text}\n" for text in texts).encode()
    source = Source(host="h", path="/management-server.log")
    return Chunk("http", "peer", Encoding.LINES, wall_clock(), body, len(texts), source, last=True)


async def test_the_spool_drains_by_itself_and_counts_what_is_dead(
    elasticsearch: str, spool: Spool
) -> None:
    away = [True]

    def decide(asked: Asked) -> Fault | int | None:
        if asked.is_bulk and away[0]:
            return Fault.RESET
        return None

    with (
        emptied(elasticsearch, streams=False) as namespace,
        proxy(elasticsearch, decide) as address,
        opened(address, namespace=namespace) as store,
    ):
        level = {"properties": {"log": {"properties": {"level": {"type": "long"}}}}}
        body = {"settings": {"index.mapping.ignore_malformed": False}, "mappings": level}
        # The index for lines of the day; those of another month find a sound one.
        index = f"/{store.targets.name('cloudstack.management')}-2026.09"
        store.client.request("PUT", index, body, timeout=60)
        await spool.accept(lines(*[LINE.format(number) for number in range(20)]))
        good = [LINE.format(number).replace("2026-09", "2026-08") for number in range(30)]
        await spool.accept(lines(*good))
        async with running(make_pipeline(spool, store)):
            while not spool.unfinished():  # noqa: ASYNC110 - of another thread
                await asyncio.sleep(0.01)
            away[0] = False
            await until_all_stored(spool)
        counts = spool.counters()
        assert (counts.received_total, counts.stored, counts.dead_lettered) == (50, 30, 20)
        LOG.info(
            "received %d = stored %d + dead letters %d",
            *(counts.received_total, counts.stored, counts.dead_lettered),
        )
        assert counts.adds_up
        assert len(dead(store)) == 20
        found = stored(store)
        assert len(found) == 30
        assert set(found.values()) == {1}
        assert all(id_.startswith(f"{spool.identity}-") for id_ in found)
