"""Sidebar, says which fields the found events have and which values stand in them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from parsers.schema import FieldType
from search import names
from search.answer import FieldSummary, FieldValues, HistogramBar, Numbers, SearchRequest
from search.convert import as_number, as_text, as_texts
from search.depth import depth_checked
from search.edges import count, instant
from search.functions.logic import present
from search.matching import instant_sql
from search.pipeline import finished
from search.plan import Plan, plan_leading
from search.relation import Column, Relation
from search.spl import ast
from search.spl.parse import parse
from search.sql import (
    NUMBERS,
    Typed,
    call,
    column,
    filtered,
    limited,
    named,
    number,
    operator,
    parametric,
    select,
)
from search.stores.store import Store
from search.times import micros

SAMPLE = 2_000
"""Newest events that a summary of fields looks at for their values."""

BARS = 20


@depth_checked
def field_summary(store: Store, request: SearchRequest) -> list[FieldSummary]:
    """The fields that the found events have, most covered first.

    Where more than SAMPLE events are found, the newest SAMPLE speak for the values of all (with
    those of the same instant as the last of them), and each summary says so.  Which events have
    a field is counted over all of them where the store knows it without reading the field.
    Raises QueryError, LimitError, StoreError.
    """
    made = plan_leading(parse(request.query), store, request)
    told = store.summary(made.found, SAMPLE, request.limits)
    if told is not None:
        return list(told)
    known = store.coverage(finished(made.found), request.limits, request.query_id)
    total = count(store, made.found, request) if known is None else known.events
    if not total:
        return []
    filled = store.filled() if known is None else known.fields
    there = [c for c in made.found.columns if c.name in filled and not _hidden(c)]
    found = _summed(store, _sample(store, made, request, total), there, request, total)
    if known is not None:
        rare = [c for c in there if known.fields[c.name] and c.name not in found]
        found |= _summed(store, made.found, rare, request, total) if rare else {}
        shares = {name: many / total for name, many in known.fields.items()}
        found = {name: replace(one, coverage=shares[name]) for name, one in found.items()}
    return sorted(found.values(), key=lambda field: (-field.coverage, field.name))


def present_columns(store: Store, relation: Relation, request: SearchRequest) -> Relation:
    """The relation without the columns that none of its rows has a value in."""
    query = select(relation, *_counts(relation.columns))
    row = _one(store, Relation(query, (), relation.parameters), request)
    kept = tuple(c for at, c in enumerate(relation.columns) if row[f"n{at}"])
    return replace(relation, columns=kept)


@depth_checked
def field_values(store: Store, request: SearchRequest, field: str, limit: int = 10) -> FieldValues:
    """The most frequent values of a field over all found events.  Raises QueryError."""
    made = plan_leading(parse(request.query), store, request)
    value = names.value(ast.Name(field), made.found, made.context)
    known = names.find(field, made.found)
    events = count(store, made.found, request)
    there = filtered(made.found, present(value))
    total = count(store, there, request)
    each = call("arrayJoin", as_texts(value)) if value.many else value.sql
    rows = select(there, named(each, "value"))
    values = Relation(rows, (), made.context.values.held)
    return FieldValues(
        name=known.name if known else field,
        type=value.type,
        values=_top(store, values, value, limit, request),
        total=total,
        events=events,
        distinct=_distinct(store, values, request),
        numbers=_numbers(store, there, value, made, request) if total else None,
    )


def _hidden(item: Column) -> bool:
    return item.type is FieldType.FLATTENED or item.name in {
        "event.original", "message", "event.id", "event.sequence", "@timestamp", "event.ingested",
    }  # fmt: skip


def _there(item: Column) -> exp.Expression:
    many = item.many or item.type is FieldType.FLATTENED
    return call("notEmpty" if many else "isNotNull", column(item.name))


def _counts(columns: Sequence[Column]) -> list[exp.Expression]:
    return [named(call("countIf", _there(c)), f"n{at}") for at, c in enumerate(columns)]


def _sample(store: Store, made: Plan, request: SearchRequest, total: int) -> Relation:
    """The newest of the found events, or all where they are few."""
    if total <= SAMPLE:
        return made.found
    return limited(made.found, SAMPLE) if made.pushed else _newest(store, made, request)


def _newest(store: Store, made: Plan, request: SearchRequest) -> Relation:
    """The newest found events, by the instant of the last of them.

    To sort all columns of so many events takes more memory than a query may have.
    """
    oldest = instant(store, made.found, request, SAMPLE - 1)
    if oldest is None:
        return made.found
    edge = instant_sql(made.context, micros(oldest))
    return filtered(made.found, operator(">=", column("#time"), edge))


def _summed(
    store: Store,
    sample: Relation,
    columns: Sequence[Column],
    request: SearchRequest,
    total: int,
) -> dict[str, FieldSummary]:
    """Of those of the columns that an event of the sample has, by name.  `total`: all events."""
    shown: list[exp.Expression] = [named(call("count"), "all"), *_counts(columns)]
    for at, item in enumerate(columns):
        distinct = "uniqArray" if item.many else "uniq"
        shown.append(named(call(distinct, column(item.name)), f"d{at}"))
        if item.type in NUMBERS and not item.many:
            shown.append(named(call("min", column(item.name)), f"l{at}"))
            shown.append(named(call("max", column(item.name)), f"h{at}"))
    row = _one(store, Relation(select(sample, *shown), (), sample.parameters), request)
    looked = row["all"]
    return {
        c.name: FieldSummary(
            name=c.name,
            type=c.type,
            coverage=row[f"n{at}"] / looked,
            distinct=row[f"d{at}"],
            low=row.get(f"l{at}"),
            high=row.get(f"h{at}"),
            sampled=looked if total > looked else 0,
        )
        for at, c in enumerate(columns)
        if row[f"n{at}"]
    }


def _one(store: Store, relation: Relation, request: SearchRequest) -> dict[str, Any]:
    rows = store.query(relation, request.limits, request.query_id)
    found: dict[str, Any] = rows.to_pylist()[0]
    return found


def _top(
    store: Store, values: Relation, value: Typed, limit: int, request: SearchRequest
) -> tuple[tuple[str, int], ...]:
    held = Typed(column("value"), FieldType.KEYWORD if value.many else value.type)
    text = call("toString", held.sql) if held.type is FieldType.DATE else as_text(held)
    shown = named(text, "text"), named(call("count"), "many")
    query = select(values, *shown).group_by(exp.Literal.number(1), copy=False)
    order = (
        exp.Ordered(this=exp.Literal.number(2), desc=True, nulls_first=False),
        exp.Ordered(this=exp.Literal.number(1), nulls_first=False),
    )
    query = query.order_by(*order, copy=False).limit(limit, copy=False)
    rows = store.query(Relation(query, (), values.parameters), request.limits, request.query_id)
    return tuple((row["text"], row["many"]) for row in rows.to_pylist())


def _distinct(store: Store, values: Relation, request: SearchRequest) -> int:
    query = select(values, named(call("uniqExact", column("value")), "many"))
    return int(_one(store, Relation(query, (), values.parameters), request)["many"])


def _numbers(
    store: Store, there: Relation, value: Typed, made: Plan, request: SearchRequest
) -> Numbers | None:
    """None for a field that is no number."""
    if value.type not in NUMBERS or value.many:
        return None
    sql = as_number(value)
    shown = [
        named(call("min", sql), "low"),
        named(call("max", sql.copy()), "high"),
        named(parametric("quantileExactInclusive", 0.5, sql.copy()), "median"),
        named(parametric("quantileExactInclusive", 0.95, sql.copy()), "p95"),
    ]
    held = made.context.values.held
    row = _one(store, Relation(select(there, *shown), (), held), request)
    bars = _histogram(store, there, value, row["low"], row["high"], request)
    return Numbers(row["low"], row["high"], row["median"], row["p95"], bars)


def _histogram(
    store: Store, there: Relation, value: Typed, low: float, high: float, request: SearchRequest
) -> tuple[HistogramBar, ...]:
    width = (high - low) / BARS
    if not width:
        return (HistogramBar(low, high, count(store, there, request)),)
    moved = call("divide", call("minus", as_number(value), number(low)), number(width))
    bar = call("least", call("toInt64", call("floor", moved)), number(BARS - 1))
    shown = named(bar, "bar"), named(call("count"), "many")
    query = select(there, *shown).group_by(exp.Literal.number(1), copy=False)
    relation = Relation(query, (), there.parameters)
    rows = store.query(relation, request.limits, request.query_id)
    counts = {row["bar"]: row["many"] for row in rows.to_pylist()}
    return tuple(
        HistogramBar(low + at * width, low + (at + 1) * width, counts.get(at, 0))
        for at in range(BARS)
    )
