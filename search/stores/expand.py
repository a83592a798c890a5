"""Expand, writes `every event` out into the columns that a query needs of the store's table.

FIELDS has nearly two hundred rows, an event some thirty of them. Naming all of them in each
query costs 25 ms before anything is read, and reading those that no event has, more than that.
"""

from collections.abc import Iterable
from typing import Final

from sqlglot import exp

from parsers.schema import FIELDS
from search.relation import Column, Relation
from search.sql import call
from search.stores.columns import (
    MESSAGE,
    MESSAGE_LENGTH,
    MESSAGE_START,
    ORIGINAL,
    SHAPE,
    TIME,
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


def expand(query: exp.Query, database: str, table: str, filled: Iterable[str]) -> str:
    """The query as text that the engine reads.

    `table`: of the events, quoted.  `filled`: physical names of the columns that hold a value
    somewhere; the others are in the result only where the query names them.
    """
    named = {identifier.name for identifier in query.find_all(exp.Identifier)}
    kept = [name for name in FIELDS if name in named]
    if shows_all(query):
        known = filled_fields(frozenset(filled))
        kept = [name for name in FIELDS if name in named or name in known]
    columns = _selected(kept or ["event.sequence"])
    flat = _flat(query)
    if flat is not None:
        return _written(flat, database, table, columns)
    # A quote within a name is written twice, so that no name holds this text; values are
    # parameters.
    every, read = _every(database), f"(SELECT {columns} FROM {table})"
    text = query.sql(dialect="clickhouse")
    return text.replace(f"(SELECT * FROM {every})", read).replace(every, read)


class Few:
    """A search for a few whole events, asked in two steps: where they are, then the rows.

    The second step reads between the times that the first found, which spares it most of the
    table.  A later page (`paged`) does not: its offset counts what is newer.
    """

    def __init__(self, flat: exp.Select, database: str, table: str) -> None:
        self._flat, self._database, self._table = flat, database, table
        self.paged = flat.args.get("offset") is not None

    @property
    def places(self) -> str:
        """The query for the shape and the time of each event."""
        return _written(self._flat.copy(), self._database, self._table, f'{SHAPE}, "{TIME}"')

    def rows(self, filled: Iterable[str], first: int, last: int) -> str:
        """The query for the events, which are between these times in us, each with its shape."""
        known = filled_fields(frozenset(filled))
        columns = _selected([name for name in FIELDS if name in known])
        flat = self._flat.copy()
        if not self.paged:
            alias = flat.args["from_"].this.alias
            time = exp.column(exp.to_identifier(TIME, quoted=True), alias)
            between = exp.Between(this=time, low=_instant(first), high=_instant(last))
            flat = flat.where(between, copy=False)
        return _written(flat, self._database, self._table, f"{columns}, {SHAPE}")


def few(query: exp.Query, database: str, table: str, most: int) -> Few | None:
    """None where the search is not for at most so many whole events."""
    limit = query.args.get("limit")
    if limit is None or not limit.expression.is_int or int(limit.expression.name) > most:
        return None
    flat = _flat(query)
    return None if flat is None else Few(flat, database, table)


def shape_counts(query: exp.Query, database: str, table: str) -> str | None:
    """The query for how many of the events that a search finds have each shape, as text.

    None where the search is not for whole events.
    """
    flat = _flat(query)
    if flat is None:
        return None
    flat.set("order", None)
    counts = f'{SHAPE}, count() AS "many", countIf(notEmpty("tags")) AS "tagged"'
    return f"{_written(flat, database, table, counts)} GROUP BY {SHAPE}"


def _written(flat: exp.Select, database: str, table: str, columns: str) -> str:
    """A search over the table itself, which is given away, as text; these columns for its `*`."""
    text = flat.sql(dialect="clickhouse", copy=False).replace("SELECT *", f"SELECT {columns}", 1)
    return text.replace(_every(database), table, 1)


def _selected(names: Iterable[str]) -> str:
    return ", ".join(f'{_shown(name)} AS "{name}"' for name in names)


def _instant(micros: int) -> exp.Expression:
    utc = exp.Literal.string("UTC")
    return call("fromUnixTimestamp64Micro", exp.Literal.number(micros), utc)


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
