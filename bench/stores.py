"""The embedded store beside a cluster, over the same events, in one run.

Run as `python -m bench.stores [--events N] [--url URL] [LOG…]`; with no URL it starts an
Elasticsearch of its own.  The events are those of bench.search, made before anything is timed.
Both stores get all of them as the service brings them (bench.bulk), are asked ten questions
(bench.questions), and are merged, so that what each takes on disk can be compared.  At last the
first of the events go into the cluster beside the client's own bulk helper.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pyarrow as pa

from bench import bulk, questions
from bench.search import AT_A_TIME, NOW, SAMPLES, copies, records, say
from search.stores.arrow import to_table
from search.stores.elasticsearch.store import ElasticsearchStore
from search.stores.embedded import EmbeddedStore
from search.stores.store import Store
from tests.interop import servers_elasticsearch
from tests.search.clusters import cluster_store

HEAP = "-Xms1g -Xmx1g"
MERGE_S = 600.0
SIZES_S = 11.0
"""A cluster looks at the sizes of its files every ten seconds."""


def main() -> None:
    options = _options()
    paths = options.logs or sorted(SAMPLES.rglob("*.log"))
    tables = [*_tables(paths, options.events)]
    raw = sum(_raw_bytes(table) for table in tables)
    with _server(options.url) as url:
        say(f"{options.events:,} events, {raw / options.events:,.0f} bytes each, {url}\n")
        _beside(url, tables, raw)
        few = tables[: max(1, options.compared // AT_A_TIME)]
        say(f"\nthe first {sum(table.num_rows for table in few):,}, {options.rounds} rounds")
        bulk.compare(url, few, options.rounds, options.compress)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.stores")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--compared", type=int, default=60_000, help="events for bench.bulk")
    parser.add_argument("--rounds", type=int, default=3, help="of bench.bulk")
    parser.add_argument("--url", default="", help="of an Elasticsearch that runs")
    parser.add_argument("--compress", action="store_true", help="also what parallel_bulk sends")
    parser.add_argument("logs", nargs="*", type=Path, metavar="LOG")
    return parser.parse_args()


def _tables(paths: Sequence[Path], total: int) -> Iterator[pa.Table]:
    events = copies(records(paths))
    for first in range(0, total, AT_A_TIME):
        some = list(islice(events, min(AT_A_TIME, total - first)))
        yield to_table(some, first // AT_A_TIME + 1, first, NOW, "bench")


def _raw_bytes(table: pa.Table) -> int:
    """Of the records as they came, with their line ends."""
    originals = table["event:original"].to_pylist()
    return sum(len(str(text).encode()) + 1 for text in originals)


@contextmanager
def _server(url: str) -> Iterator[str]:
    if url:
        yield url
        return
    server = servers_elasticsearch.node(options=HEAP)
    try:
        server.start()
        yield server.url
    finally:
        server.remove()


def _beside(url: str, tables: Sequence[pa.Table], raw: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        embedded = EmbeddedStore(Path(folder))
        try:
            with cluster_store(url, Path(folder)) as cluster:
                _store_all(embedded, cluster, tables)
                say("")
                questions.show(embedded, cluster)
                say("")
                _show_disk("as they stand", embedded, cluster, raw)
                _merge(embedded, cluster)
                _show_disk("all merged", embedded, cluster, raw)
        finally:
            embedded.close()


def _store_all(
    embedded: EmbeddedStore, cluster: ElasticsearchStore, tables: Sequence[pa.Table]
) -> None:
    say(f"{'':<12}{'events/s':>10}{'our CPU':>11}{'cluster CPU':>13}")
    stores: tuple[tuple[str, Store], ...] = (("embedded", embedded), ("cluster", cluster))
    for name, store in stores:
        theirs, ours = bulk.cluster_cpu_s(cluster), bulk.own_cpu_s()
        begun = time.perf_counter()
        bulk.bring(store, tables)
        seconds = time.perf_counter() - begun
        many = sum(table.num_rows for table in tables)
        ours = (bulk.own_cpu_s() - ours) / many * 1e6
        theirs = (bulk.cluster_cpu_s(cluster) - theirs) / many * 1e6
        say(f"{name:<12}{many / seconds:>10,.0f}{ours:>8,.0f} µs{theirs:>10,.0f} µs")


def _merge(embedded: EmbeddedStore, cluster: ElasticsearchStore) -> None:
    embedded._engine.run(f"OPTIMIZE TABLE {embedded._table} FINAL")  # noqa: SLF001
    path = f"/{cluster.targets.everything}/_forcemerge"
    wanted = {"max_num_segments": "1"}
    cluster.client.request("POST", path, params=wanted, timeout=MERGE_S)
    time.sleep(SIZES_S)


def _show_disk(title: str, embedded: EmbeddedStore, cluster: ElasticsearchStore, raw: int) -> None:
    for name, store in (("embedded", embedded), ("cluster", cluster)):
        days = store.days()
        size, many = sum(day.size_bytes for day in days), sum(day.events for day in days)
        say(
            f"disk, {title}: {name:<10}{size:>14,} bytes for {many:,} events, "
            f"{size / many:,.0f} each, {size / raw:.3f} of raw"
        )


if __name__ == "__main__":
    main()
