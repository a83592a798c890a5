"""One search run for the page: its rows as a list, table or chart, and what is said about them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from starlette.requests import Request

from search.answer import TimeRange
from search.beside import beside
from search.buckets import MOST as MOST_BUCKETS
from search.commands.sort import Sort
from search.errors import QueryError, StoreError
from search.plan import plan
from search.service import (
    Answer,
    Explanation,
    SearchRequest,
    events_page,
    explain,
    field_summary,
    field_values,
    kind_of,
    timeline,
)
from search.spl.ast import Name
from search.spl.build import SortKey
from search.spl.parse import parse
from search.stores.store import Store
from web.messages import gettext as _
from web.messages import ngettext
from web.numbers import day, duration, grouped, short
from web.pages.search_asked import SearchAsked, before_pipe, pipe_place, request_of
from web.pages.search_chart import ChartView, chart_view
from web.pages.search_events import EventRow, event_rows, moment_of
from web.pages.search_fields import FieldsView, fields_view
from web.pages.search_nothing import Nothing, nothing
from web.pages.search_table import MOST_ROWS, TableView, table_view
from web.pages.search_timeline import TimelineView, timeline_view
from web.pages.search_times import time_range_words
from web.queries import run_query
from web.services import services_of

PAGE = 50
_VIEWS: Mapping[str, str] = {"events": "events", "table": "table", "timechart": "chart"}
DOWNLOADS: Mapping[str, str] = {"csv": "CSV", "json": "JSON", "ndjson": "NDJSON"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to look at the result."""

    words: str
    link: str
    on: bool


