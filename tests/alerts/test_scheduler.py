"""Rules run when they are due, side by side, and never silently not at all."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from alerts.book import AlertBook
from alerts.judge import Judge
from alerts.rule import Rule
from alerts.rulebook import RuleBook
from alerts.scheduler import Scheduler
from search.errors import QueryError, Span
from tests.alerts.timeline import NOW, Listed, rule, timeline
from tests.alerts.waiting import until

pytestmark = pytest.mark.anyio

ATTACK = timeline("21:40 a\n21:41 a\n21:42 a")


@dataclass
class Watch:
    """A clock that stands still until it is turned."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Asked:
    """Remembers which rules were run."""

    ids: list[str]

    def __call__(self, asked: Rule) -> None:
        self.ids.append(asked.id)


def scheduler(
    state: Engine,
    watch: Watch,
    rules: Sequence[Rule],
    answers: Callable[[Rule], None],
    concurrency: int = 2,
) -> Scheduler:
    judge = Judge(state, Listed(ATTACK, visible=10**6, answers=answers))
    return Scheduler(judge, lambda: rules, watch, concurrency=concurrency, poll_s=0.01)


async def test_a_rule_runs_when_it_is_due(state: Engine) -> None:
    watch, asked = Watch(), Asked([])
    rules = [rule(id="fast", schedule="10s"), rule(id="slow", schedule="1m")]
    growing = Listed(list(ATTACK), visible=1000, answers=asked)
    runner = Scheduler(Judge(state, growing), lambda: rules, watch)
    for seconds in (0, 5, 6, 9, 40):
        watch.turn(seconds)
        assert growing.visible is not None
        growing.visible += 1
        await runner.run_due()
    assert sorted(asked.ids) == ["fast", "fast", "fast", "fast", "slow", "slow"]


async def test_a_rule_that_fails_runs_again_and_says_why(state: Engine) -> None:
    watch, failing = Watch(), [True]

    def answers(asked: Rule) -> None:
        if failing[0]:
            raise QueryError("There is no field usr.", asked.query, Span(0, 3))

    runner = scheduler(state, watch, [rule()], answers)
    await runner.run_due()
    status = RuleBook(state).status(rule().id)
    assert status is not None
    assert status.error == "There is no field usr."
    failing[0] = False
    watch.turn(60)
    await runner.run_due()
    status = RuleBook(state).status(rule().id)
    assert status is not None
    assert (status.error, status.last_success) == ("", watch.now)
    assert AlertBook(state).open_count() == 1


async def test_an_error_that_nobody_foresaw_is_shown_and_stops_no_other_rule(
    state: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    def answers(asked: Rule) -> None:
        if asked.id == "bad":
            raise ZeroDivisionError("by zero")

    runner = scheduler(state, Watch(), [rule(id="bad"), rule(id="good")], answers)
    await runner.run_due()
    status = RuleBook(state).status("bad")
    assert status is not None
    assert status.error == "ZeroDivisionError: by zero"
    assert [alert.rule_id for alert in AlertBook(state).list()] == ["good"]
    assert "Traceback" in caplog.text


async def test_rules_that_cannot_be_read_do_not_end_the_scheduler(
    state: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    def rules() -> Sequence[Rule]:
        raise OSError("the disk is away")

    await Scheduler(Judge(state, Listed()), rules, Watch()).run_due()
    assert "The rules cannot be read" in caplog.text


async def test_a_rule_that_is_switched_off_does_not_run(state: Engine) -> None:
    asked = Asked([])
    await scheduler(state, Watch(), [rule(enabled=False)], asked).run_due()
    assert asked.ids == []


async def test_no_more_rules_run_at_once_than_allowed_and_none_twice(state: Engine) -> None:
    watch, lock, running, most = Watch(), threading.Lock(), set[str](), [0]
    release = threading.Event()

    def answers(asked: Rule) -> None:
        with lock:
            assert asked.id not in running
            running.add(asked.id)
            most[0] = max(most[0], len(running))
        release.wait(10)
        with lock:
            running.discard(asked.id)

    rules = [rule(id=f"r{n}", schedule="1s") for n in range(4)]
    runner = scheduler(state, watch, rules, answers)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(runner.run())
        await until(lambda: len(running) == 2)
        watch.turn(5)
        release.set()
        await until(lambda: all(RuleBook(state).status(one.id) for one in rules))
        task.cancel()
    assert most == [2]


async def test_only_rules_that_are_there_at_the_very_first_look_begin_with_the_oldest_event(
    state: Engine,
) -> None:
    watch, rules = Watch(), [rule()]
    source = Listed(list(ATTACK))
    await Scheduler(Judge(state, source), lambda: rules, watch).run_due()
    assert [alert.rule_id for alert in AlertBook(state).list()] == [rule().id]
    rules.append(rule(id="made-later"))
    watch.turn(60)
    await Scheduler(Judge(state, source), lambda: rules, watch).run_due()
    assert AlertBook(state).open_count() == 1
