"""`stats`: one row for each group, with what sums it up."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from search import names
from search.aggregates import aggregate, numbered, output
from search.commands.command import Command, by_names, listed, of_type
from search.context import Context
from search.convert import as_texts
from search.errors import Span
from search.functions.logic import present
from search.relation import Column, Order, Relation
from search.spl import ast
from search.spl.build import Aggregate, Part
from search.sql import Typed, both, call, column, filtered, named, select, with_columns


@dataclass(frozen=True, slots=True)
class Stats:
    """`stats aggregates by names`"""

    aggregates: tuple[Aggregate, ...]
    by: tuple[ast.Name, ...] = ()

    def __str__(self) -> str:
        by = f" by {listed(self.by)}" if self.by else ""
        return f"stats {', '.join(map(str, self.aggregates))}{by}"


def read(parts: Sequence[Part]) -> Stats:
    stage = Stats(of_type(parts, Aggregate), by_names(parts))
    once([*(name.text for name in stage.by), *(item.name for item in stage.aggregates)])
    return stage


def once(shown: Sequence[str]) -> None:
    """Raises ValueError when two columns would have one name."""
    for name in shown:
        if shown.count(name) > 1:
            raise ValueError(f"Two columns would be called `{name}`; name one of them with `as`.")
        if not name.strip() or name.startswith("#"):
            raise ValueError(f"A column cannot be called `{name}`.")


def apply(stage: Stats, relation: Relation, context: Context, _: Span) -> Relation:
    """Groups stand in the order of their values; rows without one of the fields are in none."""
    relation, keys = keyed(stage.by, numbered(stage.aggregates, relation, context), context)
    columns: list[Column] = [Column(name.text, key.type) for name, key in keys]
    shown = [named(key.sql, name.text) for name, key in keys]
    for item in stage.aggregates:
        found = aggregate(item, relation, context)
        columns.append(output(item, found))
        shown.append(named(found.sql, item.name))
    hidden = [named(key.sql.copy(), f"#{at}") for at, (_, key) in enumerate(keys)]
    query = select(relation, *shown, *hidden)
    if keys:
        query = query.group_by(*(key.sql.copy() for _, key in keys), copy=False)
    order = tuple(Order(f"#{at}") for at in range(len(keys)))
    return Relation(query, tuple(columns), relation.parameters, order)


def keyed(
    by: Sequence[ast.Name], relation: Relation, context: Context
) -> tuple[Relation, list[tuple[ast.Name, Typed]]]:
    """The rows that have all these fields, and the fields as keys; a list gives a row a value."""
    if not by:
        return relation, []
    values = [names.value(name, relation, context) for name in by]
    there = filtered(relation, both(present(value) for value in values))
    made: list[tuple[Column, exp.Expression]] = []
    keys: list[tuple[ast.Name, Typed]] = []
    for at, (name, value) in enumerate(zip(by, values, strict=True)):
        sql = call("arrayJoin", as_texts(value)) if value.many else value.sql
        made.append((Column(f"#by{at}", value.type), sql))
        keys.append((name, Typed(column(f"#by{at}"), value.type)))
    return with_columns(there, made), keys


COMMAND = Command("stats", Stats, read, apply, "table", "Sums up rows, in groups")
