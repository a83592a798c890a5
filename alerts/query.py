"""Checks the query of a rule: it must find events, at no time of its own."""

from typing import assert_never

from search.errors import QueryError
from search.pipeline import kind
from search.spl import ast
from search.spl.parse import parse


def check_query(text: str) -> None:
    """Raises ValueError that says what is allowed instead."""
    try:
        query = parse(text)
    except QueryError as error:
        hint = f" {error.hint}" if error.hint else ""
        raise ValueError(f"{error.message}{hint} (Character {error.span.start + 1}.)") from None
    if kind(query) != "events":
        raise ValueError(
            "A rule judges events and counts them itself: leave away stats, top, timechart "
            "and other commands that make a table."
        )
    if _bounds_time(query.leading):
        raise ValueError(
            "A rule looks at what arrives: leave away earliest= and latest=; "
            "the condition says within which time."
        )


def _bounds_time(part: ast.SearchExpr) -> bool:
    match part:
        case ast.TimeBound():
            return True
        case ast.And() | ast.Or():
            return any(map(_bounds_time, part.items))
        case ast.Not():
            return _bounds_time(part.item)
        case ast.Everything() | ast.Text() | ast.Compare() | ast.Within():
            return False
        case _:
            assert_never(part)
