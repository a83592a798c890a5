"""The search page: bar, filters, timeline, fields, and the result as list, table or chart."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from search.errors import LimitError, QueryError, StoreError
from search.service import events_page, field_values
from web.api.rows import rows
from web.links import equals
from web.messages import gettext as _
from web.pages.search_asked import Filter, SearchAsked, asked_of, request_of
from web.pages.search_events import Detail, EventRow, event_detail, event_rows
from web.pages.search_fields import FieldsView, ValuesView, values_view
from web.pages.search_problem import Problem, problem
from web.pages.search_result import (
    Result,
    answer_rows,
    lists_events,
    more_link,
    question_of,
    run,
    sidebar,
)
from web.pages.search_times import Calendar, Preset, calendar, presets, range_words, zone_words
from web.queries import run_query
from web.render import is_htmx, render, render_head_first, wants_json
from web.services import services_of

log = logging.getLogger(__name__)
router = APIRouter()
# The part of the result that a selection in the timeline changes.
FOUND = "found"
# What a form says besides the address that it leads to.
FORM_ONLY = frozenset({"preset", "filter_field"})


@dataclass(frozen=True, slots=True)
class Pill:
    """A filter above the result, and the addresses that change it."""

    field: str
    value: str
    excludes: bool
    off: bool
    pinned: bool
    text: str
    turn: str
    invert: str
    pin: str
    drop: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Variables of search.html.  `hidden`: what the form sends along besides the bar."""

    q: str
    earliest: str
    latest: str
    hidden: tuple[tuple[str, str], ...]
    range: str
    zone: str
    presets: tuple[Preset, ...]
    calendar: Calendar
    pills: tuple[Pill, ...]
    rule_link: str
    explain_link: str
    plain_link: str
    fields_here: str
    result: Result | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class FieldsPage:
    """Variables of search_fields.html."""

    fields: FieldsView


@dataclass(frozen=True, slots=True)
class ValuesPage:
    """Variables of search_values.html."""

    values: ValuesView


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Variables of search_rows.html."""

    events: tuple[EventRow, ...]
    more: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """Variables of search_event.html."""

    detail: Detail


@router.get("/search")
async def search_page(request: Request) -> Response:
    """The page; to htmx, the result or, where the search cannot run, the error."""
    asked = asked_of(request)
    if FORM_ONLY & set(request.query_params) and not is_htmx(request) and not wants_json(request):
        return RedirectResponse(asked.link(), 303)
    if not is_htmx(request) and not wants_json(request) and await lists_events(request, asked):
        return render_head_first(request, "search.html", {"q": asked.q}, _run_late(request, asked))
    part = is_htmx(request) and request.headers.get("HX-Target") == FOUND
    page = await _run(request, asked, with_timeline=not part)
    if page.problem:
        headers = {"HX-Retarget": "#error", "HX-Reswap": "innerHTML"}
        return render(request, "search.html", page, "problem", page.problem.status, headers)
    headers = {"HX-Push-Url": asked.link(opened=asked.opened, offset=asked.offset)}
    block = "selected" if part else "answer"
    return render(request, "search.html", page, block, headers=headers)


async def _run(request: Request, asked: SearchAsked, with_timeline: bool = True) -> SearchPage:
    """The page with its result, or with why there is none."""
    try:
        return _page(request, asked, await run(request, asked, with_timeline))
    except (QueryError, LimitError, StoreError) as error:
        return _page(request, asked, None, await problem(request, asked, error))


async def _run_late(request: Request, asked: SearchAsked) -> SearchPage:
    """As `_run`; the answer has begun, so that even an error of ours must be said in the page."""
    try:
        return await _run(request, asked)
    except Exception as error:
        log.exception("%s failed", request.url.path)
        return _page(request, asked, None, await problem(request, asked, error))


def _page(
    request: Request, asked: SearchAsked, result: Result | None, wrong: Problem | None = None
) -> SearchPage:
    sent = replace(asked, q="", earliest="", latest="", selected=None, opened="", offset=0, sort="")
    return SearchPage(
        q=asked.q,
        earliest=asked.earliest,
        latest=asked.latest,
        hidden=tuple(one for one in sent.parameters() if one[0] in {"f", "tz", "fields", "kind"}),
        range=range_words(asked),
        zone=zone_words(asked.zone, asked.now),
        presets=presets(asked),
        calendar=calendar(result.time_range if result else None, asked.zone, asked.now),
        pills=tuple(_pill(one, asked) for one in asked.filters),
        rule_link=f"/rules/new?{urlencode({'query': asked.query})}",
        explain_link=asked.link(view="explain"),
        plain_link=asked.link(view="events"),
        fields_here=asked.link(with_fields=True),
        result=result,
        problem=wrong,
    )


def _pill(own: Filter, asked: SearchAsked) -> Pill:
    def changed(other: Filter) -> str:
        found = tuple(other if one == own else one for one in asked.filters)
        return asked.link(filters=found)

    return Pill(
        field=own.field,
        value=own.value,
        excludes=own.excludes,
        off=own.off,
        pinned=own.pinned,
        text=str(own),
        turn=changed(replace(own, off=not own.off)),
        invert=changed(replace(own, excludes=not own.excludes)),
        pin=changed(replace(own, pinned=not own.pinned)),
        drop=asked.link(filters=asked.without_filter(own)),
    )


@router.get("/search/fields")
async def fields_part(request: Request) -> Response:
    """The field sidebar alone."""
    asked = asked_of(request)
    found = await run_query(
        request,
        lambda query_id: sidebar(request, asked, request_of(request, asked, query_id)),
    )
    return render(request, "search_fields.html", FieldsPage(found))


@router.get("/search/values")
async def values_part(request: Request) -> Response:
    """The values of one field alone."""
    asked = asked_of(request)
    store = services_of(request).store
    found = await run_query(
        request,
        lambda query_id: field_values(store, request_of(request, asked, query_id), asked.field),
    )
    here = replace(asked, field="")
    return render(request, "search_values.html", ValuesPage(values_view(found, here)))


@router.get("/search/rows")
async def rows_part(request: Request, day: str = "") -> Response:
    """The next rows of the list alone.  `day`: day of the row above them."""
    asked = asked_of(request)
    answer = await run_query(
        request,
        lambda query_id: answer_rows(request, asked, question_of(request, asked, query_id)),
    )
    found = event_rows(answer.rows, asked, day)
    return render(request, "search_rows.html", RowsPage(found, more_link(answer, asked)))


@router.get("/search/event")
async def event_part(request: Request, at: datetime) -> Response:
    """One event opened.  `at`: its time, so that only its day is looked at."""
    asked = asked_of(request)
    store = services_of(request).store
    second = timedelta(seconds=1)

    def find(query_id: str) -> Detail | None:
        question = replace(
            request_of(request, asked, query_id, equals("event.id", asked.opened)),
            earliest=(at - second).isoformat(),
            latest=(at + second).isoformat(),
        )
        found = next(rows(events_page(store, question, 1, 0).rows), None)
        return event_detail(found, asked) if found else None

    detail = await run_query(request, find)
    if detail is None:
        raise HTTPException(404, _("This event is no longer kept."))
    return render(request, "search_event.html", EventPage(detail))
