"""EmbeddedStore, keeps events in a folder through chDB, the ClickHouse engine in this process."""

import os
import re
from collections.abc import Sequence
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from search.context import Context
from search.relation import Column, Relation
from search.spl.query import Query
from search.stores import table
from search.stores.columns import BATCH, DAY, SHAPE, TIME
from search.stores.convert import ARROW, TEXTS
from search.stores.engine import Engine
from search.stores.expand import every_event, expand, few, filled_fields, shape_counts
from search.stores.running import Running
from search.stores.settings import kill, query_settings, written
from search.stores.shapes import Shapes
from search.stores.store import Coverage, Day, Limits

_DAYS_AN_INSERT = 100
"""The engine refuses an insert into more partitions (max_partitions_per_insert_block)."""

_WORTH_INDEXING = 1_000
"""Rows of a day.  A smaller part is read whole in no time; merges make the indexes of it, whose
files would take longer to make than the part (10 ms instead of 25 for one row)."""

_FEW_EVENTS = 2_000
_WORTH_NARROWING = 48
"""Columns: with fewer of them it is quicker to read all than to ask first which."""

_CLOSE_US = 100_000
_UNFILTERED = {
    "use_skip_indexes": 0,
    "optimize_move_to_prewhere": 0,
    "query_plan_optimize_lazy_materialization": 0,
    "optimize_read_in_order": 0,
}
"""Between times that close, all rows are read in less time than the engine takes to plan which."""

_DATABASE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")


