"""Mistakes, says in one plain sentence what is wrong where the grammar could not go on."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from lark import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from search.commands import COMMANDS
from search.errors import QueryError, Span
from search.spl.split import Piece

_WORD = re.compile(r'"(?:\\.|[^"\\])*"|[\w.@*\-]+|[=!<>]+|.', re.DOTALL)
_LAST = re.compile(r'("(?:\\.|[^"\\])*"|[\w.@*]+|[=!<>]+|\S)\s*$')

_NEEDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "stats": ("a function", "For example `stats count by host`."),
        "timechart": ("a function", "For example `timechart span=1h count by level`."),
        "top": ("a field", "For example `top 5 host`."),
        "rare": ("a field", "For example `rare command`."),
        "where": ("a condition", 'For example `where level="ERROR"`.'),
        "eval": ("a name, `=` and a value", "For example `eval seconds=duration/1e9`."),
        "sort": ("a field", "For example `sort -count`."),
        "dedup": ("a field", "For example `dedup host`."),
        "fields": ("a field", "For example `fields host, message`."),
        "table": ("a field", "For example `table _time host message`."),
        "rename": ("a name, `as` and another name", "For example `rename count as events`."),
        "rex": ("an expression in quotation marks", 'For example `rex "job-(?<job>\\d+)"`.'),
        "search": ("a word or a comparison", "For example `search level=ERROR`."),
        "head": ("a number", "For example `head 10`."),
        "tail": ("a number", "For example `tail 10`."),
    }
)
_VALUES_AFTER = frozenset({"=", "!=", "<", "<=", ">", ">=", "=="})
_OPERATORS = frozenset({"AND", "OR", "NOT", "XOR", "LIKE", "+", "-", "*", "/", "%", ".", ","})


def mistake(text: str, piece: Piece, error: UnexpectedInput) -> QueryError:
    """What to tell who typed `text`, whose command `piece` the grammar refuses."""
    start = piece.start + _place(error, piece.end - piece.start)
    found = _WORD.match(text[: piece.end], start)
    word = found[0].strip() if found else ""
    span = Span(start, start + len(word)) if word else _end(text, piece)
    before = text[piece.start : start]
    last = _LAST.search(before)
    needs, hint = _NEEDS.get(piece.name, ("something else", ""))
    return (
        _missing_bar(text, span, word, last, piece)
        or _nothing_yet(text, span, word, before, piece)
        or _missing_value(text, span, word, last)
        or _misplaced(text, span, word, last, piece, needs, hint)
    )


def _place(error: UnexpectedInput, length: int) -> int:
    """Offset in the command's text; its length where it ended too soon."""
    match error:
        case UnexpectedToken(token=Token(type="$END")):
            return length
        case UnexpectedToken() | UnexpectedCharacters():
            return error.pos_in_stream or 0
        case _:
            return length


def _end(text: str, piece: Piece) -> Span:
    """The last word before the end, which is where something is missing."""
    until = len(text[: piece.end].rstrip())
    if until <= piece.start:
        return piece.name_span if piece.name_span.end else Span(until, until + 1)
    last = _LAST.search(text[piece.start : until])
    return Span(piece.start + last.start(1), until) if last else Span(until, until + 1)


def _missing_bar(
    text: str, span: Span, word: str, last: re.Match[str] | None, piece: Piece
) -> QueryError | None:
    """`stats count by host sort -count`"""
    if word.lower() in COMMANDS:
        return QueryError(
            f"`|` is missing before `{word}`.", text, span, suggestions=(f"| {word}",)
        )
    if last is None or last[1].lower() not in COMMANDS or last.start(1) == 0:
        return None
    at = Span(piece.start + last.start(1), piece.start + last.end(1))
    return QueryError(
        f"`|` is missing before `{last[1]}`.", text, at, suggestions=(f"| {last[1]}",)
    )


def _nothing_yet(text: str, span: Span, word: str, before: str, piece: Piece) -> QueryError | None:
    """What a command begins with is missing."""
    if before.strip() or (piece.name == "search" and word):
        return None
    needs, hint = _NEEDS.get(piece.name, ("something else", ""))
    where = f" before `{word}`" if word else ""
    return QueryError(f"`{piece.name}` needs {needs}{where}.", text, span, hint)


def _missing_value(
    text: str, span: Span, word: str, last: re.Match[str] | None
) -> QueryError | None:
    """`host=`, `a AND`, `OR b`, `count as`"""
    here = f" and before `{word}`" if word else ""
    if last is not None and last[1] in _VALUES_AFTER:
        return QueryError(f"A value is missing after `{last[1]}`{here}.", text, span)
    if last is not None and (last[1].upper() in _OPERATORS or last[1] == "("):
        return QueryError(f"Something is missing after `{last[1]}`{here}.", text, span)
    if last is not None and last[1].lower() in {"as", "by"}:
        return QueryError(f"A name is missing after `{last[1]}`{here}.", text, span)
    if word in _OPERATORS or word in _VALUES_AFTER or word == ")":
        return QueryError(f"Something is missing before `{word}`.", text, span)
    return None


def _misplaced(
    text: str, span: Span, word: str, last: re.Match[str] | None, piece: Piece, needs: str,
    hint: str,
) -> QueryError:  # fmt: skip
    after = f" after `{last[1]}`" if last else ""
    if not word:
        return QueryError(f"`{piece.name}` is not complete: something is missing{after}.", text,
                          span, hint)  # fmt: skip
    return QueryError(f"`{piece.name}` cannot use `{word}`{after}.", text, span,
                      hint or f"It needs {needs}.")  # fmt: skip
