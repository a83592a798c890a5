"""Completion, says what may stand at the cursor of a query that is being written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from parsers.schema import FIELDS
from search.aggregates import AGGREGATES
from search.answer import Completion, SearchRequest
from search.commands import COMMANDS
from search.errors import QueryError
from search.functions import FUNCTIONS
from search.sidebar import field_summary, field_values
from search.stores.store import Store

MOST = 12
"""Entries of one answer."""

_AFTER_BAR = re.compile(r"\|\s*(\w*)$")
_VALUE = re.compile(r"([\w.@]+)\s*(?:=|!=)\s*\"?([^\s\"|()]*)$")
_WORD = re.compile(r"[\w.@*]*$")
_COMMAND = re.compile(r"\|\s*(\w+)[^|]*$")
_WAITING = re.compile(r"(?:(?:^|(?<=[\s()]))(?:AND|OR|NOT|IN)|\()\s*$")
"""Last words of a search that wait for more."""


def complete(store: Store, request: SearchRequest, cursor: int) -> list[Completion]:
    """What may stand at the cursor (an offset into the query), best first.  Never QueryError."""
    text = request.query[:cursor]
    bar = _AFTER_BAR.search(text)
    if bar:
        return _commands(bar[1], cursor)
    whole = replace(request, query=_leading(text))
    command = _COMMAND.search(text)
    value = _VALUE.search(text)
    try:
        if value and (command is None or command[1].lower() in {"search", "where"}):
            return _values(store, whole, value[1], value[2], cursor)
        return _words(store, whole, text, command[1].lower() if command else "", cursor)
    except QueryError:
        return []


def _leading(text: str) -> str:
    """A query that runs while the text is not finished: its complete words before the first bar."""
    first, bar, _ = text.partition("|")
    finished = first if bar else first[: len(first) - len(re.split(r"[\s(]", first)[-1])]
    while waiting := _WAITING.search(finished):
        finished = finished[: waiting.start()]
    unclosed = finished.count("(") - finished.count(")")
    return f"{finished.strip() or '*'}{')' * unclosed}"


def _commands(begun: str, cursor: int) -> list[Completion]:
    rows = [(c.name, c.meaning) for c in COMMANDS.values()]
    return _fitting(rows, begun, "command", cursor)


def _fitting(
    rows: Iterable[tuple[str, str]], begun: str, kind: str, cursor: int
) -> list[Completion]:
    start = cursor - len(begun)
    wanted = begun.lower()
    return [
        Completion(name, kind, start, cursor, meaning)
        for name, meaning in rows
        if name.lower().startswith(wanted)
    ][:MOST]


def _words(
    store: Store, request: SearchRequest, text: str, command: str, cursor: int
) -> list[Completion]:
    """Functions where a command takes them, then fields with their coverage."""
    found = _WORD.search(text)
    begun = found[0] if found else ""
    functions = _fitting(_functions(command).items(), begun, "function", cursor)
    wanted = begun.lower()
    fields = [
        Completion(
            field.name, "field", cursor - len(begun), cursor,
            FIELDS[field.name].meaning, field.coverage,
        )
        for field in field_summary(store, request)
        if any(name.lower().startswith(wanted) for name in (field.name, *_aliases(field.name)))
    ]  # fmt: skip
    return [*functions[: MOST // 2], *fields][:MOST] if begun else [*fields, *functions][:MOST]


def _aliases(name: str) -> tuple[str, ...]:
    return FIELDS[name].aliases if name in FIELDS else ()


def _functions(command: str) -> Mapping[str, str]:
    match command:
        case "stats" | "timechart":
            return dict.fromkeys(AGGREGATES, "Sums up the rows of a group")
        case "eval" | "where":
            return {row.name: row.meaning for row in FUNCTIONS.values()}
        case _:
            return {}


def _values(
    store: Store, request: SearchRequest, field: str, begun: str, cursor: int
) -> list[Completion]:
    """The most frequent values of the field."""
    found = field_values(store, request, field, 200)
    start = cursor - len(begun)
    wanted = begun.lower()
    return [
        Completion(
            _written(value), "value", start, cursor, f"{count:,} events", count / found.total
        )
        for value, count in found.values
        if value.lower().startswith(wanted)
    ][:MOST]


def _written(value: str) -> str:
    plain = re.fullmatch(r"[\w.:@/+\-]+", value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("*", "\\*")
    return value if plain else f'"{escaped}"'