class EmbeddedStore:
    """A Store in `folder`, which one process at a time can have open.

    `database`: several stores of one process share the folder, each in its own database.
    Raises: StoreError when another process has the folder, saying which.
    """

    name = "embedded"

    def __init__(self, folder: Path, database: str = "nephoscope") -> None:
        if not _DATABASE.fullmatch(database):
            raise ValueError(f"{database!r} is no name of a database")
        self._database = database
        self._table = f"`{database}`.{table.NAME}"
        self._running = Running()
        self._engine = Engine(folder)
        self._shapes = Shapes(folder / f"{database}.shapes")
        try:
            self._prepare()
        except BaseException:
            self._engine.close()
            raise

    def insert(self, batch: int, rows: pa.Table, again: bool = False) -> Sequence[int]:
        """As Store says.  Each statement's rows of one day become one part, whole or not at all.

        So the days of a batch that are there are there whole, and only the others are missing.
        """
        if set(pc.unique(rows[BATCH]).to_pylist()) - {batch}:
            raise ValueError(f"rows of another batch than {batch}")
        stored = sorted(self.stored_days(batch)) if again else []
        if stored:
            rows = rows.filter(pc.invert(pc.is_in(rows[DAY], pa.array(stored, pa.uint32()))))
        self._filled |= frozenset(rows.column_names)
        self._shapes.learn(rows)
        days = pc.unique(rows[DAY]).sort()
        for first in range(0, len(days), _DAYS_AN_INSERT):
            some = days.slice(first, _DAYS_AN_INSERT)
            whole = len(some) == len(days)
            self._insert(rows if whole else rows.filter(pc.is_in(rows[DAY], some)), len(some))
        self._sync()
        return ()

    def stored_days(self, batch: int) -> frozenset[int]:
        """The days of which the batch's events are stored."""
        sql = f"SELECT DISTINCT {DAY} FROM {self._table} WHERE {BATCH} = {{batch:UInt64}}"
        found = self._engine.run(sql, {"batch": batch}).to_pylist()
        return frozenset(int(row[DAY]) for row in found)

    def refresh(self) -> None:
        """What is stored is found at once."""

    def events(self) -> Relation:
        return every_event(self._database)

    def push(self, query: Query, context: Context, limits: Limits) -> None:
        """None: a query is one statement here."""

    def has_label(self, relation: Relation, key: str, limits: Limits) -> None:
        """None: a query says it as quickly."""

    def summary(self, found: Relation, sample: int, limits: Limits) -> None:
        """None: a query says it as quickly."""

    def coverage(
        self, found: Relation, limits: Limits, query_id: str | None = None
    ) -> Coverage | None:
        asked = shape_counts(found.query, self._database, self._table)
        if asked is None:
            return None
        rows = self._limited(asked, found, limits, query_id).to_pylist()
        fields = self._shapes.coverage({row[SHAPE]: row["many"] for row in rows})
        if fields is None:
            return None
        tagged = sum(row["tagged"] for row in rows)
        return Coverage(sum(row["many"] for row in rows), {**fields, "tags": tagged})

    def filled(self) -> frozenset[str]:
        return filled_fields(self._filled)

    def query(self, relation: Relation, limits: Limits, query_id: str | None = None) -> pa.Table:
        found = self._few(relation, limits, query_id)
        if found is None:
            found = self._ask("", relation, limits, query_id)
        return with_empty(found, relation.columns)

    def explain(self, relation: Relation, limits: Limits, query_id: str | None = None) -> str:
        found = self._ask("EXPLAIN indexes = 1 ", relation, limits, query_id)
        return "\n".join(str(line) for line in found.column(0).to_pylist())

    def cancel(self, query_id: str) -> None:
        self._running.cancel(query_id, lambda: self._engine.run(kill(query_id)))

    def days(self) -> Sequence[Day]:
        sql = (
            "SELECT partition, sum(rows) AS events, sum(bytes_on_disk) AS size FROM system.parts "
            "WHERE active AND database = {database:String} AND table = {table:String} "
            "GROUP BY partition"
        )
        found = self._engine.run(sql, {"database": self._database, "table": table.NAME})
        days = (Day(int(row["partition"]), row["events"], row["size"]) for row in found.to_pylist())
        return sorted(days, key=lambda day: day.day)

    def drop_days(self, days: Sequence[int]) -> None:
        for day in days:
            self._engine.run(f"ALTER TABLE {self._table} DROP PARTITION {int(day)}")

    def close(self) -> None:
        self._engine.close()

    def _few(self, relation: Relation, limits: Limits, query_id: str | None) -> pa.Table | None:
        """A few whole events, read with the columns that they have.

        None for any other query, and where one of them has more, as it came meanwhile.
        """
        if len(self._filled) <= _WORTH_NARROWING:
            return None
        asked = few(relation.query, self._database, self._table, _FEW_EVENTS)
        if asked is None:
            return None
        settings = f" SETTINGS {query_settings(limits, query_id)}"
        with self._running.listed(query_id):
            places = self._engine.query(asked.places + settings, relation.parameters)
            if not places.num_rows:
                return pa.table({})
            numbers = frozenset(places[SHAPE].unique().to_pylist())
            columns = self._shapes.columns(numbers)
            if columns is None or 0 in numbers:
                return None
            first, last = _edges(places[TIME])
            if last - first <= _CLOSE_US and not asked.paged:
                settings = f"{settings}, {written(_UNFILTERED)}"
            text = asked.rows(columns, first, last)
            found = self._engine.query(text + settings, relation.parameters)
        whole = frozenset(found[SHAPE].to_pylist()) <= numbers
        return found.drop_columns([SHAPE]) if whole else None

    def _ask(self, verb: str, relation: Relation, limits: Limits, query_id: str | None) -> pa.Table:
        text = expand(relation.query, self._database, self._table, self._filled)
        return self._limited(f"{verb}{text}", relation, limits, query_id)

    def _limited(
        self, text: str, relation: Relation, limits: Limits, query_id: str | None
    ) -> pa.Table:
        """The rows of a statement with the relation's values, which can be cancelled by its id."""
        sql = f"{text} SETTINGS {query_settings(limits, query_id)}"
        with self._running.listed(query_id):
            return self._engine.query(sql, relation.parameters)

    def _prepare(self) -> None:
        run = self._engine.run
        run(f"CREATE DATABASE IF NOT EXISTS `{self._database}`")
        run(table.create(self._database))
        names = {"database": self._database, "table": table.NAME}
        where = "database = {database:String} AND table = {table:String}"
        columns = run(f"SELECT name FROM system.columns WHERE {where}", names)
        indexes = run(f"SELECT name FROM system.data_skipping_indices WHERE {where}", names)
        widened = table.widen(self._database, _names(columns), _names(indexes))
        if widened is not None:
            run(widened)
        filled = run(
            f"SELECT DISTINCT column AS name FROM system.parts_columns WHERE active AND {where}",
            names,
        )
        self._filled = _names(filled)

    def _insert(self, rows: pa.Table, days: int) -> None:
        """Rows reach the table as one block, so that a day's rows become one part."""
        settings = {
            "max_threads": 1,
            "max_insert_threads": 1,
            "input_format_parallel_parsing": 0,
            # A quarter of the time went into these; columns with a default are in every row.
            "input_format_null_as_default": 0,
            "input_format_defaults_for_omitted_fields": 0,
            "max_insert_block_size": rows.num_rows + 1,
            "min_insert_block_size_rows": rows.num_rows + 1,
            "min_insert_block_size_bytes": 0,
            "max_partitions_per_insert_block": _DAYS_AN_INSERT,
            "materialize_skip_indexes_on_insert": int(rows.num_rows >= days * _WORTH_INDEXING),
        }
        self._engine.insert(self._table, rows, written(settings))

    def _sync(self) -> None:
        """Make the parts' names durable too: the engine syncs the parts, not their parent."""
        for folder in self._data_folders:
            opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)

    @cached_property
    def _data_folders(self) -> tuple[str, ...]:
        found = self._engine.run(
            "SELECT data_paths FROM system.tables "
            "WHERE database = {database:String} AND name = {table:String}",
            {"database": self._database, "table": table.NAME},
        )
        return tuple(found["data_paths"][0].as_py())


def _edges(times: "pa.ChunkedArray[Any]") -> tuple[int, int]:
    """The first and the last in us."""
    found: Any = pc.min_max(times.cast(pa.int64()))
    return found["min"].as_py(), found["max"].as_py()


def _names(rows: pa.Table) -> frozenset[str]:
    return frozenset(row["name"] for row in rows.to_pylist())


def with_empty(rows: pa.Table, columns: Sequence[Column]) -> pa.Table:
    """The columns in their order, those that no event of the store fills too; then the others."""
    there = dict(zip(rows.column_names, rows.columns, strict=True))
    # Some 150 columns of a few types are empty.
    nulls = cache(partial(pa.nulls, rows.num_rows))
    made: dict[str, Any] = {}
    for column in columns:
        kind: Any = TEXTS if column.many else ARROW[column.type]
        found = there.pop(column.name, None)
        made[column.name] = nulls(kind) if found is None else found
    table = pa.table({**made, **there})
    return table.replace_schema_metadata(rows.schema.metadata)
