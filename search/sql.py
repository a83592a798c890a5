"""Typed pieces of SQL: the only place where names and values of people meet the engine's text."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from sqlglot import exp

from parsers.schema import FieldType
from search.relation import Column, Order, Relation

SOURCE = "r"
"""What the relation that is read from is called; a name after it never means a new column."""

TEXTS = frozenset({FieldType.KEYWORD, FieldType.TEXT, FieldType.IP})
NUMBERS = frozenset({FieldType.LONG, FieldType.DOUBLE})


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression and what it yields.  `constant`: the text a query wrote down, if it is one."""

    sql: exp.Expression
    type: FieldType
    many: bool = False
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one query, by the names under which its SQL refers to them."""

    _held: dict[str, object] = field(default_factory=dict)

    def add(self, value: object, kind: str) -> exp.Expression:
        """`kind`: the engine's type, `String` or `Array(Int64)`."""
        name = f"p{len(self._held)}"
        self._held[name] = value
        return exp.Placeholder(this=name, kind=kind)

    def text(self, value: str) -> exp.Expression:
        return self.add(value, "String")

    @property
    def held(self) -> Mapping[str, object]:
        return MappingProxyType(self._held)


def call(name: str, *arguments: exp.Expression) -> exp.Expression:
    """A function of the engine; `name` is never a person's text."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def parametric(name: str, parameter: float, *arguments: exp.Expression) -> exp.Expression:
    """`quantileExact(0.95)(x)`"""
    return exp.ParameterizedAgg(this=name, expressions=[number(parameter)], params=list(arguments))


def operator(sign: str, left: exp.Expression, right: exp.Expression) -> exp.Expression:
    """A comparison, by the engine's function of that meaning."""
    names = {
        "=": "equals", "!=": "notEquals", "<": "less", "<=": "lessOrEquals", ">": "greater",
        ">=": "greaterOrEquals",
    }  # fmt: skip
    return call(names[sign], left, right)


def both(items: Iterable[exp.Expression]) -> exp.Expression:
    return _joined("and", list(items), number(1))


def either(items: Iterable[exp.Expression]) -> exp.Expression:
    return _joined("or", list(items), number(0))


def _joined(name: str, items: list[exp.Expression], none: exp.Expression) -> exp.Expression:
    if not items:
        return none
    return items[0] if len(items) == 1 else call(name, *items)


def negated(item: exp.Expression) -> exp.Expression:
    return call("not", item)


def number(value: float) -> exp.Expression:
    literal = exp.Literal.number(repr(abs(value)))
    return exp.Neg(this=literal) if value < 0 else literal


def null() -> exp.Expression:
    return exp.Null()


def identifier(name: str) -> exp.Identifier:
    """A quoted name; sqlglot escapes its marks and backslashes."""
    return exp.to_identifier(name, quoted=True)


def column(name: str) -> exp.Expression:
    """A column of the relation that is read from."""
    return exp.Column(this=identifier(name), table=exp.to_identifier(SOURCE))


def variable(name: str) -> exp.Expression:
    return exp.Column(this=exp.to_identifier(name))


def each(name: str, body: exp.Expression) -> exp.Expression:
    """`name -> body`"""
    return exp.Lambda(this=body, expressions=[exp.to_identifier(name)])


def source(relation: Relation) -> exp.Subquery:
    alias = exp.TableAlias(this=exp.to_identifier(SOURCE))
    return exp.Subquery(this=relation.query, alias=alias)


@dataclass(frozen=True, slots=True)
class Layer:
    """A select that may be added to.  `names`: columns that it makes, and of what."""

    query: exp.Select
    names: Mapping[str, exp.Expression]

    @property
    def ended(self) -> bool:
        """Whether it has an order or a limit, so that nothing but its columns can change."""
        return any(self.query.args.get(name) for name in ("order", "limit", "offset"))

    @property
    def order(self) -> list[exp.Expression]:
        order = self.query.args.get("order")
        return order.expressions if isinstance(order, exp.Order) else []

    def inside(self, expression: exp.Expression) -> exp.Expression:
        """An expression over the layer's columns, as it stands within the layer."""
        return expression.transform(self._inside)

    def _inside(self, node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Column) and node.table == SOURCE and node.name in self.names:
            return self.names[node.name].copy()
        return node


