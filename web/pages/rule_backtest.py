"""What a rule of the form would have done: figures, and the alerts with links to their events."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request

from alerts.alert import Alert
from alerts.backtest import Backtest, backtest
from alerts.rule import Rule
from search.errors import LimitError
from web.errors import failure
from web.messages import gettext as _
from web.numbers import grouped
from web.queries import run_query
from web.services import services_of

CHOICES = (1, 7, 30)
SHOWN_MOST = 50


@dataclass(frozen=True, slots=True)
class WouldBe:
    """An alert that there would have been.  `link`: the search for its events."""

    at: datetime
    key: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class BacktestView:
    """The right side of the form.

    `figures`: pairs of figure and word.  `problem`: why there are none.  `left_out`: alerts
    that are not shown.
    """

    days: int
    figures: tuple[tuple[str, str], ...] = ()
    alerts: tuple[WouldBe, ...] = ()
    left_out: int = 0
    problem: str = ""


async def try_rule(request: Request, rule: Rule, days: int) -> BacktestView:
    """Judge the events of the last days by the code that judges new ones."""
    services = services_of(request)
    now = services.clock()
    since = now - timedelta(days=days)
    try:
        found = await run_query(
            request, lambda _query_id: backtest(services.event_source, rule, since, now, now)
        )
    except LimitError as error:
        shown = failure(error)
        return BacktestView(days, problem=f"{shown.message} {shown.hint}".strip())
    return BacktestView(
        days=days,
        figures=_figures(found),
        alerts=tuple(_would_be(alert) for alert in found.alerts[:SHOWN_MOST]),
        left_out=max(0, len(found.alerts) - SHOWN_MOST),
    )


def days_of(text: object) -> int:
    """The range that was chosen, a week where none was."""
    return next((days for days in CHOICES if str(days) == text), 7)


def _figures(found: Backtest) -> tuple[tuple[str, str], ...]:
    return (
        (grouped(len(found.alerts)), _("alerts")),
        (f"{found.a_day:.1f}", _("a day")),
        (grouped(found.keys), _("groups")),
        (grouped(found.held_back), _("events held back")),
        (grouped(found.events), _("events found")),
    )


def _would_be(alert: Alert) -> WouldBe:
    key = " · ".join(value for _field, value in alert.key if value is not None)
    return WouldBe(alert.first_seen, key, alert.count, alert.link)
