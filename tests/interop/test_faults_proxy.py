"""Between us and a cluster things are lost: sent = stored + dead, and nothing is doubled."""

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from search.errors import StoreError
from search.stores.elasticsearch import capabilities
from search.stores.elasticsearch.client import Client
from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.reading.transport import AwayError
from search.stores.elasticsearch.store import ElasticsearchStore
from search.stores.elasticsearch.writing.bulk import Bulk, Line
from search.stores.elasticsearch.writing.documents import documents
from tests.interop.load import Load, account, dead, emptied, ids, opened, rows, stored
from tests.interop.proxy import Asked, Decide, Fault, proxy

Action = Fault | int | None


class Sometimes:
    """Does something to each second bulk request, `times` times; passes all else on."""

    def __init__(self, action: Action, times: int = 2) -> None:
        self._action = action
        self._left = times
        self._number = 0
        self._guard = threading.Lock()

    def __call__(self, asked: Asked) -> Action:
        with self._guard:
            if not asked.is_bulk or not self._left:
                return None
            self._number += 1
            if self._number % 2 == 0:
                return None
            self._left -= 1
            return self._action

    @property
    def over(self) -> bool:
        return not self._left


@contextmanager
def behind(url: str, decide: Decide, streams: bool) -> Iterator[ElasticsearchStore]:
    with (
        emptied(url, streams) as namespace,
        proxy(url, decide) as address,
        opened(address, namespace=namespace) as store,
    ):
        yield store


@pytest.fixture(params=["elasticsearch", "opensearch"])
def cluster(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """URL of a server, and whether it has data streams."""
    return request.getfixturevalue(request.param), request.param == "opensearch"


ACTIONS: dict[str, Action] = {
    "reset": Fault.RESET,
    "answer lost": Fault.LOST,
    "answer cut": Fault.CUT,
    "half an answer": Fault.FEWER,
    "429": 429,
    "502": 502,
    "503": 503,
}


@pytest.mark.parametrize(
    ("cluster", "action"),
    [
        *(pytest.param("opensearch", action, id=name) for name, action in ACTIONS.items()),
        # Dated indices, where a conflict tells what was stored.
        pytest.param("elasticsearch", Fault.LOST, id="answer lost, dated"),
        pytest.param("elasticsearch", 503, id="503, dated"),
    ],
    indirect=["cluster"],
)
def test_each_event_is_stored_once_through_a_bad_network(
    cluster: tuple[str, bool], action: Action
) -> None:
    decide = Sometimes(action)
    with behind(cluster[0], decide, cluster[1]) as store:
        load = Load(store)
        load.send(4)
        refused = load.finish()
        assert decide.over
        assert refused == 0
        account(store, load.tables)


def test_what_is_answered_too_late_is_stored_once(cluster: tuple[str, bool]) -> None:
    decide = Sometimes(Fault.LATE, times=1)
    with behind(cluster[0], decide, cluster[1]) as store:
        table = rows(1)
        made = documents(table, store.targets)
        lines = [Line(*line) for line in zip(made.ids, made.targets, made.lines, strict=True)]
        bulk = Bulk(store.client, asks=store.targets.streams, patience_s=1)
        assert not store.client.run(bulk.store(lines, again=False))
        assert decide.over
        account(store, [table])


def test_a_cluster_that_answers_too_late_is_away(elasticsearch: str) -> None:
    """For whoever stores or cleans up; only a search says that its time is over."""
    with proxy(elasticsearch, lambda _: Fault.LATE) as address:
        client = Client(Connection((address,)))
        try:
            with pytest.raises(AwayError, match=r"no answer in 0\.2 s"):
                client.request("GET", "/_cluster/health", timeout=0.2)
        finally:
            client.close()


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("path", ["/_nodes", "/_data_stream", "/_index_template/_simulate"])
def test_a_busy_cluster_does_not_seem_to_lack_what_it_has(
    elasticsearch: str, path: str, status: int
) -> None:
    with proxy(
        elasticsearch, lambda asked: status if asked.path.startswith(path) else None
    ) as address:
        client = Client(Connection((address,)))
        try:
            with pytest.raises(AwayError, match=str(status)):
                capabilities.ask(client)
        finally:
            client.close()


def test_nothing_is_doubled_where_the_index_rolled_over_before_the_replay(opensearch: str) -> None:
    """The answer is lost, a new index begins, and the same events are sent again."""
    rolled = threading.Event()

    def decide(asked: Asked) -> Action:
        return Fault.LOST if asked.is_bulk and not rolled.is_set() else None

    with (
        emptied(opensearch, streams=True) as namespace,
        opened(opensearch, namespace=namespace) as direct,
        proxy(opensearch, roll_before_search(direct, decide, rolled)) as address,
        opened(address, namespace=namespace) as store,
    ):
        table = rows(1)
        store.insert(1, table)
        assert rolled.is_set()
        account(direct, [table])
        assert not store.insert(1, table, again=True)
        account(direct, [table])


def roll_before_search(
    store: ElasticsearchStore, decide: Callable[[Asked], Action], rolled: threading.Event
) -> Decide:
    """Rolls every data stream over when the first answer was lost and before anything is asked."""

    def deciding(asked: Asked) -> Action:
        if not asked.is_bulk and not rolled.is_set() and "_refresh" in asked.path:
            for dataset in ("cloudstack.management", "esva.cef"):
                path = f"/{store.targets.name(dataset)}/_rollover"
                store.client.request("POST", path, timeout=30)
            rolled.set()
        return decide(asked)

    return deciding


def test_a_request_over_the_limit_is_cut_in_two_until_it_fits(cluster: tuple[str, bool]) -> None:
    def decide(asked: Asked) -> Action:
        return 413 if asked.is_bulk and len(asked.body) > 40_000 else None

    with behind(cluster[0], decide, cluster[1]) as store:
        table = rows(1, 300)
        assert not store.insert(1, table)
        account(store, [table])


def test_a_document_over_the_limit_is_set_aside_and_brought_in_later(
    cluster: tuple[str, bool],
) -> None:
    limit = [600_000]

    def decide(asked: Asked) -> Action:
        return 413 if asked.is_bulk and len(asked.body) > limit[0] else None

    # It does not compress, so its letter takes several parts.
    noise = random.Random(1).randbytes(350_000).hex()
    table, good = rows(1, 2, **{"error.stack_trace": noise}), rows(2, 20)
    with (
        emptied(*cluster) as namespace,
        proxy(cluster[0], decide) as address,
        opened(address, namespace=namespace, compress=False) as store,
    ):
        assert len(store.insert(1, table)) == 2
        assert not store.insert(2, good)
        account(store, [table, good], ids([table]))
        limit[0] = 10**9
        replayed = store.replay_dead_letters()
        assert (replayed.stored, replayed.refused) == (2, 0)
        account(store, [table, good])


def test_a_refusal_of_the_whole_request_is_the_operators(elasticsearch: str) -> None:
    """Nothing is set aside for a password that is wrong."""

    def decide(asked: Asked) -> Action:
        return 401 if asked.is_bulk else None

    with behind(elasticsearch, decide, streams=False) as store:
        with pytest.raises(StoreError, match="401"):
            store.insert(1, rows(1))
        assert not stored(store)
        assert not dead(store)
