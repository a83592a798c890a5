"""The field sidebar: fields of the whole result by group, and one field's values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from parsers.schema import FIELDS, FieldType
from search.service import FieldSummary, FieldValues
from web.messages import gettext as _
from web.numbers import duration, grouped, percent, short
from web.pages.search_asked import Filter, SearchAsked, before_pipe
from web.pages.search_events import is_number

COLUMNS = ("log.level", "host.name")
# Nearly all different, or shown by the list itself.
NOT_LISTED = frozenset(
    {
        *("message", "event.original", "event.id", "event.sequence", "event.ingested"),
        *("@timestamp", "error.stack_trace", "ecs.version"),
    }
)
OWN = frozenset({"cloudstack", "esva"})
ICONS = {
    **dict.fromkeys((FieldType.LONG, FieldType.DOUBLE), "hash"),
    FieldType.IP: "network",
    FieldType.DATE: "clock",
    FieldType.BOOLEAN: "toggle-left",
}
ICONS_BY_NAME = {"user": "user-round", "account": "user-round", "host": "server", "vm": "monitor"}


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value.  `width`: percent of the widest bar."""

    text: str
    count: int
    share: str
    width: float
    include: str
    exclude: str
    only: str


@dataclass(frozen=True, slots=True)
class SpreadBar:
    """One bar of a distribution, percent across and of the height."""

    x: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class ValuesView:
    """The values of one field."""

    name: str
    rows: tuple[ValueRow, ...]
    spread: tuple[SpreadBar, ...]
    median: str
    p95: str
    distinct: int
    over_time: str
    all_values: str


@dataclass(frozen=True, slots=True)
class FieldItem:
    """One field of the sidebar.  `width`: its coverage in percent."""

    name: str
    short: str
    icon: str
    distinct: str
    width: float
    coverage: str
    link: str
    values_link: str
    values: ValuesView | None
    meaning: str


@dataclass(frozen=True, slots=True)
class FieldsGroup:
    """Fields whose names begin alike.  `name`: what they begin with, or a title."""

    name: str
    items: tuple[FieldItem, ...]


@dataclass(frozen=True, slots=True)
class FieldsView:
    """The sidebar.  `sampled`: 0, or how many of the newest events were looked at."""

    count: int
    groups: tuple[FieldsGroup, ...]
    sampled: int


def fields_view(
    found: Iterable[FieldSummary], asked: SearchAsked, values: FieldValues | None = None
) -> FieldsView:
    """The sidebar over these fields, with the values of the one that is open."""
    listed = [one for one in found if one.name not in NOT_LISTED and one.coverage > 0]
    listed.sort(key=lambda one: (-one.coverage, one.name))
    by_head: dict[str, list[FieldSummary]] = {}
    for one in listed:
        if one.name not in COLUMNS:
            by_head.setdefault(one.name.split(".", 1)[0], []).append(one)
    first = [one for name in COLUMNS for one in listed if one.name == name]
    groups = [FieldsGroup(_("Columns"), _items(first, "", asked, values))]
    for head in sorted(by_head, key=lambda head: _rank(head, by_head[head])):
        if len(by_head[head]) > 1:
            items = _items(by_head[head], f"{head}.", asked, values)
            groups.append(FieldsGroup(f"{head}.", items))
    single = [ones[0] for ones in by_head.values() if len(ones) == 1]
    groups.append(FieldsGroup(_("Other"), _items(single, "", asked, values)))
    return FieldsView(
        count=len(listed),
        groups=tuple(group for group in groups if group.items),
        sampled=max((one.sampled for one in listed), default=0),
    )


def _rank(head: str, found: Sequence[FieldSummary]) -> tuple[bool, float]:
    """What the products themselves say stands before what every record has."""
    return head not in OWN, -max(one.coverage for one in found)


def _items(
    found: Sequence[FieldSummary], head: str, asked: SearchAsked, values: FieldValues | None
) -> tuple[FieldItem, ...]:
    made: list[FieldItem] = []
    for one in found:
        opened = values if values and values.name == one.name else None
        row = FIELDS.get(one.name)
        made.append(
            FieldItem(
                name=one.name,
                short=one.name.removeprefix(head),
                icon=_icon(one),
                distinct=_range(one) or short(one.distinct),
                width=round(one.coverage * 100, 1),
                coverage=percent(one.coverage),
                link=asked.link(with_fields=True, field="" if opened else one.name),
                values_link=asked.link("/search/values", field=one.name),
                values=values_view(opened, asked) if opened else None,
                meaning=row.meaning if row else "",
            )
        )
    return tuple(made)


def _icon(found: FieldSummary) -> str:
    for part in found.name.split("."):
        if part in ICONS_BY_NAME and found.type is FieldType.KEYWORD:
            return ICONS_BY_NAME[part]
    return ICONS.get(found.type, "type")


def _range(found: FieldSummary) -> str:
    if found.low is None or found.high is None or not is_number(found.type):
        return ""
    row = FIELDS.get(found.name)
    if not row or not row.unit:
        return ""
    return f"{amount(found.name, found.low)} – {amount(found.name, found.high)}"


def amount(field: str, value: float) -> str:
    """A number of a field as people say it."""
    row = FIELDS.get(field)
    if row and row.unit == "ns":
        return duration(timedelta(microseconds=value / 1000))
    return grouped(round(value)) if float(value).is_integer() else f"{value:,.2f}"


def values_view(found: FieldValues, asked: SearchAsked) -> ValuesView:
    """The values of one field with their bars and links."""
    most = max((count for _value, count in found.values), default=0)
    numbers = found.numbers
    highest = max((bar.count for bar in numbers.histogram), default=0) if numbers else 0
    bars = numbers.histogram if numbers else ()
    search = before_pipe(asked.q)
    return ValuesView(
        name=found.name,
        rows=tuple(_row(found, text, count, most, asked) for text, count in found.values),
        spread=tuple(
            SpreadBar(
                x=round(place * 100 / len(bars), 3),
                width=round(92 / len(bars), 3),
                height=round(bar.count * 100 / highest, 2) if highest else 0,
                words=f"{amount(found.name, bar.low)} – {amount(found.name, bar.high)}: "
                f"{grouped(bar.count)}",
            )
            for place, bar in enumerate(bars)
        ),
        median=amount(found.name, numbers.median) if numbers else "",
        p95=amount(found.name, numbers.p95) if numbers else "",
        distinct=found.distinct,
        over_time=asked.link(q=f"{search} | timechart count by {found.name}", view=""),
        all_values=asked.link(q=f"{search} | top limit=1000 {found.name}", view=""),
    )


def _row(found: FieldValues, text: str, count: int, most: int, asked: SearchAsked) -> ValueRow:
    here = Filter(found.name, text)
    away = Filter(found.name, text, excludes=True)
    return ValueRow(
        text=text,
        count=count,
        share=percent(count / found.total) if found.total else "",
        width=round(count * 100 / most, 2) if most else 0,
        include=asked.link(filters=asked.with_filter(here)),
        exclude=asked.link(filters=asked.with_filter(away)),
        only=asked.link(q="", filters=asked.alone(here), view="", sort=""),
    )
