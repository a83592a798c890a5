"""The measure of an alert's rule over time, with its limit, as bars that need no script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from starlette.requests import Request

from alerts.alert import Alert
from alerts.duration import format_duration, parse_duration
from search.errors import LimitError, QueryError, StoreError
from search.service import Answer, SearchRequest, search
from web.links import search_link
from web.messages import ngettext
from web.numbers import clock_time
from web.queries import run_query
from web.services import services_of

MOST_BARS = 120
# How much of the time before and after its events is shown, in times of the rule's timeframe.
AROUND = 4
# A bar says how many events there were in the timeframe that ends with it; so many bars each.
STEPS = 5
WIDTH, HEIGHT = 720, 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in units of the drawing.  `link`: the search for the time that it stands for."""

    x: float
    y: float
    width: float
    height: float
    words: str
    link: str
    over: bool


@dataclass(frozen=True, slots=True)
class MeasureChart:
    """The drawing.  `top`: the value at its upper edge.  `limit_y`: where the limit lies."""

    bars: tuple[Bar, ...]
    top: int
    limit: int
    limit_y: float
    timeframe: str
    start: datetime
    end: datetime
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is shown: `[start, end)` in steps; `window` steps are about a timeframe."""

    start: datetime
    end: datetime
    step: timedelta
    window: int


async def measure_chart(request: Request, alert: Alert) -> MeasureChart | None:
    """The chart, or None where it cannot be drawn: the events below say what is wrong then."""
    condition = alert.rule["condition"]
    timeframe, limit = parse_duration(condition["timeframe"]), int(condition["num_events"])
    span = span_of(alert.first_seen, alert.last_seen, timeframe)
    services = services_of(request)
    asked = SearchRequest(
        query=f"{alert.query} | timechart span={int(span.step.total_seconds())}s count",
        now=services.clock(),
        earliest=span.start.isoformat(),
        latest=span.end.isoformat(),
        limits=services.limits,
    )
    try:
        answer = await run_query(
            request, lambda query_id: search(services.store, replace(asked, query_id=query_id))
        )
    except (QueryError, LimitError, StoreError):
        return None
    return draw(counts(answer, span), span, limit, format_duration(timeframe), alert.query)


def span_of(first: datetime, last: datetime, timeframe: timedelta) -> Span:
    """What to show around the events, in whole seconds a step and at most MOST_BARS of them."""
    length = last - first + 2 * AROUND * timeframe
    least = max(timeframe / STEPS, length / (MOST_BARS - 1))
    step = timedelta(seconds=max(1, math.ceil(least.total_seconds())))
    # Buckets lie at whole multiples of the step since 1970, like those of `timechart`.
    number = math.floor((first - AROUND * timeframe).timestamp() / step.total_seconds())
    start = datetime.fromtimestamp(number * step.total_seconds(), UTC)
    steps = math.ceil((last + AROUND * timeframe - start) / step)
    return Span(start, start + steps * step, step, max(1, round(timeframe / step)))


def counts(answer: Answer, span: Span) -> list[int]:
    """Events of each step."""
    found = [0] * round((span.end - span.start) / span.step)
    for row in answer.rows.to_pylist():
        place = (row["_time"] - span.start) // span.step
        if 0 <= place < len(found):
            found[place] += int(row["count"] or 0)
    return found


def draw(found: Sequence[int], span: Span, limit: int, timeframe: str, query: str) -> MeasureChart:
    """Bars of the events within the timeframe that ends with each step."""
    sums = [0]
    for count in found:
        sums.append(sums[-1] + count)
    measured = [
        sums[place + 1] - sums[max(0, place + 1 - span.window)] for place in range(len(found))
    ]
    top = round_up(max(limit, *measured))
    width = WIDTH / len(measured)
    edges = [span.start + place * span.step for place in range(len(measured) + 1)]
    bars = tuple(
        Bar(
            x=round(place * width, 2),
            y=round(HEIGHT * (1 - value / top), 2),
            width=round(width - 1, 2),
            height=round(HEIGHT * value / top, 2),
            words=f"{clock_time(end)} · {_events(value)}",
            link=search_link(query, (end - span.window * span.step).isoformat(), end.isoformat()),
            over=value >= limit,
        )
        for place, (value, (_begin, end)) in enumerate(zip(measured, pairwise(edges), strict=True))
        if value
    )
    limit_y = round(HEIGHT * (1 - limit / top), 2)
    return MeasureChart(bars, top, limit, limit_y, timeframe, span.start, span.end)


def round_up(value: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 …"""
    size = int(10 ** math.floor(math.log10(max(1, value))))
    return next(size * part for part in (1, 2, 5, 10) if size * part >= value)


def _events(value: int) -> str:
    return ngettext("%(num)s event", "%(num)s events", value)
