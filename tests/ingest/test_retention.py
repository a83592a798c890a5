"""Which days are too old."""

from datetime import UTC, datetime, timedelta

import pytest

from ingest.retention import days_to_drop

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