def open_layer(relation: Relation, *, ended: bool = False) -> Layer:
    """The relation's own select where conditions and an order can be added to it, else one over it.

    The engine plans every layer of a query anew, which for events of a hundred columns takes
    longer than to read them.  `ended`: a select that has an order and a limit will do too.
    """
    clauses = {"expressions", "from_", "where", *(("order", "limit", "offset") if ended else ())}
    query = relation.query
    if isinstance(query, exp.Select) and clauses.issuperset(k for k, v in query.args.items() if v):
        names = _renamed(query)
        if names is not None:
            return Layer(query.copy(), names)
    return over(relation)


def over(relation: Relation) -> Layer:
    """A select of everything that the relation has."""
    return Layer(select(relation, exp.Star()), {})


def _renamed(query: exp.Select) -> Mapping[str, exp.Expression] | None:
    """The columns that the select gives another name; None where it makes any in another way."""
    star, *made = query.expressions
    aliases = [item for item in made if isinstance(item, exp.Alias)]
    if not isinstance(star, exp.Star) or star.args.get("except_") or len(aliases) < len(made):
        return None
    if not all(isinstance(item.this, exp.Column) for item in aliases):
        return None
    return {item.alias: item.this for item in aliases}


def select(relation: Relation, *expressions: exp.Expression) -> exp.Select:
    return exp.Select(expressions=list(expressions)).from_(source(relation), copy=False)


def filtered(relation: Relation, condition: exp.Expression) -> Relation:
    """The rows for which the condition is true."""
    layer = open_layer(relation)
    query = layer.query.where(layer.inside(condition), copy=False)
    return replace(relation, query=query)


def with_columns(relation: Relation, new: Sequence[tuple[Column, exp.Expression]]) -> Relation:
    """The rows with columns added, or replaced where one of that name is there."""
    known = {c.name for c in relation.columns} | {o.name for o in relation.order}
    fresh = {c.name: c for c, _ in new}
    replaced = [identifier(name) for name in fresh if name in known]
    star = exp.Star(except_=replaced) if replaced else exp.Star()
    added = [named(expression, c.name) for c, expression in new]
    old = tuple(fresh.pop(c.name, c) for c in relation.columns)
    visible = tuple(c for c in fresh.values() if not c.name.startswith("#"))
    return replace(relation, query=select(relation, star, *added), columns=(*old, *visible))


def named(expression: exp.Expression, name: str) -> exp.Expression:
    return exp.Alias(this=expression, alias=identifier(name))


def only(relation: Relation, columns: Sequence[tuple[str, Column]]) -> Relation:
    """The rows with these columns alone: the name that each has now, and what it becomes."""
    kept = [named(column(old), new.name) for old, new in columns]
    hidden = [named(column(o.name), o.name) for o in relation.order]
    query = select(relation, *kept, *hidden)
    return replace(relation, query=query, columns=tuple(new for _, new in columns))


def ordered(relation: Relation, keys: Sequence[tuple[exp.Expression, bool]]) -> Relation:
    """The rows in a new order: (expression, descending), then as they were."""
    taken = {o.name for o in relation.order}
    free = (f"#{n}" for n in range(len(taken) + len(keys) + 1) if f"#{n}" not in taken)
    new = [(Order(name, down), key) for name, (key, down) in zip(free, keys, strict=False)]
    added = [named(key, order.name) for order, key in new]
    query = select(relation, exp.Star(), *added)
    return replace(relation, query=query, order=(*(order for order, _ in new), *relation.order))


def by_order(relation: Relation) -> list[exp.Expression]:
    """What stands after ORDER BY."""
    return [
        exp.Ordered(this=column(o.name), desc=o.descending, nulls_first=o.absent_first)
        for o in relation.order
    ]


def limited(relation: Relation, limit: int, offset: int = 0) -> Relation:
    """The first rows in the order of the relation."""
    if not offset and _most(relation.query) <= limit:
        return relation
    layer = open_layer(relation)
    keys = [layer.inside(key) for key in by_order(relation)]
    ordered = layer.query.order_by(*keys, copy=False) if keys else layer.query
    query = ordered.limit(limit, copy=False)
    return replace(relation, query=query.offset(offset, copy=False) if offset else query)


def _most(query: exp.Query) -> float:
    """Rows that the query's own limit leaves it."""
    limit = query.args.get("limit")
    # With expressions it is so many rows of each of their values.
    if not isinstance(limit, exp.Limit) or limit.expressions:
        return math.inf
    return int(limit.expression.name)


def turned(relation: Relation) -> Relation:
    """The rows in the opposite order."""
    order = tuple(Order(o.name, not o.descending, not o.absent_first) for o in relation.order)
    return replace(relation, order=order)
