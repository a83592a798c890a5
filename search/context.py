"""Context, what a command may know of the search that it is part of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

import pyarrow as pa

from search.answer import TimeRange
from search.errors import QueryError, Span
from search.relation import Relation
from search.sql import Values

Run = Callable[[Relation], pa.Table]
"""Runs a relation now, where the columns of what follows depend on the data."""


@dataclass(frozen=True, slots=True)
class Context:
    """`text`: the query as written.  `warnings`: what to tell besides the rows."""

    text: str
    now: datetime
    run: Run
    zone: tzinfo = UTC
    time_range: TimeRange = TimeRange(None, None)  # noqa: RUF009 - it is frozen
    values: Values = field(default_factory=Values)
    warnings: list[str] = field(default_factory=list)
    any_events: Callable[[], bool] = lambda: True
    has_label: Callable[[Relation, str], bool | None] = lambda _, __: None

    def error(
        self, message: str, span: Span, hint: str = "", suggestions: tuple[str, ...] = ()
    ) -> QueryError:
        return QueryError(message, self.text, span, hint, suggestions)

    def warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)
