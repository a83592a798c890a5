"""What a rule's step says, written into the state database: alerts, their growth, what to tell."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from alerts.alert import AlertState, Occasion, Result
from alerts.book import add_change, alert_of
from alerts.duration import format_duration
from alerts.fold import alert_id, grown, raised
from alerts.rule import Rule, Severity, Webhook
from alerts.tables import AlertRow, DeliveryRow, NotificationRow
from alerts.types.step import Change, Held, Raised

BY_RULE = "rule"
"""Who changed an alert where it was no person."""

_URGENCY = {Severity.CRITICAL: 4, Severity.HIGH: 3, Severity.MEDIUM: 2, Severity.LOW: 1}


def record(session: Session, rule: Rule, changes: Iterable[Change], now: datetime) -> None:
    """Write changes in the caller's transaction.  An alert that is there already stays."""
    for change in changes:
        match change:
            case Raised():
                _raise(session, rule, change, now)
            case Held():
                _hold(session, rule, change, now)
            case _:
                assert_never(change)


def recover(session: Session, rule: Rule, now: datetime) -> None:
    """Open alerts that saw no event for `recover_after` are recovered."""
    if rule.recover_after is None:
        return
    quiet = select(AlertRow).where(
        AlertRow.rule_id == rule.id,
        AlertRow.state.in_((AlertState.OPEN, AlertState.ACKNOWLEDGED)),
        AlertRow.last_seen <= now - rule.recover_after,
    )
    for row in session.scalars(quiet).all():
        why = f"no event for {format_duration(rule.recover_after)}"
        row.state, row.changed = AlertState.RECOVERED, now
        add_change(session, row.id, AlertState.RECOVERED, BY_RULE, now, why)
        _tell(session, rule, row.id, Occasion.RECOVERED, now)


def _raise(session: Session, rule: Rule, change: Raised, now: datetime) -> None:
    alert = raised(rule, change, now)
    if session.get(AlertRow, alert.id) is not None:
        return
    kept = asdict(alert) | {"key": [list(pair) for pair in alert.key], "rule": dict(alert.rule)}
    session.add(AlertRow(urgency=_URGENCY[alert.severity], **kept))
    session.flush()
    add_change(session, alert.id, AlertState.OPEN, BY_RULE, now, "")
    _tell(session, rule, alert.id, Occasion.RAISED, now)


def target_of(webhook: Webhook) -> str:
    """Whom a notification goes to, as the delivery log shows it."""
    return f"webhook · {webhook.name}"


def _tell(session: Session, rule: Rule, alert: str, occasion: Occasion, now: datetime) -> None:
    """Queue the rule's notifications in the same transaction, so that none is lost."""
    for webhook in rule.notifications:
        row = NotificationRow(
            alert_id=alert,
            target=target_of(webhook),
            occasion=occasion,
            definition=webhook.as_json(reveal=True),
            due=now,
        )
        session.add(row)


def _hold(session: Session, rule: Rule, change: Held, now: datetime) -> None:
    row = session.get(AlertRow, alert_id(rule, change.mark))
    if row is None:
        return
    before = alert_of(row)
    after = grown(rule, before, change, now)
    for name in (
        "state",
        "changed",
        "last_seen",
        "count",
        "suppressed",
        "last_sequence",
        "sentence",
    ):
        setattr(row, name, getattr(after, name))
    if after.state is not before.state:
        add_change(session, row.id, after.state, BY_RULE, now, "more events")
    for webhook in rule.notifications:
        _not_sent(session, rule, row, target_of(webhook), now)


def _not_sent(session: Session, rule: Rule, alert: AlertRow, target: str, now: datetime) -> None:
    """One row for all that the quiet time of an alert held back from one target."""
    kept = session.scalar(
        select(DeliveryRow).where(
            DeliveryRow.alert_id == alert.id,
            DeliveryRow.target == target,
            DeliveryRow.result == Result.NOT_SENT,
        )
    )
    if kept is None:
        kept = DeliveryRow(alert_id=alert.id, target=target, result=Result.NOT_SENT, at=now)
        session.add(kept)
    events = "1 more event" if alert.suppressed == 1 else f"{alert.suppressed:,} more events"
    quiet = format_duration(rule.suppression.realert)
    kept.why = f"held back for {quiet} by the rule, {events}"
