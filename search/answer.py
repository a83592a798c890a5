"""What a search is asked and what it answers, as pages, rules and the command line see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

import pyarrow as pa

from parsers.schema import FieldType
from search.relation import Column
from search.stores.store import Limits

Kind = Literal["events", "table", "timechart"]


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Instants `[start, end)` in UTC; None is open: the beginning or the end of everything."""

    start: datetime | None
    end: datetime | None

    @property
    def length(self) -> timedelta | None:
        """None while a side is open."""
        return None if self.start is None or self.end is None else self.end - self.start


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question.

    `earliest`, `latest`: time modifiers (`-24h@h`, `0`, `now`, ISO, epoch); what the query itself
    says wins.  Without either, the last 24 hours.  `zone`: in which days and hours begin.
    `now`: aware.  `query_id`: by which `store.cancel` ends it.
    """

    query: str
    now: datetime
    earliest: str | None = None
    latest: str | None = None
    zone: tzinfo = UTC
    limits: Limits = field(default_factory=Limits)
    query_id: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a search.

    `columns`: names as the query wrote them; stored names where `kind` is events.  `matched`:
    events that the search before the first `|` found, `scanned`: events in the time range.
    """

    columns: tuple[Column, ...]
    rows: pa.Table
    warnings: tuple[str, ...]
    matched: int
    scanned: int
    seconds: float
    time_range: TimeRange
    kind: Kind


@dataclass(frozen=True, slots=True)
class Bucket:
    """Events of `[start, end)` by log.level; the level `""` stands for events without one."""

    start: datetime
    end: datetime
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Timeline:
    """At most 120 buckets of one round length, oldest first, empty ones among them."""

    buckets: tuple[Bucket, ...]
    span: timedelta
    total: int
    time_range: TimeRange


@dataclass(frozen=True, slots=True)
class FieldSummary:
    """One field of the found events.

    `coverage`: share of events that have it, 0 to 1.  `distinct`: number of different values.
    `low`, `high`: range of a numeric field.  `sampled`: 0, or the number of newest events that
    were looked at where there were more.
    """

    name: str
    type: FieldType
    coverage: float
    distinct: int
    low: float | None = None
    high: float | None = None
    sampled: int = 0


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """Values in `[low, high)`, in the last bar `[low, high]`."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """How the values of a numeric field lie."""

    min: float
    max: float
    median: float
    p95: float
    histogram: tuple[HistogramBar, ...]


@dataclass(frozen=True, slots=True)
class FieldValues:
    """The most frequent values of one field over the whole result.

    `values`: (value as text, events), most frequent first.  `total`: events that have the field.
    `events`: all events found.  `distinct`: different values.  `numbers`: of numeric fields.
    """

    name: str
    type: FieldType
    values: tuple[tuple[str, int], ...]
    total: int
    events: int
    distinct: int
    numbers: Numbers | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a search would run, phase by phase.

    `parsed`: canonical text.  `checked`: the same with what checking made of it.  `index`: the
    engine's own words on which indexes it uses.  `pushed`: stages that the store itself answers,
    `rest`: stages that the embedded engine runs over what comes back.
    """

    parsed: str
    stages: tuple[str, ...]
    time_range: TimeRange
    sql: str
    parameters: Mapping[str, object]
    columns: tuple[Column, ...]
    index: str
    pushed: tuple[str, ...]
    rest: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that may stand at the cursor: it replaces `[start, end)` of the text.

    `kind`: command, function, field, value, keyword.  `meaning`: one line of help.
    `coverage`: of a field, or a value's share, 0 to 1, where known.
    """

    text: str
    kind: str
    start: int
    end: int
    meaning: str = ""
    coverage: float | None = None