@dataclass(frozen=True, slots=True)
class Status:
    """The sentence about the search; `said` is what a screen reader hears of it."""

    count: str
    rest: str
    seconds: str
    said: str
    exact: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything below the bar.  What a view does not have is None or empty.

    `more`: address of the next rows.  `none_left`: events were found, but its commands leave none.
    `empty`: nothing was ever stored.
    """

    view: str
    status: Status
    range_words: str
    time_range: TimeRange
    selecting: bool
    warnings: tuple[str, ...]
    tabs: tuple[Tab, ...]
    timeline: TimelineView | None
    events: tuple[EventRow, ...]
    day: str
    in_selection: int
    more: str
    table: TableView | None
    chart: ChartView | None
    explanation: Explanation | None
    nothing: Nothing | None
    none_left: bool
    empty: bool
    fields_link: str
    fields: FieldsView | None
    downloads: tuple[tuple[str, str], ...]


async def run(request: Request, asked: SearchAsked, with_timeline: bool = True) -> Result:
    """Run the search.  Raises QueryError, LimitError, StoreError.

    `with_timeline`: not where only a part of its time was selected and the bars stay.
    """

    def work(query_id: str) -> Result:
        return _run(request, asked, question_of(request, asked, query_id), with_timeline)

    return await run_query(request, work)


async def lists_events(request: Request, asked: SearchAsked) -> bool:
    """Whether this is a search for events that can run, as far as can be said without running."""
    if asked.view not in ("", "events") or pipe_place(asked.query) < len(asked.query):
        return False
    store = services_of(request).store
    try:
        await run_query(
            request,
            lambda query_id: plan(parse(asked.query), store, request_of(request, asked, query_id)),
        )
    except (QueryError, StoreError):
        return False
    return True


def _run(
    request: Request, asked: SearchAsked, question: SearchRequest, with_timeline: bool
) -> Result:
    store = services_of(request).store
    if asked.view == "explain":
        return _explained(explain(store, question), asked)
    view = asked.view or _VIEWS[kind_of(question.query)]
    if view == "events":
        if not with_timeline:
            return _listed(request, asked, question, answer_rows(request, asked, question))
        whole = request_of(request, asked, question.query_id, question.query, whole=True)
        with beside(partial(timeline, store, whole)) as drawn:
            answer = answer_rows(request, asked, question)
            listed = _listed(request, asked, question, answer)
            return replace(
                listed,
                status=_events_status(answer, drawn().total),
                timeline=timeline_view(drawn(), asked),
            )
    answer = answer_rows(request, asked, question)
    table = table_view(answer, asked)
    chart = chart_view(table, asked) if view == "chart" else None
    return replace(_plain(view, answer, asked), table=table, chart=chart)


def question_of(request: Request, asked: SearchAsked, query_id: str) -> SearchRequest:
    """What the view asks the store."""
    return request_of(request, asked, query_id, _query_of_view(asked))


def _query_of_view(asked: SearchAsked) -> str:
    """The query that a view runs: events behind a table, a count over time of events."""
    if asked.view == "events":
        return before_pipe(asked.query)
    if asked.view == "chart" and pipe_place(asked.query) == len(asked.query):
        return f"{asked.query} | timechart count by log.level"
    return asked.query


def answer_rows(request: Request, asked: SearchAsked, question: SearchRequest) -> Answer:
    """A page of events, or the rows of a table as far as it is shown, in its order."""
    store = services_of(request).store
    kind = kind_of(question.query)
    if kind == "timechart":
        return events_page(store, question, MOST_BUCKETS + 1, 0)
    if kind == "table" or asked.view == "table":
        return events_page(store, _arranged(store, asked, question), MOST_ROWS + 1, 0)
    return events_page(store, question, PAGE, asked.offset)


def _arranged(store: Store, asked: SearchAsked, question: SearchRequest) -> SearchRequest:
    """The question with its rows sorted by one of its columns, if that is asked for."""
    name = asked.sort.removeprefix("-")
    columns = plan(parse(question.query), store, question).result.columns if name else ()
    if name not in {column.name for column in columns}:
        return question
    order = Sort((SortKey(Name(name), descending=asked.sort.startswith("-")),))
    return replace(question, query=f"{question.query} | {order}")


def _listed(
    request: Request, asked: SearchAsked, question: SearchRequest, answer: Answer
) -> Result:
    store = services_of(request).store
    none = not answer.matched
    empty = none and not store.days()
    return replace(
        _bare("events", _events_status(answer, answer.matched), answer, asked),
        events=event_rows(answer.rows, asked),
        day=_first_day(answer, asked),
        in_selection=answer.matched,
        more=more_link(answer, asked),
        nothing=nothing(store, asked, question) if none and not empty else None,
        none_left=not (none or asked.offset or answer.rows.num_rows),
        empty=empty,
        fields_link="" if none else asked.link("/search/fields"),
        fields=sidebar(request, asked, question) if asked.with_fields else None,
    )


def sidebar(request: Request, asked: SearchAsked, question: SearchRequest) -> FieldsView:
    """The fields of the result, and the values of the one that is open."""
    store = services_of(request).store
    found = field_summary(store, question)
    opened = field_values(store, question, asked.field) if asked.field else None
    return fields_view(found, asked, opened)


def more_link(answer: Answer, asked: SearchAsked) -> str:
    """Where the next rows are, or nothing after the last ones."""
    if answer.rows.num_rows < PAGE:
        return ""
    return asked.link(offset=asked.offset + PAGE)


def _first_day(answer: Answer, asked: SearchAsked) -> str:
    if not answer.rows.num_rows or "@timestamp" not in answer.rows.column_names:
        return _("Time")
    first = answer.rows.slice(0, 1).select(["@timestamp"]).to_pylist()[0]
    moment = first["@timestamp"]
    at = moment_of({"@timestamp": moment.isoformat()})
    return day(at.astimezone(asked.zone), asked.now)


def _bare(view: str, status: Status, found: Answer | Explanation, asked: SearchAsked) -> Result:
    """A view before anything of its own is put into it."""
    return Result(
        view=view,
        status=status,
        range_words=time_range_words(found.time_range, asked),
        time_range=found.time_range,
        selecting=asked.selected is not None,
        warnings=found.warnings,
        tabs=_tabs(asked, view),
        timeline=None,
        events=(),
        day="",
        in_selection=0,
        more="",
        table=None,
        chart=None,
        explanation=None,
        nothing=None,
        none_left=False,
        empty=False,
        fields_link="",
        fields=None,
        downloads=_downloads(asked),
    )


def _plain(view: str, answer: Answer, asked: SearchAsked) -> Result:
    return _bare(view, _table_status(answer), answer, asked)


def _explained(found: Explanation, asked: SearchAsked) -> Result:
    status = Status("", "", "", _("How this search runs"), "")
    return replace(_bare("explain", status, found, asked), explanation=found)


def _tabs(asked: SearchAsked, view: str) -> tuple[Tab, ...]:
    words = {"events": _("Events"), "table": _("Table"), "chart": _("Chart")}
    return tuple(
        Tab(text, asked.link(view=name, sort=""), name == view) for name, text in words.items()
    )


def _downloads(asked: SearchAsked) -> tuple[tuple[str, str], ...]:
    kept = replace(asked, q=asked.query, filters=(), view="", sort="", field="", with_fields=False)
    if asked.selected:
        start, end = (at.isoformat() for at in asked.selected)
        kept = replace(kept, earliest=start, latest=end, selected=None)
    return tuple(
        (words, f"{kept.link('/api/search')}&output={output}")
        for output, words in DOWNLOADS.items()
    )


def _events_status(answer: Answer, total: int) -> Status:
    word = ngettext("%(num)s event", "%(num)s events", total)
    noun = word.split(" ", 1)[1]
    rest = _("%(noun)s of %(all)s in", noun=noun, all=short(max(answer.scanned, total)))
    said = f"{grouped(total)} {noun}"
    exact = _("%(all)s events in this time", all=grouped(max(answer.scanned, total)))
    return Status(grouped(total), rest, _took(answer), said, exact)


def _table_status(answer: Answer) -> Status:
    rows = answer.rows.num_rows
    noun = ngettext("%(num)s row", "%(num)s rows", rows).split(" ", 1)[1]
    rest = _("%(noun)s from %(matched)s events in", noun=noun, matched=grouped(answer.matched))
    more = rows > MOST_ROWS and answer.kind != "timechart"
    count = _("at least %(count)s", count=grouped(MOST_ROWS)) if more else grouped(rows)
    return Status(count, rest, _took(answer), f"{count} {noun}", "")


def _took(answer: Answer) -> str:
    if answer.seconds < 10:
        return f"{answer.seconds:.2f} s"
    return duration(timedelta(seconds=answer.seconds))
