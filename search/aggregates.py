"""Aggregates, the functions of `stats`, `timechart` and their kind, as SQL over a group of rows."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlglot import exp

from parsers.schema import FieldType
from search import expression, names
from search.context import Context
from search.convert import as_condition, as_number, as_text, as_texts
from search.nearest import nearest
from search.relation import Column, Relation
from search.spl import ast
from search.spl.build import Aggregate
from search.sql import (
    NUMBERS,
    TEXTS,
    Typed,
    by_order,
    call,
    column,
    each,
    named,
    null,
    number,
    parametric,
    select,
    variable,
)

ROW = "#row"
"""Number of a row in the order of the relation, where first and last are asked for."""

_PERCENTILE = re.compile(r"(?:p|perc|exactperc|upperperc)(\d{1,2}(?:\.\d+)?|100)")
_LIST_LIMIT = 100
"""`list` holds no more values, as in Splunk."""


@dataclass(frozen=True, slots=True)
class Group:
    """What an aggregate may use.  `value`: None for `count` of rows.  `order`: key of a row."""

    value: Typed | None
    order: exp.Expression
    time: exp.Expression | None

    @property
    def there(self) -> Typed:
        assert self.value is not None, "checked before"
        return self.value

    @property
    def numbers(self) -> tuple[exp.Expression, str]:
        """The values as numbers, and what the engine's functions are called for them."""
        value = self.there
        if not value.many:
            return call("toNullable", as_number(value)), ""
        item = Typed(variable("v"), value.type)
        return call("arrayMap", each("v", as_number(item)), value.sql), "Array"


Build = Callable[[Group], Typed]


def _double(engine: str) -> Build:
    def build(group: Group) -> Typed:
        values, suffix = group.numbers
        return Typed(call(f"{engine}{suffix}", values), FieldType.DOUBLE)

    return build


def _spread(engine: str) -> Build:
    """Of a sample; of one value it is 0."""

    def build(group: Group) -> Typed:
        values, suffix = group.numbers
        many = call(f"count{suffix}", values)
        found = call(f"{engine}{suffix}", values.copy())
        one = call("if", call("equals", many.copy(), number(0)), null(), number(0.0))
        return Typed(call("if", call("greater", many, number(1)), found, one), FieldType.DOUBLE)

    return build


def _sum(group: Group) -> Typed:
    values, suffix = group.numbers
    kind = FieldType.LONG if group.there.type is FieldType.LONG else FieldType.DOUBLE
    return Typed(call(f"sum{suffix}", values), kind)


def _count(group: Group) -> Typed:
    value = group.value
    if value is None:
        return Typed(call("toInt64", call("count")), FieldType.LONG)
    if value.many:
        return Typed(call("toInt64", call("sum", call("length", value.sql))), FieldType.LONG)
    return Typed(call("toInt64", call("count", value.sql)), FieldType.LONG)


def _distinct(group: Group) -> Typed:
    suffix = "Array" if group.there.many else ""
    return Typed(call("toInt64", call(f"uniqExact{suffix}", group.there.sql)), FieldType.LONG)


def _extreme(engine: str) -> Build:
    """Of text it is the number where all are numbers, as in Splunk."""

    def build(group: Group) -> Typed:
        value = group.there
        if value.many:
            group = replace(group, value=Typed(value.sql, FieldType.KEYWORD, many=True))
            return Typed(call(f"{engine}Array", as_texts(value)), FieldType.KEYWORD)
        if value.type not in TEXTS:
            return Typed(call(engine, call("toNullable", value.sql)), value.type)
        values, _ = group.numbers
        same = call("equals", call("count", value.sql), call("count", values))
        best = call("toString", call(engine, values.copy()))
        word = call(engine, call("toNullable", as_text(value)))
        return Typed(call("if", same, best, word), FieldType.KEYWORD)

    return build


def _range(group: Group) -> Typed:
    values, suffix = group.numbers
    high, low = call(f"max{suffix}", values), call(f"min{suffix}", values.copy())
    return Typed(call("minus", high, low), FieldType.DOUBLE)


def _quantile(level: float) -> Build:
    def build(group: Group) -> Typed:
        values, suffix = group.numbers
        found = parametric(f"quantileExactInclusive{suffix}", level, values)
        kind = FieldType.DOUBLE
        exact = call(
            "if", call("equals", call(f"count{suffix}", values.copy()), number(0)), null(), found
        )
        return Typed(exact, kind)

    return build


def _mode(group: Group) -> Typed:
    """Of several, the first in order."""
    texts = call("arraySort", call("groupArrayArray", as_texts(group.there)))
    counts = call("arrayMap", each("v", call("countEqual", texts, variable("v"))), texts.copy())
    best = call("indexOf", counts, call("arrayMax", counts.copy()))
    found = call("arrayElement", texts.copy(), best)
    return Typed(call("if", call("empty", texts.copy()), null(), found), FieldType.KEYWORD)


def _values(group: Group) -> Typed:
    """Each value once, in order."""
    value = group.there
    if value.many or value.type in {FieldType.BOOLEAN, FieldType.FLATTENED}:
        found = call("groupUniqArrayArray", as_texts(value))
        return Typed(call("arraySort", found), FieldType.KEYWORD, many=True)
    return Typed(call("arraySort", call("groupUniqArray", value.sql)), value.type, many=True)


def _list(group: Group) -> Typed:
    """Every value in the order of the rows."""
    value = group.there
    pair = call("groupArray", call("tuple", group.order, as_texts(value)))
    ranked = call("arraySort", each("t", call("tupleElement", variable("t"), number(1))), pair)
    lists = call("arrayMap", each("t", call("tupleElement", variable("t"), number(2))), ranked)
    flat = call("arraySlice", call("arrayFlatten", lists), number(1), number(_LIST_LIMIT))
    return Typed(flat, FieldType.KEYWORD, many=True)


