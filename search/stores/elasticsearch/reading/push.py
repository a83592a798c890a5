"""Push, gives a cluster the part of a query that it answers exactly, and the engine the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from search import names, times
from search.commands.dedup import Dedup
from search.commands.fields import Fields
from search.commands.head import Head
from search.commands.rare import Rare
from search.commands.rename import Rename
from search.commands.search import Search
from search.commands.sort import Sort
from search.commands.stats import Stats
from search.commands.table import Table
from search.commands.tail import Tail
from search.commands.timechart import Timechart
from search.commands.top import Top
from search.commands.where import Where
from search.context import Context
from search.expression import condition
from search.matching import Matcher
from search.pipeline import command, finished
from search.relation import Relation
from search.spl import ast
from search.spl.query import Query, Step
from search.sql import filtered
from search.stores.elasticsearch.reading.bound import bound
from search.stores.elasticsearch.reading.conditions import Conditions
from search.stores.elasticsearch.reading.dsl import ALL, Match, all_of
from search.stores.elasticsearch.reading.find import Finder, in_range
from search.stores.elasticsearch.reading.needs import COUNTED, Tally
from search.stores.elasticsearch.reading.source import FirstOf, Index, Source, relation, source_of
from search.stores.elasticsearch.reading.wants import wants
from search.stores.store import Pushed

_MOST_FIRSTS: Final = 100
"""`index.max_inner_result_window`: events that a combination is asked for."""

_SIMPLE: Final = frozenset({"expressions", "from_", "order", "limit", "offset"})
_ANSWERED: Final = (
    Search, Dedup, Fields, Head, Rare, Rename, Sort, Stats, Table, Tail, Timechart, Top,
)  # fmt: skip
"""Stages that a cluster may answer; others compute."""


def push(query: Query, context: Context, index: Index) -> Pushed:
    """Raises QueryError."""
    start, end = context.time_range.start, context.time_range.end
    ranged = in_range(
        None if start is None else times.micros(start), None if end is None else times.micros(end)
    )
    pushing = _Pushing(Source(ranged, index), context)
    events = relation(pushing.source, context)
    narrowed, found = pushing.searched(query.leading, events)
    exact, rows, taken = narrowed.exact, found, 0
    while narrowed.exact and taken < len(query.steps):
        further = narrowed.step(query.steps[taken], rows)
        if further is None:
            break
        narrowed, rows = further
        taken += 1
    if not exact:
        return Pushed(events, found, rows, taken, lambda: None)
    # A search that the engine has to repeat is not answered, though it narrows what is fetched.
    sure = taken if narrowed.exact else taken - 1
    after = rows if narrowed.exact else None
    return Pushed(events, found, rows, taken, lambda: _answered(query.steps, after, sure, context))


@dataclass(frozen=True, slots=True)
class _Pushing:
    """What the cluster finds so far.  `exact`: it is what the query means."""

    source: Source
    context: Context
    exact: bool = True

    def searched(self, item: ast.SearchExpr, rows: Relation) -> "tuple[_Pushing, Relation]":
        """Of the rows, those that are searched for."""
        if isinstance(item, ast.Everything | ast.TimeBound):
            return self, rows
        wanted = Matcher(rows, self.context, indexed=False).matches(item)
        return self._narrowed(self._finder(rows).match(item), wanted)

    def fitting(self, item: ast.Expr, rows: Relation) -> "tuple[_Pushing, Relation] | None":
        """Of the rows, those of which the condition is true; None where the cluster cannot help."""
        wanted = condition(item, rows, self.context)
        found = Conditions(self._finder(rows)).match(item)
        return None if found.upper == ALL and not found.exact else self._narrowed(found, wanted)

    def _finder(self, rows: Relation) -> Finder:
        return Finder(rows, self.context, self.source.index.marked)

    def _narrowed(self, found: Match, wanted: exp.Expression) -> "tuple[_Pushing, Relation]":
        narrowed = Source(all_of([self.source.query, found.upper]), self.source.index)
        among = relation(narrowed, self.context)
        if found.exact:
            return _Pushing(narrowed, self.context), among
        return _Pushing(narrowed, self.context, exact=False), filtered(among, wanted)

    def step(self, step: Step, rows: Relation) -> "tuple[_Pushing, Relation] | None":
        """The rows after a step; None where it is not for the cluster to narrow them."""
        if self.source.first_of is not None:
            return None
        match step.stage:
            case Search(item=item):
                return self.searched(item, rows)
            case Where(item=item):
                return self.fitting(item, rows)
            case Dedup(keys=(), keep_empty=False, count=count) as stage if count <= _MOST_FIRSTS:
                fields = self._counted(stage.names, rows)
                if fields is None:
                    return None
                first = Source(self.source.query, self.source.index, FirstOf(fields, count))
                among = relation(first, self.context)
                kept = command(stage).apply(stage, among, self.context, step.span)
                return _Pushing(first, self.context), kept
            case _:
                return None

    def _counted(self, given: Sequence[ast.Name], rows: Relation) -> tuple[str, ...] | None:
        """The fields of these names, where the cluster can tell their values apart."""
        found = [names.find(name.text, rows) for name in given]
        fields = [c.name for c in found if c is not None and c.type in COUNTED and not c.many]
        known = len(fields) == len(given) and not self.source.index.marked & set(fields)
        return tuple(dict.fromkeys(fields)) if known else None


def _answered(steps: Sequence[Step], rows: Relation | None, taken: int, context: Context) -> int:
    """How many of the steps the cluster answers: what it sends is what they make of the rows."""
    if rows is None:
        return taken
    most = taken
    for at, step in enumerate(steps[taken:], taken + 1):
        if not isinstance(step.stage, _ANSWERED):
            break
        rows = command(step.stage).apply(step.stage, rows, context, step.span)
        if _is_answered(finished(rows).query, rows.parameters):
            most = at
    return most


def _is_answered(query: exp.Query, held: Mapping[str, object]) -> bool:
    found = source_of(query, held)
    if found is None:
        return False
    if isinstance(wants(query, held, found[1]), Tally):
        return True
    limited = any(True for _ in query.find_all(exp.Limit))
    if limited:
        return found[1].first_of is None and bound(query) is not None
    return all(map(_is_simple, query.find_all(exp.Select)))


def _is_simple(layer: exp.Select) -> bool:
    """Whether it only names columns."""
    if not _SIMPLE.issuperset(name for name, value in layer.args.items() if value):
        return False
    return all(
        isinstance(item, exp.Star | exp.Column)
        or (isinstance(item, exp.Alias) and isinstance(item.this, exp.Column))
        for item in layer.expressions
    )
