"""Two nodes that take lines and one for people, over one Elasticsearch and one PostgreSQL."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import httpx
import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session

from nephoscope.cluster.tables import LeaseRow
from tests.ingest.test_kill import Sender
from tests.interop.load import emptied
from tests.nephoscope.cluster.conftest import state_url
from tests.nephoscope.running import Running, running, wait_for

__all__ = ["state_url"]

pytestmark = [pytest.mark.anyio, pytest.mark.kill]

LOG = logging.getLogger(__name__)

CHUNKS = 15
DEADLINE_S = 120
TAKEN_OVER_S = 30
FIRST, WEB = "one", "web"
RULE = """
id: line-seven
name: Line seven
query: '"line 7"'
condition: {type: frequency, num_events: 5, timeframe: 2d}
schedule: 1s
suppression: {realert: 30d}
"""


@pytest.fixture
def settings(elasticsearch: str, state_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Of every node.  What they stored is deleted in the end."""
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "line-seven.yaml").write_text(RULE)
    with emptied(elasticsearch, streams=False) as namespace:
        yield {
            "store": elasticsearch,
            "store_namespace": namespace,
            "state": state_url,
            "rules": str(rules),
        }


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_nothing_is_lost_doubled_or_judged_twice(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """The node that is killed had the lease of the rules too, so that another must take it."""
    senders = [Sender(), Sender()]
    senders[1].made = 1_000_000  # names of its own
    with ExitStack() as nodes:
        first, second, web = (
            nodes.enter_context(
                running(tmp_path / name, *roles(*given), settings=settings | {"node": name})
            )
            for name, given in (
                (FIRST, ("ingest", "alerts")),
                ("two", ("ingest",)),
                (WEB, ("web", "alerts")),
            )
        )
        assert await asyncio.to_thread(holder, settings["state"], "") == FIRST
        other = asyncio.Event()
        async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as group:
            group.create_task(senders[1].talk(second.forward, other))
            talking = group.create_task(senders[0].talk(first.forward, asyncio.Event()))
            await acknowledged(senders[0], CHUNKS)
            first.process.kill()
            begun = monotonic()
            await talking
            await acknowledged(senders[1], CHUNKS)
            other.set()
            assert await asyncio.to_thread(holder, settings["state"], FIRST) == WEB
            assert monotonic() - begun < TAKEN_OVER_S
            again = nodes.enter_context(
                running(tmp_path / FIRST, *roles("ingest"), settings=settings)
            )
            stop = asyncio.Event()
            talking = group.create_task(senders[0].talk(again.forward, stop))
            await acknowledged(senders[0], 2 * CHUNKS)
            stop.set()
        expected = Counter(text for sender in senders for text in sender.expected)
        await asyncio.to_thread(check, web, expected)


def holder(state: str, other: str) -> str:
    """Name of the node that holds the lease of the rules, as soon as it is another one."""
    engine = create_engine(make_url(state).set(drivername="postgresql+psycopg"))

    def now() -> str | None:
        with Session(engine) as session:
            row = session.get(LeaseRow, "alerts")
        name = row.holder.split(" ")[0] if row is not None else ""
        return name if name not in ("", other) else None

    found = wait_for(now)
    engine.dispose()
    return found


def roles(*names: str) -> list[str]:
    return [word for name in names for word in ("--role", name)]


async def acknowledged(sender: Sender, chunks: int) -> None:
    while len(sender.acknowledged) < chunks:  # noqa: ASYNC110 - of a task
        await asyncio.sleep(0.02)


def check(web: Running, expected: Counter[str]) -> None:
    """Every line is found once, and the rule counted every event of its query once."""
    with web.client() as client:
        assert wait_for(lambda: count(client) >= expected.total(), DEADLINE_S)
        found = search(client, "* | table event.original")
        LOG.info("acknowledged %d lines, found %d", expected.total(), len(found))
        assert Counter(row["event.original"] for row in found) == expected
        sevens = sum(times for text, times in expected.items() if "line 7" in text)
        (alert,) = wait_for(lambda: judged(client, sevens), DEADLINE_S)
        assert alert["count"] == sevens
        LOG.info("one alert, of %d events", sevens)
        page = client.get("/sources")
        assert page.status_code == 200


def judged(client: httpx.Client, events: int) -> list[dict[str, object]] | None:
    """The alerts, when they count so many events."""
    alerts: list[dict[str, object]] = client.get("/api/alerts").json()["alerts"]
    return alerts if sum(int(str(alert["count"])) for alert in alerts) >= events else None


def count(client: httpx.Client) -> int:
    (row,) = search(client, "* | stats count")
    return int(str(row["count"]))


def search(client: httpx.Client, query: str) -> list[dict[str, str]]:
    answer = client.get("/api/search", params={"q": query, "earliest": "0", "latest": "+10d"})
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, str]] = answer.json()["rows"]
    return rows
