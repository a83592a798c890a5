"""Pipeline, leads a relation through the commands of a query, one after the other."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC

from sqlglot import exp

from search import times
from search.answer import Kind, TimeRange
from search.commands import COMMANDS
from search.commands.command import Command
from search.context import Context
from search.matching import Matcher, instant_sql
from search.relation import Order, Relation
from search.spl import ast
from search.spl.query import Query, Stage, Step
from search.sql import (
    Layer,
    both,
    by_order,
    call,
    column,
    filtered,
    identifier,
    named,
    open_layer,
    operator,
    over,
    select,
)

_BY_STAGE = {command.stage: command for command in COMMANDS.values()}
WIDE = 64
"""Columns: more than any query makes, fewer than FIELDS has."""

NEWEST_FIRST = (Order("#time", descending=True), Order("#sequence", descending=True))


def in_range(events: Relation, time_range: TimeRange, context: Context) -> Relation:
    """The events of the time range, newest first."""
    time, sequence = column("@timestamp"), column("event.sequence")
    hidden = named(time, "#time"), named(sequence, "#sequence")
    conditions: list[exp.Expression] = []
    for sign, edge in ((">=", time_range.start), ("<", time_range.end)):
        if edge is not None:
            when = instant_sql(context, times.micros(edge.astimezone(UTC)))
            conditions.append(operator(sign, column("@timestamp"), when))
    query = select(events, exp.Star(), *hidden)
    if conditions:
        query = query.where(both(conditions), copy=False)
    return Relation(query, events.columns, context.values.held, NEWEST_FIRST)


def begin(query: Query, events: Relation, context: Context) -> Relation:
    """Of the events of the time range, those that the leading search finds."""
    if isinstance(query.leading, ast.Everything | ast.TimeBound):
        return events
    return filtered(events, Matcher(events, context, indexed=True).matches(query.leading))


def follow(steps: Iterable[Step], relation: Relation, context: Context) -> Relation:
    """What the commands after the leading search make of it."""
    for step in steps:
        relation = command(step.stage).apply(step.stage, relation, context, step.span)
    return relation


def command(stage: Stage) -> Command:
    return _BY_STAGE[type(stage)]


def kind(query: Query) -> Kind:
    """What the rows of the query are."""
    found: Kind = "events"
    for step in query.steps:
        shape = command(step.stage).shape
        found = found if shape == "same" else shape
    return found


def finished(relation: Relation) -> Relation:
    """The rows in their order, with the columns people see.

    Events that no command has narrowed are asked for as `*`, so that a store need not read the
    fields that it holds no value of.
    """
    layer = open_layer(relation, ended=True)
    keys = [layer.inside(key) for key in by_order(relation)]
    if layer.ended and layer.order != keys:
        layer, keys = over(relation), by_order(relation)
    query = layer.query
    query.set("expressions", _shown(relation, layer))
    if keys and not layer.ended:
        query = query.order_by(*keys, copy=False)
    return replace(relation, query=query)


def _shown(relation: Relation, layer: Layer) -> list[exp.Expression]:
    if len(relation.columns) <= WIDE:
        return [named(layer.inside(column(c.name)), c.name) for c in relation.columns]
    hidden = {o.name for o in relation.order}
    made = [named(item.copy(), name) for name, item in layer.names.items() if name not in hidden]
    inner = [identifier(name) for name in sorted(hidden - layer.names.keys())]
    return [exp.Star(except_=inner) if inner else exp.Star(), *made]


def counted(relation: Relation) -> Relation:
    """One row that says how many rows there are."""
    query = open_layer(relation).query
    query.set("expressions", [named(call("count"), "count")])
    return Relation(query, (), relation.parameters)
