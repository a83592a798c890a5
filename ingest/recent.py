"""Recent, the newest rows of the spool in memory, so that reading them needs no file."""

import threading
from collections.abc import Iterable

from ingest.chunk import Row

RECENT_BYTES = 32 * 1024 * 1024


class Recent:
    """Rows that were kept and not yet read, by number; there may be gaps.  Safe in threads.

    Reading a row from SQLite lets go of the interpreter's lock and waits for it again, for each
    row: beside threads that compute, that took longer than all the rest of cutting.
    """

    def __init__(self, limit_bytes: int = RECENT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._rows: dict[int, Row] = {}
        self._size_bytes = 0
        self._lock = threading.Lock()

    def add(self, rows: Iterable[Row]) -> None:
        """Keep these, as far as there is room.  Numbers only grow."""
        with self._lock:
            for row in rows:
                size = len(row.chunk.body)
                if self._size_bytes + size > self._limit_bytes:
                    return
                self._rows[row.number] = row
                self._size_bytes += size

    def take(self, start: int, size_bytes: int) -> list[Row]:
        """Rows from `start` on without a gap, until their bodies pass this size; maybe none.

        Rows before `start` are forgotten.
        """
        found: list[Row] = []
        taken = 0
        with self._lock:
            self._forget(start)
            while taken < size_bytes and (row := self._rows.get(start + len(found))) is not None:
                found.append(row)
                taken += len(row.chunk.body)
        return found

    def forget(self, before: int) -> None:
        with self._lock:
            self._forget(before)

    def _forget(self, before: int) -> None:
        while self._rows and (first := next(iter(self._rows))) < before:
            self._size_bytes -= len(self._rows.pop(first).chunk.body)
