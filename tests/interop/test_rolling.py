"""Data streams of a server that rolls nothing over by itself: the nodes begin new indices."""

from collections.abc import Iterator

import pytest

from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.rolling import EVERY_S, Rolling
from search.stores.elasticsearch.store import ElasticsearchStore
from tests.interop.load import account, emptied, opened, rows
from tests.interop.proxy import Asked, proxy

DATASET = "esva.cef"


class Stopwatch:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Rollovers:
    """Counts the requests for new indices, and answers them with `status` if there is one."""

    def __init__(self, status: int | None = None) -> None:
        self.count = 0
        self._status = status

    def __call__(self, asked: Asked) -> int | None:
        if not asked.path.endswith("/_rollover"):
            return None
        self.count += 1
        return self._status


@pytest.fixture
def namespace(opensearch: str) -> Iterator[str]:
    with emptied(opensearch, streams=True) as found:
        yield found


def generation(store: ElasticsearchStore) -> int:
    """How many indices the data stream has had."""
    path = f"/_data_stream/{store.targets.name(DATASET)}"
    (found,) = store.client.request("GET", path, timeout=30)["data_streams"]
    number: int = found["generation"]
    return number


def test_a_full_index_gets_a_successor_within_the_hour(opensearch: str, namespace: str) -> None:
    stopwatch = Stopwatch()
    with opened(opensearch, namespace=namespace) as store:
        rolling = Rolling(store.client, stopwatch, {"max_docs": 10})
        streams = {store.targets.name(DATASET)}
        tables = [rows(batch, 40) for batch in (1, 2)]
        rolling.before_writing(streams)
        store.insert(1, tables[0])
        store.refresh()
        stopwatch.now = EVERY_S - 1
        rolling.before_writing(streams)
        assert generation(store) == 1
        stopwatch.now = EVERY_S
        rolling.before_writing(streams)
        assert generation(store) == 2
        store.insert(2, tables[1])
        store.insert(1, tables[0], again=True)
        account(store, tables)


def test_a_node_looks_at_its_streams_when_it_starts_and_each_hour(
    opensearch: str, namespace: str
) -> None:
    stopwatch, asked = Stopwatch(), Rollovers()
    with proxy(opensearch, asked) as address:
        store = ElasticsearchStore(Connection((address,), namespace=namespace), stopwatch=stopwatch)
        try:
            for batch, (seconds, wanted) in enumerate([(0, 2), (EVERY_S - 1, 2), (EVERY_S, 4)]):
                stopwatch.now = seconds
                store.insert(batch, rows(batch, 10))
                assert asked.count == wanted
            assert generation(store) == 1
        finally:
            store.close()


def test_what_cannot_be_rolled_over_holds_no_event_up(
    opensearch: str, namespace: str, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        proxy(opensearch, Rollovers(status=403)) as address,
        opened(address, namespace=namespace) as store,
    ):
        table = rows(1, 20)
        assert not store.insert(1, table)
        assert "is not rolled over: status 403" in caplog.text
        account(store, [table])


def test_a_server_with_dated_indices_is_not_asked(elasticsearch: str) -> None:
    asked = Rollovers()
    with (
        emptied(elasticsearch, streams=False) as namespace,
        proxy(elasticsearch, asked) as address,
        opened(address, namespace=namespace) as store,
    ):
        store.insert(1, rows(1, 20))
        assert not asked.count