def _at(engine: str, by_time: bool) -> Build:
    """The value of the row that is first or last, of those that have one."""

    def build(group: Group) -> Typed:
        value = group.there
        key = group.time if by_time else group.order
        assert key is not None, "checked before"
        if not value.many:
            return Typed(call(engine, call("toNullable", value.sql), key), value.type)
        text = call("nullIf", as_text(value), exp.Literal.string(""))
        return Typed(call(engine, text, key), FieldType.KEYWORD)

    return build


def _time_of(engine: str) -> Build:
    def build(group: Group) -> Typed:
        assert group.time is not None, "checked before"
        value = group.there
        there = call("notEmpty" if value.many else "isNotNull", value.sql)
        when = call("tupleElement", group.time, number(1))
        micros = call("toUnixTimestamp64Micro", when)
        seconds = call("divide", micros, number(1_000_000))
        return Typed(call(engine, call("if", there, seconds, null())), FieldType.DOUBLE)

    return build


AGGREGATES: Mapping[str, Build] = MappingProxyType(
    {
        "count": _count,
        "dc": _distinct,
        "distinct_count": _distinct,
        "estdc": _distinct,
        "sum": _sum,
        "avg": _double("avg"),
        "mean": _double("avg"),
        "min": _extreme("min"),
        "max": _extreme("max"),
        "range": _range,
        "median": _quantile(0.5),
        "mode": _mode,
        "stdev": _spread("stddevSamp"),
        "stdevp": _double("stddevPop"),
        "var": _spread("varSamp"),
        "varp": _double("varPop"),
        "values": _values,
        "list": _list,
        "first": _at("argMin", by_time=False),
        "last": _at("argMax", by_time=False),
        "earliest": _at("argMin", by_time=True),
        "latest": _at("argMax", by_time=True),
        "earliest_time": _time_of("min"),
        "latest_time": _time_of("max"),
    }
)
"""Name to SQL; besides these every `p95`, `perc95` and `exactperc95`."""

_ORDERED = frozenset({"first", "last", "list"})
_TIMED = frozenset({"earliest", "latest", "earliest_time", "latest_time"})


def numbered(aggregates: tuple[Aggregate, ...], relation: Relation, context: Context) -> Relation:
    """The relation with the number of each row, where an aggregate needs it."""
    if not any(a.function in _ORDERED for a in aggregates):
        return relation
    window = exp.Window(this=exp.RowNumber(), order=exp.Order(expressions=by_order(relation)))
    query = select(relation, exp.Star(), named(window, ROW))
    return replace(relation, query=query)


def aggregate(
    item: Aggregate,
    relation: Relation,
    context: Context,
    only_if: exp.Expression | None = None,
) -> Typed:
    """One aggregate over rows of `relation`, of those that fulfil `only_if`.

    Raises QueryError for an unknown function, or one that cannot do with its argument.
    """
    build = _build(item, context)
    value = _argument(item, relation, context)
    if value is not None and only_if is not None:
        nothing = call("emptyArrayString") if value.many else null()
        sql = as_texts(value) if value.many else value.sql
        kind = FieldType.KEYWORD if value.many else value.type
        value = Typed(call("if", only_if, sql, nothing), kind, value.many)
    elif only_if is not None:
        value = Typed(call("if", only_if, number(1), null()), FieldType.LONG)
    return build(Group(value, column(ROW), _time(item, relation, context)))


def output(item: Aggregate, found: Typed) -> Column:
    return Column(item.name, found.type, found.many)


def is_count(item: Aggregate) -> bool:
    """Whether nothing is zero rather than absent."""
    return item.function in {"count", "dc", "distinct_count", "estdc"}


def _build(item: Aggregate, context: Context) -> Build:
    build = AGGREGATES.get(item.function)
    if build is not None:
        return build
    level = _PERCENTILE.fullmatch(item.function)
    if level is not None:
        return _quantile(float(level[1]) / 100)
    raise context.error(
        f"There is no function `{item.function}` to sum up rows with.",
        item.span,
        f"There are {', '.join(AGGREGATES)} and percentiles such as p95.",
        nearest(item.function, AGGREGATES),
    )


def _argument(item: Aggregate, relation: Relation, context: Context) -> Typed | None:
    match item.argument:
        case None:
            if item.function != "count":
                message = f"`{item.function}` needs a field in parentheses."
                raise context.error(message, item.span, f"For example `{item.function}(host)`.")
            return None
        case ast.Name() as name:
            found = names.value(name, relation, context)
        case computed:
            found = expression.compute(computed, relation, context)
            if item.function == "count":
                wanted = as_condition(found)
                return Typed(call("if", wanted, number(1), null()), FieldType.LONG)
    if found.type is FieldType.FLATTENED:
        raise context.error(f"`{item.call}` would need one of its keys.", item.span)
    return found


def _time(item: Aggregate, relation: Relation, context: Context) -> exp.Expression | None:
    """Instant and order of arrival of a row."""
    if item.function not in _TIMED:
        return None
    time = names.find("@timestamp", relation)
    if time is None or time.type is not FieldType.DATE:
        message = f"`{item.function}` needs `_time`, which is not here any more."
        raise context.error(message, item.span, "Sum up before the command that leaves it out.")
    known = {order.name for order in relation.order}
    second = column("#sequence") if "#sequence" in known else number(0)
    return call("tuple", column(time.name), second)


def is_numeric(found: Typed) -> bool:
    return found.type in NUMBERS and not found.many
