"""Stores over real servers, each in a namespace of its own that is deleted in the end."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.store import ElasticsearchStore


@contextmanager
def cluster_store(url: str, engine: Path) -> Iterator[ElasticsearchStore]:
    """`engine`: folder of the embedded engine of this process."""
    namespace = f"t{secrets.token_hex(6)}"
    store = ElasticsearchStore(Connection((url,), namespace=namespace), engine)
    try:
        yield store
    finally:
        store.close()
        forget(url, namespace)


def forget(url: str, namespace: str) -> None:
    """Delete what is in the namespace, of data streams and of indices."""
    with httpx.Client(base_url=url, timeout=60) as client:
        found = client.get(f"/_resolve/index/*-{namespace}*").json()
        for stream in found.get("data_streams", ()):
            client.delete(f"/_data_stream/{stream['name']}")
        for index in found.get("indices", ()):
            client.delete(f"/{index['name']}")
