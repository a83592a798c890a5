"""Alerts: a list, and one of them open beside it with its events and deliveries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from alerts.alert import Alert, AlertState
from alerts.book import AlertBook
from alerts.rule import Severity
from web.api.alerts import there, who
from web.links import equals, search_link
from web.messages import gettext as _
from web.numbers import age, duration, roughly
from web.pages.alert_chart import MeasureChart, measure_chart
from web.pages.alert_events import EventLine, last_events
from web.pages.alert_words import (
    result_icon,
    result_words,
    severity_bars,
    severity_words,
    state_icon,
    state_words,
)
from web.render import is_htmx, render
from web.services import services_of

router = APIRouter()
SHOWN_MOST = 200


@dataclass(frozen=True, slots=True)
class Tab:
    """A choice of states above the list."""

    words: str
    count: int
    link: str
    on: bool


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One row of the list."""

    id: str
    severity: Severity
    severity_words: str
    bars: int
    name: str
    key: str
    state: AlertState
    state_words: str
    icon: str
    count: int
    last_seen: datetime
    age: str
    link: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Pill:
    """A fact that leads on.  `link`: where to, or empty."""

    name: str
    value: str
    link: str


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One row of the delivery log."""

    at: datetime
    target: str
    result: str
    icon: str
    words: str
    why: str
    took: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One row of the history."""

    at: datetime
    words: str
    icon: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class RuleView:
    """The rule as it was when it raised the alert.  `facts`: its settings by name."""

    query: str
    facts: tuple[tuple[str, str], ...]
    link: str


@dataclass(frozen=True, slots=True)
class AlertDetail:
    """The alert that is open.  `since`: its state and for how long.

    `tells`: its rule has somebody to tell.  `events`: its last ones, newest first;
    `events_problem`: why they cannot be shown.
    """

    line: AlertLine
    since: str
    sentence: str
    pills: tuple[Pill, ...]
    rule: RuleView
    tells: bool
    deliveries: tuple[DeliveryLine, ...]
    history: tuple[ChangeLine, ...]
    count: int
    suppressed: int
    search: str
    events: tuple[EventLine, ...]
    events_problem: str
    chart: MeasureChart | None
    can_acknowledge: bool
    can_close: bool
    can_reopen: bool


@dataclass(frozen=True, slots=True)
class AlertsPage:
    """Variables of alerts.html.

    `asked`: one alert was asked for by its address (a narrow screen shows it alone).
    `state`: which states are listed, empty for all.
    """

    tabs: tuple[Tab, ...]
    alerts: tuple[AlertLine, ...]
    detail: AlertDetail | None
    asked: bool
    state: str
    back: str
    suppressed: int
    left_out: int
    now: datetime


@router.get("/alerts")
async def alerts(request: Request, state: AlertState | None = None) -> Response:
    """The list, with its first alert open where there is room."""
    return await _page(request, state, None)


@router.get("/alerts/{alert_id}")
async def alert(request: Request, alert_id: str, state: AlertState | None = None) -> Response:
    """One alert open."""
    return await _page(request, state, alert_id)


@router.post("/alerts/{alert_id}/acknowledge")
async def acknowledge(request: Request, alert_id: str, state: AlertState | None = None) -> Response:
    """Look after an open alert."""
    return await _move(request, state, alert_id, services_of(request).alerts.acknowledge)


@router.post("/alerts/{alert_id}/close")
async def close(request: Request, alert_id: str, state: AlertState | None = None) -> Response:
    """Close an alert."""
    return await _move(request, state, alert_id, services_of(request).alerts.close)


@router.post("/alerts/{alert_id}/reopen")
async def reopen(request: Request, alert_id: str, state: AlertState | None = None) -> Response:
    """Take back an acknowledgement or a closing."""
    return await _move(request, state, alert_id, services_of(request).alerts.reopen)


Move = Callable[[str, str, datetime], Alert | None]


async def _move(request: Request, state: AlertState | None, alert_id: str, move: Move) -> Response:
    now = services_of(request).clock()
    there(await to_thread.run_sync(move, alert_id, who(request), now))
    if not is_htmx(request):
        return RedirectResponse(alert_link(alert_id, state), 303)
    open_count = await to_thread.run_sync(services_of(request).alerts.open_count)
    request.state.visitor = request.state.visitor.seeing(open_count)
    return await _page(request, state, alert_id, "changed")


