"""`fields`: keeps columns, or leaves them out."""

from collections.abc import Sequence
from dataclasses import dataclass

from lark import Token

from search import names
from search.commands.command import Command, listed, of_type
from search.context import Context
from search.errors import Span
from search.relation import Column, Relation
from search.spl import ast
from search.spl.build import Part
from search.sql import column, named, only, select

INTERNAL = ("@timestamp", "event.original")
"""What stays unless it is named to go, as `_time` and `_raw` do in Splunk."""


@dataclass(frozen=True, slots=True)
class Fields:
    """`fields + names`, `fields - names`."""

    names: tuple[ast.Name, ...]
    remove: bool = False

    def __str__(self) -> str:
        return f"fields {'-' if self.remove else '+'} {listed(self.names)}"


def read(parts: Sequence[Part]) -> Fields:
    first = parts[0]
    return Fields(of_type(parts, ast.Name), isinstance(first, Token) and first == "-")


def apply(stage: Fields, relation: Relation, context: Context, _: Span) -> Relation:
    return _without(stage, relation, context) if stage.remove else _kept(stage, relation, context)


def _without(stage: Fields, relation: Relation, context: Context) -> Relation:
    gone: set[str] = set()
    for _, text in names.expand(stage.names, relation, context):
        known = names.find(text, relation)
        if known is None:
            context.warn(f"`fields` has no `{text}` to leave out.")
        else:
            gone.add(known.name)
    return only(relation, [(c.name, c) for c in relation.columns if c.name not in gone])


def _kept(stage: Fields, relation: Relation, context: Context) -> Relation:
    kept = {c.name: c for c in relation.columns if c.name in INTERNAL}
    chosen = names.expand(stage.names, relation, context)
    return picked(chosen, relation, context, kept, as_written=False)


def picked(
    chosen: Sequence[tuple[ast.Name, str]],
    relation: Relation,
    context: Context,
    first: dict[str, Column],
    as_written: bool,
) -> Relation:
    """The rows with the columns `first` and then the chosen ones, in their order."""
    expressions = {name: named(column(name), name) for name in first}
    columns = dict(first)
    for name, _ in chosen:
        value = names.value(name, relation, context)
        known = names.find(name.text, relation)
        shown = name.text if as_written or known is None else known.name
        if shown not in columns:
            columns[shown] = Column(shown, value.type, value.many)
            expressions[shown] = named(value.sql, shown)
    hidden = [named(column(order.name), order.name) for order in relation.order]
    query = select(relation, *expressions.values(), *hidden)
    return Relation(query, tuple(columns.values()), relation.parameters, relation.order)


COMMAND = Command("fields", Fields, read, apply, "same", "Keeps fields, or leaves them out")
