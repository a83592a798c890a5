"""Which days are too old."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.retention import days_to_drop, drop_old_days
from parsers.event import Event
from search.stores.arrow import to_table
from search.stores.store import Store

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("keep_days", "dropped"),
    [
        pytest.param(0, [10101, 20260228, 20260301], id="today stays"),
        pytest.param(1, [10101, 20260228], id="a day that is partly young enough stays"),
        pytest.param(2, [10101], id="over the end of a month"),
        pytest.param(10**6, [], id="longer than there are dates"),
    ],
)
def test_days_to_drop(keep_days: int, dropped: list[int]) -> None:
    days = [20260302, 20260301, 20260228, 10101, 99991231]
    assert days_to_drop(days, NOW, timedelta(days=keep_days)) == dropped


def test_old_days_are_dropped_and_told(store: Store) -> None:
    times = [NOW - timedelta(days=days) for days in (0, 5, 5, 6)]
    events = [Event({"@timestamp": time, "event.original": "x"}) for time in times]
    store.insert(1, to_table(events, 1, 1, NOW))
    done = drop_old_days(store, NOW, timedelta(days=3))
    assert [(day.day, day.events) for day in done.dropped] == [(20260224, 1), (20260225, 2)]
    assert [day.day for day in done.kept] == [20260302]
    assert [day.day for day in store.days()] == [20260302]
    assert drop_old_days(store, NOW, timedelta(days=3)).dropped == []
