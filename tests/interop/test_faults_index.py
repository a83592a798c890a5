"""Indices that refuse: blocks hold everything back, a bad document holds nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from search.errors import StoreError
from search.stores.elasticsearch.store import ElasticsearchStore
from tests.interop.load import Load, account, emptied, opened, rows
from tests.interop.servers import wait


@pytest.fixture(params=["elasticsearch", "opensearch"])
def cluster(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """URL of a server, and whether it has data streams."""
    return request.getfixturevalue(request.param), request.param == "opensearch"


@contextmanager
def own(cluster: tuple[str, bool]) -> Iterator[ElasticsearchStore]:
    with emptied(*cluster) as namespace, opened(cluster[0], namespace=namespace) as store:
        yield store


def block(store: ElasticsearchStore, name: str, value: bool | None) -> None:
    path = f"/{store.targets.everything}/_settings"
    body = {f"index.blocks.{name}": value}
    store.client.request("PUT", path, body, params={"allow_no_indices": "true"}, timeout=30)


@pytest.mark.parametrize("name", ["read_only_allow_delete", "write"])
def test_what_a_block_holds_back_is_stored_when_it_is_lifted(
    cluster: tuple[str, bool], name: str
) -> None:
    with own(cluster) as store:
        first = rows(1)
        store.insert(1, first)
        block(store, name, True)
        with pytest.raises(StoreError, match="cluster_block_exception"):
            store.insert(2, rows(2, 20))
        load = Load(store)
        load.send(2)
        assert load.done == 0
        block(store, name, None)
        assert load.finish() == 0
        account(store, [first, *load.tables])


def conflict(store: ElasticsearchStore, dataset: str, index: str) -> None:
    """Make the dataset's index with a field of another type than FIELDS has it."""
    mappings = {"properties": {"log": {"properties": {"level": {"type": "long"}}}}}
    if store.targets.streams:
        put_template(store, dataset, {"mappings": mappings})
        store.client.request("PUT", f"/_data_stream/{store.targets.name(dataset)}", timeout=30)
        return
    # Of logsdb's indices it is true, and they take what does not fit.
    strict = {"index.mapping.ignore_malformed": False}
    body = {"settings": strict, "mappings": mappings}
    store.client.request("PUT", f"/{index}", body, timeout=30)


def put_template(store: ElasticsearchStore, dataset: str, template: dict[str, object]) -> None:
    name = store.targets.name(dataset)
    body = {
        "index_patterns": [name],
        "priority": 1_000,
        "data_stream": {},
        "composed_of": ["nephoscope@settings", "nephoscope@mappings"],
        "template": template,
    }
    store.client.request("PUT", f"/_index_template/{name}", body, timeout=30)


def mend(store: ElasticsearchStore, dataset: str, index: str) -> None:
    """What an operator does: the index with the wrong field goes."""
    if store.targets.streams:
        put_template(store, dataset, {})
        path = f"/{store.targets.name(dataset)}/_rollover"
        store.client.request("POST", path, timeout=30)
        return
    store.client.request("DELETE", f"/{index}", timeout=30)


def test_a_mapping_conflict_sets_its_documents_aside_alone(cluster: tuple[str, bool]) -> None:
    with own(cluster) as store:
        dataset = "esva.cef"
        index = f"{store.targets.name(dataset)}-2026.09.13"
        conflict(store, dataset, index)
        table = rows(1)
        refused = store.insert(1, table)
        bad = {
            str(id_)
            for id_, named in zip(
                table["event:id"].to_pylist(), table["event:dataset"].to_pylist(), strict=True
            )
            if named == dataset
        }
        assert len(refused) == len(bad) == 100
        account(store, [table], bad)
        assert sorted(store.insert(1, table, again=True)) == sorted(refused)
        account(store, [table], bad)
        again = store.replay_dead_letters()
        assert (again.stored, again.refused) == (0, 100)
        mend(store, dataset, index)
        again = store.replay_dead_letters()
        assert (again.stored, again.refused) == (100, 0)
        account(store, [table])


def test_a_dead_letter_tells_its_reason(elasticsearch: str) -> None:
    with own((elasticsearch, False)) as store:
        index = f"{store.targets.name('esva.cef')}-2026.09.13"
        conflict(store, "esva.cef", index)
        store.insert(1, rows(1, 2))
        path = f"/{store.targets.pattern('nephoscope.deadletter')}"
        store.client.request("POST", f"{path}/_refresh", timeout=30)
        (hit,) = store.client.request("GET", f"{path}/_search", timeout=30)["hits"]["hits"]
        assert hit["_source"]["error.type"] == "document_parsing_exception"
        assert "log.level" in hit["_source"]["error.message"]
        assert hit["_source"]["message"] == "line 0"


def test_days_are_counted_and_dropped(cluster: tuple[str, bool]) -> None:
    with own(cluster) as store:
        store.insert(1, rows(1))
        store.insert(2, rows(2))
        (day,) = store.days()
        assert (day.day, day.events) == (20260913, 400)
        assert day.size_bytes > 0
        store.drop_days([20260912])
        assert len(store.days()) == 1
        store.drop_days([20260913])
        assert not store.days()
        assert not store.insert(3, rows(3))
        assert wait(store.days, "the day is there again", 30)
