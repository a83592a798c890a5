"""RuleBook, every rule there is: those of files and those made in the interface."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Engine, Select, select
from sqlalchemy.orm import Session

from alerts.files import read_folder
from alerts.problem import Problem, problems
from alerts.rule import Rule
from alerts.tables import GapRow, RuleRow, RuleStateRow


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule and where it is kept.  `file`: None for one made in the interface."""

    rule: Rule
    file: Path | None


@dataclass(frozen=True, slots=True)
class RuleStatus:
    """How a rule's runs went.  `events`: of the last run.  `error`: of the last run, or empty.

    `remembered`: events that wait for companions.  `overflow`: events forgotten before their
    time because there were too many.
    """

    last_run: datetime | None
    last_success: datetime | None
    took_s: float
    events: int
    error: str
    remembered: int
    overflow: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which a rule judged nothing.  `made_up`: when it judged those events after all.

    `runs`: how many failed.
    """

    start: datetime
    end: datetime | None
    reason: str
    runs: int
    made_up: datetime | None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules of `folders` (read-only here) and of the state database.

    The first of several rules with one id counts; the others are problems.  Methods block on
    files and the database, so call them in a thread.
    """

    engine: Engine
    folders: tuple[Path, ...] = ()

    def read(self) -> tuple[Sequence[KeptRule], Sequence[Problem]]:
        """Every rule that can be read, and what is wrong with the others."""
        found: dict[str, KeptRule] = {}
        wrong: list[Problem] = []
        for rule, file in self._files(wrong):
            if rule.id in found:
                first = found[rule.id].file
                message = f"The rule {rule.id} is in {first} already; this one is not used."
                wrong.append(Problem(("id",), message, str(file), 1))
            else:
                found[rule.id] = KeptRule(rule, file)
        for rule in self._saved(wrong):
            if rule.id in found:
                message = f"The rule {rule.id} is in {found[rule.id].file} too; the file counts."
                wrong.append(Problem(("id",), message))
            else:
                found[rule.id] = KeptRule(rule, None)
        return sorted(found.values(), key=lambda kept: kept.rule.name.lower()), wrong

    def rules(self) -> Sequence[Rule]:
        """What the scheduler runs, switched-off ones among them."""
        return [kept.rule for kept in self.read()[0]]

    def get(self, rule_id: str) -> KeptRule | None:
        return next((kept for kept in self.read()[0] if kept.rule.id == rule_id), None)

    def save(self, rule: Rule, who: str, now: datetime) -> None:
        """Keep a rule made in the interface, in place of one of the same id.

        Raises: ValueError when the rule is a file's, which only its file can change.
        """
        self._check_no_file(rule.id)
        with Session(self.engine) as session, session.begin():
            row = RuleRow(
                id=rule.id, definition=rule.as_json(reveal=True), changed=now, changed_by=who
            )
            session.merge(row)

    def delete(self, rule_id: str) -> bool:
        """Forget a rule and its memory; its alerts stay.  Says whether it was there.

        Raises: ValueError when the rule is a file's.
        """
        self._check_no_file(rule_id)
        with Session(self.engine) as session, session.begin():
            row = session.get(RuleRow, rule_id)
            if row is None:
                return False
            session.delete(row)
            for kept in (session.get(RuleStateRow, rule_id), *session.scalars(_gaps(rule_id))):
                if kept is not None:
                    session.delete(kept)
            return True

    def status(self, rule_id: str) -> RuleStatus | None:
        """None before the first run."""
        with Session(self.engine) as session:
            row = session.get(RuleStateRow, rule_id)
            if row is None:
                return None
            keys = row.memory.get("keys", {}).values()
            return RuleStatus(
                row.last_run,
                row.last_success,
                row.took_s,
                row.events,
                row.error,
                sum(len(memory["waiting"]) for memory in keys),
                row.memory.get("overflow", 0),
            )

    def gaps(self, rule_id: str, limit: int = 50) -> Sequence[Gap]:
        """Newest first."""
        query = _gaps(rule_id).order_by(GapRow.start.desc()).limit(limit)
        with Session(self.engine) as session:
            return [
                Gap(row.start, row.end, row.reason, row.runs, row.made_up)
                for row in session.scalars(query)
            ]

    def _files(self, wrong: list[Problem]) -> Iterable[tuple[Rule, Path]]:
        for folder in self.folders:
            for file in read_folder(folder):
                wrong.extend(file.problems)
                if file.rule is not None:
                    yield file.rule, file.path

    def _saved(self, wrong: list[Problem]) -> Iterable[Rule]:
        with Session(self.engine) as session:
            definitions = [(row.id, row.definition) for row in session.scalars(select(RuleRow))]
        for rule_id, definition in definitions:
            try:
                yield Rule.model_validate(definition)
            except ValidationError as error:
                wrong.extend(
                    Problem(problem.place, problem.message, f"rule {rule_id}", 1)
                    for problem in problems(error)
                )

    def _check_no_file(self, rule_id: str) -> None:
        kept = self.get(rule_id)
        if kept is not None and kept.file is not None:
            raise ValueError(f"The rule {rule_id} is kept in {kept.file}; change it there.")


def _gaps(rule_id: str) -> Select[GapRow]:
    return select(GapRow).where(GapRow.rule_id == rule_id)
