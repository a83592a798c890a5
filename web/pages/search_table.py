"""The rows of `stats`, `top`, `timechart` and the like as a table, and as series of a chart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pyarrow as pa

from parsers.schema import ALIASES, FIELDS, FieldType
from search.relation import Column
from search.service import Answer
from web.api.rows import rows
from web.numbers import day, duration, grouped
from web.pages.search_asked import Filter, SearchAsked, before_pipe
from web.pages.search_events import is_number
from web.pages.search_times import clock, day_minute

MOST_ROWS = 1000
# Half an hour each, of a month: what a chart still shows apart.
MOST_POINTS = 3000
# A table of more is nothing that a browser shows in time, or a person reads.
MOST_COLUMNS = 200
MOST_CELLS = 20_000
HEATS = 10
TIME = "_time"
# Measures in nanoseconds: of a column, and of all columns of a chart over time.
LASTING = re.compile(r"(?:p\d+|perc\d+|avg|mean|median|min|max|sum|first|last)\(event\.duration\)$")
LASTING_CHART = re.compile(r"\|\s*timechart\s(?:[^|]*\s)?\w+\(event\.duration\)[^|]*$")
EVENT_COLUMNS = ("@timestamp", "log.level", "host.name", "log.logger", "message")


@dataclass(frozen=True, slots=True)
class Head:
    """A column.  `sorted`: `up`, `down` or nothing.  `link`: sorts by it."""

    name: str
    number: bool
    sorted: str
    link: str
    bars: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A value.  `bar`: percent of the longest.  `heat`: 0 to 10.  `value`: as charts read it."""

    text: str
    number: bool = False
    time: bool = False
    value: str = ""
    bar: float | None = None
    heat: int = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row.  `at`: seconds since 1970 in a chart over time.  `link`: the events behind it."""

    cells: tuple[Cell, ...]
    at: float | None
    link: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A whole table.  `left_out`, `columns_left_out`: rows and columns that are not shown."""

    heads: tuple[Head, ...]
    rows: tuple[TableRow, ...]
    left_out: int
    columns_left_out: int
    over_time: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """What the cells of a table share.

    `bars`: the column with bars.  `most`: the largest value of each.  `hottest`: the largest
    of all where cells have heat, else 0.  `lasting`: columns of durations.
    """

    bars: str
    most: Mapping[str, float]
    hottest: float
    lasting: frozenset[str]
    asked: SearchAsked


