"""Numbers, times and durations as pages say them."""

from datetime import UTC, datetime, timedelta

import pytest

from web import numbers

NOW = datetime(2026, 9, 13, 22, 12, 41, 921000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0"),
        (1158, "1,158"),
        (99_999, "99,999"),
        (412_345, "412 k"),
        (999_700, "1.00 M"),
        (1_020_000, "1.02 M"),
        (125_318_117, "125 M"),
        (-12, "−12"),
    ],
)
def test_large_numbers_are_short(number: int, said: str) -> None:
    assert numbers.short(number) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.084, "84 ms"),
        (0.42, "0.42 s"),
        (5, "5.00 s"),
        (41.8, "41.8 s"),
        (59.96, "1 m"),
        (192, "3 m 12 s"),
        (11_520, "3 h 12 m"),
        (3_297_600, "38 d 4 h"),
        (-2, "−2.00 s"),
    ],
)
def test_a_duration_has_three_figures_at_most(seconds: float, said: str) -> None:
    assert numbers.duration(timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(
    ("size", "said"),
    [(43, "43 B"), (1023, "1.00 kB"), (7_247_757_312, "6.75 GB"), (0, "0 B")],
)
def test_bytes_are_counted_by_1024(size: int, said: str) -> None:
    assert numbers.size(size) == said


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.714, "71.4\u2009%"),
        (0.0002, "< 0.1\u2009%"),
        (0, "0.0\u2009%"),
        (0.99999, "> 99.9\u2009%"),
        (1, "100.0\u2009%"),
    ],
)
def test_a_share(part: float, said: str) -> None:
    assert numbers.percent(part) == said


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(milliseconds=200), "now"),
        (timedelta(seconds=8), "8 s ago"),
        (timedelta(minutes=44), "44 m ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "Sat 12 Sep"),
        (timedelta(days=300), "Mon 17 Nov 2025"),
        (timedelta(seconds=-3), "now"),
    ],
)
def test_an_age_becomes_a_date_after_a_day(passed: timedelta, said: str) -> None:
    assert numbers.age(NOW - passed, NOW) == said


def test_a_whole_time_names_its_zone() -> None:
    assert numbers.whole_time(NOW) == "Sun 13 Sep 2026 22:12:41.921 UTC"
