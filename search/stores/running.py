"""Running, the queries that run now, by the id under which they can be cancelled."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

_PAUSE_S: Final = 0.02


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

    def cancel(self, query_id: str, end: Callable[[], object]) -> None:
        """Call `end` until the queries of that id are over: one that has just begun may be listed
        nowhere else yet.
        """
        with self._lock:
            queries = tuple(self._by_id.get(query_id, ()))
        for query in queries:
            query.cancelled.set()
        for query in queries:
            while not query.done.is_set():
                end()
                query.done.wait(_PAUSE_S)

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
