"""EventSource, what rules judge: events in the order of arrival, found by a rule's query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from alerts.rule import Rule
from alerts.types.step import Row


@dataclass(frozen=True, slots=True)
class Span:
    """Events whose `event.sequence` is in `[start, end)` and whose time is in `[since, until)`."""

    start: int
    end: int
    since: datetime | None = None
    until: datetime | None = None


class EventSource(Protocol):
    """Where the scheduler and the backtest get events.  Called in threads."""

    def horizon(self) -> int:
        """Every event with a lower `event.sequence` can be found now or never.

        This is what makes a cursor on arrival safe: batches are stored side by side, and an event
        may become searchable after one that arrived later.
        """

    def rows(self, rule: Rule, span: Span, limit: int) -> Sequence[Row]:
        """The first `limit` events of the rule's query in the span, by `event.sequence`.

        Raises: QueryError, StoreError, LimitError.
        """
