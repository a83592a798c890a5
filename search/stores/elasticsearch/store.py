"""ElasticsearchStore, keeps events in a cluster of Elasticsearch or OpenSearch."""

import logging
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from search.relation import Relation
from search.stores.elasticsearch import capabilities as capabilities_
from search.stores.elasticsearch.ageing import Ageing
from search.stores.elasticsearch.client import NAME, Client
from search.stores.elasticsearch.connection import Connection
from search.stores.elasticsearch.reading.searcher import Searcher
from search.stores.elasticsearch.reading.transport import AwayError
from search.stores.elasticsearch.rolling import Rolling, Stopwatch
from search.stores.elasticsearch.setup import prepare
from search.stores.elasticsearch.targets import Targets
from search.stores.elasticsearch.writing.bulk import Bulk, Line
from search.stores.elasticsearch.writing.deadletters import DeadLetters, Replayed
from search.stores.elasticsearch.writing.documents import Documents, documents
from search.stores.engine import Engine
from search.stores.store import Day, Limits, Pushed

if TYPE_CHECKING:
    from search.answer import FieldSummary
    from search.context import Context
    from search.spl.query import Query

LOG = logging.getLogger(__name__)

_REFRESH_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class _Cluster:
    """What is made once the cluster answers."""

    capabilities: "capabilities_.Capabilities"
    targets: Targets
    bulk: Bulk
    letters: DeadLetters
    ageing: Ageing


