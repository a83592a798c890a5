"""Client, the official asynchronous client in a thread of its own, behind plain calls."""

import asyncio
import concurrent.futures
import json
import threading
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from elastic_transport import (
    ConnectionTimeout,
    NodeConfig,
    ObjectApiResponse,
    TransportError,
)
from elastic_transport.client_utils import url_to_node_config
from elasticsearch import ApiError, AsyncElasticsearch

from search.errors import StoreError
from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.node import FOREIGN, PlainNode
from search.stores.elasticsearch.reading.dsl import Json
from search.stores.elasticsearch.reading.transport import AwayError, LateError

T = TypeVar("T")
NAME = "elasticsearch"

_PER_NODE = 16
_READ_RETRIES = 2
_AWAY = (429, 502, 503, 504)
_GRACE_S = 5.0
"""What a request may take beyond its own time, before its caller gives up on the loop."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a server.  `foreign`: it did not say that it is Elasticsearch."""

    status: int
    body: Any
    foreign: bool = False
    retry_after_s: float = 0.0


class Unanswered(Exception):  # noqa: N818 - a state of the cluster, not a mistake
    """No node answered, or not whole: what was asked may have been done or not.

    `late`: the time was over.
    """

    def __init__(self, cause: str, late: bool = False) -> None:
        super().__init__(cause)
        self.late = late


class Client:
    """May be used from any thread.  Nothing is sent before the first request."""

    def __init__(self, connection: Connection) -> None:
        self._compress = connection.compress
        self._client = AsyncElasticsearch(
            [_node_config(host, connection) for host in connection.hosts],
            node_class=PlainNode,
            **_credentials(connection),
            max_retries=_READ_RETRIES,
            retry_on_status=_AWAY,
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="elasticsearch-client", daemon=True
        )
        self._thread.start()

    def request(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        params: Mapping[str, str] | None = None,
        timeout: float,
        opaque_id: str | None = None,
    ) -> Json:
        """As Transport says; asks another node where one does not answer."""
        reply = self.ask(method, path, body, params=params, timeout=timeout, opaque_id=opaque_id)
        if reply.status >= 300:
            raise StoreError(NAME, _shown(method, path), cause(reply))
        return reply.body if isinstance(reply.body, dict) else {"": reply.body}

    def ask(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        params: Mapping[str, str] | None = None,
        timeout: float,
        opaque_id: str | None = None,
    ) -> Reply:
        """As `request`, but an answer of refusal is an answer.  Raises StoreError."""
        sent = None if body is None else json.dumps(body).encode()
        asking = self.send(
            method, path, sent, params=params, seconds=timeout, opaque_id=opaque_id, again=True
        )
        try:
            return self.run(asking, timeout * (_READ_RETRIES + 1) + _GRACE_S)
        except Unanswered as error:
            kind = LateError if error.late else AwayError
            raise kind(NAME, _shown(method, path), str(error)) from None

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run it in the client's loop, and wait.  Raises StoreError when the client is closed."""
        if self._loop.is_closed() or not self._thread.is_alive():
            coroutine.close()
            raise StoreError(NAME, "request", "the store is closed")
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result(timeout)
        except concurrent.futures.TimeoutError:
            future.cancel()
            raise StoreError(NAME, "request", "no answer in time") from None
        except concurrent.futures.CancelledError:
            raise StoreError(NAME, "request", "the store was closed") from None

    async def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        params: Mapping[str, str] | None = None,
        seconds: float,
        opaque_id: str | None = None,
        again: bool = False,
        ndjson: bool = False,
    ) -> Reply:
        """Send one request; of the client's loop only.  Raises Unanswered.

        `again`: it may be sent to another node when one does not answer.
        """
        headers = {"accept": "application/json"}
        if body is not None:
            headers["content-type"] = f"application/{'x-ndjson' if ndjson else 'json'}"
        if self._compress:
            headers["x-compress"] = "gzip"
        if opaque_id is not None:
            headers["x-opaque-id"] = opaque_id
        retries = _READ_RETRIES if again else 0
        client = self._client.options(request_timeout=seconds, max_retries=retries)
        target = f"{path}?{urlencode(params)}" if params else path
        try:
            found = await client.perform_request(method, target, headers=headers, body=body)
        except ApiError as error:
            return Reply(
                error.meta.status,
                error.body,
                FOREIGN in error.meta.headers,
                _seconds(error.meta.headers.get("retry-after")),
            )
        except ConnectionTimeout as error:
            raise Unanswered(f"no answer in {seconds:g} s", late=True) from error
        except (TransportError, OSError) as error:
            raise Unanswered(_reason(error)) from error
        whole = found.body if isinstance(found, ObjectApiResponse) else found.raw
        return Reply(found.meta.status, whole, FOREIGN in found.meta.headers)

    def close(self) -> None:
        """End what is under way and let go of the connections."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(_GRACE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _shut(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._client.close()


def cause(reply: Reply) -> str:
    """Why a server refused, in its own words."""
    found: Any = reply.body
    error = found.get("error") if isinstance(found, dict) else found
    match error:
        case {"type": kind, "reason": reason} if isinstance(error, dict):
            more = _deeper(error)
            text = f"{kind}: {reason}"
            return text if not more or more == reason else f"{text}: {more}"
        case _:
            return f"status {reply.status}: {str(error)[:500]}"


def _deeper(error: Json) -> object:
    """The reason below the reason, which is often the one that says something."""
    below = error.get("caused_by") or (error.get("root_cause") or [{}])[0]
    return below.get("reason")


def _node_config(host: str, connection: Connection) -> NodeConfig:
    tls = {
        "ca_certs": connection.ca,
        "client_cert": connection.certificate,
        "client_key": connection.key,
    }
    given = {name: str(path) for name, path in tls.items() if path is not None}
    wanted: dict[str, Any] = given if host.startswith("https:") else {}
    return url_to_node_config(host).replace(connections_per_node=_PER_NODE, **wanted)


def _credentials(connection: Connection) -> dict[str, Any]:
    if connection.api_key:
        return {"api_key": connection.api_key}
    if connection.username:
        return {"basic_auth": (connection.username, connection.password)}
    return {}


def _shown(method: str, path: str) -> str:
    return f"{method} {path[:200]}"


def _reason(error: Exception) -> str:
    text = error.message if isinstance(error, TransportError) else str(error)
    return f"{type(error).__name__}: {text}"[:500]


def _seconds(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
