"""Fixtures of real servers: one of each kind a session, started when a test first wants it."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.interop import servers_elasticsearch, servers_opensearch, servers_postgresql
from tests.interop.servers import Server, ServerMissing


def running(variable: str, make: Callable[[], Server]) -> Iterator[str]:
    """Address of the server that the environment names, or of one that is ours till the end."""
    given = os.environ.get(variable)
    if given:
        yield given.rstrip("/")
        return
    try:
        server = make()
        server.start()
    except ServerMissing as missing:
        pytest.skip(f"{missing}; or set {variable} to the address of one that runs")
    try:
        yield server.url
    finally:
        server.remove()


@pytest.fixture(scope="session")
def elasticsearch() -> Iterator[str]:
    """URL of a real Elasticsearch that no test owns: use a namespace of your own."""
    yield from running("NEPHOSCOPE_TEST_STORE", servers_elasticsearch.node)


@pytest.fixture(scope="session")
def opensearch() -> Iterator[str]:
    """URL of a real OpenSearch that no test owns: use a namespace of your own."""
    yield from running("NEPHOSCOPE_TEST_OPENSEARCH", servers_opensearch.node)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """URL of a real PostgreSQL's database that no test owns: make a schema of your own."""
    yield from running("NEPHOSCOPE_TEST_POSTGRESQL", servers_postgresql.server)
