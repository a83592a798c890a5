"""Searcher, answers relations over the events of a cluster, with the embedded engine beside it."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pyarrow as pa
from sqlglot import exp

from parsers.schema import FIELDS
from search.answer import FieldSummary
from search.context import Context
from search.errors import StoreError
from search.pipeline import counted
from search.relation import Relation
from search.spl.query import Query
from search.sql import Values
from search.stores.elasticsearch.reading.asking import Asking
from search.stores.elasticsearch.reading.bound import Bound, bound
from search.stores.elasticsearch.reading.dsl import ALL, Json, all_of, exists, has_key
from search.stores.elasticsearch.reading.needs import Tally
from search.stores.elasticsearch.reading.over import over
from search.stores.elasticsearch.reading.patterns import INEXACT
from search.stores.elasticsearch.reading.push import push
from search.stores.elasticsearch.reading.rows import (
    TooManyError,
    Wanted,
    fetch,
    first_body,
    first_of_body,
)
from search.stores.elasticsearch.reading.source import Index, Source, every, source_of, values_of
from search.stores.elasticsearch.reading.summary import summary
from search.stores.elasticsearch.reading.tally import InexactError, body, tally
from search.stores.elasticsearch.reading.transport import Transport
from search.stores.elasticsearch.reading.wants import PLAIN_KEY, fields_of, wants
from search.stores.embedded import with_empty
from search.stores.engine import Engine
from search.stores.running import Running
from search.stores.settings import checked_id, kill, query_settings
from search.stores.store import Limits, Pushed

_SMALL: Final = 100_000
"""Rows of an answer that is kept for the next question about the same events."""

_FIRST_LOOK: Final = 1_000
_LOOK_FURTHER: Final = 8


@dataclass(frozen=True, slots=True)
class Searcher:
    """Questions to the events of `index`.  Safe to use from several threads.

    `engine`: runs what the cluster does not.
    """

    transport: Transport
    index: str
    opensearch: bool
    engine: Engine
    _running: Running = field(default_factory=Running)

    def events(self) -> Relation:
        """As Store says."""
        return every(Source(ALL, self.trusted(Limits())), Values())

    def push(self, query: Query, context: Context, limits: Limits) -> Pushed:
        """As Store says."""
        return push(query, context, self.trusted(limits))

    def filled(self) -> frozenset[str]:
        """As Store says: there is no asking which fields no document has."""
        return frozenset(FIELDS)

    def query(self, relation: Relation, limits: Limits, query_id: str | None = None) -> pa.Table:
        """As Store says."""
        with self._asking(limits, query_id) as asking:
            found = source_of(relation.query, relation.parameters)
            if found is None:
                return with_empty(self._run(relation, None, asking), relation.columns)
            return with_empty(self._over(relation, *found, asking), relation.columns)

    def explain(self, relation: Relation, limits: Limits, query_id: str | None = None) -> str:
        """The request, of several the first, as it would be sent."""
        found = source_of(relation.query, relation.parameters)
        if found is None:
            return ""
        asked = _request(relation, found[1])
        return f"POST /{self.index}/_search\n{json.dumps(asked, indent=1, ensure_ascii=False)}"

    def has_label(self, relation: Relation, key: str, limits: Limits) -> bool | None:
        """Whether some event of the relation has the label; None where it has to be looked up."""
        found = source_of(relation.query, relation.parameters)
        if found is None or not PLAIN_KEY.fullmatch(key):
            return None
        _, source = found
        if "labels" in source.index.marked or source.first_of is not None:
            return None
        with self._asking(limits, None) as asking:
            wanted = all_of([source.query, has_key(f"labels.{key}")])
            some = asking.search({"size": 0, "terminate_after": 1, "query": wanted})
        if not some["hits"]["total"]["value"]:
            return False
        narrowed = any(True for _ in relation.query.find_all(exp.Where, exp.Limit, exp.Group))
        return None if narrowed else True

    def summary(
        self, found: Relation, sample: int, limits: Limits
    ) -> Sequence[FieldSummary] | None:
        """As Store says; None where the engine narrows what the cluster finds."""
        read = source_of(found.query, found.parameters)
        if read is None or found.query.find(exp.Where) is not None:
            return None
        with self._asking(limits, None) as asking:
            return summary(asking, read[1], sample)

    def trusted(self, limits: Limits) -> Index:
        """How far the index can be trusted now."""
        names = {"names": {"terms": {"field": INEXACT, "size": len(FIELDS)}}}
        with self._asking(limits, None) as asking:
            found = asking.search({"size": 0, "query": exists(INEXACT), "aggs": names})
        buckets = found.get("aggregations", {}).get("names", {}).get("buckets", [])
        return Index(frozenset(bucket["key"] for bucket in buckets), not self.opensearch)

    def cancel(self, query_id: str) -> None:
        """As Store says: the cluster's tasks and the engine's query end."""
        self._running.cancel(query_id, lambda: self._end(query_id))

    def _end(self, query_id: str) -> None:
        self._end_tasks(query_id)
        self.engine.run(kill(query_id))

    def _end_tasks(self, query_id: str) -> None:
        try:
            found = self.transport.request(
                "GET", "/_tasks", params={"actions": "*search*", "detailed": "true"}, timeout=5
            )
            for node in found.get("nodes", {}).values():
                for name, task in node.get("tasks", {}).items():
                    if task.get("headers", {}).get("X-Opaque-Id") == query_id:
                        self.transport.request("POST", f"/_tasks/{name}/_cancel", timeout=5)
        except StoreError:
            return

    def _over(self, relation: Relation, name: str, source: Source, asking: Asking) -> pa.Table:
        wanted = wants(relation.query, relation.parameters, source)
        if isinstance(wanted, Tally):
            try:
                return self._run(relation, (name, _tallied(asking, source, wanted)), asking)
            except InexactError:
                wanted = Wanted(fields_of(wanted))
        limit = bound(relation.query)
        if limit is not None and source.first_of is None:
            return self._first(relation, (name, source), wanted, limit, asking)
        return self._run(relation, (name, _fetched(asking, source, wanted)), asking)

    def _first(
        self,
        relation: Relation,
        read: tuple[str, Source],
        wanted: Wanted,
        limit: Bound,
        asking: Asking,
    ) -> pa.Table:
        """Of the events in their order, as many as it takes to have what the query asks for."""
        most = max(limit.most, _FIRST_LOOK) if limit.filtered else limit.most
        while True:
            some = replace(wanted, sort=limit.sort, most=most)
            rows = _fetched(asking, read[1], some)
            found = self._run(relation, (read[0], rows), asking)
            if not limit.filtered or rows.num_rows < most:
                return found
            if self._held(relation, limit, found, (read[0], rows), asking) >= limit.most:
                return found
            most *= _LOOK_FURTHER

    def _held(
        self,
        relation: Relation,
        limit: Bound,
        found: pa.Table,
        read: tuple[str, pa.Table],
        asking: Asking,
    ) -> int:
        """How many events were left where the query takes no more than so many."""
        if limit.layer is relation.query:
            return found.num_rows
        inner = Relation(limit.layer, (), relation.parameters)
        rows = self._run(counted(inner), read, asking)
        many: Any = rows["count"][0].as_py()
        return int(many)

    def _run(
        self, relation: Relation, read: tuple[str, pa.Table] | None, asking: Asking
    ) -> pa.Table:
        values = values_of(relation.parameters)
        limits = replace(asking.limits, time=asking.time_left)
        if read is None:
            sql = relation.query.sql(dialect="clickhouse")
            return self.engine.query(
                f"{sql} SETTINGS {query_settings(limits, asking.query_id)}", values
            )
        name, rows = read
        settings = query_settings(limits, asking.query_id, readonly=2)
        sql = over(relation.query, name, rows.column_names)
        return self.engine.query_over(f"{sql} SETTINGS {settings}", values, rows)

    @contextmanager
    def _asking(self, limits: Limits, query_id: str | None) -> Iterator[Asking]:
        """What may be cancelled by its id while this lasts."""
        if query_id is not None:
            checked_id(query_id)
        deadline = time.monotonic() + limits.time.total_seconds()
        with self._running.listed(query_id) as running:
            yield Asking(
                self.transport, self.index, self.opensearch, limits, query_id, deadline,
                running.cancelled,
            )  # fmt: skip


def _request(relation: Relation, source: Source) -> Json:
    wanted = wants(relation.query, relation.parameters, source)
    match wanted:
        case Tally():
            return body(source, wanted)
        case Wanted() if source.first_of is not None:
            return first_of_body(source, source.first_of, wanted)
        case Wanted():
            limit = bound(relation.query)
            if limit is not None:
                most = max(limit.most, _FIRST_LOOK) if limit.filtered else limit.most
                wanted = replace(wanted, sort=limit.sort, most=most)
            return first_body(source, wanted)


def _tallied(asking: Asking, source: Source, wanted: Tally) -> pa.Table:
    kept = source.memo.get(wanted)
    if kept is not None:
        return kept
    found = tally(asking, source, wanted)
    if found.num_rows <= _SMALL:
        source.memo[wanted] = found
    return found


def _fetched(asking: Asking, source: Source, wanted: Wanted) -> pa.Table:
    kept = source.memo.get(wanted)
    if kept is not None:
        return kept
    try:
        found = fetch(asking, source, wanted)
    except TooManyError:
        found = fetch(asking, replace(source, first_of=None), wanted)
    if found.num_rows <= _SMALL:
        source.memo[wanted] = found
    return found
