"""AlertBook, the alerts of the state database: read by pages, changed by people and by rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, case, func, select
from sqlalchemy.orm import Session

from alerts.alert import Alert, AlertChange, AlertState, Delivery, Result
from alerts.rule import Severity
from alerts.tables import AlertChangeRow, AlertRow, DeliveryRow

_LIVE = (AlertState.OPEN, AlertState.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class AlertBook:
    """Alerts, their history and their deliveries.

    Methods block on the database, so call them in a thread.  `engine` is whose hands it in.
    """

    engine: Engine

    def list(
        self,
        state: AlertState | None = None,
        rule_id: str | None = None,
        limit: int = 200,
        offset: int = 0,
    ) -> Sequence[Alert]:
        """By state, open ones first, then by severity, then by their last event, newest first."""
        query = select(AlertRow).order_by(
            case({state: place for place, state in enumerate(AlertState)}, value=AlertRow.state),
            AlertRow.urgency.desc(),
            AlertRow.last_seen.desc(),
            AlertRow.id,
        )
        if state is not None:
            query = query.where(AlertRow.state == state)
        if rule_id is not None:
            query = query.where(AlertRow.rule_id == rule_id)
        with Session(self.engine) as session:
            return [alert_of(row) for row in session.scalars(query.limit(limit).offset(offset))]

    def counts(self) -> dict[AlertState, int]:
        """How many alerts there are of each state, none as 0."""
        query = select(AlertRow.state, func.count()).group_by(AlertRow.state)
        with Session(self.engine) as session:
            found = {AlertState(state): count for state, count in session.execute(query)}
        return {state: found.get(state, 0) for state in AlertState}

    def open_count(self) -> int:
        return self.counts()[AlertState.OPEN]

    def suppressed_count(self) -> int:
        """Events that came in quiet times, over all alerts."""
        with Session(self.engine) as session:
            return int(session.scalar(select(func.sum(AlertRow.suppressed))) or 0)

    def get(self, alert_id: str) -> Alert | None:
        with Session(self.engine) as session:
            row = session.get(AlertRow, alert_id)
            return None if row is None else alert_of(row)

    def acknowledge(self, alert_id: str, who: str, now: datetime) -> Alert | None:
        """Somebody looks after it.  Only an open alert changes; None when there is none such."""
        return self._move(alert_id, (AlertState.OPEN,), AlertState.ACKNOWLEDGED, who, now, "")

    def close(self, alert_id: str, who: str, now: datetime, why: str = "") -> Alert | None:
        """It needs nobody any more.  A closed alert stays as it is."""
        return self._move(
            alert_id, (*_LIVE, AlertState.RECOVERED), AlertState.CLOSED, who, now, why
        )

    def reopen(self, alert_id: str, who: str, now: datetime) -> Alert | None:
        """Take back an acknowledgement or a closing."""
        since = (AlertState.ACKNOWLEDGED, AlertState.CLOSED, AlertState.RECOVERED)
        return self._move(alert_id, since, AlertState.OPEN, who, now, "")

    def history(self, alert_id: str) -> Sequence[AlertChange]:
        """Its changes of state, oldest first."""
        query = select(AlertChangeRow).where(AlertChangeRow.alert_id == alert_id)
        with Session(self.engine) as session:
            return [
                AlertChange(row.at, AlertState(row.state), row.who, row.why)
                for row in session.scalars(query.order_by(AlertChangeRow.id))
            ]

    def deliveries(self, alert_id: str) -> Sequence[Delivery]:
        """Every attempt to tell somebody and every reason not to, oldest first."""
        query = select(DeliveryRow).where(DeliveryRow.alert_id == alert_id)
        with Session(self.engine) as session:
            return [
                Delivery(row.at, row.target, Result(row.result), row.status, row.why, row.took_s)
                for row in session.scalars(query.order_by(DeliveryRow.at, DeliveryRow.id))
            ]

    def _move(
        self,
        alert_id: str,
        since: tuple[AlertState, ...],
        to: AlertState,
        who: str,
        now: datetime,
        why: str,
    ) -> Alert | None:
        with Session(self.engine) as session, session.begin():
            row = session.get(AlertRow, alert_id)
            if row is None:
                return None
            if row.state in since:
                row.state, row.changed = to, now
                add_change(session, row.id, to, who, now, why)
            return alert_of(row)


def add_change(
    session: Session, alert_id: str, state: AlertState, who: str, now: datetime, why: str
) -> None:
    """Write a step into the history of an alert."""
    session.add(AlertChangeRow(alert_id=alert_id, at=now, state=state, who=who, why=why))


def alert_of(row: AlertRow) -> Alert:
    return Alert(
        id=row.id,
        rule_id=row.rule_id,
        rule_name=row.rule_name,
        severity=Severity(row.severity),
        state=AlertState(row.state),
        key=tuple((field, value) for field, value in row.key),
        raised=row.raised,
        changed=row.changed,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        count=row.count,
        suppressed=row.suppressed,
        last_sequence=row.last_sequence,
        sentence=row.sentence,
        rule=row.rule,
    )
