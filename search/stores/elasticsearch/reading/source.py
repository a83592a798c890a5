"""Source, events of a cluster as a table in the SQL of a query, fetched when the query runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa
from sqlglot import exp

from parsers.schema import FIELDS
from search.answer import TimeRange
from search.context import Context
from search.pipeline import in_range
from search.relation import Column, Relation
from search.sql import Values, identifier
from search.stores.elasticsearch.reading.dsl import Json

DATABASE: Final = "elasticsearch"
"""Where the SQL says that a source stands."""

COLUMNS: Final = tuple(Column(f.name, f.type, f.many) for f in FIELDS.values())


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The newest `count` events of each combination of the fields' values."""

    fields: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Index:
    """How far an index can be trusted.

    `marked`: fields of which some event has a value that the index does not hold quite.
    `counts_entries`: it can count the values of a map's key.
    """

    marked: frozenset[str] = frozenset()
    counts_entries: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The events that `query` finds.

    `index`: what is known of where they are.  `memo`: what was fetched for the small answers of
    a page, by what was asked.
    """

    query: Json
    index: Index
    first_of: FirstOf | None = None
    memo: dict[object, pa.Table] = field(default_factory=dict)


def relation(source: Source, context: Context) -> Relation:
    """The source's events, newest first."""
    return in_range(every(source, context.values), TimeRange(None, None), context)


def every(source: Source, values: Values) -> Relation:
    """The source's events, in no order."""
    name = str(values.add(source, "Source").this)
    table = exp.Table(this=identifier(name), db=identifier(DATABASE))
    query = exp.Select(expressions=[exp.Star()]).from_(table, copy=False)
    return Relation(query, COLUMNS, values.held)


def source_of(query: exp.Query, held: Mapping[str, object]) -> tuple[str, Source] | None:
    """The one source that a query reads, by its name; None where it reads none."""
    names = {table.name for table in query.find_all(exp.Table) if table.db == DATABASE}
    assert len(names) < 2, "a relation begins with one source"
    for name in names:
        source = held[name]
        assert isinstance(source, Source), "only sources are tables"
        return name, source
    return None


def values_of(held: Mapping[str, object]) -> Mapping[str, object]:
    """The values that the engine is given."""
    return {name: value for name, value in held.items() if not isinstance(value, Source)}
