"""Ten questions that people ask, and how long a store takes for each.

Each latency is the median of five, in this process: the language, the plan, the requests, and the
rows that come back.
"""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from search.answer import SearchRequest
from search.service import events_page, field_values, search
from search.stores.store import Limits, Store

ROUNDS: Final = 5
PAGE: Final = 100
LIMITS: Final = Limits(time=timedelta(minutes=5), memory_bytes=2 * 1024**3)

Question = Callable[[Store, SearchRequest], object]


def _page(store: Store, request: SearchRequest) -> int:
    return events_page(store, request, PAGE, 0).rows.num_rows


def _rows(store: Store, request: SearchRequest) -> int:
    return search(store, request).rows.num_rows


def _values(store: Store, request: SearchRequest) -> int:
    return field_values(store, request, "event.action").total


QUESTIONS: Final[Mapping[str, tuple[str, Question]]] = {
    "newest 100": ("*", _page),
    "a word": ("{word}", _page),
    "an id": ("trace.id={id}", _page),
    "a day": ("level=WARN earliest={day} latest={next_day} | stats count", _rows),
    "timechart": ("* | timechart span=1h count by level", _rows),
    "top": ("* | top 20 logger", _rows),
    "dc": ("* | stats dc(trace.id)", _rows),
    "percentiles": (
        "* | stats p50(log.origin.file.line), p95(log.origin.file.line) by level",
        _rows,
    ),
    "a field's values": ("*", _values),
    "dedup": ("* | dedup logger | table _time logger", _rows),
}
"""Name to the query and in which way it is asked; in braces what the events have."""


def asked(query: str, now: datetime, given: Mapping[str, str]) -> SearchRequest:
    """Over all of time until `now`, unless the query says when."""
    text = query
    for name, value in given.items():
        text = text.replace(f"{{{name}}}", value)
    return SearchRequest(text, now, "0", limits=LIMITS)


def latencies(
    store: Store, now: datetime, given: Mapping[str, str], rounds: int = ROUNDS
) -> dict[str, tuple[float, object]]:
    """Of each question the median in milliseconds, and its answer's size."""
    found: dict[str, tuple[float, object]] = {}
    for name, (query, ask) in QUESTIONS.items():
        request = asked(query, now, given)
        taken: list[float] = []
        size: object = None
        for _ in range(rounds):
            begun = time.perf_counter()
            size = ask(store, request)
            taken.append((time.perf_counter() - begun) * 1000)
        found[name] = statistics.median(taken), size
    return found


def show(embedded: Store, cluster: Store) -> None:
    """Ask both, and write a line for each question."""
    now, given = _given(embedded)
    ours, theirs = (latencies(store, now, given) for store in (embedded, cluster))
    sys.stdout.write(f"{'':<20}{'embedded':>12}{'cluster':>12}  answer\n")
    for name, (taken, size) in ours.items():
        other, same = theirs[name]
        told = f"{size}" if size == same else f"{size}, and {same} of the cluster"
        sys.stdout.write(f"{name:<20}{taken:>9.0f} ms{other:>9.0f} ms  {told}\n")


def _given(store: Store) -> tuple[datetime, Mapping[str, str]]:
    """A moment after the events, and what some of them have."""
    query = "* | stats latest(trace.id) as id, max(_time) as last, min(_time) as first"
    (row,) = search(store, asked(query, datetime.max.replace(tzinfo=UTC), {})).rows.to_pylist()
    middle = row["first"] + (row["last"] - row["first"]) / 2
    days = {"day": middle, "next_day": middle + timedelta(days=1)}
    dates = {name: f"{moment:%Y-%m-%d}" for name, moment in days.items()}
    return row["last"] + timedelta(seconds=1), {"word": "succeeded", "id": row["id"], **dates}
