"""Running, the queries that run now, by the id under which they can be cancelled."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class RunningQuery:
    """One query; `cancelled` is for its thread to see, `done` for the one who cancels it."""

    cancelled: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)


class Running:
    """Safe to use from several threads.  Several queries may share an id and are cancelled at
    once: the parts of one question that run side by side.
    """

    def __init__(self) -> None:
        self._by_id: dict[str, list[RunningQuery]] = {}
        self._lock = threading.Lock()

    def named(self, query_id: str) -> Sequence[RunningQuery]:
        with self._lock:
            return tuple(self._by_id.get(query_id, ()))

    @contextmanager
    def listed(self, query_id: str | None) -> Iterator[RunningQuery]:
        """A query that can be cancelled by its id, where it has one, while this lasts."""
        query = RunningQuery()
        if query_id is not None:
            with self._lock:
                self._by_id.setdefault(query_id, []).append(query)
        try:
            yield query
        finally:
            if query_id is not None:
                self._forget(query_id, query)
            query.done.set()

    def _forget(self, query_id: str, query: RunningQuery) -> None:
        with self._lock:
            others = [other for other in self._by_id[query_id] if other is not query]
            if others:
                self._by_id[query_id] = others
            else:
                del self._by_id[query_id]
