"""Engine, the folder and the connections of the one chDB engine that a process can have."""

import fcntl
import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import chdb
import pyarrow as pa
from chdb.state.sqlitelike import Connection

from search.errors import LimitError, StoreError
from search.stores.arrow import stream
from search.stores.parameters import parameters
from search.stores.store import with_scanned

_CONFIG = Path(__file__).with_name("engine.xml")
_CODE = re.compile(r"Code: (\d+)\.")
_TRACE = re.compile(r"[\s,:]*(?:Stack trace|\n\s*0\. )")
"""Where the addresses begin that the engine adds to some messages."""

_LONGEST_STATEMENT = 16 * 1024 * 1024
"""Bytes.  Each command of a query may name all fields again: thirty of them pass the engine's own
limit of 256 kB."""

_SHOWN = 200
"""Characters of a statement that an error shows."""

_LIMITS: Final[Mapping[int, tuple[str, str]]] = {
    159: ("time", "NEPHOSCOPE_QUERY_TIME"),
    160: ("time", "NEPHOSCOPE_QUERY_TIME"),
    241: ("memory", "NEPHOSCOPE_QUERY_MEMORY"),
    158: ("rows", "NEPHOSCOPE_QUERY_ROWS"),
    396: ("rows", "NEPHOSCOPE_QUERY_ROWS"),
    394: ("cancelled", ""),
}
"""The engine's error code to the kind of limit and the setting that holds it.

Source: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
"""


_OURS: Final = frozenset({47, 62})
"""Codes for SQL that means nothing (a syntax error, an unknown name): a mistake of this program,
which no waiting mends."""


class Engine:
    """Connections to one folder.  Safe to use from several threads.

    Queries on one connection wait for each other, so each call takes a free one or opens one.
    Raises: StoreError when another process has the folder.
    """

    name = "embedded"

    def __init__(self, folder: Path, connections: int = 8) -> None:
        self.folder = folder.absolute()
        self._free: list[Connection] = []
        self._guard = threading.Lock()
        self._permits = threading.BoundedSemaphore(connections)
        self._closed = False
        self._lock = _take(self.folder)
        try:
            # The engine ends with its last connection, so one is kept that no statement can fail.
            self._kept = self._connect()
        except BaseException:
            self._lock.close()
            raise

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """The rows of a statement of the store's own; none where it answers nothing."""
        try:
            return self.query(sql, values)
        except LimitError as error:
            raise StoreError(self.name, _short(sql), str(error)) from error

    def query(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """The rows of a query that has limits.  Raises LimitError."""
        with self._connection() as connection, _translated(sql):
            result = connection.query(sql, "Arrow", params=parameters(values or {}))
            if result.size() == 0:
                return pa.table({})
            # The view ends with `result`.  The rows do not: the engine compresses what it answers,
            # so reading copies it.
            rows = pa.ipc.open_file(result.get_memview().view()).read_all()
            return with_scanned(rows, result.storage_rows_read())

    def query_over(self, sql: str, values: Mapping[str, object], rows: pa.Table) -> pa.Table:
        """As `query`, of SQL that reads `Python(rows)`.  Raises LimitError."""
        with self._connection() as connection, _translated(sql):
            # Python(rows) is the local variable of that name.
            result = connection.query(sql, "Arrow", params=parameters(values))
            found = pa.ipc.open_file(result.get_memview().view()).read_all()
            return with_scanned(found, rows.num_rows)

    def insert(self, into: str, rows: pa.Table, settings: str) -> None:
        """Insert the rows' columns by name.  `into`: the quoted table."""
        columns = ", ".join(f"`{name}`" for name in rows.column_names)
        sql = f"INSERT INTO {into} ({columns}) SETTINGS {settings}"
        try:
            # A statement that selects from Python(rows) takes a fifth longer.
            with (
                self._connection() as connection,
                _translated("insert"),
                connection.send_insert(sql, "ArrowStream") as inserter,
            ):
                # In one piece, which becomes one block.
                inserter.append(memoryview(stream(rows.combine_chunks())))
                inserter.finish()
        except LimitError as error:
            raise StoreError(self.name, "insert", str(error)) from error

    def close(self) -> None:
        """Close every connection once it is free; the engine ends with the last."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            idle, self._free = self._free, []
        for connection in (*idle, self._kept):
            connection.close()
        self._lock.close()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """A connection for one statement.  One that failed answers the next statement with
        what was left of the last, so it is not used again."""
        with self._permits:
            connection = self._taken()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            self._give_back(connection)

    def _taken(self) -> Connection:
        with self._guard:
            if self._closed:
                raise StoreError(self.name, "query", "the store is closed")
            if self._free:
                return self._free.pop()
        return self._connect()

    def _give_back(self, connection: Connection) -> None:
        with self._guard:
            if not self._closed:
                self._free.append(connection)
                return
        connection.close()

    def _connect(self) -> Connection:
        try:
            connection = Connection(f"file:{self.folder}?config-file={_CONFIG}")
            connection.query(f"SET max_query_size = {_LONGEST_STATEMENT}")
            return connection
        except RuntimeError as error:
            raise StoreError(self.name, f"open {self.folder}", str(error)) from error


def _take(folder: Path) -> IO[str]:
    """The open lock file of the folder, which holds the lock until it is closed."""
    if "?" in str(folder):
        raise StoreError(Engine.name, f"open {folder}", "the folder's name must not hold a ?")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = (folder / "nephoscope.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        owner = file.read().strip()
        if owner == str(os.getpid()):
            return file
        file.close()
        cause = (
            f"process {owner} has it open: stop that process, "
            f"or ask the service that it runs instead of opening the folder"
        )
        raise StoreError(Engine.name, f"open {folder}", cause) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


@contextmanager
def _translated(request: str) -> Iterator[None]:
    """The engine's errors as ours.

    Raises LimitError, StoreError, and AssertionError where the statement itself is wrong.
    """
    try:
        yield
    except (chdb.ChdbError, RuntimeError) as error:
        cause = _TRACE.split(str(error), maxsplit=1)[0]
        found = _CODE.search(cause)
        code = int(found[1]) if found else 0
        if code in _OURS:
            raise AssertionError(f"{_short(request)}: {cause}") from error
        limit = _LIMITS.get(code)
        if limit is None:
            raise StoreError(Engine.name, _short(request), cause) from error
        raise LimitError(*limit, cause) from error


def _short(sql: str) -> str:
    return sql if len(sql) <= _SHOWN else f"{sql[:_SHOWN]}…"
