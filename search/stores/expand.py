"""Expand, writes `every event` out into the columns that a query needs of the store's table.

FIELDS has nearly two hundred rows, an event some thirty of them. Naming all of them in each
query costs 25 ms before anything is read, and reading those that no event has, more than that.
"""

from collections.abc import Iterable
from typing import Final

from sqlglot import exp

from parsers.schema import FIELDS
from search.relation import Column, Relation
from search.stores.columns import (
    MESSAGE,
    MESSAGE_LENGTH,
    MESSAGE_START,
    ORIGINAL,
    SHAPE,
    column_name,
)

NAME: Final = "every event"
"""Stands for the events with all their fields; no table has this name."""


def every_event(database: str) -> Relation:
    """Every event, a column for each row of FIELDS, under people's names."""
    table = exp.Table(
        this=exp.to_identifier(NAME, quoted=True), db=exp.to_identifier(database, quoted=True)
    )
    columns = tuple(Column(field.name, field.type, field.many) for field in FIELDS.values())
    return Relation(exp.Select(expressions=[exp.Star()]).from_(table, copy=False), columns, {})


def expand(
    query: exp.Query, database: str, table: str, filled: Iterable[str], beside: str = ""
) -> str:
    """The query as text that the engine reads.

    `table`: of the events, quoted.  `filled`: physical names of the columns that hold a value
    somewhere; the others are in the result only where the query names them.  `beside`: a column of
    the table that the rows of a search for whole events have too.
    """
    named = {identifier.name for identifier in query.find_all(exp.Identifier)}
    kept = [name for name in FIELDS if name in named]
    if shows_all(query):
        known = filled_fields(frozenset(filled))
        kept = [name for name in FIELDS if name in named or name in known]
    columns = ", ".join(f'{_shown(name)} AS "{name}"' for name in kept or ["event.sequence"])
    # A quote within a name is written twice, so that no name holds this text; values are
    # parameters.
    flat = _flat(query)
    text = (flat or query).sql(dialect="clickhouse")
    if flat is not None:
        shown = f"{columns}, {beside}" if beside else columns
        return text.replace("SELECT *", f"SELECT {shown}", 1).replace(_every(database), table, 1)
    every, read = _every(database), f"(SELECT {columns} FROM {table})"
    return text.replace(f"(SELECT * FROM {every})", read).replace(every, read)


def shapes_of(query: exp.Query, database: str, table: str, most: int) -> str | None:
    """The query for the shapes of the events that a search finds, as text.

    None where the search is not for at most so many whole events.
    """
    limit = query.args.get("limit")
    if limit is None or not limit.expression.is_int or int(limit.expression.name) > most:
        return None
    flat = _flat(query)
    if flat is None:
        return None
    text = flat.sql(dialect="clickhouse").replace("SELECT *", f"SELECT {SHAPE}", 1)
    return f"SELECT DISTINCT {SHAPE} FROM ({text.replace(_every(database), table, 1)})"


def shape_counts(query: exp.Query, database: str, table: str) -> str | None:
    """The query for how many of the events that a search finds have each shape, as text.

    None where the search is not for whole events.
    """
    flat = _flat(query)
    if flat is None:
        return None
    flat.set("order", None)
    counts = f'{SHAPE}, count() AS "many", countIf(notEmpty("tags")) AS "tagged"'
    text = flat.sql(dialect="clickhouse").replace("SELECT *", f"SELECT {counts}", 1)
    return f"{text.replace(_every(database), table, 1)} GROUP BY {SHAPE}"


def _every(database: str) -> str:
    return f'"{database}"."{NAME}"'


_KNOWN: Final = frozenset({"expressions", "from_", "where", "order", "limit", "offset"})


def _flat(query: exp.Query) -> exp.Select | None:
    """A search for whole events over the table itself: its `*` stands for the fields.

    None where the query does anything else.  The engine plans the select of all fields below it
    anew for each select around that, which takes a quarter of the time of a small answer.
    """
    if not isinstance(query, exp.Select) or query.expressions != [exp.Star()]:
        return None
    if not _KNOWN.issuperset(name for name, value in query.args.items() if value):
        return None
    source = query.args["from_"].this
    if not isinstance(source, exp.Subquery) or not isinstance(source.this, exp.Select):
        return None
    below = source.this
    table = below.args["from_"].this
    if table.name != NAME or below != exp.Select(expressions=[exp.Star()]).from_(table):
        return None
    flat = query.copy()
    flat.args["from_"].this.replace(exp.alias_(table.copy(), source.alias, table=True))
    columns = [column for column in flat.find_all(exp.Column) if column.table == source.alias]
    if any(column.name == MESSAGE for column in columns):
        return None
    for column in columns:
        column.set("this", exp.to_identifier(column_name(column.name), quoted=True))
    return flat


def shows_all(query: exp.Query) -> bool:
    """Whether what the query does not name shows in its result, or in what a part of it does."""
    if not isinstance(query, exp.Select) or query.is_star:
        return True
    return any(
        not isinstance(star.parent, exp.Select) or star.parent.args.get("distinct") is not None
        for star in query.find_all(exp.Star)
    )


def filled_fields(filled: frozenset[str]) -> frozenset[str]:
    """The fields that the physical columns hold."""
    fields = frozenset(name for name in FIELDS if column_name(name) in filled)
    return fields | {MESSAGE} if MESSAGE_START in filled else fields


def _shown(name: str) -> str:
    """A field as an expression over the table's columns."""
    if name != MESSAGE:
        return f'"{column_name(name)}"'
    return (
        f'if("{MESSAGE_START}" = 0, "{MESSAGE}", '
        f'substring("{ORIGINAL}", "{MESSAGE_START}", "{MESSAGE_LENGTH}"))'
    )
