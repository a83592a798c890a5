"""Tally, asks a cluster how often each combination of values stands in the events."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pyarrow as pa

from parsers.schema import FIELDS, FieldType
from search.stores.convert import ARROW, INSTANT, TEXTS
from search.stores.elasticsearch.reading.asking import Asking
from search.stores.elasticsearch.reading.dsl import Json, exists
from search.stores.elasticsearch.reading.needs import Key, Tally
from search.stores.elasticsearch.reading.source import Source

COUNT: Final = "#n"
"""The column that says how often."""

_PAGE: Final = 50_000
"""Combinations of one answer; a server gives no more than 65,535 (`search.max_buckets`)."""

_MOST_AT_ONCE: Final = 1_000_000
_EXACT: Final = 2**53
"""Whole numbers below it survive as the double numbers in which extremes are told."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EDGES: Final = {edge: {edge: {"field": "nephoscope.time"}} for edge in ("min", "max")}

Row = dict[str, Any]


class InexactError(Exception):
    """The cluster's answer is not exact, so that the events have to be looked at."""


def tally(asking: Asking, source: Source, wanted: Tally) -> pa.Table:
    """A row for each combination, with the fields' columns and COUNT.

    Raises: InexactError, LimitError, StoreError.
    """
    rows = [row for found in _found(asking, source, wanted) for row in found]
    return _table(rows, wanted)


def body(source: Source, wanted: Tally) -> Json:
    """The (first) request."""
    whole: Json = {"size": 0, "query": source.query, "track_total_hits": True}
    edges = dict(_EDGES) if wanted.edges else {}
    if wanted.there is not None:
        return whole | {"aggs": {"there": {"filter": exists(wanted.there)}}}
    if not wanted.keys and wanted.step is None:
        return whole | ({"aggs": edges} if edges else {})
    combined: Json = {"composite": {"size": _PAGE, "sources": _sources(wanted)}}
    if edges:
        combined["aggs"] = edges
    return whole | {"track_total_hits": False, "aggs": {"groups": combined}}


def _sources(wanted: Tally) -> list[Json]:
    found: list[Json] = []
    if wanted.step is not None:
        spaced = {"field": "@timestamp", "fixed_interval": f"{wanted.step}ms"}
        found.append({"t": {"date_histogram": spaced}})
    for at, key in enumerate(wanted.keys):
        found.append({f"k{at}": {"terms": {"field": key.path, "missing_bucket": not key.each}}})
    return found


def _found(asking: Asking, source: Source, wanted: Tally) -> Iterator[list[Row]]:
    asked = body(source, wanted)
    if "groups" not in asked.get("aggs", {}):
        yield _alone(asking.search(asked), wanted)
        return
    held = 0
    while True:
        groups = asking.search(asked).get("aggregations", {}).get("groups", {"buckets": []})
        rows = [row for bucket in groups["buckets"] for row in _rows(bucket, wanted)]
        yield rows
        held += len(rows) * 100
        asking.within_memory(held)
        if "after_key" not in groups or len(groups["buckets"]) < _PAGE:
            return
        asked["aggs"]["groups"]["composite"]["after"] = groups["after_key"]


def _alone(found: Json, wanted: Tally) -> list[Row]:
    """Of all events together."""
    total = found["hits"]["total"]["value"]
    if wanted.there is not None:
        there = found.get("aggregations", {}).get("there", {"doc_count": 0})["doc_count"]
        return [{wanted.there: True, COUNT: there}, {COUNT: total - there}]
    if not wanted.edges:
        return [{COUNT: total}]
    return _ends(found.get("aggregations", {}), total, {}) if total else []


def _rows(bucket: Json, wanted: Tally) -> list[Row]:
    values = bucket["key"]
    row: Row = {key.path: values[f"k{at}"] for at, key in enumerate(wanted.keys)}
    if wanted.step is not None:
        row["@timestamp"] = _EPOCH + timedelta(milliseconds=values["t"])
    many = bucket["doc_count"]
    return _ends(bucket, many, row) if wanted.edges else [row | {COUNT: many}]


def _ends(found: Json, many: int, row: Row) -> list[Row]:
    """The first and the last event; the others may as well be the last."""
    ends = [found[edge]["value"] for edge in ("min", "max")]
    if any(abs(end) >= _EXACT for end in ends):
        raise InexactError
    first, last = (_EPOCH + timedelta(microseconds=int(end)) for end in ends)
    if many == 1:
        return [row | {"@timestamp": first, COUNT: 1}]
    return [row | {"@timestamp": first, COUNT: 1}, row | {"@timestamp": last, COUNT: many - 1}]


def _table(rows: Sequence[Row], wanted: Tally) -> pa.Table:
    cut = [part for row in rows for part in _parts(row)]
    columns: dict[str, Any] = {COUNT: pa.array([row[COUNT] for row in cut], pa.int64())}
    if wanted.step is not None or wanted.edges:
        columns["@timestamp"] = pa.array([row["@timestamp"] for row in cut], INSTANT)
    for name in sorted({key.field for key in wanted.keys}):
        columns[name] = _column(name, [key for key in wanted.keys if key.field == name], cut)
    if wanted.there is not None:
        columns[wanted.there] = _there(wanted.there, cut)
    return pa.table(columns)


def _parts(row: Row) -> Iterator[Row]:
    """The row as rows that stand for no more events than the engine is given at once."""
    left = row[COUNT]
    while left > _MOST_AT_ONCE:
        yield row | {COUNT: _MOST_AT_ONCE}
        left -= _MOST_AT_ONCE
    if left:
        yield row | {COUNT: left}


def _column(name: str, keys: Sequence[Key], rows: Sequence[Row]) -> "pa.Array[Any]":
    field = FIELDS[name]
    if field.type is FieldType.FLATTENED:
        return pa.array([_entries(keys, row) for row in rows], ARROW[field.type])
    values = [row[name] for row in rows]
    if field.many:
        return pa.array([[value] for value in values], TEXTS)
    return pa.array(values, ARROW[field.type])


def _entries(keys: Sequence[Key], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (key.entry, row[key.path])
        for key in keys
        if key.entry is not None and row[key.path] is not None
    ]


def _there(name: str, rows: Sequence[Row]) -> "pa.Array[Any]":
    """Some value where the field is there."""
    if FIELDS[name].many:
        return pa.array([[""] if row.get(name) else [] for row in rows], TEXTS)
    return pa.array(["" if row.get(name) else None for row in rows], ARROW[FIELDS[name].type])
