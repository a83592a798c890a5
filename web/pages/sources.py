"""Sources: where lines come from, what became of them, and whether the figures add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ingest.counters import Counters, SourceCount
from search.stores.store import Day
from web.links import equals, search_link
from web.messages import gettext as _
from web.messages import ngettext
from web.numbers import duration, grouped, percent, short, size
from web.rates import PARSED, RECEIVED, STORED, Rates, key_of
from web.render import render
from web.services import Services, services_of

router = APIRouter()
# A management server writes something each few seconds; a quarter of an hour is no pause.
SILENT_AFTER = timedelta(minutes=15)


class State(StrEnum):
    """How a stage or source does; also the class of its mark."""

    GOOD = "ok"
    WATCH = "warn"
    BAD = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the way in: a figure with its unit, a fact, and the last hour as a line."""

    name: str
    figure: str
    unit: str
    fact: str
    state: State
    state_words: str
    hour: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One row of the table.

    `rate`: events a second.  `hour`: the last hour, for a polyline in a box of 100 by 12.
    `link`: the search that shows its events.
    """

    name: str
    path: str
    way: str
    format: str
    state: State
    state_words: str
    last: datetime
    rate: str
    hour: str
    events: int
    unread: int
    unread_share: str
    link: str


@dataclass(frozen=True, slots=True)
class Sum:
    """received = stored + waiting + refused + dead letters.  `missing`: what does not add up."""

    received: int
    stored: int
    waiting: int
    refused: int
    dead_letters: int
    missing: int


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """Variables of sources.html."""

    stages: tuple[Stage, ...]
    sum: Sum
    refusals: tuple[tuple[str, int], ...]
    sources: tuple[SourceLine, ...]
    now: datetime


@router.get("/sources")
async def sources(request: Request) -> Response:
    """The page; htmx asks for its figures every ten seconds."""
    page = await to_thread.run_sync(sources_page, services_of(request))
    return render(request, "sources.html", page, "figures")


def sources_page(services: Services) -> SourcesPage:
    """The page as of now."""
    now = services.clock()
    counters = services.counters()
    days = services.store.days()
    rates = services.rates
    rates.note(now, counters)
    return SourcesPage(
        stages=(
            _received(counters, rates),
            _spool(counters),
            _parsed(counters, rates),
            _stored(counters, days, rates),
        ),
        sum=_sum(counters),
        refusals=tuple(sorted(counters.refused.items())),
        sources=tuple(_line(one, now, rates) for one in sorted(counters.sources, key=_order)),
        now=now,
    )


def _received(counters: Counters, rates: Rates) -> Stage:
    ways = ", ".join(
        f"{way_words(protocol)} {short(lines)}"
        for protocol, lines in sorted(counters.received.items())
        if lines
    )
    return Stage(
        _("Received"),
        rate_words(rates.per_second(RECEIVED)),
        _("lines/s"),
        _("%(count)s in all", count=grouped(counters.received_total))
        + (f" · {ways}" if ways else ""),
        State.GOOD,
        _("good"),
        hour_line(rates.history(RECEIVED)),
    )


def _spool(counters: Counters) -> Stage:
    full = counters.refused.get("spool full", 0)
    return Stage(
        _("Spool"),
        short(counters.waiting),
        ngettext("line waiting", "lines waiting", counters.waiting),
        _("%(size)s kept until stored", size=size(counters.spool_bytes)),
        State.WATCH if full else State.GOOD,
        _("senders were told to wait") if full else _("good"),
    )


def _parsed(counters: Counters, rates: Rates) -> Stage:
    events = sum(one.events for one in counters.sources)
    unread = sum(one.unread for one in counters.sources)
    read = 1 - unread / events if events else 1.0
    return Stage(
        _("Parsed"),
        rate_words(rates.per_second(PARSED)),
        _("events/s"),
        _("%(read)s read, %(count)s not read", read=percent(read), count=grouped(unread)),
        State.WATCH if unread else State.GOOD,
        _("some lines were not read") if unread else _("good"),
        hour_line(rates.history(PARSED)),
    )


def _stored(counters: Counters, days: Sequence[Day], rates: Rates) -> Stage:
    kept = sum(day.events for day in days)
    used = sum(day.size_bytes for day in days)
    fact = ngettext(
        "%(size)s in %(num)s day", "%(size)s in %(num)s days", len(days), size=size(used)
    )
    return Stage(
        _("Stored"),
        short(kept),
        ngettext("event to search", "events to search", kept),
        fact,
        State.BAD if counters.dead_lettered else State.GOOD,
        _("lines are in dead letters") if counters.dead_lettered else _("good"),
        hour_line(rates.history(STORED)),
    )


def _sum(counters: Counters) -> Sum:
    kept = counters.stored + counters.waiting + counters.dead_lettered
    return Sum(
        received=counters.received_total,
        stored=counters.stored,
        waiting=counters.waiting,
        refused=counters.refused_total,
        dead_letters=counters.dead_lettered,
        missing=counters.received_total - counters.refused_total - kept,
    )


def rate_words(rate: float | None) -> str:
    """Of a second: `0.2`, `48`, `1,204`; `–` before it is known."""
    if rate is None:
        return "–"
    return f"{rate:.1f}" if 0 < rate < 9.95 else grouped(round(rate))


def hour_line(history: Sequence[float]) -> str:
    """Points of a polyline in a box of 100 by 12, its right end being now.

    Nothing before there are three minutes.
    """
    if len(history) < 3:
        return ""
    most = max(history) or 1.0
    first = 61 - len(history)
    return " ".join(
        f"{max(0, first + place) / 60 * 100:.1f},{11 - rate / most * 10:.1f}"
        for place, rate in enumerate(history)
    )


def _line(one: SourceCount, now: datetime, rates: Rates) -> SourceLine:
    state, words = _state(one, now)
    name = one.host or one.peer or _("unknown host")
    asked = [equals("host.name", one.host)] if one.host else []
    asked += [equals("log.file.path", one.path)] if one.path else []
    asked += [equals("event.dataset", one.format)] if one.format else []
    return SourceLine(
        name=name,
        path=one.path,
        way=way_words(one.protocol),
        format=one.format,
        state=state,
        state_words=words,
        last=one.last,
        rate=rate_words(rates.per_second(key_of(one))),
        hour=hour_line(rates.history(key_of(one))),
        events=one.events,
        unread=one.unread,
        unread_share=percent(one.unread / one.events if one.events else 0.0),
        link=search_link(" ".join(asked) or "*", "0"),
    )


def _state(one: SourceCount, now: datetime) -> tuple[State, str]:
    if one.protocol == "import":
        return State.DONE, _("Imported")
    if now - one.last > SILENT_AFTER:
        return State.WATCH, _("Silent for %(time)s", time=duration(now - one.last))
    return State.GOOD, _("Sending")


def way_words(protocol: str) -> str:
    """A way in as people say it."""
    match protocol:
        case "forward":
            return _("Forward")
        case "http":
            return _("HTTP")
        case "import":
            return _("File import")
        case _:
            return protocol


def _order(one: SourceCount) -> tuple[str, str, str, str]:
    return one.host or one.peer, one.path, one.format, one.protocol
