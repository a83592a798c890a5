"""Summary, asks a cluster which fields the newest events have, without fetching the events."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow.compute as pc

from parsers.schema import FIELDS, Field, FieldType
from search.answer import FieldSummary
from search.stores.elasticsearch.reading.asking import Asking
from search.stores.elasticsearch.reading.dsl import Json, all_of, between, exists
from search.stores.elasticsearch.reading.rows import Wanted, fetch
from search.stores.elasticsearch.reading.source import Source

_TIME: Final = "nephoscope.time"
_NUMBERS: Final = frozenset({FieldType.LONG, FieldType.DOUBLE})
_HIDDEN: Final = frozenset(
    {"event.original", "message", "event.id", "event.sequence", "@timestamp", "event.ingested"}
)
_SHOWN: Final = tuple(
    field
    for field in FIELDS.values()
    if field.name not in _HIDDEN and field.type is not FieldType.FLATTENED
)


def summary(asking: Asking, source: Source, sample: int) -> Sequence[FieldSummary]:
    """As `Store.summary`.  Raises: LimitError, StoreError."""
    total, looked, query, there = _there(asking, source, sample)
    if not looked:
        return []
    counted = [field for field in there if field.type is not FieldType.TEXT]
    values = _values(asking, query, counted) | _texts(asking, Source(query, source.index), there)
    found = [
        FieldSummary(
            name=field.name,
            type=field.type,
            coverage=many / looked,
            distinct=values[field.name][0],
            low=values[field.name][1],
            high=values[field.name][2],
            sampled=looked if total > looked else 0,
        )
        for field, many in there.items()
    ]
    return sorted(found, key=lambda field: (-field.coverage, field.name))


def _there(
    asking: Asking, source: Source, sample: int
) -> tuple[int, int, Json, Mapping[Field, int]]:
    """All events, those looked at, how they are found, and how many of them have each field."""
    query = source.query
    last = asking.search(
        {
            "size": 1,
            "from": sample - 1,
            "query": query,
            "sort": Wanted(frozenset()).keys,
            "_source": False,
            "track_total_hits": True,
        }
    )["hits"]
    if last["hits"]:
        query = all_of([query, between(_TIME, {"gte": last["hits"][0]["sort"][0]})])
    found = asking.search(_sums(query, {field.name: _how_many(field) for field in _SHOWN}))
    told = found.get("aggregations", {})
    counts = {field: _told(told.get(field.name, {})) for field in _SHOWN}
    there = {field: many for field, many in counts.items() if many}
    return last["total"]["value"], found["hits"]["total"]["value"], query, there


def _how_many(field: Field) -> Json:
    """Events that have it: those with one value count their values in one go over the events."""
    if field.many or field.type is FieldType.TEXT:
        return {"filter": exists(field.name)}
    return {"value_count": {"field": field.name}}


def _told(found: Json) -> int:
    return int(found["value"] if "value" in found else found.get("doc_count", 0))


def _values(
    asking: Asking, query: Json, fields: Sequence[Field]
) -> dict[str, tuple[int, float | None, float | None]]:
    """Different values of each, and the range of numbers."""
    sums: Json = {}
    for at, field in enumerate(fields):
        sums[f"d{at}"] = {"cardinality": {"field": field.name, "precision_threshold": 10_000}}
        if field.type in _NUMBERS and not field.many:
            sums[f"l{at}"] = {"min": {"field": field.name}}
            sums[f"h{at}"] = {"max": {"field": field.name}}
    told = asking.search(_sums(query, sums))["aggregations"] if sums else {}
    return {
        field.name: (
            told[f"d{at}"]["value"],
            told.get(f"l{at}", {}).get("value"),
            told.get(f"h{at}", {}).get("value"),
        )
        for at, field in enumerate(fields)
    }


def _texts(
    asking: Asking, source: Source, there: Mapping[Field, int]
) -> dict[str, tuple[int, float | None, float | None]]:
    """An index does not know long texts as values, so they are looked at."""
    names = frozenset(field.name for field in there if field.type is FieldType.TEXT)
    if not names:
        return {}
    some = Source(all_of([source.query, _any_of_them(names)]), source.index)
    rows = fetch(asking, some, Wanted(names))
    counts: Any = {name: pc.count_distinct(rows[name], mode="only_valid") for name in names}
    return {name: (counts[name].as_py(), None, None) for name in names}


def _any_of_them(names: frozenset[str]) -> Json:
    return {"bool": {"should": [exists(name) for name in sorted(names)], "minimum_should_match": 1}}


def _sums(query: Json, sums: Json) -> Json:
    return {"size": 0, "query": query, "track_total_hits": True, "aggs": sums}
