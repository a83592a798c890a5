"""Load, events that are stored in a cluster, and what of them is found there."""

import itertools
import logging
import secrets
import threading
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from ingest.storing import store_batch
from parsers.event import Event
from search.stores.arrow import to_table
from search.stores.elasticsearch.client import Client
from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.store import ElasticsearchStore
from search.stores.elasticsearch.targets import DEAD_LETTERS

LOG = logging.getLogger(__name__)

NOW = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
SIZE = 200
_BATCHES = itertools.count(1)


def new_namespace() -> str:
    return f"t{secrets.token_hex(4)}"


@contextmanager
def opened(*hosts: str, namespace: str = "", **more: Any) -> Iterator[ElasticsearchStore]:
    """A store in a namespace of its own, which is forgotten at the end."""
    store = ElasticsearchStore(Connection(hosts, namespace=namespace or new_namespace(), **more))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def emptied(url: str, streams: bool) -> Iterator[str]:
    """A namespace whose indices are deleted at the end."""
    namespace = new_namespace()
    client = Client(Connection((url,)))
    try:
        yield namespace
    finally:
        forget(client, namespace, streams)
        client.close()


def forget(client: Client, namespace: str, streams: bool) -> None:
    """Delete all indices of a namespace."""
    if streams:
        client.ask("DELETE", f"/_data_stream/logs-*-{namespace}", timeout=60)
        client.ask("DELETE", f"/_index_template/logs-*-{namespace}", timeout=60)
        return
    # A server may want to be told each name.
    found = client.ask("GET", f"/logs-*-{namespace}-*/_alias", timeout=60)
    if found.body:
        client.ask("DELETE", f"/{','.join(found.body)}", timeout=60)


def rows(batch: int, count: int = SIZE, **fields: object) -> pa.Table:
    """A batch of events of two formats."""
    events = [
        Event(
            {
                "@timestamp": NOW - timedelta(seconds=20 * at),
                "event.original": f"batch {batch} line {at}",
                "message": f"line {at}",
                "event.dataset": "cloudstack.management" if at % 2 else "esva.cef",
                "log.level": "INFO",
                **fields,
            }
        )
        for at in range(count)
    ]
    return to_table(events, batch, batch * 1_000_000, NOW, "spool")


def ids(tables: Sequence[pa.Table]) -> set[str]:
    return {str(id_) for table in tables for id_ in table["event:id"].to_pylist()}


class Load:
    """Batches that are brought into the store by several threads until all are in."""

    def __init__(self, store: ElasticsearchStore, threads: int = 3) -> None:
        self._store = store
        self._stopping = threading.Event()
        self._pool = ThreadPoolExecutor(threads)
        self._running: list[Any] = []
        self.tables: list[pa.Table] = []
        self.done = 0

    def send(self, batches: int, size: int = SIZE) -> None:
        for _ in range(batches):
            number = next(_BATCHES)
            table = rows(number, size)
            self.tables.append(table)
            self._running.append(self._pool.submit(self._bring, number, table))

    def finish(self, seconds: float = 120) -> int:
        """Wait for all; how many events were set aside."""
        refused = sum(len(running.result(seconds)) for running in self._running)
        self._pool.shutdown()
        return refused

    def _bring(self, number: int, table: pa.Table) -> Sequence[int]:
        found = store_batch(self._store, number, table, False, self._stopping)
        self.done += 1
        return found


def account(
    store: ElasticsearchStore, tables: Sequence[pa.Table], refused: Set[str] = frozenset()
) -> None:
    """What was sent is stored, or a dead letter where it was refused, and nothing is doubled.

    `--log-cli-level=INFO` shows the sums.
    """
    sent, there, letters = ids(tables), stored(store), dead(store)
    LOG.info("sent %d = stored %d + dead letters %d", len(sent), there.total(), letters.total())
    assert there == dict.fromkeys(sent - refused, 1)
    assert letters == dict.fromkeys(refused, 1)


def stored(store: ElasticsearchStore) -> Counter[str]:
    """How often each id is stored as an event."""
    return _found(store, store.targets.everything, {"match_all": {}})


def dead(store: ElasticsearchStore) -> Counter[str]:
    """How often each id is kept as a dead letter."""
    pattern = store.targets.pattern(DEAD_LETTERS)
    return _found(store, pattern, {"term": {"nephoscope.part": 0}})


def documents_of(store: ElasticsearchStore) -> dict[str, dict[str, Any]]:
    """Every event as it is stored, by id."""
    return {hit["_id"]: hit["_source"] for hit in _hits(store, store.targets.everything)}


def _found(store: ElasticsearchStore, pattern: str, query: dict[str, Any]) -> Counter[str]:
    return Counter(hit["_id"] for hit in _hits(store, pattern, query))


def _hits(
    store: ElasticsearchStore, pattern: str, query: dict[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    lenient = {"ignore_unavailable": "true", "allow_no_indices": "true"}
    send = store.client.request
    send("POST", f"/{pattern}/_refresh", params=lenient, timeout=60)
    body: dict[str, Any] = {
        "size": 10_000,
        "query": query or {"match_all": {}},
        "track_total_hits": True,
    }
    answer = send("POST", f"/{pattern}/_search", body, params=lenient, timeout=60)
    assert not answer["_shards"]["failed"]
    assert answer["hits"]["total"]["value"] <= body["size"], "a load is small"
    yield from answer["hits"]["hits"]
