"""A chart as geometry, drawn by the template as SVG; scripts may draw it anew from the table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from web.messages import gettext as _
from web.numbers import duration, short
from web.pages.search_asked import ChartKind, SearchAsked
from web.pages.search_table import TableView, lasts
from web.pages.search_times import Tick, per_words, ticks

HEIGHT = 248
WIDTH = 1000
COLOURS = 9
OTHER = "OTHER"
MOST_BARS = 12
MEASURE = re.compile(r"(\w+)\(([^()]+)\)")

Numbers = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar in a box of WIDTH by HEIGHT."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Series:
    """One line or its bars.  `number`: its colour.

    `points`: for a polyline in a box of WIDTH by HEIGHT; `ground`: for the area under it.
    """

    name: str
    place: int
    number: int
    points: str
    ground: str
    bars: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class GridLine:
    """A round number on the axis."""

    y: float
    words: str


@dataclass(frozen=True, slots=True)
class NamedBar:
    """A bar that lies, with its name and number.  `width`: percent."""

    name: str
    words: str
    width: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to draw the numbers."""

    kind: str
    words: str
    icon: str
    link: str
    on: bool


@dataclass(frozen=True, slots=True)
class ChartView:
    """Lines over time, or lying bars.  `lasting`: the numbers are durations.  `zone`: its name."""

    series: tuple[Series, ...]
    grid: tuple[GridLine, ...]
    ticks: tuple[Tick, ...]
    bars: tuple[NamedBar, ...]
    kind: str = ""
    choices: tuple[Choice, ...] = ()
    lasting: bool = False
    title: str = ""
    about: str = ""
    zone: str = ""


def chart_view(table: TableView, asked: SearchAsked) -> ChartView | None:
    """The chart of a table; None where it has no number to draw."""
    if not table.rows or not any(head.number for head in table.heads):
        return None
    return _over_time(table, asked) if table.over_time else _lying(table)


def _over_time(table: TableView, asked: SearchAsked) -> ChartView:
    kind = asked.kind or "line"
    points = sorted((row for row in table.rows if row.at is not None), key=lambda row: row.at or 0)
    names = [head.name for head in table.heads][1:]
    values = [
        [_number(row.cells[place + 1].value) for row in points] for place in range(len(names))
    ]
    most = _most(values, kind) or 1.0
    times = [row.at or 0.0 for row in points]
    title, about = _words(asked.query, times)
    lasting = lasts(asked.query)
    return ChartView(
        series=tuple(
            _series(place, names[place], times, values, most, kind) for place in range(len(names))
        ),
        grid=_grid(most, lasting),
        ticks=tuple(ticks(*_ends(times), asked)),
        bars=(),
        kind=kind,
        choices=_choices(asked, kind),
        lasting=lasting,
        title=title,
        about=about,
        zone=asked.tz,
    )


def _choices(asked: SearchAsked, now: str) -> tuple[Choice, ...]:
    kinds: tuple[tuple[ChartKind, str, str], ...] = (
        ("line", _("Line"), "chart-line"),
        ("area", _("Area"), "chart-area"),
        ("bars", _("Bars"), "chart-column"),
        ("stacked", _("Stacked"), "chart-column-stacked"),
    )
    return tuple(
        Choice(kind, words, icon, asked.link(view="chart", kind=kind), kind == now)
        for kind, words, icon in kinds
    )


def _ends(times: Sequence[float]) -> tuple[datetime, datetime]:
    start, end = (times[0], times[-1]) if times else (0.0, 0.0)
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)


def _words(query: str, times: Sequence[float]) -> tuple[str, str]:
    """What a `timechart` counts, and per what and by what."""
    found = re.search(r"\|\s*timechart\s+([^|]*)", query, re.IGNORECASE)
    words = re.sub(r"\b(?:span|limit|useother|bins)=\S+", "", found[1] if found else "").split()
    lower = [word.lower() for word in words]
    place = lower.index("by") if "by" in lower else len(words)
    by = _("by %(field)s", field=" ".join(words[place + 1 :])) if words[place:] else ""
    per = ""
    if len(times) > 1:
        per = _("per %(span)s", span=per_words(timedelta(seconds=times[1] - times[0])))
    return _spoken(" ".join(words[:place])), ", ".join(part for part in (per, by) if part)