class ElasticsearchStore:
    """A Store in a cluster, which any number of processes may use at once.

    `folder`: of the embedded engine that runs what the cluster does not; a temporary one by
    default.  `patient`: the cluster may be away now; it is asked again when it is needed.
    Raises: StoreError when the cluster does not let us in, or does not answer.
    """

    name = NAME

    def __init__(
        self,
        connection: Connection,
        folder: Path | None = None,
        *,
        patient: bool = False,
        stopwatch: Stopwatch = time.monotonic,
    ) -> None:
        self.connection = connection
        self._folder = folder
        self._closing = ExitStack()
        self.client = Client(connection)
        self._closing.callback(self.client.close)
        self._found: _Cluster | None = None
        self._guard = threading.Lock()
        self._asking = threading.Lock()
        self._showing = threading.Lock()
        self._unseen = False
        self._rolling = Rolling(self.client, stopwatch)
        self._named: set[str] = set()
        try:
            self._cluster  # noqa: B018 - finds out whether there is one
        except AwayError as error:
            if not patient:
                self.close()
                raise
            LOG.warning("%s; it is asked again when it is needed", error)
        except BaseException:
            self.close()
            raise

    @property
    def capabilities(self) -> "capabilities_.Capabilities":
        return self._cluster.capabilities

    @property
    def targets(self) -> Targets:
        return self._cluster.targets

    def insert(self, batch: int, rows: pa.Table, again: bool = False) -> Sequence[int]:
        """As Store says.  The cluster keeps one event of an id."""
        if not rows.num_rows:
            return ()
        made = documents(rows, self.targets)
        written_to = frozenset(made.targets)
        if self.targets.streams and not self.capabilities.ilm:
            self._rolling.before_writing(written_to)
        try:
            refused = self.client.run(self._store(made, again))
        finally:
            self._unseen = True
        self._name(written_to)
        return [
            sequence
            for id_, sequence in zip(made.ids, made.sequences, strict=True)
            if id_ in refused
        ]

    def refresh(self) -> None:
        """Let searches find all that is stored, by whichever process."""
        self.client.request(
            "POST",
            f"/{self.targets.everything}/_refresh",
            params={"ignore_unavailable": "true", "allow_no_indices": "true"},
            timeout=_REFRESH_S,
        )

    def replay_dead_letters(self) -> Replayed:
        """Try again what the cluster refused before.  Raises StoreError."""
        try:
            return self.client.run(self._cluster.letters.replay())
        finally:
            self._unseen = True

    def events(self) -> Relation:
        return self._searcher.events()

    def push(self, query: "Query", context: "Context", limits: Limits) -> Pushed | None:
        self._show()
        return self._searcher.push(query, context, limits)

    def has_label(self, relation: Relation, key: str, limits: Limits) -> bool | None:
        self._show()
        return self._searcher.has_label(relation, key, limits)

    def summary(
        self, found: Relation, sample: int, limits: Limits
    ) -> "Sequence[FieldSummary] | None":
        self._show()
        return self._searcher.summary(found, sample, limits)

    def coverage(self, found: Relation, limits: Limits, query_id: str | None = None) -> None:
        """None: `summary` says it."""

    def filled(self) -> frozenset[str]:
        return self._searcher.filled()

    def query(self, relation: Relation, limits: Limits, query_id: str | None = None) -> pa.Table:
        self._show()
        return self._searcher.query(relation, limits, query_id)

    def explain(self, relation: Relation, limits: Limits, query_id: str | None = None) -> str:
        return self._searcher.explain(relation, limits, query_id)

    def cancel(self, query_id: str) -> None:
        self._searcher.cancel(query_id)

    def days(self) -> Sequence[Day]:
        self._show()
        return self._cluster.ageing.days()

    def drop_days(self, days: Sequence[int]) -> None:
        self.refresh()
        self._cluster.ageing.drop(days)
        self.refresh()

    def close(self) -> None:
        """Let go of the connections and of the engine."""
        self._closing.close()

    @cached_property
    def _searcher(self) -> Searcher:
        """Made for the first search: who only stores needs no engine."""
        with self._guard:
            if self._folder is None:
                temporary = tempfile.TemporaryDirectory(prefix="nephoscope-")
                self._folder = Path(self._closing.enter_context(temporary))
            engine = Engine(self._folder)
            self._closing.callback(engine.close)
        return Searcher(self.client, self.targets.everything, self.capabilities.opensearch, engine)

    @property
    def _cluster(self) -> _Cluster:
        """Raises StoreError as long as the cluster does not answer."""
        with self._asking:
            if self._found is None:
                self._found = _cluster(self.client, self.connection)
            return self._found

    async def _store(self, made: Documents, again: bool) -> frozenset[str]:
        """Ids of what the cluster refused, now or before."""
        lines = {
            id_: Line(id_, target, data)
            for id_, target, data in zip(made.ids, made.targets, made.lines, strict=True)
        }
        before = await self._cluster.letters.kept(made.ids) if again else frozenset()
        wanted = [line for id_, line in lines.items() if id_ not in before]
        refused = await self._cluster.bulk.store(wanted, again)
        if refused:
            why = {id_: (lines[id_], cause) for id_, cause in refused.items()}
            await self._cluster.letters.keep(why)
        return before | refused.keys()

    def _show(self) -> None:
        """What this process stored is found by the next search, and by those beside it."""
        with self._showing:
            if not self._unseen:
                return
            self._unseen = False
            try:
                self.refresh()
            except BaseException:
                self._unseen = True
                raise

    def _name(self, indices: frozenset[str]) -> None:
        """Give dated indices the alias under which people know them all."""
        if self.targets.streams:
            return
        for name in sorted(indices - self._named):
            # One by one: an index whose events were all refused may not be there.
            actions = [{"add": {"index": name, "alias": self.targets.alias(name)}}]
            path = "/_aliases"
            if self.client.ask("POST", path, {"actions": actions}, timeout=_REFRESH_S).status < 300:
                self._named.add(name)


def _cluster(client: Client, connection: Connection) -> _Cluster:
    """Asks the cluster what it can do, and brings its templates up to date."""
    capabilities = capabilities_.ask(client)
    targets = Targets(connection.namespace, capabilities.data_streams)
    prepare(client, capabilities, targets)
    bulk = Bulk(client, asks=targets.streams)
    letters = DeadLetters(client, bulk, targets)
    return _Cluster(capabilities, targets, bulk, letters, Ageing(client, targets))
