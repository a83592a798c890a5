"""The shape of a rule type: what its step reads, keeps and says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from alerts.suppression import Suppression

Key = tuple[str | None, ...]
"""Values of the fields that a rule groups by, in their order; None where the event has none."""

State = Mapping[str, Any]
"""What a rule remembers between runs: plain JSON, empty at first."""


@dataclass(frozen=True, slots=True)
class Row:
    """An event that a rule's query found, in the order of arrival.

    `time`: when it happened.  `ingested`: when it arrived.  `fields`: those that the rule type
    asked for, by the names it asked with; absent ones have no key.
    """

    time: datetime
    sequence: int
    ingested: datetime
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Raised:
    """A new alert.  `count` events of `key` in `[first, last]` raised it.

    `mark`: names the alert within its rule, the same whenever the rule judges the same events.
    `sequence`: of the event whose arrival raised it.
    """

    mark: str
    key: Key
    first: datetime
    last: datetime
    count: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Held:
    """`count` more events, the last of them at `last`, that count on an alert raised before.

    `sequence`: the highest of them.
    """

    mark: str
    last: datetime
    count: int
    sequence: int


Change = Raised | Held


@dataclass(frozen=True, slots=True)
class RuleType:
    """One way to judge events, a row of TYPES.

    `condition`: the model of what a rule of this type sets.
    `fields`: those that a condition needs of each event.
    `step(condition, suppression, state, rows, now) -> (state, changes)` is pure: no clock, no
    store, no network.  Rows come once each, by `sequence`; however they are cut into steps, the
    alerts must be the same.  `now`: when the newest of them was certainly searchable.
    `limit`: the condition in words, as it ends the sentence of an alert.
    """

    condition: type[BaseModel]
    fields: Callable[[Any], tuple[str, ...]]
    step: Callable[
        [Any, Suppression, State, Sequence[Row], datetime], tuple[State, tuple[Change, ...]]
    ]
    limit: Callable[[Any], str]
