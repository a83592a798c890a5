"""Asking, sends the requests of one search within its limits."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from search.errors import LimitError, StoreError
from search.stores.elasticsearch.reading.dsl import Json
from search.stores.elasticsearch.reading.transport import LateError, Transport
from search.stores.store import Limits

_LENIENT: Final = {"ignore_unavailable": "true", "allow_no_indices": "true"}
_KEEP_ALIVE: Final = "2m"
_NO_INDEX: Final = ("index_not_found", "no indices", "invalid id: [null]")
"""What servers say to a point in time of nothing."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The requests of one search.  `index`: what is searched.  `deadline`: monotonic seconds."""

    transport: Transport
    index: str
    opensearch: bool
    limits: Limits
    query_id: str | None
    deadline: float
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def left(self) -> float:
        """Seconds.  Raises LimitError when none are left, or the search was cancelled."""
        if self.cancelled.is_set():
            raise LimitError("cancelled", "", "the query was cancelled")
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise LimitError("time", "NEPHOSCOPE_QUERY_TIME", "the query took too long")
        return left

    @property
    def time_left(self) -> timedelta:
        """Raises LimitError."""
        return timedelta(seconds=self.left)

    def search(self, body: Json) -> Json:
        """The answer of all shards.  Raises: LimitError, StoreError."""
        pit = "pit" in body
        path = "/_search" if pit else f"/{self.index}/_search"
        whole = body | {"timeout": f"{max(1, int(self.left * 1000))}ms"}
        params = {} if pit else _LENIENT
        found = self._send("POST", path, whole, params)
        if found.get("timed_out"):
            raise LimitError("time", "NEPHOSCOPE_QUERY_TIME", "the cluster took too long")
        failed = found.get("_shards", {}).get("failed", 0)
        if failed:
            reason = found["_shards"].get("failures", [{}])[0].get("reason", {})
            cause = f"{failed} shards did not answer: {reason.get('reason') or reason}"
            raise StoreError("elasticsearch", "search", cause)
        return found

    def open_point(self) -> Json | None:
        """A point in time to read pages of; None where there is no index yet."""
        end = "_search/point_in_time" if self.opensearch else "_pit"
        params = {"keep_alive": _KEEP_ALIVE}
        params |= {} if self.opensearch else {"ignore_unavailable": "true"}
        try:
            found = self._send("POST", f"/{self.index}/{end}", None, params)
        except StoreError as error:
            if any(words in error.cause for words in _NO_INDEX):
                return None
            raise
        return {"id": found["pit_id" if self.opensearch else "id"], "keep_alive": _KEEP_ALIVE}

    def close_point(self, point: Json) -> None:
        """Let the cluster forget the point; what is not closed ends by itself."""
        path, key = ("/_search/point_in_time", "pit_id") if self.opensearch else ("/_pit", "id")
        body = {key: [point["id"]] if self.opensearch else point["id"]}
        try:
            self.transport.request("DELETE", path, body, timeout=5)
        except StoreError:
            return

    def within_memory(self, size_bytes: int) -> None:
        """Raises LimitError."""
        if size_bytes > self.limits.memory_bytes:
            raise LimitError(
                "memory", "NEPHOSCOPE_QUERY_MEMORY", "the events to look at take too much memory"
            )

    def _send(self, method: str, path: str, body: Json | None, params: Mapping[str, str]) -> Json:
        try:
            return self.transport.request(
                method, path, body, params=params, timeout=self.left + 1, opaque_id=self.query_id
            )
        except StoreError as error:
            if self.cancelled.is_set():
                raise LimitError("cancelled", "", "the query was cancelled") from None
            if isinstance(error, LateError):
                raise LimitError("time", "NEPHOSCOPE_QUERY_TIME", error.cause) from None
            raise
