"""What a process stored is found by its next search, whatever becomes of the refresh before it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from parsers.event import Event
from search.answer import SearchRequest
from search.errors import StoreError
from search.service import search
from search.stores.arrow import to_table
from search.stores.store import Store
from tests.interop.proxy import Asked, Decide, proxy
from tests.search.clusters import cluster_store

NOW = datetime(2026, 9, 14, tzinfo=UTC)
EVERYTHING = SearchRequest("*", NOW)


@pytest.fixture(params=["elasticsearch", "opensearch"])
def url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(request.param))


@contextmanager
def one_event(url: str, engine: Path, decide: Decide) -> Iterator[Store]:
    with proxy(url, decide) as between, cluster_store(between, engine) as store:
        event = Event({"@timestamp": NOW - timedelta(seconds=1), "event.original": "new"})
        store.insert(1, to_table([event], 1, 1, NOW))
        yield store


def is_refresh(asked: Asked) -> bool:
    return asked.path.partition("?")[0].endswith("/_refresh")


def test_after_a_refresh_that_failed(url: str, engine: Path) -> None:
    broken = threading.Event()

    def decide(asked: Asked) -> int | None:
        return 500 if broken.is_set() and is_refresh(asked) else None

    with one_event(url, engine, decide) as store:
        broken.set()
        with pytest.raises(StoreError):
            search(store, EVERYTHING)
        broken.clear()
        assert search(store, EVERYTHING).matched == 1


def test_while_another_search_refreshes(url: str, engine: Path) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def decide(asked: Asked) -> None:
        if is_refresh(asked):
            begun.set()
            assert may_end.wait(60)

    with one_event(url, engine, decide) as store, ThreadPoolExecutor(2) as threads:
        first = threads.submit(search, store, EVERYTHING)
        assert begun.wait(60)
        second = threads.submit(search, store, EVERYTHING)
        try:
            with pytest.raises(StillWaiting):
                second.result(0.5)
        finally:
            may_end.set()
        assert first.result().matched == second.result().matched == 1
