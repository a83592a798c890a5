"""A pipeline at work for as long as a block lasts, and what the store then holds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from ingest.cutter import CutLimits
from ingest.pipeline import Pipeline
from ingest.spool import Spool
from parsers.mask import Mask
from search.stores.store import Limits, Store

PATIENCE_S = 60.0


def wall_clock() -> datetime:
    return datetime.now(UTC)


def make_pipeline(spool: Spool, store: Store, age_ms: int = 20) -> Pipeline:
    limits = CutLimits(age=timedelta(milliseconds=age_ms))
    return Pipeline(spool, store, Mask(), wall_clock, cut_limits=limits, workers=1)


@asynccontextmanager
async def running(pipeline: Pipeline) -> AsyncIterator[None]:
    async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(pipeline.run())
        yield
        task.cancel()


async def until_all_stored(spool: Spool) -> None:
    """Wait until no line waits, open records among them."""
    while True:
        counts = await asyncio.to_thread(spool.counters)
        assert counts.adds_up, counts
        if not counts.waiting:
            return
        await asyncio.sleep(0.01)


def originals(store: Store) -> list[str]:
    """Texts of all stored events, in the order of their sequence."""
    return [str(row["event.original"]) for row in rows(store)]


def rows(store: Store) -> list[dict[str, object]]:
    """All stored events without what they lack, in the order of their sequence."""
    table = store.query(store.events(), Limits())
    found = [
        {name: value for name, value in row.items() if value not in (None, [], {})}
        for row in table.to_pylist()
    ]
    return sorted(found, key=lambda row: str(row["event.sequence"]))
