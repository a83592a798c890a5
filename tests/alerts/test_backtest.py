"""A backtest says what production would have done, from the same code."""

from datetime import timedelta

from sqlalchemy import Engine

from alerts.backtest import backtest
from alerts.book import AlertBook
from tests.alerts.timeline import NOW, Listed, at, judge_of, rule, shown, timeline

DAY = timeline(
    """
    00:10 b
    21:40 a
    21:41 a
    21:42 a
    21:50 a
    22:10 b
    22:11 b
    22:12 b
    23:00 a
    22:59 a 23:05
    22:58 a 23:05
    """
)


def test_a_backtest_raises_what_production_raised(state: Engine) -> None:
    source = Listed(DAY)
    judge_of(state, source).run(rule(), NOW)
    raised = {alert.id: alert for alert in AlertBook(state).list()}
    found = backtest(source, rule(), at("00:00"), NOW, NOW)
    assert {alert.id: alert for alert in found.alerts} == raised


def test_a_backtest_counts(state: Engine) -> None:
    found = backtest(Listed(DAY), rule(), at("12:00"), NOW, NOW)
    assert shown({alert.id: alert for alert in found.alerts}) == [
        "a 21:40:00 – 21:50:00 4 (1 held)",
        "b 22:10:00 – 22:12:00 3 (0 held)",
        "a 22:58:00 – 23:00:00 3 (0 held)",
    ]
    assert (found.events, found.keys, found.held_back, found.a_day) == (10, 2, 1, 6.0)


def test_a_backtest_changes_nothing(state: Engine) -> None:
    backtest(Listed(DAY), rule(), NOW - timedelta(days=1), NOW, NOW)
    assert AlertBook(state).list() == []
