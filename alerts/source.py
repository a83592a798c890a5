"""EventSource, what rules judge: events in the order of arrival, found by a rule's query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from alerts.rule import Rule
from alerts.types.step import Row


class Arrived(NamedTuple):
    """Events whose `event.sequence` is in `[first, end)`."""

    first: int
    end: int


Horizon = Mapping[str, Arrived]
"""Node that takes lines in → its events that can be found now or never; disjoint."""


@dataclass(frozen=True, slots=True)
class Span:
    """Events that arrived in one of these parts and whose time is in `[since, until)`."""

    arrived: tuple[Arrived, ...]
    since: datetime | None = None
    until: datetime | None = None


class EventSource(Protocol):
    """Where the scheduler and the backtest get events.  Called in threads."""

    def horizon(self) -> Horizon:
        """What has arrived for good.

        This is what makes a cursor on arrival safe: batches are stored side by side, and an event
        may become searchable after one that arrived later.
        """

    def rows(self, rule: Rule, span: Span, limit: int) -> Sequence[Row]:
        """The first `limit` events of the rule's query in the span, by `event.sequence`.

        Raises: QueryError, StoreError, LimitError.
        """
