"""Backtest, what a rule would have done over a past range: the production step, without effects."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alerts.alert import Alert
from alerts.cursor import Cursor, judged, waiting
from alerts.fold import fold
from alerts.judge import PAGE_ROWS
from alerts.rule import Rule
from alerts.source import EventSource, Span
from alerts.types.step import State


@dataclass(frozen=True, slots=True)
class Backtest:
    """`alerts` that would have been raised, newest first; `events` that the query found.

    `since`, `until`: the range of event time, `[since, until)`.
    """

    alerts: tuple[Alert, ...]
    events: int
    since: datetime
    until: datetime

    @property
    def a_day(self) -> float:
        """Alerts for each 24 hours of the range."""
        return len(self.alerts) / max((self.until - self.since) / timedelta(days=1), 1e-9)

    @property
    def keys(self) -> int:
        """How many keys had an alert."""
        return len({alert.key for alert in self.alerts})

    @property
    def held_back(self) -> int:
        """Events that would have come in quiet times."""
        return sum(alert.suppressed for alert in self.alerts)


def backtest(
    source: EventSource, rule: Rule, since: datetime, until: datetime, now: datetime
) -> Backtest:
    """Judge the events of `[since, until)` in the order in which they arrived.

    Raises: QueryError, StoreError, LimitError.
    """
    state: State = {}
    found: dict[str, Alert] = {}
    cursor: Cursor = {}
    horizon, events = source.horizon(), 0
    while arrived := waiting(cursor, horizon):
        rows = source.rows(rule, Span(arrived, since, until), PAGE_ROWS)
        state, changes = rule.type.step(rule.condition, rule.suppression, state, rows, now)
        found = fold(rule, found, changes, now)
        events += len(rows)
        full = len(rows) >= PAGE_ROWS
        cursor = judged(cursor, horizon, rows[-1].sequence if full else None)
    newest_first = sorted(found.values(), key=lambda alert: alert.first_seen, reverse=True)
    return Backtest(tuple(newest_first), events, since, until)
