"""Copies of a store: everything once, broken off and begun again, equal events kept apart."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, count
from pathlib import Path

import pyarrow as pa
import pytest

from parsers.event import Event
from search.answer import SearchRequest
from search.copying import Copied, copy_day, pages
from search.errors import StoreError
from search.service import search
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from search.stores.store import Limits

START = datetime(2026, 9, 13, 22, tzinfo=UTC)
DAY = 20260913


@pytest.fixture
def target(engine: Path) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(engine, "copies")
    opened.drop_days([day.day for day in opened.days()])
    yield opened
    opened.close()


def fill(store: EmbeddedStore) -> None:
    """A hundred events, ten of each instant, of one day; two of another."""
    events = [
        Event(
            {
                "@timestamp": START + timedelta(seconds=number // 10),
                "event.original": f"head line {number}",
                "message": f"line {number}",
                "tags": ["a", "b"] if number % 2 else [],
                "labels": {"k": str(number)},
                "source.ip": "192.0.2.10",
                "source.port": number,
            }
        )
        for number in range(100)
    ]
    store.insert(1, to_table(events, 1, 1000, START))
    later = [Event({"@timestamp": START + timedelta(days=1), "event.original": "x"})] * 2
    store.insert(2, to_table(later, 2, 2000, START))


def rows(store: EmbeddedStore) -> list[dict[str, object]]:
    answer = search(store, SearchRequest("* | sort _time event.sequence", START, "0", "+10d"))
    return [
        {name: value for name, value in row.items() if value not in (None, [])}
        for row in answer.rows.to_pylist()
    ]


def test_every_event_is_copied_as_it_is(store: EmbeddedStore, target: EmbeddedStore) -> None:
    fill(store)
    seen: list[int] = []
    batches = count(10)
    copied = [
        copy_day(store, target, day.day, batches, Limits(), seen.append) for day in store.days()
    ]
    assert copied == [Copied(DAY, 100, 100), Copied(DAY + 1, 2, 2)]
    assert all(day.whole for day in copied)
    assert sum(seen) == 102
    assert rows(target) == rows(store)


def test_pages_end_within_an_instant(store: EmbeddedStore) -> None:
    fill(store)
    found = [page["event.sequence"].to_pylist() for page in pages(store, DAY, Limits(), 7)]
    assert [len(page) for page in found] == [7] * 14 + [2]
    assert list(chain(*found)) == list(range(1000, 1100))


class Full(EmbeddedStore):
    """Takes one batch and no more."""

    def insert(self, batch: int, rows: pa.Table, again: bool = False) -> Sequence[int]:
        if batch > 10:
            raise StoreError(self.name, f"insert {batch}", "the disk is full")
        return super().insert(batch, rows, again)


def test_a_copy_that_was_broken_off_goes_on(
    store: EmbeddedStore, target: EmbeddedStore, engine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.copying.PAGE_ROWS", 30)
    fill(store)
    full = Full(engine, "copies")
    with pytest.raises(StoreError, match="full"):
        copy_day(store, full, DAY, count(10), Limits(), lambda _: None)
    full.close()
    # Meanwhile an old event came, so that the pages are others.
    late = Event({"@timestamp": START - timedelta(minutes=1), "event.original": "late"})
    store.insert(3, to_table([late], 3, 3000, START))
    assert copy_day(store, target, DAY, count(20), Limits(), lambda _: None) == Copied(
        DAY, 101, 101
    )
    wanted = [row for row in rows(store) if row["@timestamp"] < START + timedelta(hours=1)]  # type: ignore[operator]
    assert rows(target) == wanted


def test_what_is_there_is_not_read_again(store: EmbeddedStore, target: EmbeddedStore) -> None:
    fill(store)
    copy_day(store, target, DAY, count(10), Limits(), lambda _: None)
    seen: list[int] = []
    assert copy_day(store, target, DAY, count(99), Limits(), seen.append).whole
    assert seen == []
