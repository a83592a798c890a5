"""The timeline as geometry: bars in percent across and pixels up, drawn by the template as SVG."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from search.answer import Bucket, Timeline
from web.messages import gettext as _
from web.numbers import duration, grouped
from web.pages.search_asked import Filter, SearchAsked, epoch_ms
from web.pages.search_levels import CLASSES, class_words, level_class
from web.pages.search_times import Tick, bucket_words, per_words, ticks

HEIGHT = 84
ROOM_ABOVE = 1.06


@dataclass(frozen=True, slots=True)
class Segment:
    """One level's part of a bar, in pixels from above."""

    level: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bucket.  `x`, `width`: percent.  `start`, `end`: milliseconds since 1970."""

    x: float
    width: float
    segments: tuple[Segment, ...]
    count: int
    start: int
    end: int
    from_words: str
    to_words: str
    words: str
    link: str
    chosen: bool
    part: bool

    @property
    def top(self) -> float:
        """Pixels from above to its highest segment."""
        return min((one.y for one in self.segments), default=HEIGHT)


@dataclass(frozen=True, slots=True)
class GridLine:
    """A round number on the axis.  `y`: pixels from above."""

    y: float
    words: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A level, its number of events, and the address that shows or hides it."""

    level: str
    words: str
    count: int
    link: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Brush:
    """The part of the time that is selected.  `x`, `width`: percent.

    `place`: class by which the style sheet puts the label, as there are no inline styles.
    """

    x: float
    width: float
    place: str
    words: str
    length: str
    zoom: str
    drop: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Everything the template draws."""

    per: str
    bars: tuple[Bar, ...]
    grid: tuple[GridLine, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[LegendEntry, ...]
    brush: Brush | None
    base: str
    height: int = HEIGHT


def timeline_view(found: Timeline, asked: SearchAsked) -> TimelineView:
    """The timeline of a search."""
    most = max((bucket.total for bucket in found.buckets), default=0)
    buckets = found.buckets
    shown = (buckets[0].start, buckets[-1].end) if buckets else None
    return TimelineView(
        per=per_words(found.span),
        bars=_bars(found, asked, most),
        grid=_grid(most),
        ticks=tuple(ticks(*shown, asked)) if shown else (),
        legend=_legend(found, asked),
        brush=_brush(asked, *shown) if shown else None,
        base=asked.link(selected=None),
    )


def _bars(found: Timeline, asked: SearchAsked, most: int) -> tuple[Bar, ...]:
    width = 100 / len(found.buckets) if found.buckets else 0
    chosen = asked.selected
    made: list[Bar] = []
    for place, bucket in enumerate(found.buckets):
        local = (bucket.start.astimezone(asked.zone), bucket.end.astimezone(asked.zone))
        start, end = bucket_words(*local, found.span, asked.now)
        made.append(
            Bar(
                x=round(place * width, 4),
                width=round(width * 0.92, 4),
                segments=_segments(bucket.counts, most),
                count=bucket.total,
                start=epoch_ms(bucket.start),
                end=epoch_ms(bucket.end),
                from_words=start,
                to_words=end,
                words=_(
                    "%(range)s: %(count)s", range=f"{start} – {end}", count=_mix(bucket.counts)
                ),
                link=asked.link(selected=(bucket.start, bucket.end)),
                chosen=chosen is None or (bucket.start < chosen[1] and bucket.end > chosen[0]),
                part=bucket.total > 0 and _unfinished(bucket, found, asked.now),
            )
        )
    return tuple(made)


def _unfinished(bucket: Bucket, found: Timeline, now: datetime) -> bool:
    """Whether the last bar stands for less than its length: it goes on, or the range ends in it."""
    last = bucket is found.buckets[-1]
    return last and (bucket.end > now or bucket.end - bucket.start < found.span)


def _by_class(counts: Mapping[str, int]) -> dict[str, int]:
    found = dict.fromkeys(CLASSES, 0)
    for level, count in counts.items():
        found[level_class(level)] += count
    return found


def _mix(counts: Mapping[str, int]) -> str:
    parts = [f"{class_words(name)} {grouped(n)}" for name, n in _by_class(counts).items() if n]
    return ", ".join(parts) or _("no events")


def _segments(counts: Mapping[str, int], most: int) -> tuple[Segment, ...]:
    """Stacked from the base, severest first; whatever is there is at least a pixel high."""
    scale = HEIGHT / (most * ROOM_ABOVE) if most else 0
    base = float(HEIGHT)
    made: list[Segment] = []
    for name, count in _by_class(counts).items():
        if not count:
            continue
        height = max(1.0, count * scale)
        base -= height
        made.append(Segment(name, round(max(base, 0), 2), round(height, 2)))
    return tuple(made)


def _grid(most: int) -> tuple[GridLine, ...]:
    """One or two lines at round numbers."""
    if most < 2:
        return ()
    rounds = (digit * 10**power for power in range(19) for digit in (1, 2, 5))
    step = next(one for one in rounds if most / one < 2.4)
    lines = range(step, most + 1, step)
    scale = HEIGHT / (most * ROOM_ABOVE)
    return tuple(GridLine(round(HEIGHT - one * scale, 2), grouped(one)) for one in lines)


def _legend(found: Timeline, asked: SearchAsked) -> tuple[LegendEntry, ...]:
    """One entry a colour, which hides every level of it, or shows them again."""
    hidden = [
        one for one in asked.filters if one.field == "log.level" and one.excludes and not one.off
    ]
    levels: dict[str, dict[str, int]] = {name: {} for name in CLASSES}
    for bucket in found.buckets:
        for level, count in bucket.counts.items():
            sums = levels[level_class(level)]
            sums[level] = sums.get(level, 0) + count
    made: list[LegendEntry] = []
    for name, sums in levels.items():
        gone = [one for one in hidden if level_class(one.value) == name]
        if sums:
            made.append(_entry(name, sums, asked))
        elif gone:
            kept = tuple(one for one in asked.filters if one not in gone)
            made.append(LegendEntry(name, class_words(name), 0, asked.link(filters=kept), False))
    return tuple(made)


def _entry(name: str, sums: Mapping[str, int], asked: SearchAsked) -> LegendEntry:
    filters = asked.filters
    for level in sums:
        hide = Filter("log.level", level, excludes=True)
        filters = replace(asked, filters=filters).with_filter(hide)
    link = asked.link(filters=filters) if all(sums) else ""
    return LegendEntry(name, class_words(name), sum(sums.values()), link, shown=True)


def _brush(asked: SearchAsked, start: datetime, end: datetime) -> Brush | None:
    if not asked.selected:
        return None
    length = (end - start).total_seconds()
    first, last = (max(start, min(end, at)) for at in asked.selected)
    x = (first - start).total_seconds() / length * 100
    width = (last - first).total_seconds() / length * 100
    span = asked.selected[1] - asked.selected[0]
    local = [at.astimezone(asked.zone) for at in asked.selected]
    words = bucket_words(local[0], local[1], span / 10, asked.now)
    zoom = {"earliest": asked.selected[0].isoformat(), "latest": asked.selected[1].isoformat()}
    return Brush(
        x=round(x, 3),
        width=round(width, 3),
        place=_label_place(x, width),
        words=" – ".join(words),
        length=duration(span),
        zoom=asked.link(selected=None, **zoom),
        drop=asked.link(selected=None),
    )


def _label_place(x: float, width: float) -> str:
    """Beside the selection, on the side with room, in twentieths."""
    if x + width <= 58:
        return f"brush-after-{-int(-(x + width) // 5)}"
    return f"brush-before-{-int(-(100 - x) // 5)}"
