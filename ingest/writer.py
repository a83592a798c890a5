"""Writer, commits the operations of many callers together: one fsync for all that wait."""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar, cast

LOG = logging.getLogger(__name__)
T = TypeVar("T")
Operation = Callable[[sqlite3.Connection], object]
Waiting = tuple[Operation, Future[object]]

MOST_IN_ONE = 256
"""Operations in one transaction: bounds what the first of them waits for the last."""


class Writer:
    """The only thread that writes to the spool.

    An operation's future is done after the commit that holds it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._queue: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="spool-writer", daemon=True)
        self._thread.start()

    def submit(self, operation: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run the operation in a transaction, soon; operations keep their order.

        It runs even where nobody waits for it any longer.
        """
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()
        self._queue.put((operation, cast(Future[object], future)))
        return future

    def close(self) -> None:
        """Commit what waits, then end the thread and the connection."""
        self._queue.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            group = [first]
            ended = False
            while len(group) < MOST_IN_ONE and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    ended = True
                    break
                group.append(following)
            self._commit(group)
            if ended:
                return

    def _commit(self, group: list[Waiting]) -> None:
        try:
            results = self._transaction(group)
        except Exception as error:
            if len(group) == 1:
                group[0][1].set_exception(error)
                return
            LOG.debug("one of %d operations failed, so each is run alone: %s", len(group), error)
            for single in group:
                self._commit([single])
            return
        for (_, future), result in zip(group, results, strict=True):
            future.set_result(result)

    def _transaction(self, group: list[Waiting]) -> list[object]:
        self._connection.execute("begin immediate")
        try:
            results = [operation(self._connection) for operation, _ in group]
            self._connection.execute("commit")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            raise
        return results
