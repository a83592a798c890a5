"""Parse, turns the text of a search into a Query."""

from functools import cache
from pathlib import Path

from lark import Lark, Token, Tree, UnexpectedInput

from search.commands import COMMANDS
from search.commands.command import Command
from search.errors import QueryError, Span
from search.nearest import nearest
from search.spl import ast
from search.spl.build import Builder, Part
from search.spl.mistakes import mistake
from search.spl.query import Query, Step, depth
from search.spl.split import Piece, split

LONGEST = 20_000
"""Characters of a query."""

DEEPEST = 150
"""Parts within parts; what reads them calls itself."""

_FILES = ("terminals", "search", "expression", "commands")


def parse(text: str) -> Query:
    """Raises QueryError, and nothing else, for text that is no query."""
    if len(text) > LONGEST:
        raise QueryError(
            f"The query is longer than {LONGEST:,} characters.", text, Span(LONGEST, len(text))
        )
    first, *rest = split(text)
    try:
        query = Query(_leading(text, first), tuple(_step(text, piece) for piece in rest), text)
    except RecursionError:
        raise _too_deep(text) from None
    if depth(query) > DEEPEST:
        raise _too_deep(text)
    return query


def _too_deep(text: str) -> QueryError:
    hint = "`IN (…)` says more than many `OR`."
    return QueryError("The query is nested too deeply.", text, Span(0, len(text)), hint)


@cache
def _grammar() -> Lark:
    """One parser for all commands, each a start of its own.

    The files are read as one text: terminals that one file imports from another get a second
    name there, and a contextual lexer then takes the wrong one of the two.
    """
    folder = Path(__file__).parent
    text = "\n".join((folder / f"{name}.lark").read_text("utf-8") for name in _FILES)
    return Lark(
        text,
        parser="lalr",
        start=list(COMMANDS),
        maybe_placeholders=False,
        propagate_positions=True,
        keep_all_tokens=True,
    )


def _tree(text: str, piece: Piece) -> Tree[Token]:
    try:
        return _grammar().parse(text[piece.start : piece.end], start=piece.name)
    except UnexpectedInput as error:
        raise mistake(text, piece, error) from None


def _leading(text: str, piece: Piece) -> ast.SearchExpr:
    tree = _tree(text, piece)
    if not tree.children:
        return ast.Everything()
    return Builder(text, piece.start).search(tree.children[0])


def _step(text: str, piece: Piece) -> Step:
    command = _command(text, piece)
    builder = Builder(text, piece.start)
    parts: list[Part] = [builder.part(child) for child in _tree(text, piece).children]
    span = Span(piece.name_span.start, piece.start + len(text[piece.start : piece.end].rstrip()))
    try:
        return Step(command.read(parts), span)
    except ValueError as error:
        raise QueryError(str(error), text, span) from None


def _command(text: str, piece: Piece) -> Command:
    command = COMMANDS.get(piece.name)
    if command is None:
        raise QueryError(
            f"There is no command `{piece.name}`.",
            text,
            piece.name_span,
            f"Commands are {', '.join(COMMANDS)}.",
            nearest(piece.name, COMMANDS),
        )
    return command
