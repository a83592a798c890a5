"""What the page says when a search cannot run: the place in the query, and texts that would fit."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from search.errors import LimitError, QueryError, StoreError
from search.service import field_summary
from web.errors import failure
from web.numbers import percent
from web.pages.search_asked import EVERYTHING, SearchAsked, request_of
from web.queries import run_query
from web.services import services_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fix:
    """A text that fits in place of the wrong one.  `share`: of events that have it."""

    text: str
    share: str
    link: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no result.

    `start`, `end`: characters of what was typed, both 0 where it is not about the query.
    `line`, `pointer`: the query's line and `^` under the place.
    """

    status: int
    kind: str
    message: str
    hint: str
    start: int
    end: int
    line: str
    pointer: str
    fixes: tuple[Fix, ...]
    again: str


async def problem(request: Request, asked: SearchAsked, error: Exception) -> Problem:
    """The error in the words of the page."""
    said = failure(error)
    if not isinstance(error, QueryError):
        return Problem(
            said.status,
            said.kind,
            said.message,
            said.hint,
            *(0, 0, "", "", (), asked.link()),
        )
    shift = len(asked.prefix) - (len(asked.q) - len(asked.typed))
    start, end = (max(0, place - shift) for place in (error.span.start, error.span.end))
    own = QueryError(error.message, asked.q, type(error.span)(start, end))
    line, _, pointer = (own.caret() if error.span.end else "").partition("\n")
    coverage = await _coverage(request, asked) if error.suggestions else {}
    return Problem(
        status=said.status,
        kind=said.kind,
        message=error.message,
        hint=error.hint,
        start=start,
        end=end,
        line=line,
        pointer=pointer,
        fixes=tuple(_fix(asked, text, start, end, coverage) for text in error.suggestions),
        again=asked.link(),
    )


def _fix(asked: SearchAsked, text: str, start: int, end: int, coverage: Mapping[str, float]) -> Fix:
    query = asked.q[:start] + text + asked.q[end:]
    share = percent(coverage[text]) if text in coverage else ""
    return Fix(text, share, asked.link(q=query))


async def _coverage(request: Request, asked: SearchAsked) -> Mapping[str, float]:
    """How much of the data has each field; nothing where that cannot be said now."""
    store = services_of(request).store
    try:
        found = await run_query(
            request,
            lambda query_id: field_summary(store, request_of(request, asked, query_id, EVERYTHING)),
        )
    except (QueryError, LimitError, StoreError) as error:
        log.info("suggestions are shown without their share: %s", error)
        return {}
    return {one.name: one.coverage for one in found}
