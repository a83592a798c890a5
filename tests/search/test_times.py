"""Time modifiers as Splunk documents them, and buckets of time."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import buckets, times

NOW = datetime(2026, 11, 23, 13, 37, 5, 123456, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("modifier", "expected"),
    [
        ("now", "2026-11-23T13:37:05.123456"),
        ("-24h", "2026-11-22T13:37:05.123456"),
        ("-24h@h", "2026-11-22T13:00:00"),
        ("@d", "2026-11-23T00:00:00"),
        ("-1d@d", "2026-11-22T00:00:00"),
        ("@d+8h", "2026-11-23T08:00:00"),
        ("-1h@h+15m", "2026-11-23T12:15:00"),
        ("-d", "2026-11-22T13:37:05.123456"),
        ("@w", "2026-11-22T00:00:00"),
        ("@w0", "2026-11-22T00:00:00"),
        ("@w1", "2026-11-23T00:00:00"),
        ("@w5", "2026-11-20T00:00:00"),
        ("-1mon@mon", "2026-10-01T00:00:00"),
        ("@q", "2026-10-01T00:00:00"),
        ("@y", "2026-01-01T00:00:00"),
        ("-1y", "2025-11-23T13:37:05.123456"),
        ("+30s", "2026-11-23T13:37:35.123456"),
        ("now-5m@m", "2026-11-23T13:32:00"),
        ("1789335000.5", "2026-09-13T21:30:00.500000"),
        ("2026-09-13", "2026-09-13T00:00:00"),
        ("2026-09-13T21:40:00+09:00", "2026-09-13T12:40:00"),
        ("9/13/2026:21:40:00", "2026-09-13T21:40:00"),
    ],
)
def test_instant(modifier: str, expected: str) -> None:
    wanted = datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert times.instant(modifier, NOW, UTC) == wanted


def test_zero_is_the_beginning_of_everything() -> None:
    assert times.instant("0", NOW, UTC) is None


def test_days_begin_in_the_zone() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert times.instant("@d", NOW, tokyo) == datetime(2026, 11, 22, 15, tzinfo=UTC)
    assert times.instant("2026-09-13", NOW, tokyo) == datetime(2026, 9, 12, 15, tzinfo=UTC)


def test_a_month_back_from_its_31st_is_its_last_day() -> None:
    end = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert times.instant("-1mon", end, UTC) == datetime(2026, 2, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "-1x", "@", "5h", "-9999y", "2026-13-01", "--1h"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\."):
        times.instant(text, NOW, UTC)


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_a_value_error(text: str) -> None:
    try:
        found = times.instant(text, NOW, UTC)
    except ValueError:
        return
    assert found is None or found.tzinfo is not None


def test_without_a_range_it_is_the_last_24_hours() -> None:
    found = times.time_range(None, None, NOW, UTC)
    assert (found.start, found.end) == (NOW - timedelta(hours=24), NOW)


@pytest.mark.parametrize(
    ("length", "span"),
    [
        (timedelta(seconds=3), (1, "second")),
        (timedelta(hours=1), (1, "minute")),
        (timedelta(hours=24), (15, "minute")),
        (timedelta(days=7), (3, "hour")),
        (timedelta(days=30), (12, "hour")),
        (timedelta(days=3650), (3, "month")),
    ],
)
def test_a_round_length_gives_at_most_120_buckets(length: timedelta, span: tuple[int, str]) -> None:
    assert buckets.round_span(NOW, NOW + length, 120) == span
    assert 1 <= len(buckets.starts(NOW, NOW + length, span, UTC)) <= 121


INSTANTS = st.timedeltas(timedelta(days=2), timedelta(days=3_652_056)).map(
    lambda length: datetime(1, 1, 1, tzinfo=UTC) + length
)
ZONES = st.sampled_from(
    [UTC, ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin"), timezone(timedelta(hours=-7))]
)


@given(INSTANTS, st.timedeltas(timedelta(seconds=1), timedelta(days=40000)), ZONES)
def test_buckets_cover_the_range_and_follow_each_other(
    start: datetime, length: timedelta, zone: ZoneInfo
) -> None:
    end = (
        min(start + length, datetime(9999, 12, 31, tzinfo=UTC), key=lambda t: t)
        if (datetime(9999, 12, 31, tzinfo=UTC) - start > length)
        else datetime(9999, 12, 31, tzinfo=UTC)
    )
    span = buckets.round_span(start, end, 120)
    found = buckets.starts(start, end, span, zone)
    assert found == sorted(set(found))
    assert found[0] <= start or start.year == 1
    assert found[-1] < end


def test_a_day_of_25_hours_is_one_bucket() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2026, 10, 24, 22, tzinfo=UTC)
    found = buckets.starts(start, start + timedelta(hours=49), (1, "day"), berlin)
    assert [b - a for a, b in pairwise(found)] == [timedelta(hours=25)]
