"""The measure of an alert's rule over time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.pages.alert_chart import HEIGHT, MOST_BARS, WIDTH, Span, draw, round_up, span_of

FIRST = datetime(2026, 9, 13, 21, 40, 3, tzinfo=UTC)
LENGTHS = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=40))


@given(LENGTHS, st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=7)))
def test_the_events_are_inside_and_the_bars_not_too_many(
    length: timedelta, timeframe: timedelta
) -> None:
    span = span_of(FIRST, FIRST + length, timeframe)
    assert span.start <= FIRST
    assert FIRST + length <= span.end
    assert (span.end - span.start) / span.step <= MOST_BARS + 1
    assert span.step.total_seconds() % 1 == 0


def test_a_bar_is_what_the_timeframe_that_ends_there_held() -> None:
    span = Span(FIRST, FIRST + timedelta(minutes=4), timedelta(minutes=1), window=2)
    chart = draw([3, 0, 4, 5], span, 5, "2m", "failed")
    assert [bar.words for bar in chart.bars] == [
        "21:41:03 · 3 events",
        "21:42:03 · 3 events",
        "21:43:03 · 4 events",
        "21:44:03 · 9 events",
    ]
    assert [bar.over for bar in chart.bars] == [False, False, False, True]
    assert chart.top == 10
    assert chart.limit_y == HEIGHT / 2
    last = chart.bars[-1]
    assert last.x + last.width <= WIDTH
    assert last.y + last.height == HEIGHT
    assert "earliest=2026-09-13T21%3A42%3A03" in last.link


@pytest.mark.parametrize(("value", "up"), [(1, 1), (3, 5), (10, 10), (11, 20), (201, 500), (0, 1)])
def test_the_scale_ends_at_a_round_number(value: int, up: int) -> None:
    assert round_up(value) == up
