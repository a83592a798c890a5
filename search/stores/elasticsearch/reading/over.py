"""Over, writes the SQL of a query so that the embedded engine runs it over fetched events."""

from collections.abc import Iterable

from sqlglot import exp

from parsers.schema import FIELDS
from search.stores.columns import column_type
from search.stores.elasticsearch.reading.source import DATABASE
from search.stores.elasticsearch.reading.tally import COUNT

ROWS = "Python(rows)"


def over(query: exp.Query, name: str, fetched: Iterable[str]) -> str:
    """The query as text in which the source reads the engine's `rows`, whose columns are given.

    Columns that the query names and that were not fetched, since nothing comes to depend on
    them, hold what is empty.
    """
    there = frozenset(fetched)
    named = {identifier.name for identifier in query.find_all(exp.Identifier)}
    shown = [_shown(field, field in there) for field in FIELDS if field in there | named]
    many = (
        f' ARRAY JOIN arrayWithConstant(assumeNotNull("{COUNT}"), toUInt8(0)) AS "#each"'
        if COUNT in there
        else ""
    )
    read = f"(SELECT {', '.join(shown) or '1'} FROM {ROWS}{many})"
    # A quote within a name is written twice, so that no name holds this text.
    return query.sql(dialect="clickhouse").replace(f'"{DATABASE}"."{name}"', read)


def _shown(name: str, there: bool) -> str:
    """A column of the type that it has in the embedded store."""
    kind = column_type(FIELDS[name])
    if not there:
        return (
            f"""CAST(defaultValueOfTypeName('{kind.replace("'", "''")}') AS {kind}) AS "{name}\""""
        )
    if kind.startswith(("Nullable", "LowCardinality(Nullable", "Array", "Map")):
        return f'CAST("{name}" AS {kind}) AS "{name}"'
    return f'CAST(assumeNotNull("{name}") AS {kind}) AS "{name}"'
