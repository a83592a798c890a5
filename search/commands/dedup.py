"""`dedup`: the first rows of each combination of values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from search import names
from search.commands.command import Command, listed, number_of, of_type, options, switch
from search.commands.sort import arranged
from search.context import Context
from search.convert import as_texts
from search.errors import Span
from search.functions.logic import present
from search.relation import Relation
from search.spl import ast
from search.spl.build import Part, SortKey
from search.sql import both, by_order, column, filtered, named, select

_PLACE = ("#time", "#sequence")


@dataclass(frozen=True, slots=True)
class Dedup:
    """`dedup count names`.  `keep_empty`: rows without one of the fields stay."""

    names: tuple[ast.Name, ...]
    count: int = 1
    keys: tuple[SortKey, ...] = ()
    keep_empty: bool = False

    def __str__(self) -> str:
        empty = " keepempty=true" if self.keep_empty else ""
        keys = f" sortby {', '.join(map(str, self.keys))}" if self.keys else ""
        return f"dedup {self.count} {listed(self.names)}{empty}{keys}"


def read(parts: Sequence[Part]) -> Dedup:
    chosen = options(parts, "dedup", "keepempty")
    count = number_of(parts)
    if count == 0:
        raise ValueError("`dedup` keeps at least 1 row of each.")
    empty = switch(chosen.get("keepempty", "f"), "`keepempty`")
    return Dedup(of_type(parts, ast.Name), count or 1, of_type(parts, SortKey), empty)


def apply(stage: Dedup, relation: Relation, context: Context, _: Span) -> Relation:
    relation = arranged(stage.keys, relation, context)
    values = [names.value(name, relation, context) for name in stage.names]
    there = both(present(value) for value in values)
    if not stage.keep_empty:
        relation = filtered(relation, there)
    keys = [as_texts(value) if value.many else value.sql for value in values]
    found = _first(stage.count, _candidates(stage.count, relation, keys), keys)
    return found if not stage.keep_empty else _with_empty(relation, found, there)


def _first(
    count: int, relation: Relation, keys: Sequence[exp.Expression], *shown: exp.Expression
) -> Relation:
    """So many rows of each combination of the keys.  `shown`: their columns, if not all."""
    query = select(relation, *(shown or [exp.Star()])).order_by(*by_order(relation), copy=False)
    copies = [key.copy() for key in keys]
    query.set("limit", exp.Limit(expression=exp.Literal.number(count), expressions=copies))
    return replace(relation, query=query)


def _candidates(count: int, relation: Relation, keys: Sequence[exp.Expression]) -> Relation:
    """Of events, those that may be kept: found by what tells events apart, for to go through all
    columns of all events takes more memory than a query may have."""
    if not {order.name for order in relation.order}.issuperset(_PLACE):
        return relation
    place = exp.Tuple(expressions=[column(name) for name in _PLACE])
    shown = [named(column(name), name) for name in _PLACE]
    places = exp.Subquery(this=_first(count, relation, keys, *shown).query)
    return filtered(relation, exp.In(this=place, query=places))


def _with_empty(before: Relation, found: Relation, there: exp.Expression) -> Relation:
    absent = filtered(before, exp.Anonymous(this="not", expressions=[there.copy()]))
    kept = filtered(found, there.copy())
    query = exp.union(kept.query, absent.query, distinct=False)
    return replace(found, query=query)


COMMAND = Command("dedup", Dedup, read, apply, "same", "The first row of each value")
