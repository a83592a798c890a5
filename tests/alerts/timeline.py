"""Timelines: events written as text, a source over them, and the alerts they give."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from alerts.alert import Alert
from alerts.fold import fold
from alerts.judge import PAGE_ROWS, Judge
from alerts.rule import Rule
from alerts.source import Arrived, EventSource, Horizon, Span
from alerts.types.step import Row, State

DAY = datetime(2026, 9, 13, tzinfo=UTC)
NOW = DAY + timedelta(days=1)


def at(text: str) -> datetime:
    """`21:40` or `21:40:05.5` on the day of the incident."""
    hours, minutes, *rest = text.split(":")
    seconds = float(rest[0]) if rest else 0.0
    return DAY + timedelta(hours=int(hours), minutes=int(minutes), seconds=seconds)


def timeline(text: str) -> list[Row]:
    """Rows in the order of arrival: `21:40 a`, or `21:40 a 22:15` where it arrived at 22:15.

    Without an arrival, an event arrived when it happened, or with the one before if that was
    later.  The key `-` is an event without the field, `a,b` one with two values.
    """
    rows: list[Row] = []
    arrived = DAY
    for sequence, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        time, who, *late = line.split()
        arrived = max(arrived, at(late[0] if late else time))
        fields: dict[str, object] = {}
        if who != "-":
            fields["user.name"] = who.split(",") if "," in who else who
        rows.append(Row(at(time), 100 + sequence, arrived, fields))
    return rows


def rule(**changes: Any) -> Rule:
    """Three events of a user within five minutes, quiet for half an hour."""
    values: dict[str, Any] = {
        "id": "failed-logins",
        "name": "Failed logins",
        "query": "event.action=login-failed",
        "condition": {
            "type": "frequency",
            "num_events": 3,
            "timeframe": "5m",
            "query_key": ["user.name"],
        },
    }
    return Rule.model_validate(values | changes)


def alerts_of(judged: Rule, steps: Iterable[Sequence[Row]]) -> dict[str, Alert]:
    """Alerts by id after these steps, the state going through JSON between them."""
    state: State = {}
    found: dict[str, Alert] = {}
    for rows in steps:
        state, changes = judged.type.step(judged.condition, judged.suppression, state, rows, NOW)
        state = json.loads(json.dumps(state))
        found = fold(judged, found, changes, NOW)
    return found


def one_by_one(rows: Sequence[Row]) -> Iterable[Sequence[Row]]:
    return ([row] for row in rows)


def shown(alerts: dict[str, Alert]) -> list[str]:
    """`alice 21:40:00 – 21:41:00 3 (0 held)`, by time."""
    by_time = sorted(alerts.values(), key=lambda alert: (alert.first_seen, alert.key))
    return [
        f"{alert.key[0][1] if alert.key else '*'} "
        f"{alert.first_seen:%H:%M:%S} – {alert.last_seen:%H:%M:%S} "
        f"{alert.count} ({alert.suppressed} held)"
        for alert in by_time
    ]


@dataclass
class Listed:
    """An EventSource over rows at hand, those below `visible` searchable.

    `answers`: asked before rows are given; may raise.
    """

    events: list[Row] = field(default_factory=list)
    visible: int | None = None
    answers: Callable[[Rule], None] = lambda rule: None

    def horizon(self) -> Horizon:
        end = max((row.sequence + 1 for row in self.events), default=0)
        return {"0": Arrived(0, end if self.visible is None else self.visible)}

    def rows(self, rule: Rule, span: Span, limit: int) -> Sequence[Row]:
        self.answers(rule)
        found = [
            row
            for row in self.events
            if any(part.first <= row.sequence < part.end for part in span.arrived)
            and (span.since is None or row.time >= span.since)
            and (span.until is None or row.time < span.until)
        ]
        return sorted(found, key=lambda row: row.sequence)[:limit]


def judge_of(state: Engine, source: EventSource, page_rows: int = PAGE_ROWS) -> Judge:
    """A judge whose rules begin with the oldest event."""
    judge = Judge(state, source, page_rows)
    judge.begin([rule(), rule(id="worst")])
    return judge
