"""Alerts from what a rule's step says, the same way in production and in a backtest."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from alerts.alert import Alert, AlertState
from alerts.rule import Rule
from alerts.sentence import sentence
from alerts.types.step import Change, Held, Raised


def alert_id(rule: Rule, mark: str) -> str:
    """The same for the same alert of the same rule, however often it is judged."""
    return hashlib.sha256(f"{rule.id}\0{mark}".encode()).hexdigest()[:16]


def fold(
    rule: Rule, alerts: Mapping[str, Alert], changes: Iterable[Change], now: datetime
) -> dict[str, Alert]:
    """Alerts by id after changes."""
    after = dict(alerts)
    for change in changes:
        found = alert_id(rule, change.mark)
        match change:
            case Raised():
                after[found] = raised(rule, change, now)
            case Held():
                after[found] = grown(rule, after[found], change, now)
            case _:
                assert_never(change)
    return after


def raised(rule: Rule, change: Raised, now: datetime) -> Alert:
    """A new alert."""
    key = tuple(zip(rule.type.fields(rule.condition), change.key, strict=True))
    return Alert(
        id=alert_id(rule, change.mark),
        rule_id=rule.id,
        rule_name=rule.name,
        severity=rule.severity,
        state=AlertState.OPEN,
        key=key,
        raised=now,
        changed=now,
        first_seen=change.first,
        last_seen=change.last,
        count=change.count,
        suppressed=0,
        last_sequence=change.sequence,
        sentence=sentence(rule, key, change.first, change.last, change.count),
        rule=rule.as_json(),
    )


def grown(rule: Rule, alert: Alert, change: Held, now: datetime) -> Alert:
    """The alert with more events.  Events after a recovery open it again."""
    last, count = max(alert.last_seen, change.last), alert.count + change.count
    again = alert.state is AlertState.RECOVERED
    return replace(
        alert,
        state=AlertState.OPEN if again else alert.state,
        changed=now,
        last_seen=last,
        count=count,
        suppressed=alert.suppressed + change.count,
        last_sequence=max(alert.last_sequence, change.sequence),
        sentence=sentence(rule, alert.key, alert.first_seen, last, count),
    )
