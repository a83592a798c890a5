"""One run of one rule: what arrived since the last run, judged, and everything committed at once.

The cursor, the rule's memory, its alerts and their notifications change in one transaction.  A
run that fails, or is killed, leaves all of them as they were, and the next run reads the same
events again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from alerts.cursor import Cursor, judged, waiting
from alerts.record import record, recover
from alerts.rule import Rule
from alerts.source import EventSource, Horizon, Span
from alerts.tables import GapRow, RuleStateRow
from alerts.types.step import Row

PAGE_ROWS = 50_000
"""Events judged in one transaction."""

_OFF = "switched off"
_PATIENCE = timedelta(seconds=30)
"""A run this much later than planned is a gap worth listing."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Runs rules against a source and keeps what they remember in the state database.

    A rule that never ran begins with what arrives from now on; see `begin`.
    """

    engine: Engine
    source: EventSource
    page_rows: int = PAGE_ROWS

    def begin(self, rules: Iterable[Rule]) -> None:
        """Where no rule ever ran, let these begin with the oldest event.

        Rules that come later begin with what arrives from then on: their past is for a backtest.
        """
        with Session(self.engine) as session, session.begin():
            if session.scalar(select(func.count()).select_from(RuleStateRow)) == 0:
                for rule in rules:
                    self._new(session, rule).cursor = {}

    def run(self, rule: Rule, now: datetime) -> int:
        """Judge what arrived since the last run; returns how many events of its query.

        Raises what the source raises; `failed` writes that down.
        """
        horizon = self.source.horizon()
        cursor = self._prepare(rule, horizon, now)
        events = 0
        while arrived := waiting(cursor, horizon):
            rows = self.source.rows(rule, Span(arrived), self.page_rows)
            full = len(rows) >= self.page_rows
            after = judged(cursor, horizon, rows[-1].sequence if full else None)
            if not self._commit(rule, rows, cursor, after, now):
                break
            cursor = after
            events += len(rows)
        return events

    def _commit(
        self, rule: Rule, rows: Sequence[Row], before: Cursor, after: Cursor, now: datetime
    ) -> bool:
        """Judge these rows and write down everything at once.

        False where another node has judged meanwhile: then nothing is written.
        """
        with Session(self.engine) as session, session.begin():
            kept = session.get_one(RuleStateRow, rule.id, with_for_update=True)
            if kept.cursor != before:
                return False
            memory, changes = rule.type.step(
                rule.condition, rule.suppression, kept.memory, rows, now
            )
            record(session, rule, changes, now)
            kept.memory, kept.cursor = dict(memory), dict(after)
            return True

    def succeeded(self, rule: Rule, events: int, started: datetime, now: datetime) -> None:
        """Write down a run: its gaps are made up, and quiet alerts recover."""
        with Session(self.engine) as session, session.begin():
            kept = session.get_one(RuleStateRow, rule.id)
            for gap in session.scalars(_open_gaps(rule.id)):
                gap.end = gap.made_up = now
            kept.last_run = kept.last_success = started
            kept.took_s = (now - started).total_seconds()
            kept.events, kept.error = events, ""
            recover(session, rule, now)

    def failed(self, rule: Rule, error: str, started: datetime, now: datetime) -> None:
        """Write down a run that failed.  The rule stays switched on and its events wait."""
        with Session(self.engine) as session, session.begin():
            kept = session.get(RuleStateRow, rule.id) or self._new(session, rule)
            gap = session.scalar(_open_gaps(rule.id))
            if gap is None:
                start = kept.last_success or started
                session.add(GapRow(rule_id=rule.id, start=start, end=now, reason=error))
            else:
                gap.end, gap.reason, gap.runs = now, error, gap.runs + 1
            kept.last_run, kept.error = started, error
            kept.took_s = (now - started).total_seconds()

    def switched_off(self, rule: Rule, now: datetime) -> None:
        """Note since when a rule is off, so that the time is listed when it comes back."""
        with Session(self.engine) as session, session.begin():
            kept = session.get(RuleStateRow, rule.id)
            if kept is not None and kept.off_since is None:
                kept.off_since = now

    def _prepare(self, rule: Rule, horizon: Horizon, now: datetime) -> Cursor:
        """The rule's cursor, after what happened to the rule since its last run."""
        with Session(self.engine) as session, session.begin():
            kept = session.get(RuleStateRow, rule.id)
            if kept is None:
                kept = self._new(session, rule)
            if kept.cursor is None:
                kept.cursor = judged({}, horizon)
            if kept.off_since is not None:
                session.add(GapRow(rule_id=rule.id, start=kept.off_since, end=now, reason=_OFF))
                kept.off_since, kept.cursor, kept.memory = None, judged(kept.cursor, horizon), {}
            elif kept.last_run is not None and now - kept.last_run > rule.schedule + _PATIENCE:
                self._missed(session, rule, kept.last_run, now)
            if kept.judgement != rule.judgement():
                kept.judgement, kept.memory = rule.judgement(), {}
            return dict(kept.cursor)

    def _missed(self, session: Session, rule: Rule, last_run: datetime, now: datetime) -> None:
        if session.scalar(_open_gaps(rule.id)) is None:
            session.add(GapRow(rule_id=rule.id, start=last_run, end=now, reason="did not run"))

    def _new(self, session: Session, rule: Rule) -> RuleStateRow:
        kept = RuleStateRow(rule_id=rule.id, judgement=rule.judgement(), memory={}, error="")
        session.add(kept)
        return kept


def _open_gaps(rule_id: str) -> Select[GapRow]:
    return select(GapRow).where(
        GapRow.rule_id == rule_id, GapRow.made_up.is_(None), GapRow.reason != _OFF
    )
