"""Split, cuts a query at its `|` into commands, heeding quotation marks and parentheses."""

import re
from dataclasses import dataclass

from search.errors import QueryError, Span

_SEARCHING = re.compile(r'"(?:\\.|[^"\\])*"|\\.|[^|"\\()\[\]`]+|.', re.DOTALL)
"""Where words are searched an apostrophe is a letter like any other."""

_COMPUTING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[^|\"'()\[\]`]+|.", re.DOTALL)
_COMMAND = re.compile(r"\s*([A-Za-z_][\w]*)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """One command: its name in lower case and the characters `[start, end)` after the name.

    `name_span` is empty for the search that a query begins with.
    """

    name: str
    name_span: Span
    start: int
    end: int


def split(text: str) -> list[Piece]:
    """Raises QueryError for what is open at its end, or begun without a name."""
    pieces = [_first(text)]
    while pieces[-1].end < len(text):
        pieces.append(_next(text, pieces[-1].end))
    return pieces


def _first(text: str) -> Piece:
    begin = re.match(r"\s*search(?=\s|$)", text, re.IGNORECASE)
    start = begin.end() if begin else 0
    span = Span(start - 6, start) if begin else Span(0, 0)
    return Piece("search", span, start, _end(text, start, _SEARCHING))


def _next(text: str, bar: int) -> Piece:
    found = _COMMAND.match(text, bar + 1)
    if found is None or found[1] is None:
        missing = Span(bar, bar + 1)
        raise QueryError(
            "A command is missing after `|`.", text, missing, "Name one, as in `| stats count`."
        )
    name = found[1].lower()
    marks = _SEARCHING if name == "search" else _COMPUTING
    end = _end(text, found.end(), marks)
    return Piece(name, Span(found.start(1), found.end(1)), found.end(), end)


def _end(text: str, start: int, marks: re.Pattern[str]) -> int:
    """Where the command ends that begins at `start`: at a `|` or the end of the text."""
    opened: list[int] = []
    at = start
    while at < len(text):
        found = marks.match(text, at)
        assert found is not None, "the last alternative takes any character"
        match found[0]:
            case "|":
                break
            case "(":
                opened.append(at)
            case ")":
                if not opened:
                    raise QueryError("`)` has no `(` before it.", text, Span(at, at + 1))
                opened.pop()
            case '"' | "[" | "]" | "`" as mark:
                raise _refusal(text, at, mark)
            case "'" if marks is _COMPUTING:
                raise _refusal(text, at, "'")
        at = found.end()
    if opened:
        raise QueryError("`(` is not closed.", text, Span(opened[-1], opened[-1] + 1))
    return at


def _refusal(text: str, at: int, mark: str) -> QueryError:
    here = Span(at, at + 1)
    if mark in "\"'":
        return QueryError(f"The quotation mark `{mark}` is not closed.", text, here)
    if mark == "`":
        return QueryError("Macros are not known here.", text, here, "Write out what it stands for.")
    return QueryError(
        "A search inside a search is not known here.",
        text,
        here,
        'Put the brackets into quotation marks to search for them, as in `"[ctx-1]"`.',
    )
