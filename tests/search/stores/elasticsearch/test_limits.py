"""A search of a cluster ends by its limits, and is never cut without a word."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from parsers.event import Event
from search.answer import SearchRequest
from search.errors import LimitError
from search.service import events_page, search, timeline
from search.stores.arrow import to_table
from search.stores.store import Limits, Store

NOW = datetime(2026, 9, 14, tzinfo=UTC)
MANY = 25_000
"""More than two answers of a server may hold."""


@pytest.fixture(scope="module")
def many(cluster: Store) -> Store:
    events = [
        Event(
            {
                "@timestamp": NOW - timedelta(milliseconds=n + 1),
                "event.original": f"event {n}",
                "event.duration": n,
            }
        )
        for n in range(MANY)
    ]
    cluster.insert(1, to_table(events, 1, 1, NOW))
    return cluster


def ask(query: str, **limits: object) -> SearchRequest:
    return SearchRequest(query, NOW, limits=replace(Limits(), **limits))  # type: ignore[arg-type]


def test_nothing_is_cut_at_ten_thousand(many: Store) -> None:
    found = search(many, ask("* | table duration"))
    assert found.rows["duration"].to_pylist() == list(range(MANY))
    assert (found.matched, found.scanned) == (MANY, MANY)
    assert timeline(many, ask("*")).total == MANY
    assert search(many, ask("* | stats dc(duration)")).rows.to_pylist() == [{"dc(duration)": MANY}]


def test_a_page_far_behind_is_there(many: Store) -> None:
    page = events_page(many, ask("* | fields duration"), 5, 20_000)
    assert page.rows["event.duration"].to_pylist() == list(range(20_000, 20_005))
    assert page.matched == MANY


@pytest.mark.parametrize(
    ("query", "limits", "kind", "setting"),
    [
        ("* | table _raw", {"time": timedelta(milliseconds=1)}, "time", "NEPHOSCOPE_QUERY_TIME"),
        ("* | table _raw", {"memory_bytes": 100_000}, "memory", "NEPHOSCOPE_QUERY_MEMORY"),
        ("* | table _raw", {"rows": 24_999}, "rows", "NEPHOSCOPE_QUERY_ROWS"),
    ],
    ids=["time", "memory", "rows"],
)
def test_going_over_a_limit_names_its_setting(
    many: Store, query: str, limits: dict[str, object], kind: str, setting: str
) -> None:
    with pytest.raises(LimitError) as caught:
        search(many, ask(query, **limits))
    assert (caught.value.kind, caught.value.setting) == (kind, setting)


def for_ever(ask_again: Callable[[], object]) -> None:
    while True:
        ask_again()


def test_a_running_search_is_cancelled(many: Store) -> None:
    caught: list[LimitError] = []
    request = replace(ask("* | eval a=_raw | stats dc(a), list(a)"), query_id="long-1")

    def run() -> None:
        with pytest.raises(LimitError) as info:
            for_ever(partial(search, many, request))
        caught.append(info.value)

    thread = threading.Thread(target=run)
    thread.start()
    deadline = time.monotonic() + 30
    while not caught and time.monotonic() < deadline:
        many.cancel("long-1")
        thread.join(0.01)
    thread.join(30)
    assert [error.kind for error in caught] == ["cancelled"]
    assert search(many, ask("* | stats count")).rows.to_pylist() == [{"count": MANY}]


def test_cancelling_what_does_not_run_does_nothing(many: Store) -> None:
    many.cancel("nothing")
