"""Ageing, counts the days that a cluster holds, and drops them."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from search.errors import StoreError
from search.stores.elasticsearch.client import NAME, Client, cause
from search.stores.elasticsearch.reading.dsl import Json
from search.stores.elasticsearch.targets import Targets
from search.stores.store import Day

_TIMEOUT_S: Final = 60.0
_DELETE_S: Final = 600.0
_LENIENT: Final = {"ignore_unavailable": "true", "allow_no_indices": "true"}
_PAGE: Final = 5_000
_MOST: Final = 20_000
"""Pairs of index and day in one answer; the cluster gives 65,536."""


@dataclass(frozen=True, slots=True)
class Ageing:
    """Of the indices of one namespace.  Everything raises StoreError."""

    client: Client
    targets: Targets

    def days(self) -> Sequence[Day]:
        """An index's size is divided among its days by their events."""
        held = self.held()
        sizes = self._sizes()
        events: dict[int, int] = {}
        size_bytes: dict[int, float] = {}
        for index, by_day in held.items():
            each = sizes.get(index, 0) / sum(by_day.values())
            for day, count in by_day.items():
                events[day] = events.get(day, 0) + count
                size_bytes[day] = size_bytes.get(day, 0.0) + count * each
        return [Day(day, events[day], round(size_bytes[day])) for day in sorted(events)]

    def drop(self, days: Sequence[int]) -> None:
        """An index of nothing else is deleted, from others the days' events are."""
        gone = frozenset(days)
        for index, by_day in self.held().items():
            if gone.isdisjoint(by_day):
                continue
            if gone.issuperset(by_day) and self._deleted(index):
                continue
            self._delete_events(index, gone & by_day.keys())

    def held(self) -> Mapping[str, Mapping[int, int]]:
        """Events by index, then by day."""
        found: dict[str, dict[int, int]] = {}
        keys = [
            {"index": {"terms": {"field": "_index"}}},
            {"day": {"terms": {"field": "nephoscope.day"}}},
        ]
        pairs: Json = {"size": _PAGE, "sources": keys}
        while True:
            body = {"size": 0, "track_total_hits": False, "aggs": {"pairs": {"composite": pairs}}}
            path = f"/{self.targets.everything}/_search"
            answer = self.client.request("POST", path, body, params=_LENIENT, timeout=_TIMEOUT_S)
            _whole(answer)
            page = answer.get("aggregations", {}).get("pairs", {"buckets": []})
            for bucket in page["buckets"]:
                key = bucket["key"]
                found.setdefault(key["index"], {})[key["day"]] = bucket["doc_count"]
            if "after_key" not in page:
                return found
            pairs = pairs | {"after": page["after_key"]}

    def _sizes(self) -> Mapping[str, int]:
        answer = self.client.request(
            "GET",
            f"/{self.targets.everything}/_stats/store",
            params=_LENIENT | {"filter_path": "indices.*.primaries.store.size_in_bytes"},
            timeout=_TIMEOUT_S,
        )
        found = answer.get("indices", {})
        return {name: of["primaries"]["store"]["size_in_bytes"] for name, of in found.items()}

    def _deleted(self, index: str) -> bool:
        """Whether the index could be deleted: a data stream does not let its newest go."""
        reply = self.client.ask("DELETE", f"/{index}", timeout=_TIMEOUT_S)
        if reply.status < 300 or reply.status == 404:
            return True
        if reply.status == 400 and self.targets.streams:
            return False
        raise StoreError(NAME, f"DELETE /{index}", cause(reply))

    def _delete_events(self, index: str, days: Set[int]) -> None:
        query: Json = {"terms": {"nephoscope.day": sorted(days)}}
        reply = self.client.ask(
            "POST",
            f"/{index}/_delete_by_query",
            {"query": query},
            params={"conflicts": "proceed", "refresh": "true"},
            timeout=_DELETE_S,
        )
        if reply.status >= 300 and "no handler found" in cause(reply):
            self._delete_one_by_one(index, query)
        elif reply.status >= 300 or reply.body.get("failures"):
            raise StoreError(NAME, f"POST /{index}/_delete_by_query", cause(reply))

    def _delete_one_by_one(self, index: str, query: Json) -> None:
        """Where the server has no delete by query."""
        body = {"size": _PAGE, "query": query, "_source": False, "track_total_hits": False}
        while True:
            path = f"/{index}/_search"
            answer = self.client.request("POST", path, body, timeout=_TIMEOUT_S)
            _whole(answer)
            hits = answer["hits"]["hits"]
            if not hits:
                return
            actions = [{"delete": {"_index": hit["_index"], "_id": hit["_id"]}} for hit in hits]
            data = "".join(f"{json.dumps(action)}\n" for action in actions).encode()
            done = self.client.run(
                self.client.send(
                    "POST",
                    "/_bulk",
                    data,
                    params={"refresh": "true", "filter_path": "errors"},
                    seconds=_TIMEOUT_S,
                    ndjson=True,
                    again=True,
                )
            )
            if done.status >= 300 or done.body.get("errors"):
                raise StoreError(NAME, "POST /_bulk", cause(done))


def _whole(answer: Json) -> None:
    failed = answer.get("_shards", {}).get("failed", 0)
    if failed:
        raise StoreError(NAME, "search", f"{failed} shards do not answer")
