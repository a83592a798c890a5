"""Scheduler, which runs each rule when it is due and writes down how that went."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from alerts.judge import Judge
from alerts.rule import Rule
from search.errors import LimitError, QueryError, StoreError

LOG = logging.getLogger(__name__)

Clock = Callable[[], datetime]
"""Now, aware."""


class Scheduler:
    """Runs rules by their schedule, several at a time, each at most once at a time.

    A rule that fails is run again when it is next due; it is never switched off.  `rules` is
    asked at every look, in a thread, so a changed rule takes effect at once.
    """

    def __init__(
        self,
        judge: Judge,
        rules: Callable[[], Sequence[Rule]],
        clock: Clock,
        *,
        concurrency: int = 2,
        poll_s: float = 1.0,
    ) -> None:
        self._judge = judge
        self._rules = rules
        self._clock = clock
        self._slots = asyncio.Semaphore(concurrency)
        self._poll_s = poll_s
        self._due: dict[str, datetime] = {}
        self._running: set[str] = set()
        self._begun = False

    async def run(self) -> None:
        """Run rules until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                await self._start_due(group)
                await asyncio.sleep(self._poll_s)

    async def run_due(self) -> None:
        """Run what is due now, and return when that is done."""
        async with asyncio.TaskGroup() as group:
            await self._start_due(group)

    async def _start_due(self, group: asyncio.TaskGroup) -> None:
        try:
            rules = await asyncio.to_thread(self._rules)
            if not self._begun:
                await asyncio.to_thread(self._judge.begin, rules)
                self._begun = True
        except Exception:
            LOG.exception("The rules cannot be read; looking again in %s s", self._poll_s)
            return
        now = self._clock()
        for rule in rules:
            if rule.id in self._running or now < self._due.get(rule.id, now):
                continue
            self._due[rule.id] = self._next(rule, now)
            self._running.add(rule.id)
            group.create_task(self._run(rule))

    def _next(self, rule: Rule, now: datetime) -> datetime:
        """When the rule is due again: planned times do not drift, missed ones are one run."""
        planned = self._due.get(rule.id, now) + rule.schedule
        return planned if planned > now else now + rule.schedule

    async def _run(self, rule: Rule) -> None:
        try:
            async with self._slots:
                await asyncio.to_thread(self._run_in_thread, rule)
        except Exception:
            LOG.exception("Rule %s: its state cannot be written; it runs again when due", rule.id)
        finally:
            self._running.discard(rule.id)

    def _run_in_thread(self, rule: Rule) -> None:
        started = self._clock()
        if not rule.enabled:
            self._judge.switched_off(rule, started)
            return
        try:
            events = self._judge.run(rule, started)
        except (QueryError, StoreError, LimitError) as error:
            LOG.warning("Rule %s failed and is run again when due: %s", rule.id, error)
            self._judge.failed(rule, str(error), started, self._clock())
        except Exception as error:
            LOG.exception("Rule %s failed and is run again when due", rule.id)
            self._judge.failed(rule, f"{type(error).__name__}: {error}", started, self._clock())
        else:
            self._judge.succeeded(rule, events, started, self._clock())
