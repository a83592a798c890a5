"""`timechart`: rows summed up in buckets of time, a column for each series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlglot import exp

from parsers.schema import FieldType
from search import buckets, names, times
from search.aggregates import aggregate, is_count, is_numeric, numbered
from search.commands.command import Command, by_names, of_type, options, switch, whole
from search.commands.stats import once
from search.context import Context
from search.convert import as_text, as_texts
from search.errors import Span
from search.functions.logic import present
from search.relation import Column, Order, Relation
from search.spl import ast
from search.spl.build import Aggregate, Part
from search.sql import (
    SOURCE,
    Typed,
    both,
    call,
    column,
    filtered,
    identifier,
    named,
    negated,
    number,
    operator,
    select,
    with_columns,
)

TIME, BUCKET, SERIES, VALUE = "_time", "#bucket", "#series", "#value"
BUCKETS = 100
"""As in Splunk, where no `span` is given."""


@dataclass(frozen=True, slots=True)
class Timechart:
    """`timechart span= aggregates by name`.  `limit`: series besides OTHER, 0 is all."""

    aggregates: tuple[Aggregate, ...]
    by: ast.Name | None = None
    span: str | None = None
    limit: int = 10
    use_other: bool = True
    use_null: bool = True
    bins: int = BUCKETS

    def __str__(self) -> str:
        parts = ["timechart"]
        parts += [f"span={self.span}"] if self.span else []
        parts += [f"bins={self.bins}"] if self.bins != BUCKETS else []
        parts += [f"limit={self.limit}"] if self.limit != 10 else []
        parts += [] if self.use_other else ["useother=false"]
        parts += [] if self.use_null else ["usenull=false"]
        by = f" by {self.by}" if self.by is not None else ""
        return f"{' '.join(parts)} {', '.join(map(str, self.aggregates))}{by}"


def read(parts: Sequence[Part]) -> Timechart:
    chosen = options(parts, "timechart", "span", "limit", "useother", "usenull", "bins")
    by = by_names(parts)
    if len(by) > 1:
        raise ValueError("`timechart` has one field after `by`; join two with `eval` first.")
    if "span" in chosen:
        times.span(chosen["span"])
    aggregates = of_type(parts, Aggregate)
    once([TIME, *(item.name for item in aggregates)])
    bins = whole(chosen.get("bins", str(BUCKETS)), "`bins`", buckets.MOST)
    if bins < 2:
        raise ValueError("`bins` is at least 2.")
    return Timechart(
        aggregates,
        by[0] if by else None,
        chosen.get("span"),
        whole(chosen.get("limit", "10").removeprefix("top"), "`limit`", 1_000),
        switch(chosen.get("useother", "t"), "`useother`"),
        switch(chosen.get("usenull", "t"), "`usenull`"),
        bins,
    )


def apply(stage: Timechart, relation: Relation, context: Context, span: Span) -> Relation:
    """A row for each bucket of the time range, those without events too."""
    time = names.find("@timestamp", relation)
    if time is None or time.type is not FieldType.DATE:
        raise context.error("`timechart` needs `_time`, which is not here any more.", span)
    relation = numbered(stage.aggregates, relation, context)
    try:
        starts = _starts(stage, relation, time, context)
    except ValueError as error:
        raise context.error(str(error), span) from None
    edges = context.values.add([times.micros(start) for start in starts], "Array(Int64)")
    moment = call("toUnixTimestamp64Micro", column(time.name))
    if starts:
        inside = operator(">=", moment, number(times.micros(starts[0])))
        bucket = call("roundDown", moment.copy(), edges)
    else:
        inside, bucket = number(0), moment.copy()
    hidden = Column(BUCKET, FieldType.LONG)
    rows = with_columns(filtered(relation, inside), [(hidden, bucket)])
    if stage.by is not None:
        return _filled(edges, *_by_series(stage, stage.by, rows, context))
    return _filled(edges, *_plain(stage, rows, context))


def _starts(stage: Timechart, relation: Relation, time: Column, context: Context) -> list[datetime]:
    found = context.time_range
    if found.length is None:
        found = buckets.closed(found, *_first_and_last(relation, time, context))
    if found.start is None or found.end is None:
        return []
    if stage.span is not None:
        span = times.span(stage.span)
    else:
        span = buckets.round_span(found.start, found.end, stage.bins)
    return buckets.starts(found.start, found.end, span, context.zone)


def _first_and_last(
    relation: Relation, time: Column, context: Context
) -> tuple[datetime | None, datetime | None]:
    edges = [named(call(f, column(time.name)), f) for f in ("min", "max")]
    many = named(call("count"), "many")
    columns = (Column("min", FieldType.DATE), Column("max", FieldType.DATE))
    query = select(relation, *edges, many)
    found = context.run(Relation(query, columns, context.values.held)).to_pylist()
    if not found or not found[0]["many"]:
        return None, None
    return found[0]["min"], found[0]["max"]


Made = tuple[Relation, list[tuple[Column, bool]]]
"""Groups by bucket, and their columns; whether a missing one is zero."""


def _plain(stage: Timechart, rows: Relation, context: Context) -> Made:
    found = [(item, aggregate(item, rows, context)) for item in stage.aggregates]
    columns = [(Column(item.name, f.type, f.many), is_count(item)) for item, f in found]
    shown = [named(f.sql, item.name) for item, f in found]
    return _grouped(rows, shown), columns


def _grouped(rows: Relation, shown: Sequence[exp.Expression]) -> Relation:
    query = select(rows, named(column(BUCKET), BUCKET), *shown).group_by(column(BUCKET), copy=False)
    return Relation(query, (), rows.parameters)


def _by_series(stage: Timechart, by: ast.Name, rows: Relation, context: Context) -> Made:
    value = names.value(by, rows, context)
    text = call("arrayJoin", as_texts(value)) if value.many else as_text(value)
    kept = filtered(rows, present(value)) if value.many or not stage.use_null else rows
    split = with_columns(kept, [(Column(SERIES, FieldType.KEYWORD), text)])
    series, more = _series(stage, split, context)
    columns: list[tuple[Column, bool]] = []
    shown: list[exp.Expression] = []
    for name, condition in _conditions(stage, series, more, context):
        for item in stage.aggregates:
            found = aggregate(item, split, context, only_if=condition.copy())
            title = name if len(stage.aggregates) == 1 else f"{item.name}: {name}"
            columns.append((Column(title, found.type, found.many), is_count(item)))
            shown.append(named(found.sql, title))
    return _grouped(split, shown), columns


def _conditions(
    stage: Timechart, series: Sequence[str | None], more: bool, context: Context
) -> list[tuple[str, exp.Expression]]:
    """Each series' name and which rows are of it."""
    held = column(SERIES)
    texts = sorted(text for text in series if text is not None)
    found = [(_title(t), operator("=", held.copy(), context.values.text(t))) for t in texts]
    if more and stage.use_other:
        known = context.values.add(texts, "Array(String)")
        other = negated(call("has", known, call("ifNull", held.copy(), exp.Literal.string(""))))
        found.append(("OTHER", both([call("isNotNull", held.copy()), other])))
    if None in series:
        found.append(("NULL", call("isNull", held.copy())))
    return found


