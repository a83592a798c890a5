"""How fast events go into a cluster beside the client's own bulk helper.

Each round stores all of them three times, each time into new indices: from Arrow batches as the
service does, as prepared documents through our bulk, and the same documents through
`elasticsearch.helpers.parallel_bulk`.  CPU is that of this process and of the cluster's, by which
ways can be compared on a machine that others use.
"""

import json
import resource
import secrets
import statistics
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
from elasticsearch import Elasticsearch, helpers

from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.store import ElasticsearchStore
from search.stores.elasticsearch.writing.bulk import Bulk, Line
from search.stores.elasticsearch.writing.documents import Documents, documents
from search.stores.store import Store
from tests.interop.load import forget

WAYS = 3
"""Batches under way at once: the pipeline's number on two cores."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of storing all events one way.  `ours_s`, `theirs_s`: CPU of this process and the cluster."""

    seconds: float
    ours_s: float
    theirs_s: float
    bytes_each: float


def compare(url: str, tables: Sequence[pa.Table], rounds: int, compress: bool) -> None:
    """`compress`: what the helper sends too."""
    found: dict[str, list[Cost]] = {}
    for number in range(rounds):
        ways = [*_WAYS.items()]
        # Each round begins with another one, so that none always has the warm server.
        for name, way in ways[number % len(ways) :] + ways[: number % len(ways)]:
            found.setdefault(name, []).append(_measured(url, tables, way, compress))
    _report(found, sum(table.num_rows for table in tables))


Way = Callable[[ElasticsearchStore, Sequence[pa.Table]], Callable[[], None]]
"""Prepares what is not timed; what it gives is."""


def _measured(url: str, tables: Sequence[pa.Table], way: Way, compress: bool) -> Cost:
    connection = Connection((url,), namespace=f"b{secrets.token_hex(4)}", compress=compress)
    store = ElasticsearchStore(connection)
    try:
        run = way(store, tables)
        theirs, ours = cluster_cpu_s(store), own_cpu_s()
        begun = time.perf_counter()
        run()
        seconds = time.perf_counter() - begun
        ours, theirs = own_cpu_s() - ours, cluster_cpu_s(store) - theirs
        store.refresh()
        days = store.days()
        stored = sum(day.events for day in days)
        if stored != sum(table.num_rows for table in tables):
            raise RuntimeError(f"{stored} events are stored")
        size = sum(day.size_bytes for day in days) / stored
        return Cost(seconds, ours, theirs, size)
    finally:
        forget(store.client, connection.namespace, store.targets.streams)
        store.close()


def _as_the_service(store: ElasticsearchStore, tables: Sequence[pa.Table]) -> Callable[[], None]:
    return partial(bring, store, tables)


def bring(store: Store, tables: Sequence[pa.Table]) -> None:
    """Store them as the pipeline does."""
    with ThreadPoolExecutor(WAYS) as threads:
        running = [threads.submit(store.insert, at, table) for at, table in enumerate(tables, 1)]
    if any(each.result() for each in running):
        raise RuntimeError("some events were refused")


def _prepared(store: ElasticsearchStore, tables: Sequence[pa.Table]) -> Callable[[], None]:
    made = [documents(table, store.targets) for table in tables]
    batches = [
        [Line(*line) for line in zip(one.ids, one.targets, one.lines, strict=True)] for one in made
    ]
    bulk = Bulk(store.client, asks=store.targets.streams)

    def bring(lines: Sequence[Line]) -> None:
        if store.client.run(bulk.store(lines, again=False)):
            raise RuntimeError("some events were refused")

    def run() -> None:
        with ThreadPoolExecutor(WAYS) as threads:
            deque(threads.map(bring, batches), maxlen=0)

    return run


def _parallel_bulk(store: ElasticsearchStore, tables: Sequence[pa.Table]) -> Callable[[], None]:
    actions = [action for table in tables for action in _actions(documents(table, store.targets))]
    client = Elasticsearch(
        [store.connection.hosts[0]], http_compress=store.connection.compress, request_timeout=120
    )

    def run() -> None:
        done = helpers.parallel_bulk(client, actions, thread_count=4)
        if not all(ok for ok, _ in done):
            raise RuntimeError("some events were refused")
        client.close()

    return run


def _actions(made: Documents) -> Iterator[dict[str, Any]]:
    """As the helper takes them: documents as dictionaries."""
    for id_, target, line in zip(made.ids, made.targets, made.lines, strict=True):
        source = json.loads(line.partition(b"\n")[2])
        yield {"_op_type": "create", "_index": target, "_id": id_, "_source": source}


_WAYS: dict[str, Way] = {
    "batches, as the service": _as_the_service,
    "documents, our bulk": _prepared,
    "documents, parallel_bulk": _parallel_bulk,
}


def cluster_cpu_s(store: ElasticsearchStore) -> float:
    path = "/_nodes/stats/process"
    nodes = store.client.request("GET", path, timeout=30)["nodes"].values()
    return sum(float(node["process"]["cpu"]["total_in_millis"]) for node in nodes) / 1_000


def own_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _report(found: dict[str, list[Cost]], events: int) -> None:
    write = sys.stdout.write
    write(f"{'':26}{'events/s':>10}{'our CPU':>10}{'cluster CPU':>13}{'bytes/event':>13}\n")
    for name, costs in found.items():
        rate = statistics.median(events / cost.seconds for cost in costs)
        ours = statistics.median(cost.ours_s for cost in costs) / events * 1e6
        theirs = statistics.median(cost.theirs_s for cost in costs) / events * 1e6
        size = statistics.median(cost.bytes_each for cost in costs)
        write(f"{name:26}{rate:10,.0f}{ours:7,.0f} µs{theirs:10,.0f} µs{size:13,.0f}\n")
    theirs_ = found["documents, parallel_bulk"]
    for name in ("documents, our bulk", "batches, as the service"):
        ratios = [a.seconds / b.seconds for a, b in zip(theirs_, found[name], strict=True)]
        write(f"{name}: {statistics.median(ratios):.2f} of parallel_bulk")
        write(f" ({min(ratios):.2f} to {max(ratios):.2f})\n")
