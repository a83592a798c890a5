"""The questions that pages, rules and the command line ask: search and what goes with it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import perf_counter
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from search import buckets, times
from search.answer import (
    Answer,
    Bucket,
    Completion,
    Explanation,
    FieldSummary,
    FieldValues,
    Kind,
    SearchRequest,
    Timeline,
    TimeRange,
)
from search.beside import beside
from search.completion import complete
from search.depth import depth_checked
from search.edges import count, instant
from search.pipeline import finished, kind
from search.plan import Plan, plan, plan_leading
from search.relation import Relation
from search.sidebar import field_summary, field_values, present_columns
from search.spl.parse import parse
from search.sql import call, column, limited, named, select, turned
from search.stores.store import Store

__all__ = [
    "Answer",
    "Completion",
    "Explanation",
    "FieldSummary",
    "FieldValues",
    "SearchRequest",
    "Timeline",
    "complete",
    "events_page",
    "explain",
    "field_summary",
    "field_values",
    "kind_of",
    "search",
    "timeline",
]

BUCKETS = 120
"""The timeline has no more."""

_FEW = 1_000
"""So many events may carry columns that none of them has."""


@depth_checked
def search(store: Store, request: SearchRequest) -> Answer:
    """Every row of the query.  Raises QueryError, LimitError, StoreError."""
    begun = perf_counter()
    made = plan(parse(request.query), store, request)
    told = not made.query.steps
    with beside(partial(_counts, store, made, request, told=told)) as counts:
        made, rows = _every_row(store, made, request)
        return _answer(made, rows, begun, counts)


def kind_of(query: str) -> Kind:
    """What the rows of the query are.  Raises QueryError."""
    return kind(parse(query))


@depth_checked
def events_page(store: Store, request: SearchRequest, limit: int, offset: int) -> Answer:
    """The rows `[offset, offset + limit)` of the query's result, in its order.

    Raises QueryError, LimitError, StoreError.
    """
    begun = perf_counter()
    made = plan(parse(request.query), store, request)
    with beside(partial(_counts, store, made, request, told=False)) as counts:
        rows = _rows(store, limited(made.result, limit, offset), request)
        return _answer(made, rows, begun, counts)


@depth_checked
def timeline(store: Store, request: SearchRequest) -> Timeline:
    """When the events that the query's leading search finds happened, by log.level."""
    made = plan_leading(parse(request.query), store, request)
    time_range = _closed(store, made, request)
    if time_range.start is None or time_range.end is None:
        return Timeline((), buckets.length(1, "second"), 0, time_range)
    span = buckets.round_span(time_range.start, time_range.end, BUCKETS)
    starts = buckets.starts(time_range.start, time_range.end, span, request.zone)
    counts = _levels(store, made, request, starts) if starts else {}
    ends = [*starts[1:], time_range.end]
    found = tuple(
        Bucket(start, end, MappingProxyType(counts.get(times.micros(start), {})))
        for start, end in zip(starts, ends, strict=True)
    )
    total = sum(bucket.total for bucket in found)
    return Timeline(found, buckets.length(*span), total, time_range)


@depth_checked
def explain(store: Store, request: SearchRequest) -> Explanation:
    """How the query would run, without running it.  Raises QueryError, StoreError."""
    made = plan(parse(request.query), store, request)
    result = finished(made.result)
    stages = tuple(str(step.stage) for step in made.query.steps)
    answered = len(stages) if made.pushed is None else made.pushed.answered()
    every = (str(made.query.leading), *stages)
    cut = 0 if answered is None else answered + 1
    return Explanation(
        parsed=str(made.query),
        stages=stages,
        time_range=made.time_range,
        sql=result.query.sql(dialect="clickhouse", pretty=True),
        parameters=MappingProxyType(_written(result.parameters)),
        columns=result.columns,
        index=store.explain(result, request.limits, request.query_id),
        pushed=every[:cut],
        rest=every[cut:],
        warnings=tuple(made.context.warnings),
    )


def _every_row(store: Store, made: Plan, request: SearchRequest) -> tuple[Plan, pa.Table]:
    """All rows; many events with only the columns that one of them has a value in."""
    if kind(made.query) != "events":
        return made, _rows(store, made.result, request)
    some = _rows(store, limited(made.result, _FEW + 1), request)
    if some.num_rows <= _FEW:
        return made, some
    if made.pushed is None:
        result = present_columns(store, made.result, request)
        return replace(made, result=result), _rows(store, result, request)
    rows = _rows(store, made.result, request)
    kept = tuple(c for c in made.result.columns if _has_value(rows[c.name], c.many))
    narrowed = replace(made, result=replace(made.result, columns=kept))
    return narrowed, rows.select([c.name for c in kept])


def _has_value(values: "pa.ChunkedArray[Any]", many: bool) -> bool:
    if not many:
        return values.null_count < len(values)
    lengths: Any = pc.list_value_length(values)
    return bool(pc.max(lengths).as_py())


def _written(held: Mapping[str, object]) -> dict[str, object]:
    """The values that a person can read; what is fetched is said by its request."""
    plain = (str, int, float, list, datetime, type(None))
    return {name: value for name, value in held.items() if isinstance(value, plain)}


def _answer(
    made: Plan, rows: pa.Table, begun: float, counts: Callable[[], tuple[int, int | None]]
) -> Answer:
    """`counts`: waits for `_counts`."""
    scanned, matched = counts()
    return Answer(
        columns=made.result.columns,
        rows=rows,
        warnings=tuple(made.context.warnings),
        matched=rows.num_rows if matched is None else matched,
        scanned=scanned,
        seconds=perf_counter() - begun,
        time_range=made.time_range,
        kind=kind(made.query),
    )


def _counts(
    store: Store, made: Plan, request: SearchRequest, *, told: bool
) -> tuple[int, int | None]:
    """How many events are in the range, and how many the search before the first `|` found.

    `told`: the rows will tell the second, which is None then.
    """
    scanned = count(store, made.events, request)
    if made.events.query == made.found.query:
        return scanned, scanned
    return scanned, None if told else count(store, made.found, request)


def _rows(store: Store, relation: Relation, request: SearchRequest) -> pa.Table:
    """The relation's columns of all its rows."""
    rows = store.query(finished(relation), request.limits, request.query_id)
    return rows.select([c.name for c in relation.columns])


def _closed(store: Store, made: Plan, request: SearchRequest) -> TimeRange:
    """The range with open sides moved to the first and last event found."""
    if made.time_range.length is not None:
        return made.time_range
    with beside(partial(instant, store, turned(made.found), request)) as oldest:
        newest = instant(store, made.found, request)
        return buckets.closed(made.time_range, oldest(), newest)


def _levels(
    store: Store, made: Plan, request: SearchRequest, starts: list[datetime]
) -> Mapping[int, dict[str, int]]:
    """Start of a bucket in microseconds to events by level."""
    edges = made.context.values.add([times.micros(start) for start in starts], "Array(Int64)")
    moment = call("toUnixTimestamp64Micro", column("#time"))
    shown = [
        named(call("roundDown", moment, edges), "#bucket"),
        named(column("log.level"), "#level"),
        named(call("count"), "#count"),
    ]
    keys = [exp.Literal.number(1), exp.Literal.number(2)]
    query = select(made.found, *shown).group_by(*keys, copy=False)
    relation = Relation(query, (), made.context.values.held)
    rows = store.query(relation, request.limits, request.query_id)
    found: dict[int, dict[str, int]] = {}
    for row in rows.to_pylist():
        found.setdefault(row["#bucket"], {})[row["#level"] or ""] = row["#count"]
    return found
