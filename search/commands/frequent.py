"""Frequent, what `top` and `rare` have in common: values counted, and cut by their count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from parsers.schema import FieldType
from search.commands.command import by_names, listed, number_of, of_type, options, switch, whole
from search.commands.stats import keyed, once
from search.context import Context
from search.relation import Column, Order, Relation
from search.spl import ast
from search.spl.build import Part
from search.sql import call, column, filtered, identifier, named, number, operator, select

_COUNT, _PERCENT, _RANK = "#count", "#percent", "#rank"


@dataclass(frozen=True, slots=True)
class Frequent:
    """`limit`: rows for each group of `by`, 0 is all."""

    names: tuple[ast.Name, ...]
    by: tuple[ast.Name, ...] = ()
    limit: int = 10
    show_count: bool = True
    show_percent: bool = True
    count_name: str = "count"
    percent_name: str = "percent"

    def __str__(self) -> str:
        by = f" by {listed(self.by)}" if self.by else ""
        shown = "" if self.show_count else " showcount=false"
        shown += "" if self.show_percent else " showperc=false"
        if self.count_name != "count":
            shown += f" countfield={ast.quote(self.count_name)}"
        if self.percent_name != "percent":
            shown += f" percentfield={ast.quote(self.percent_name)}"
        return f"limit={self.limit} {listed(self.names)}{by}{shown}"


def read_frequent(parts: Sequence[Part], command: str) -> Frequent:
    known = ("limit", "showcount", "showperc", "countfield", "percentfield")
    chosen = options(parts, command, *known)
    given = number_of(parts)
    limit = whole(chosen["limit"], "`limit`") if "limit" in chosen else given
    found = Frequent(
        of_type(parts, ast.Name),
        by_names(parts),
        10 if limit is None else limit,
        switch(chosen.get("showcount", "t"), "`showcount`"),
        switch(chosen.get("showperc", "t"), "`showperc`"),
        chosen.get("countfield", "count"),
        chosen.get("percentfield", "percent"),
    )
    shown = [name.text for name in (*found.by, *found.names)]
    once([*shown, found.count_name, found.percent_name])
    return found


def frequent(wanted: Frequent, relation: Relation, context: Context, rarest: bool) -> Relation:
    """Values of equal count stand in their own order."""
    by = (*wanted.by, *wanted.names)
    relation, keys = keyed(by, relation, context)
    hidden = [named(key.sql, f"#{at}") for at, (_, key) in enumerate(keys)]
    shown = [named(key.sql.copy(), name.text) for name, key in keys]
    counted = named(call("toInt64", call("count")), _COUNT)
    query = select(relation, *shown, *hidden, counted)
    query = query.group_by(*(key.sql.copy() for _, key in keys), copy=False)
    columns = tuple(Column(name.text, key.type) for name, key in keys)
    order = (
        *(Order(f"#{at}") for at in range(len(wanted.by))),
        Order(_COUNT, descending=not rarest),
        *(Order(f"#{at}") for at in range(len(wanted.by), len(keys))),
    )
    groups = Relation(query, columns, relation.parameters, order)
    return _shown(wanted, _ranked(wanted, groups))


def _ranked(wanted: Frequent, groups: Relation) -> Relation:
    parts = [column(f"#{at}") for at in range(len(wanted.by))]
    total = exp.Window(this=call("sum", column(_COUNT)), partition_by=parts)
    share = call("divide", call("multiply", column(_COUNT), number(100.0)), total)
    rest = groups.order[len(wanted.by) :]
    keys = [exp.Ordered(this=column(o.name), desc=o.descending, nulls_first=False) for o in rest]
    rank = exp.Window(
        this=exp.RowNumber(),
        partition_by=[part.copy() for part in parts],
        order=exp.Order(expressions=keys),
    )
    query = select(groups, exp.Star(), named(share, _PERCENT), named(rank, _RANK))
    ranked = replace(groups, query=query)
    if not wanted.limit:
        return ranked
    return filtered(ranked, operator("<=", column(_RANK), number(wanted.limit)))


def _shown(wanted: Frequent, ranked: Relation) -> Relation:
    """With the figures that are wanted, under their names."""
    columns = list(ranked.columns)
    shown: list[exp.Expression] = [exp.Star(except_=[identifier(_PERCENT), identifier(_RANK)])]
    if wanted.show_count:
        columns.append(Column(wanted.count_name, FieldType.LONG))
        shown.append(named(column(_COUNT), wanted.count_name))
    if wanted.show_percent:
        columns.append(Column(wanted.percent_name, FieldType.DOUBLE))
        shown.append(named(column(_PERCENT), wanted.percent_name))
    return Relation(select(ranked, *shown), tuple(columns), ranked.parameters, ranked.order)