async def _page(
    request: Request, state: AlertState | None, alert_id: str | None, block: str = "work"
) -> Response:
    services = services_of(request)
    now = services.clock()
    found = await to_thread.run_sync(_read, services.alerts, state, alert_id)
    detail = await _detail(request, found, state, now) if found.chosen else None
    chosen = found.chosen.id if found.chosen else None
    page = AlertsPage(
        tabs=_tabs(found.counts, state),
        alerts=tuple(_line(one, state, chosen, now) for one in found.alerts),
        detail=detail,
        asked=alert_id is not None,
        state=state or "",
        back=_list_link(state),
        suppressed=found.suppressed,
        left_out=_total(found.counts, state) - len(found.alerts),
        now=now,
    )
    return render(request, "alerts.html", page, block)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the book says, read at once in one thread."""

    alerts: Sequence[Alert]
    counts: Mapping[AlertState, int]
    suppressed: int
    chosen: Alert | None
    deliveries: tuple[DeliveryLine, ...]
    history: tuple[ChangeLine, ...]


def _read(book: AlertBook, state: AlertState | None, alert_id: str | None) -> _Found:
    found = book.list(state, limit=SHOWN_MOST)
    if alert_id is not None:
        chosen: Alert | None = there(book.get(alert_id))
    else:
        chosen = found[0] if found else None
    return _Found(
        alerts=found,
        counts=book.counts(),
        suppressed=book.suppressed_count(),
        chosen=chosen,
        deliveries=_deliveries(book, chosen.id) if chosen else (),
        history=_history(book, chosen.id) if chosen else (),
    )


def _deliveries(book: AlertBook, alert_id: str) -> tuple[DeliveryLine, ...]:
    return tuple(
        DeliveryLine(
            at=one.at,
            target=one.target,
            result=one.result.value,
            icon=result_icon(one.result),
            words=result_words(one.result, one.status),
            why=one.why,
            took="–" if one.took_s is None else _seconds(one.took_s),
        )
        for one in book.deliveries(alert_id)
    )


def _history(book: AlertBook, alert_id: str) -> tuple[ChangeLine, ...]:
    return tuple(
        ChangeLine(one.at, state_words(one.state), state_icon(one.state), one.who, one.why)
        for one in book.history(alert_id)
    )


async def _detail(
    request: Request, found: _Found, state: AlertState | None, now: datetime
) -> AlertDetail:
    alert = found.chosen
    assert alert is not None
    events, problem = await last_events(request, alert)
    chart = None if problem else await measure_chart(request, alert)
    return AlertDetail(
        line=_line(alert, state, alert.id, now),
        since=_("%(state)s for %(time)s", state=state_words(alert.state), time=_since(alert, now)),
        sentence=alert.sentence,
        pills=_pills(alert),
        rule=_rule(alert),
        tells=bool(alert.rule.get("notifications")),
        deliveries=found.deliveries,
        history=found.history,
        count=alert.count,
        suppressed=alert.suppressed,
        search=alert.link,
        events=events,
        events_problem=problem,
        chart=chart,
        can_acknowledge=alert.state is AlertState.OPEN,
        can_close=alert.state is not AlertState.CLOSED,
        can_reopen=alert.state in (AlertState.ACKNOWLEDGED, AlertState.CLOSED),
    )


def _line(alert: Alert, state: AlertState | None, chosen: str | None, now: datetime) -> AlertLine:
    return AlertLine(
        id=alert.id,
        severity=alert.severity,
        severity_words=severity_words(alert.severity),
        bars=severity_bars(alert.severity),
        name=alert.rule_name,
        key=" · ".join(value for _field, value in alert.key if value is not None),
        state=alert.state,
        state_words=state_words(alert.state),
        icon=state_icon(alert.state),
        count=alert.count,
        last_seen=alert.last_seen,
        age=age(alert.last_seen, now),
        link=alert_link(alert.id, state),
        chosen=alert.id == chosen,
    )


def _pills(alert: Alert) -> tuple[Pill, ...]:
    keys = [
        Pill(field, value, search_link(equals(field, value)))
        for field, value in alert.key
        if value is not None
    ]
    rule = Pill(_("Rule"), alert.rule_id, f"/rules/{alert.rule_id}")
    tags = [
        Pill(_("ATT&CK"), tag.removeprefix("attack.").upper(), "")
        for tag in alert.tags
        if tag.startswith("attack.t")
    ]
    return (*keys, rule, *tags)


def _rule(alert: Alert) -> RuleView:
    facts = {**alert.rule["condition"], **alert.rule.get("suppression", {})}
    return RuleView(
        query=str(alert.rule["query"]),
        facts=tuple(
            (name, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
            for name, value in facts.items()
        ),
        link=f"/rules/{alert.rule_id}",
    )


def _tabs(counts: Mapping[AlertState, int], state: AlertState | None) -> tuple[Tab, ...]:
    every = Tab(_("All"), sum(counts.values()), "/alerts", state is None)
    return (
        every,
        *(Tab(state_words(one), counts[one], _list_link(one), state is one) for one in AlertState),
    )


def _total(counts: Mapping[AlertState, int], state: AlertState | None) -> int:
    return sum(counts.values()) if state is None else counts[state]


def alert_link(alert_id: str, state: AlertState | None = None) -> str:
    """Address of one alert, beside the list that it was chosen from."""
    return f"/alerts/{alert_id}" + (f"?{urlencode({'state': state.value})}" if state else "")


def _list_link(state: AlertState | None) -> str:
    return "/alerts" + (f"?{urlencode({'state': state.value})}" if state else "")


def _since(alert: Alert, now: datetime) -> str:
    return roughly(max(now - alert.changed, timedelta()))


def _seconds(took_s: float) -> str:
    return duration(timedelta(seconds=took_s))