def table_view(answer: Answer, asked: SearchAsked) -> TableView:
    """The answer as a table; of events, the columns that a list shows too."""
    every = _columns(answer)
    columns = every[:MOST_COLUMNS]
    over_time = answer.kind == "timechart"
    most_rows = min(MOST_POINTS if over_time else MOST_ROWS, MOST_CELLS // max(1, len(columns)))
    found = answer.rows.select([column.name for column in columns])
    found = _newest(found, most_rows, asked) if over_time else found.slice(0, most_rows)
    shown = list(rows(found))
    numbers = [column.name for column in columns if is_number(column.type)]
    counted = (name for name in numbers if ALIASES.get(name, name) not in FIELDS)
    bars = "" if over_time or answer.kind == "events" else next(counted, "")
    most = {name: _most(shown, name) for name in numbers}
    look = _Look(
        bars=bars,
        most=most,
        hottest=max(most.values(), default=0.0) if over_time else 0.0,
        lasting=frozenset(column.name for column in columns if name_lasts(column.name, asked)),
        asked=asked,
    )
    made = tuple(_row(one, columns, look, answer.kind) for one in shown)
    return TableView(
        heads=tuple(_head(column, asked, bars) for column in columns),
        rows=_with_times(made, asked) if over_time else made,
        left_out=max(0, answer.rows.num_rows - most_rows),
        columns_left_out=len(every) - len(columns),
        over_time=over_time,
    )


def _columns(answer: Answer) -> Sequence[Column]:
    if answer.kind != "events":
        return answer.columns
    by_name = {column.name: column for column in answer.columns}
    return [by_name[name] for name in EVENT_COLUMNS if name in by_name]


def _newest(points: pa.Table, most: int, asked: SearchAsked) -> pa.Table:
    """So many points of a chart over time, newest first or in the order that was asked for."""
    if TIME in points.column_names:
        points = points.sort_by([(TIME, "descending")])
    points = points.slice(0, most)
    name = asked.sort.removeprefix("-")
    if name not in points.column_names:
        return points
    return points.sort_by([(name, "descending" if asked.sort.startswith("-") else "ascending")])


def _most(found: Sequence[dict[str, object]], name: str) -> float:
    values = [value for one in found if isinstance(value := one.get(name), int | float)]
    return max(values, default=0.0)


def _head(column: Column, asked: SearchAsked, bars: str) -> Head:
    number = is_number(column.type)
    falls = f"-{column.name}"
    now = {column.name: "up", falls: "down"}.get(asked.sort, "")
    first, second = (falls, column.name) if number else (column.name, falls)
    wanted = second if asked.sort == first else first
    return Head(column.name, number, now, asked.link(sort=wanted), column.name == bars)


def _row(found: dict[str, object], columns: Sequence[Column], look: _Look, kind: str) -> TableRow:
    at = _moment(found.get(TIME)) if kind == "timechart" else None
    link = _events_link(found, look.asked) if kind == "table" else ""
    cells = tuple(_cell(found.get(column.name), column, look) for column in columns)
    return TableRow(cells, at.timestamp() if at else None, link)


def _cell(value: object, column: Column, look: _Look) -> Cell:
    if not isinstance(value, int | float) or isinstance(value, bool):
        is_time = column.type is FieldType.DATE
        return Cell(_text(value, look.asked), is_number(column.type), is_time)
    own = look.most.get(column.name, 0.0)
    return Cell(
        text=_lasting(value) if column.name in look.lasting else _text(value, look.asked),
        number=is_number(column.type),
        value=str(value),
        bar=round(value / own * 100, 2) if column.name == look.bars and own > 0 else None,
        heat=max(0, min(HEATS, round(value / look.hottest * HEATS))) if look.hottest else 0,
    )


def lasts(query: str) -> bool:
    """Whether the numbers of a chart over time are durations."""
    return LASTING_CHART.search(query) is not None and "count" not in query.rsplit("|", 1)[-1]


def name_lasts(name: str, asked: SearchAsked) -> bool:
    """Whether the numbers of a column are durations."""
    return LASTING.match(name) is not None or lasts(asked.query)


def _lasting(nanoseconds: float) -> str:
    return duration(timedelta(microseconds=nanoseconds / 1000))


def _with_times(made: tuple[TableRow, ...], asked: SearchAsked) -> tuple[TableRow, ...]:
    """Rows of a chart over time, each leading to the events of its time."""
    times = sorted(row.at for row in made if row.at is not None)
    span = min((later - at for at, later in pairwise(times)), default=0.0)
    return tuple(
        replace(row, link=_time_link(row.at, span, asked)) if row.at is not None and span else row
        for row in made
    )


def _time_link(at: float, span: float, asked: SearchAsked) -> str:
    start, end = (datetime.fromtimestamp(one, UTC).isoformat() for one in (at, at + span))
    query = before_pipe(asked.q)
    return asked.link(q=query, earliest=start, latest=end, selected=None, view="", sort="", kind="")


def _events_link(found: dict[str, object], asked: SearchAsked) -> str:
    """The events that a row of `stats … by` counts: one filter for each field it names."""
    made = asked.filters
    for name, value in found.items():
        stored = ALIASES.get(name, name)
        if stored in FIELDS and isinstance(value, str):
            made = (*made, Filter(stored, value))
    return asked.link(q=before_pipe(asked.q), filters=made, view="", sort="") if made else ""


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)) if value is not None else None
    except ValueError:
        return None


def _text(value: object, asked: SearchAsked) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return str(value).lower()
        case int():
            return grouped(value)
        case float():
            return f"{value:,.2f}".replace("-", "−") if abs(value) < 1e15 else f"{value:g}"
        case list():
            return ", ".join(str(part) for part in value)
        case str() if len(value) > 18 and value.endswith("Z") and (at := _moment(value)):
            local = at.astimezone(asked.zone)
            if at.second or at.microsecond:
                return f"{day(local, asked.now)} {clock(local)}"
            return day_minute(local, asked.now)
        case _:
            return str(value)
