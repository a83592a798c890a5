"""The rule type `frequency`: at least so many events within a time, for each key.

An alert takes the events that raised it, and every event of its key from the first of them until
its quiet time ends; the rest wait for companions.  So each event counts on one alert at most, and
an alert's events are those of its key in one stretch of event time.  Companions are looked for on
both sides of an event in a window that slides over event time, so that a late event counts where
it belongs.
"""

import json
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import islice, product
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from alerts.duration import Duration, format_duration
from alerts.suppression import MICROSECOND, Quiet, Suppression, next_exponent
from alerts.types.step import Change, Held, Key, Raised, Row, RuleType, State

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_KEYS_OF_ONE_EVENT = 100
_MOST_REMEMBERED = 100_000  # About 4 MB of state; beyond it what arrived first is forgotten.
_FOREVER_US = 2**62


def _at_least_a_second(value: timedelta) -> timedelta:
    if value < timedelta(seconds=1):
        raise ValueError("Write a time of at least 1s.")
    return value


class Frequency(BaseModel):
    """At least `num_events` within `timeframe`, for each value of `query_key`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: Literal["frequency"] = "frequency"
    num_events: int = Field(ge=1, le=100_000, description="raise an alert at so many events")
    timeframe: Annotated[Duration, AfterValidator(_at_least_a_second)] = Field(
        description="within this time of each other"
    )
    query_key: tuple[str, ...] = Field(
        default=(), max_length=5, description="counted apart for each value of these fields"
    )
    late: Duration = Field(
        default=timedelta(hours=1),
        description="remember events this much longer than timeframe after they arrived",
    )


@dataclass(slots=True)
class _Memory:
    """What is known of one key.

    `waiting`: (event time, arrival) of events that count on no alert yet, by time.
    `arrivals`: a heap of (arrival, event time) that holds at least these.
    `quiet`: the stretches of time that belong to alerts, by time; they do not overlap.
    """

    waiting: list[tuple[int, int]] = field(default_factory=list)
    arrivals: list[tuple[int, int]] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)

    def wait(self, time_us: int, arrived_us: int) -> None:
        insort(self.waiting, (time_us, arrived_us))
        heappush(self.arrivals, (arrived_us, time_us))

    def forget(self, arrived_before_us: int, quiet_us: int) -> None:
        """Drop what arrived too long ago to matter for an event that arrives now."""
        while self.arrivals and self.arrivals[0][0] < arrived_before_us:
            arrived_us, time_us = heappop(self.arrivals)
            place = bisect_left(self.waiting, (time_us, arrived_us))
            if self.waiting[place : place + 1] == [(time_us, arrived_us)]:
                del self.waiting[place]
        if self.quiet:
            limit_us = arrived_before_us - quiet_us
            self.quiet = [quiet for quiet in self.quiet if quiet.arrived_us >= limit_us]


def step(
    condition: Frequency, suppression: Suppression, state: State, rows: Sequence[Row], now: datetime
) -> tuple[State, tuple[Change, ...]]:
    """Judge the rows that arrived since the last step.  See RuleType."""
    judge = _Judge.restored(condition, suppression, state)
    for row in rows:
        for key in _keys(row, condition.query_key):
            judge.take(row, key)
    return judge.state(), tuple(judge.changes.values())


def _keys(row: Row, names: tuple[str, ...]) -> Iterator[Key]:
    """The keys under which an event counts: one for each value of a list."""
    if not names:
        return iter([()])
    choices = (_values(row.fields.get(name)) for name in names)
    return islice(product(*choices), _MOST_KEYS_OF_ONE_EVENT)


def _values(value: object) -> Sequence[str | None]:
    match value:
        case None | [] | ():
            return (None,)
        case list() | tuple():
            return tuple(dict.fromkeys(str(item) for item in value))
        case bool():
            return ("true" if value else "false",)
        case _:
            return (str(value),)


class _Judge:
    """One run of the step: the memory of every key, and what has changed so far."""

    def __init__(self, condition: Frequency, suppression: Suppression) -> None:
        self._condition = condition
        self._suppression = suppression
        self._timeframe_us = condition.timeframe // MICROSECOND
        self._remember_us = (condition.timeframe + condition.late) // MICROSECOND
        longest = suppression.exponential_realert or suppression.realert
        self._quiet_us = 2 * longest // MICROSECOND
        self._keys: dict[str, _Memory] = {}
        self._clock_us = 0
        self._overflow = 0
        self.changes: dict[tuple[str, type[Change]], Change] = {}

    @classmethod
    def restored(cls, condition: Frequency, suppression: Suppression, state: State) -> "_Judge":
        judge = cls(condition, suppression)
        judge._clock_us = state.get("clock_us", 0)
        judge._overflow = state.get("overflow", 0)
        for name, kept in state.get("keys", {}).items():
            waiting = [(time, arrived) for time, arrived in kept["waiting"]]
            quiet = [Quiet(*values) for values in kept["quiet"]]
            arrivals = sorted((arrived, time) for time, arrived in waiting)
            judge._keys[name] = _Memory(waiting, arrivals, quiet)
        return judge

    def state(self) -> Mapping[str, Any]:
        """Plain JSON from which `restored` makes a judge that goes on where this one is."""
        self._forget_everywhere()
        return {
            "clock_us": self._clock_us,
            "overflow": self._overflow,
            "keys": {
                name: {
                    "waiting": [list(entry) for entry in memory.waiting],
                    "quiet": [
                        [q.mark, q.first_us, q.until_us, q.exponent, q.arrived_us]
                        for q in memory.quiet
                    ],
                }
                for name, memory in self._keys.items()
            },
        }

    def take(self, row: Row, key: Key) -> None:
        time_us, arrived_us = (row.time - _EPOCH) // MICROSECOND, self._tick(row)
        name = json.dumps(key)
        memory = self._keys.setdefault(name, _Memory())
        memory.forget(self._clock_us - self._remember_us, self._quiet_us)
        for quiet in memory.quiet:
            if quiet.first_us <= time_us < quiet.until_us:
                quiet.arrived_us = max(quiet.arrived_us, arrived_us)
                self._hold(quiet.mark, row)
                return
        memory.wait(time_us, arrived_us)
        if (start := self._full_window(memory, time_us)) is not None:
            self._raise(memory, start, row, key, f"{row.sequence}:{name}")

    def _tick(self, row: Row) -> int:
        """The row's arrival; arrivals drive the only clock that a judge has."""
        arrived_us = (row.ingested - _EPOCH) // MICROSECOND
        self._clock_us = max(self._clock_us, arrived_us)
        return arrived_us

    def _full_window(self, memory: _Memory, time_us: int) -> int | None:
        """Index of the first of `num_events` waiting events near `time_us` that are together.

        Windows do not reach over the stretch of an alert.
        """
        low = max((q.until_us for q in memory.quiet if q.until_us <= time_us), default=-_FOREVER_US)
        high = min((q.first_us for q in memory.quiet if q.first_us > time_us), default=_FOREVER_US)
        low = max(low, time_us - self._timeframe_us + 1)
        high = min(high, time_us + self._timeframe_us)
        waiting, need = memory.waiting, self._condition.num_events
        begin, end = bisect_left(waiting, (low, -1)), bisect_left(waiting, (high, -1))
        for start in range(begin, end - need + 1):
            if waiting[start + need - 1][0] - waiting[start][0] < self._timeframe_us:
                return start
        return None

    def _raise(self, memory: _Memory, start: int, row: Row, key: Key, mark: str) -> None:
        waiting = memory.waiting
        first_us = waiting[start][0]
        last_us = waiting[start + self._condition.num_events - 1][0]
        quiet = self._quiet_after(memory, first_us, last_us, mark)
        quiet.arrived_us = self._clock_us
        end = bisect_left(waiting, (quiet.until_us, -1))
        last_us = waiting[end - 1][0]
        self.changes[mark, Raised] = Raised(
            mark, key, _moment(first_us), _moment(last_us), end - start, row.sequence
        )
        del waiting[start:end]
        insort(memory.quiet, quiet, key=lambda q: q.first_us)

    def _quiet_after(self, memory: _Memory, first_us: int, last_us: int, mark: str) -> Quiet:
        before = [quiet for quiet in memory.quiet if quiet.first_us < first_us]
        after = [quiet.first_us for quiet in memory.quiet if quiet.first_us > first_us]
        exponent = next_exponent(self._suppression, before[-1] if before else None, first_us)
        until_us = last_us + max(1, self._suppression.quiet(exponent) // MICROSECOND)
        return Quiet(mark, first_us, min([until_us, *after]), exponent, 0)

    def _hold(self, mark: str, row: Row) -> None:
        so_far = self.changes.get((mark, Held))
        last, count = row.time, 1
        if so_far is not None:
            last, count = max(so_far.last, row.time), so_far.count + 1
        self.changes[mark, Held] = Held(mark, last, count, row.sequence)

    def _forget_everywhere(self) -> None:
        for memory in self._keys.values():
            memory.forget(self._clock_us - self._remember_us, self._quiet_us)
        remembered = sum(len(memory.waiting) for memory in self._keys.values())
        if remembered > _MOST_REMEMBERED:
            self._drop_oldest(remembered - _MOST_REMEMBERED)
        self._keys = {name: m for name, m in self._keys.items() if m.waiting or m.quiet}

    def _drop_oldest(self, count: int) -> None:
        """Forget at least `count` waiting events, those that arrived first."""
        arrivals = sorted(entry[1] for memory in self._keys.values() for entry in memory.waiting)
        for memory in self._keys.values():
            memory.forget(arrivals[count - 1] + 1, self._quiet_us)
        self._overflow += count


def _moment(time_us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=time_us)


def _limit(condition: Frequency) -> str:
    return f"The limit is {condition.num_events} in {format_duration(condition.timeframe)}."


FREQUENCY = RuleType(
    condition=Frequency,
    fields=lambda condition: tuple(condition.query_key),
    step=step,
    limit=_limit,
)
