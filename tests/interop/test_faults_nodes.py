"""Nodes that stop and die under load: sent = stored + dead, and nothing is doubled."""

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.interop import servers_elasticsearch
from tests.interop.load import Load, account, opened
from tests.interop.servers import Server, ServerMissing, wait

AWAY_S = float(os.environ.get("NEPHOSCOPE_TEST_AWAY", "0"))
"""How long a stopped cluster stays away."""


def started(servers: Sequence[Server]) -> None:
    with ThreadPoolExecutor(len(servers)) as threads:
        for starting in [threads.submit(server.start) for server in servers]:
            starting.result()


@pytest.fixture
def one_node() -> Iterator[Server]:
    try:
        server = servers_elasticsearch.node(options=servers_elasticsearch.QUICK)
    except ServerMissing as missing:
        pytest.skip(str(missing))
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def three_nodes() -> Iterator[Sequence[Server]]:
    try:
        servers = servers_elasticsearch.three_nodes()
    except ServerMissing as missing:
        pytest.skip(str(missing))
    try:
        started(servers)
        yield servers
    finally:
        for server in servers:
            server.remove()


@pytest.mark.kill
def test_a_cluster_that_stops_and_one_that_is_killed_lose_nothing(one_node: Server) -> None:
    with opened(one_node.url) as store:
        load = Load(store)
        load.send(10)
        wait(lambda: load.done > 2, "the load begins")
        one_node.stop()
        load.send(5)
        done = load.done
        assert done < 15
        back = time.monotonic() + AWAY_S
        wait(lambda: time.monotonic() >= back, "the time away passes", AWAY_S + 10)
        assert load.done < 15
        one_node.start()
        wait(lambda: load.done > done, "the load goes on by itself")
        load.send(5)
        one_node.kill()
        one_node.start()
        assert load.finish() == 0
        account(store, load.tables)


@pytest.mark.kill
def test_a_node_of_three_is_killed_under_load(three_nodes: Sequence[Server]) -> None:
    with opened(*(server.url for server in three_nodes)) as store:
        load = Load(store)
        load.send(5)
        wait(lambda: load.done > 1, "the load begins")
        # Until each shard has its copy, the cluster itself must wait for the node that is killed.
        health = {"wait_for_status": "green"}
        store.client.request("GET", "/_cluster/health", params=health, timeout=60)
        load.send(15)
        three_nodes[1].kill()
        assert load.finish() == 0
        account(store, load.tables)
