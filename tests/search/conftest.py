"""What tests of searches use: a store over a real cluster."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.stores.elasticsearch.store import ElasticsearchStore
from tests.search.clusters import cluster_store


@pytest.fixture(scope="module", params=["elasticsearch", "opensearch"])
def cluster(request: pytest.FixtureRequest, engine: Path) -> Iterator[ElasticsearchStore]:
    """An empty store of one module's tests."""
    with cluster_store(request.getfixturevalue(request.param), engine) as store:
        yield store
