"""Check, finds what cannot run in a query before anything runs: names, types, time modifiers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import pyarrow as pa
from sqlglot import exp

from search import times
from search.answer import TimeRange
from search.context import Context
from search.errors import QueryError
from search.pipeline import begin, follow, in_range
from search.relation import Column, Relation
from search.spl import ast
from search.spl.query import Query


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that can run.  `columns`: of its result, but for those that depend on the data."""

    query: Query
    columns: tuple[Column, ...]
    warnings: tuple[str, ...]


def check(query: Query, columns: Sequence[Column], now: datetime | None = None) -> Checked:
    """`columns`: those of the events.  Labels are taken as known.  Raises QueryError."""
    moment = now or datetime(2000, 1, 1, tzinfo=UTC)
    found = time_range(query, None, None, moment, UTC)
    context = Context(query.text, moment, _nothing, UTC, found, any_events=lambda: False)
    events = Relation(exp.select(exp.Star()).from_("events"), tuple(columns), context.values.held)
    ranged = in_range(events, context.time_range, context)
    result = follow(query.steps, begin(query, ranged, context), context)
    return Checked(query, result.columns, tuple(context.warnings))


def time_range(
    query: Query, earliest: str | None, latest: str | None, now: datetime, zone: tzinfo
) -> TimeRange:
    """The range that the query's own `earliest=` and `latest=` give, else the parameters.

    Raises: QueryError.
    """
    own = own_bounds(query)
    for bound in own.values():
        _instant(bound, query, now, zone)
    first, last = own.get("earliest"), own.get("latest")
    found = times.time_range(
        first.modifier if first else earliest, last.modifier if last else latest, now, zone
    )
    if found.start is not None and found.end is not None and found.start > found.end:
        span = (first or last or ast.TimeBound("", "")).span
        message = "The time range ends before it begins."
        raise QueryError(message, query.text, span, "Let `earliest` be before `latest`.")
    return found


def own_bounds(query: Query) -> dict[str, ast.TimeBound]:
    """What the query itself says of time, by side.  Raises QueryError where it says it wrongly."""
    items = query.leading.items if isinstance(query.leading, ast.And) else (query.leading,)
    own: dict[str, ast.TimeBound] = {}
    for bound in (item for item in items if isinstance(item, ast.TimeBound)):
        if bound.side in own:
            raise QueryError(f"`{bound.side}` is there twice.", query.text, bound.span)
        own[bound.side] = bound
    for bound in ast.bounds(query.leading):
        if bound not in own.values():
            message = f"`{bound.side}=` cannot stand within `OR`, `NOT` or parentheses."
            raise QueryError(message, query.text, bound.span, "It holds for the whole search.")
    return own


def _instant(bound: ast.TimeBound, query: Query, now: datetime, zone: tzinfo) -> None:
    try:
        times.instant(bound.modifier, now, zone)
    except ValueError as error:
        raise QueryError(str(error), query.text, bound.span) from None


def _nothing(_: Relation) -> pa.Table:
    """Stands for the store: there is none while checking."""
    return pa.table({})
