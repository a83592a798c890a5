"""Times of the search page: names of ranges, clocks in the person's zone, ticks of an axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from search.answer import TimeRange
from web.messages import gettext as _
from web.numbers import day, duration
from web.pages.search_asked import SearchAsked

TICK_STEPS = tuple(
    timedelta(seconds=seconds)
    for seconds in (
        *(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800),
        *(3600, 7200, 10800, 14400, 21600, 43200),
        *(day * 86400 for day in (1, 2, 7, 14, 30, 90, 180, 365, 3650, 36500)),
    )
)
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Preset:
    """A range to choose.  `earliest`: its modifier."""

    words: str
    earliest: str
    on: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of a time axis.  `x`: percent of its length; `anchor`: of SVG text."""

    x: float
    words: str
    anchor: str
    thin: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days `YYYY-MM-DD` in the person's zone: today, and those of the range, empty where open."""

    today: str
    start: str
    end: str


def calendar(found: TimeRange | None, zone: tzinfo, now: datetime) -> Calendar:
    """What a calendar shows of a range.  A range that ends at midnight ends the day before."""
    start, end = (found.start, found.end) if found else (None, None)
    return Calendar(
        today=now.astimezone(zone).date().isoformat(),
        start=start.astimezone(zone).date().isoformat() if start else "",
        end=(end - timedelta(microseconds=1)).astimezone(zone).date().isoformat() if end else "",
    )


def preset_words() -> dict[str, str]:
    """Modifier to words."""
    return {
        "-15m": _("15 minutes"),
        "-1h": _("Hour"),
        "-4h": _("4 hours"),
        "@d": _("Today"),
        "-24h": _("24 hours"),
        "-7d": _("7 days"),
        "-30d": _("30 days"),
        "0": _("All time"),
    }


def presets(asked: SearchAsked) -> tuple[Preset, ...]:
    """The ranges of the time picker."""
    chosen = "" if asked.latest not in ("", "now") else asked.earliest or "-24h"
    return tuple(Preset(words, text, text == chosen) for text, words in preset_words().items())


def range_words(asked: SearchAsked) -> str:
    """What the time button says."""
    earliest, latest = asked.earliest or "-24h", asked.latest or "now"
    named = {
        "-15m": _("Last 15 minutes"),
        "-1h": _("Last hour"),
        "-4h": _("Last 4 hours"),
        "@d": _("Today"),
        "-24h": _("Last 24 hours"),
        "-7d": _("Last 7 days"),
        "-30d": _("Last 30 days"),
        "0": _("All time"),
    }
    if latest == "now" and earliest in named:
        return named[earliest]
    return f"{_short(earliest, asked)} – {_short(latest, asked)}"


def range_sentence(asked: SearchAsked) -> str:
    """The range inside a sentence that begins before it."""
    named = {
        "-15m": _("in the last 15 minutes"),
        "-1h": _("in the last hour"),
        "-4h": _("in the last 4 hours"),
        "@d": _("today"),
        "-24h": _("in the last 24 hours"),
        "-7d": _("in the last 7 days"),
        "-30d": _("in the last 30 days"),
        "0": _("at any time"),
    }
    earliest = asked.earliest or "-24h"
    if asked.latest in ("", "now") and earliest in named and not asked.selected:
        return named[earliest]
    return _("in this time")


def _short(text: str, asked: SearchAsked) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    local = moment if moment.tzinfo else moment.replace(tzinfo=asked.zone)
    return day_minute(local.astimezone(asked.zone), asked.now)


def zone_words(zone: tzinfo, now: datetime) -> str:
    """`JST`, `UTC`."""
    return now.astimezone(zone).tzname() or ""


def time_range_words(found: TimeRange, asked: SearchAsked) -> str:
    """`Sun 13 Sep 12:00 – Mon 14 Sep 12:00`."""
    start, end = (
        day_minute(at.astimezone(asked.zone), asked.now) if at else ""
        for at in (found.start, found.end)
    )
    return f"{start or _('the beginning')} – {end or _('now')}"


def day_minute(moment: datetime, now: datetime) -> str:
    """`Sun 13 Sep 12:00`, with the year when it is not this one."""
    return f"{day(moment, now)} {moment:%H:%M}"


def clock(moment: datetime) -> str:
    """`22:12:41.921`."""
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03}"


def bucket_words(start: datetime, end: datetime, span: timedelta, now: datetime) -> tuple[str, str]:
    """Words for the begin and the end of a range of buckets."""
    if span >= timedelta(days=1):
        return day(start, now), day(end, now)
    shape = "%H:%M" if span >= timedelta(minutes=1) else "%H:%M:%S"
    return format(start, shape), format(end, shape)


def per_words(span: timedelta) -> str:
    """`15 minutes`, of the length of a bucket."""
    seconds = int(span.total_seconds())
    for size, one, many in (
        # Months and years are as long as they are on average.
        (31557600, _("year"), _("years")),
        (2629800, _("month"), _("months")),
        (86400, _("day"), _("days")),
        (3600, _("hour"), _("hours")),
        (60, _("minute"), _("minutes")),
        (1, _("second"), _("seconds")),
    ):
        if seconds >= size and not seconds % size:
            return one if seconds == size else f"{seconds // size} {many}"
    return duration(span)


def ticks(start: datetime, end: datetime, asked: SearchAsked) -> Sequence[Tick]:
    """At most a handful of labels at round times between the two."""
    length = (end - start).total_seconds()
    if length <= 0:
        return ()
    step = next((one for one in TICK_STEPS if length / one.total_seconds() < MOST_TICKS), None)
    if step is None:
        return ()
    found: list[Tick] = []
    at = _first_tick(start, step, asked.zone)
    while at <= end and len(found) <= MOST_TICKS:
        x = (at - start).total_seconds() / length * 100
        words = _tick_words(at.astimezone(asked.zone), step, asked.now, first=not found)
        anchor = "start" if x < 7 else "end" if x > 97 else "middle"
        found.append(Tick(round(x, 3), words, anchor, thin=len(found) % 2 == 1))
        at += step
    return tuple(found)


def _first_tick(start: datetime, step: timedelta, zone: tzinfo) -> datetime:
    local = start.astimezone(zone).replace(tzinfo=None)
    origin = datetime(local.year, local.month, local.day)  # noqa: DTZ001  wall clock of `zone`
    steps = -(-(local - origin) // step)
    return (origin + steps * step).replace(tzinfo=zone).astimezone(UTC)


def _tick_words(at: datetime, step: timedelta, now: datetime, first: bool) -> str:
    if step >= timedelta(days=1):
        return day(at, now)
    shape = "%H:%M" if step >= timedelta(minutes=1) else "%H:%M:%S"
    if first or (at.hour, at.minute, at.second) == (0, 0, 0):
        return f"{at:%a} {at.day} · {at.strftime(shape)}"
    return at.strftime(shape)
