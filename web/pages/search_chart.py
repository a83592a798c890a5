"""A chart as geometry, drawn by the template as SVG; scripts may draw it anew from the table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from web.messages import gettext as _
from web.numbers import short
from web.pages.search_asked import SearchAsked
from web.pages.search_table import TableView
from web.pages.search_times import Tick, per_words, ticks

HEIGHT = 248
COLOURS = 9
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Series:
    """A line.  `points`: for a polyline in a box of 1000 by HEIGHT.  `number`: its colour."""

    name: str
    place: int
    number: int
    points: str


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
class ChartView:
    """Lines over time, or lying bars."""

    series: tuple[Series, ...]
    grid: tuple[GridLine, ...]
    ticks: tuple[Tick, ...]
    bars: tuple[NamedBar, ...]
    title: str = ""
    about: str = ""


def chart_view(table: TableView, asked: SearchAsked) -> ChartView | None:
    """The chart of a table; None where it has no number to draw."""
    if not table.rows or not any(head.number for head in table.heads):
        return None
    return _lines(table, asked) if table.over_time else _bars(table)


def _lines(table: TableView, asked: SearchAsked) -> ChartView:
    points = sorted((row for row in table.rows if row.at is not None), key=lambda row: row.at or 0)
    names = [head.name for head in table.heads][1:]
    values = [
        [_number(row.cells[place + 1].value) for row in points] for place in range(len(names))
    ]
    most = max((one for line in values for one in line if one is not None), default=0.0) or 1.0
    times = [row.at or 0.0 for row in points]
    start, end = (times[0], times[-1]) if times else (0.0, 0.0)
    moments = [datetime.fromtimestamp(one, UTC) for one in (start, end)]
    title, by = _title(asked.query)
    per = ""
    if len(times) > 1:
        per = _("per %(span)s", span=per_words(timedelta(seconds=times[1] - times[0])))
    return ChartView(
        series=tuple(
            Series(name, place + 1, min(place + 1, COLOURS), _points(times, values[place], most))
            for place, name in enumerate(names)
        ),
        grid=_grid(most),
        ticks=tuple(ticks(moments[0], moments[1], asked.zone)),
        bars=(),
        title=title,
        about=", ".join(part for part in (per, by) if part),
    )


def _title(query: str) -> tuple[str, str]:
    """What a `timechart` counts, and by what, in the words of the query."""
    found = re.search(r"\|\s*timechart\s+([^|]*)", query, re.IGNORECASE)
    words = re.sub(r"\b(?:span|limit|useother|bins)=\S+", "", found[1] if found else "").split()
    lower = [word.lower() for word in words]
    if "by" not in lower:
        return " ".join(words), ""
    place = lower.index("by")
    return " ".join(words[:place]), _("by %(field)s", field=" ".join(words[place + 1 :]))


def _number(text: str) -> float | None:
    return float(text) if text else None


def _points(times: Sequence[float], values: Sequence[float | None], most: float) -> str:
    length = times[-1] - times[0] or 1.0
    return " ".join(
        f"{(at - times[0]) / length * 1000:.1f},{HEIGHT - value / (most * 1.05) * HEIGHT:.1f}"
        for at, value in zip(times, values, strict=True)
        if value is not None
    )


def _grid(most: float) -> tuple[GridLine, ...]:
    rounds = (digit * 10.0**power for power in range(-6, 18) for digit in (1, 2, 5))
    step = next((one for one in rounds if most / one < 4.5), most)
    lines = [step * count for count in range(int(most / step) + 1)]
    return tuple(
        GridLine(round(HEIGHT - one / (most * 1.05) * HEIGHT, 2), _axis_words(one)) for one in lines
    )


def _axis_words(number: float) -> str:
    return short(int(number)) if float(number).is_integer() else f"{number:g}"


def _bars(table: TableView) -> ChartView:
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