def _spoken(measures: str) -> str:
    """`p95(event.duration)` as people say it."""

    def said(found: re.Match[str]) -> str:
        return _("%(function)s of %(field)s", function=found[1], field=found[2])

    return MEASURE.sub(said, measures)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _most(values: Sequence[Numbers], kind: str) -> float:
    if kind == "stacked":
        return max(
            (sum(one or 0.0 for one in column) for column in zip(*values, strict=True)), default=0.0
        )
    return max((one for line in values for one in line if one is not None), default=0.0)


def _series(
    place: int,
    name: str,
    times: Sequence[float],
    values: Sequence[Numbers],
    most: float,
    kind: str,
) -> Series:
    number = COLOURS if name == OTHER else min(place + 1, COLOURS)
    line = [point for point in zip(times, values[place], strict=True) if point[1] is not None]
    lines = kind in ("line", "area")
    points = (
        [f"{_across(at, times):.1f},{_up(value or 0.0, most):.1f}" for at, value in line]
        if lines
        else []
    )
    ground = ""
    if kind == "area" and points:
        first, last = _across(line[0][0], times), _across(line[-1][0], times)
        ground = f"{first:.1f},{HEIGHT} {' '.join(points)} {last:.1f},{HEIGHT}"
    bars = () if lines else tuple(_rects(place, values, most, stacked=kind == "stacked"))
    return Series(name, place + 1, number, " ".join(points), ground, bars)


def _across(at: float, times: Sequence[float]) -> float:
    return (at - times[0]) / (times[-1] - times[0] or 1.0) * WIDTH


def _up(value: float, most: float) -> float:
    return HEIGHT - value / (most * 1.05) * HEIGHT


def _rects(place: int, values: Sequence[Numbers], most: float, stacked: bool) -> Iterator[Rect]:
    """Bars of one series: beside those of the others, or upon those before it."""
    slot = WIDTH / max(1, len(values[place]))
    width = slot * 0.84 / (1 if stacked else len(values))
    for at, value in enumerate(values[place]):
        if not value:
            continue
        below = sum(line[at] or 0.0 for line in values[:place]) if stacked else 0.0
        x = at * slot + slot * 0.08 + (0.0 if stacked else place * width)
        top, base = _up(below + value, most), _up(below, most)
        yield Rect(round(x, 2), round(top, 2), round(width, 2), round(max(0.5, base - top), 2))


def _grid(most: float, lasting: bool) -> tuple[GridLine, ...]:
    rounds = (digit * 10.0**power for power in range(-6, 18) for digit in (1, 2, 5))
    step = next((one for one in rounds if most / one < 4.5), most)
    lines = [step * count for count in range(int(most / step) + 1)]
    return tuple(GridLine(round(_up(one, most), 2), _axis_words(one, lasting)) for one in lines)


def _axis_words(number: float, lasting: bool) -> str:
    if lasting:
        seconds = number / 1e9
        return duration(timedelta(seconds=seconds)) if seconds > 120 else f"{seconds:g} s"
    return short(int(number)) if float(number).is_integer() else f"{number:g}"


def _lying(table: TableView) -> ChartView:
    numbers = [place for place, head in enumerate(table.heads) if head.number]
    place = numbers[0]
    names = [other for other in range(len(table.heads)) if other not in numbers]
    rows = table.rows[:MOST_BARS]
    amounts = [max(0.0, _number(row.cells[place].value) or 0.0) for row in rows]
    most = max(amounts, default=0.0) or 1.0
    return ChartView(
        series=(),
        grid=(),
        ticks=(),
        bars=tuple(
            NamedBar(
                " · ".join(row.cells[other].text for other in names),
                row.cells[place].text,
                round(amount / most * 100, 2),
            )
            for row, amount in zip(rows, amounts, strict=True)
        ),
    )
