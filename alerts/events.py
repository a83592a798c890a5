"""The events of a rule: its query narrowed to what has just arrived, or to one alert's events."""

import re
from collections.abc import Sequence

from parsers.schema import FIELDS
from search.spl.split import split


def narrowed(query: str, condition: str) -> str:
    """The query with one condition more on the events that it begins with.

    Raises: QueryError where its commands cannot be told apart.
    """
    head, rest = _cut(query)
    if re.search(r"\bOR\b", head):
        head = f"({head})"
    return " ".join(part for part in (head, condition, rest) if part)


def events_query(query: str, key: Sequence[tuple[str, str | None]], last_sequence: int) -> str:
    """The search for those events of a rule's query that have the key and had arrived by then.

    Before the first `|`, a comparison looks at stored fields and not at the case of letters; so
    a value with letters, and a field that the query itself makes, is compared after it.
    """
    rest = _cut(query)[1]
    early = [_equals(field, value) for field, value in key if not rest and not _exact(field, value)]
    late = [
        f"| where {_where(field, value)}"
        if _exact(field, value)
        else f"| search {_equals(field, value)}"
        for field, value in key
        if rest or _exact(field, value)
    ]
    conditions = " ".join([*early, f"event.sequence<={last_sequence}"])
    return " ".join([narrowed(query, conditions), *late])


def _cut(query: str) -> tuple[str, str]:
    """The search that a query begins with, and the rest from its first `|`."""
    first = split(query)[0]
    return query[first.start : first.end].strip(), query[first.end :].strip()


def _exact(field: str, value: str | None) -> bool:
    """Whether only `where` tells the value from others: it heeds case and knows no wildcard."""
    if value is None or (field in FIELDS and FIELDS[field].many):
        return False
    return value.lower() != value.upper() or "*" in value


def _equals(field: str, value: str | None) -> str:
    return f"NOT {field}=*" if value is None else f"{field}={_quoted(value)}"


def _where(field: str, value: str | None) -> str:
    return f"'{field}'={_quoted(str(value))}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
