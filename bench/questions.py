"""Latency of ten questions, asked of the embedded store and of a cluster with the same events.

Run as `python -m bench.questions [--events N] [--url URL] [LOG…]`; with no URL it starts an
Elasticsearch of its own.  The events are those of bench.search.  Each latency is the median of
five, in this process: the language, the plan, the requests, and the rows that come back.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa

from bench.search import AT_A_TIME, NOW, SAMPLES, copies, records
from search.answer import SearchRequest
from search.service import events_page, field_values, search
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from search.stores.store import Limits, Store
from tests.interop import servers_elasticsearch
from tests.search.clusters import cluster_store

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


def main() -> None:
    options = _options()
    paths = options.logs or sorted(SAMPLES.rglob("*.log"))
    if options.url:
        compare(options.url, paths, options.events)
        return
    server = servers_elasticsearch.node()
    server.start()
    try:
        compare(server.url, paths, options.events)
    finally:
        server.remove()


def compare(url: str, paths: Iterable[Path], total: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        embedded = EmbeddedStore(Path(folder))
        with cluster_store(url, Path(folder)) as cluster:
            _fill([embedded, cluster], tables(paths, total))
            _show(embedded, cluster)
        embedded.close()


def tables(paths: Iterable[Path], total: int) -> Iterator[pa.Table]:
    events = copies(records([*paths]))
    for batch in range(-(-total // AT_A_TIME)):
        some = islice(events, min(AT_A_TIME, total - batch * AT_A_TIME))
        yield to_table([*some], batch + 1, batch * AT_A_TIME, NOW)


def _fill(stores: Iterable[Store], found: Iterator[pa.Table]) -> None:
    for batch, rows in enumerate(found, 1):
        for store in stores:
            store.insert(batch, rows)


def _show(embedded: Store, cluster: Store) -> None:
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.questions")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--url", help="of an Elasticsearch that runs")
    parser.add_argument("logs", nargs="*", type=Path, metavar="LOG")
    return parser.parse_args()


if __name__ == "__main__":
    main()