def _title(text: str) -> str:
    """As in Splunk: no series takes the name of an internal column."""
    return f"VALUE{text}" if text.startswith(("_", "#")) or not text.strip() else text


def _series(stage: Timechart, rows: Relation, context: Context) -> tuple[list[str | None], bool]:
    """The series of most, and whether there are more."""
    if stage.aggregates[0].function in {"count", "c", "sum"}:
        return _largest(stage, rows, aggregate(stage.aggregates[0], rows, context).sql, context)
    found = aggregate(stage.aggregates[0], rows, context)
    score = found.sql if is_numeric(found) else call("count")
    parts = [named(column(SERIES), SERIES), named(score, VALUE)]
    inner = select(rows, *parts).group_by(column(SERIES), column(BUCKET), copy=False)
    groups = Relation(inner, (), rows.parameters)
    return _largest(stage, groups, call("sum", column(VALUE)), context)


def _largest(
    stage: Timechart, groups: Relation, score: exp.Expression, context: Context
) -> tuple[list[str | None], bool]:
    """The series of the largest score; one for absent values does not count among them."""
    total = exp.Ordered(this=score, desc=True, nulls_first=False)
    query = select(groups, named(column(SERIES), SERIES)).group_by(column(SERIES), copy=False)
    first = exp.Ordered(this=call("isNull", column(SERIES)), desc=True)
    query = query.order_by(first, total, exp.Ordered(this=column(SERIES)), copy=False)
    wanted = stage.limit or 1_000
    columns = (Column(SERIES, FieldType.KEYWORD),)
    some = Relation(query.limit(wanted + 2, copy=False), columns, context.values.held)
    names_found = [row[SERIES] for row in context.run(some).to_pylist()]
    texts = [name for name in names_found if name is not None]
    absent: list[str | None] = [None] if None in names_found else []
    return [*texts[:wanted], *absent], len(texts) > wanted


def _filled(
    edges: exp.Expression, groups: Relation, columns: Sequence[tuple[Column, bool]]
) -> Relation:
    """A row for each bucket, whether it has a group or not."""
    every = exp.Select(expressions=[named(call("arrayJoin", edges.copy()), BUCKET)])
    left = exp.Subquery(this=every, alias=exp.TableAlias(this=exp.to_identifier("b")))
    bucket = exp.Column(this=identifier(BUCKET), table=exp.to_identifier("b"))
    when = call("fromUnixTimestamp64Micro", bucket, exp.Literal.string("UTC"))
    shown = [_or_zero(col, zero) for col, zero in columns]
    query = exp.Select(expressions=[named(when, TIME), named(bucket.copy(), BUCKET), *shown])
    right = exp.Subquery(this=groups.query, alias=exp.TableAlias(this=exp.to_identifier(SOURCE)))
    on = exp.EQ(this=bucket.copy(), expression=column(BUCKET))
    joined = query.from_(left, copy=False).join(right, on=on, join_type="left", copy=False)
    made = (Column(TIME, FieldType.DATE), *(col for col, _ in columns))
    return Relation(joined, made, groups.parameters, (Order(BUCKET),))


def _or_zero(item: Column, zero: bool) -> exp.Expression:
    value = Typed(column(item.name), item.type, item.many)
    return named(call("ifNull", value.sql, number(0)) if zero else value.sql, item.name)


COMMAND = Command(
    "timechart", Timechart, read, apply, "timechart", "Sums up rows in buckets of time"
)
