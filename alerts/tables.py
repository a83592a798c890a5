"""Tables of rules, alerts and notifications in the state database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware time, kept in UTC with microseconds; SQLite itself forgets the zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The tables of this package, apart from those of others."""

    metadata = MetaData()
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 - SQLAlchemy reads a plain dict


class RuleRow(Base):
    """A rule made in the interface.  `definition`: the whole rule with its secrets."""

    __tablename__ = "rules"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    definition: Mapped[dict[str, Any]]
    changed: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(100))


class RuleStateRow(Base):
    """What a rule remembers between runs, committed together with the alerts of the run.

    `cursor`: see `alerts.cursor`; None before the first run.
    `judgement`: what decided when `memory` was written.  `off_since`: when it was
    first seen switched off.
    """

    __tablename__ = "rule_states"

    rule_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    cursor: Mapped[dict[str, Any] | None]
    judgement: Mapped[dict[str, Any]]
    memory: Mapped[dict[str, Any]]
    last_run: Mapped[datetime | None]
    last_success: Mapped[datetime | None]
    took_s: Mapped[float] = mapped_column(default=0.0)
    events: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    off_since: Mapped[datetime | None]


class GapRow(Base):
    """A time in which a rule judged nothing.  `made_up`: when its events were judged after all."""

    __tablename__ = "rule_gaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[str] = mapped_column(String(80), index=True)
    start: Mapped[datetime]
    end: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text)
    runs: Mapped[int] = mapped_column(default=1)
    made_up: Mapped[datetime | None]


class AlertRow(Base):
    """An alert.  `key`: pairs of field and value.  `rule`: the rule as it was, without secrets.

    `first_seen`, `last_seen`: event times of its first and last event.  `raised`: when the rule
    found it.  `count`: all its events; `suppressed`: those of them that came in the quiet time.
    """

    __tablename__ = "alerts"
    __table_args__ = (Index("ix_alerts_state_last_seen", "state", "last_seen"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rule_id: Mapped[str] = mapped_column(String(80), index=True)
    rule_name: Mapped[str] = mapped_column(String(200))
    severity: Mapped[str] = mapped_column(String(10))
    urgency: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    key: Mapped[list[Any]]
    raised: Mapped[datetime]
    changed: Mapped[datetime]
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    count: Mapped[int]
    suppressed: Mapped[int] = mapped_column(default=0)
    last_sequence: Mapped[int] = mapped_column(BigInteger)
    sentence: Mapped[str] = mapped_column(Text)
    rule: Mapped[dict[str, Any]]


class AlertChangeRow(Base):
    """A step in the life of an alert: to which state, when, by whom, why."""

    __tablename__ = "alert_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    who: Mapped[str] = mapped_column(String(100))
    why: Mapped[str] = mapped_column(Text, default="")


class NotificationRow(Base):
    """A notification that is to be sent, written with its alert.  `due`: None when it is over.

    `definition`: the webhook with its secrets, as it was when the alert was raised; emptied
    when it is over.
    """

    __tablename__ = "alert_notifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"), index=True)
    target: Mapped[str] = mapped_column(String(120))
    occasion: Mapped[str] = mapped_column(String(12))
    definition: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(default=0)
    due: Mapped[datetime | None] = mapped_column(index=True)


class DeliveryRow(Base):
    """One attempt to send a notification, or the reason why one was not sent."""

    __tablename__ = "alert_deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    target: Mapped[str] = mapped_column(String(120))
    result: Mapped[str] = mapped_column(String(10))
    status: Mapped[int | None]
    why: Mapped[str] = mapped_column(Text)
    took_s: Mapped[float | None]


METADATA = Base.metadata
