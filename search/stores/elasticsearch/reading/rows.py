"""Rows, fetches events from a cluster, page by page, as the columns that a query needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from parsers.schema import FIELDS, FieldType
from search.stores.convert import ARROW, TEXTS
from search.stores.elasticsearch.reading.asking import Asking
from search.stores.elasticsearch.reading.dsl import Json
from search.stores.elasticsearch.reading.patterns import TOKENS
from search.stores.elasticsearch.reading.source import FirstOf, Source

PAGE: Final = 10_000
"""Events of one answer; a server gives no more (`index.max_result_window`)."""

_WHOLE_PAGE: Final = 2_000
"""Of whole events, which take 2 kB each."""

_GROUPS: Final = 500
_MOST_GROUPS: Final = 10_000
"""Combinations to ask the first events of: each page of them goes through all events anew."""

ODD: Final = "nephoscope.odd"
"""Where maps stand whose keys no index takes."""


class TooManyError(Exception):
    """There are so many combinations that it is quicker to look at all events."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`fields`: None for all.  `sort`: newest first where it is empty.  `most`: of all events."""

    fields: frozenset[str] | None
    sort: tuple[tuple[str, str], ...] = ()
    most: int | None = None

    @property
    def keys(self) -> list[Json]:
        """The order, which no two events share."""
        given = self.sort or (("nephoscope.time", "desc"), ("event.sequence", "desc"))
        return [
            *(
                {name: {"order": way, "missing": "_last", "unmapped_type": "long"}}
                for name, way in given
            ),
            {"event.id": {"order": "asc", "unmapped_type": "keyword"}},
        ]

    @property
    def source(self) -> Json | list[str] | bool:
        """What an answer holds of each event."""
        if self.fields is None:
            return {"excludes": [TOKENS]}
        maps = any(FIELDS[name].type is FieldType.FLATTENED for name in self.fields)
        return [*sorted(self.fields), *([ODD] if maps else [])] or False


def fetch(asking: Asking, source: Source, wanted: Wanted) -> pa.Table:
    """The events' columns under the fields' names.  Raises: LimitError, StoreError."""
    if source.first_of is not None:
        pages = _firsts(asking, source, source.first_of, wanted)
    else:
        pages = _pages(asking, source, wanted)
    tables: list[pa.Table] = []
    held = 0
    for hits in pages:
        tables.append(_columns(hits, wanted))
        held += tables[-1].nbytes
        asking.within_memory(held)
    return pa.concat_tables(tables, promote_options="default") if tables else _columns([], wanted)


def first_body(source: Source, wanted: Wanted) -> Json:
    """The request for the first page."""
    page = PAGE if wanted.fields is not None else _WHOLE_PAGE
    return {
        "size": page if wanted.most is None else min(page, wanted.most),
        "query": source.query,
        "sort": wanted.keys,
        "_source": wanted.source,
        "track_total_hits": False,
    }


def _pages(asking: Asking, source: Source, wanted: Wanted) -> Iterator[list[Json]]:
    body = first_body(source, wanted)
    left = wanted.most
    if left is not None and left <= body["size"]:
        yield asking.search(body)["hits"]["hits"] if left else []
        return
    point = asking.open_point()
    if point is None:
        return
    try:
        while True:
            hits = asking.search(body | {"pit": point})["hits"]["hits"]
            yield hits
            left = None if left is None else left - len(hits)
            if len(hits) < body["size"] or left == 0:
                return
            size = body["size"] if left is None else min(body["size"], left)
            body = body | {"search_after": hits[-1]["sort"], "size": size}
    finally:
        asking.close_point(point)


def first_of_body(source: Source, first: FirstOf, wanted: Wanted) -> Json:
    """The request for the first page of combinations."""
    newest = {"size": first.count, "sort": wanted.keys, "_source": wanted.source}
    keys = [{f"k{at}": {"terms": {"field": name}}} for at, name in enumerate(first.fields)]
    groups = {
        "composite": {"size": _GROUPS, "sources": keys},
        "aggs": {"first": {"top_hits": newest}},
    }
    return {"size": 0, "query": source.query, "track_total_hits": False, "aggs": {"groups": groups}}


def _firsts(asking: Asking, source: Source, first: FirstOf, wanted: Wanted) -> Iterator[list[Json]]:
    body = first_of_body(source, first, wanted)
    for _ in range(_MOST_GROUPS // _GROUPS):
        groups = asking.search(body).get("aggregations", {}).get("groups", {"buckets": []})
        yield [hit for bucket in groups["buckets"] for hit in bucket["first"]["hits"]["hits"]]
        if "after_key" not in groups:
            return
        body["aggs"]["groups"]["composite"]["after"] = groups["after_key"]
    raise TooManyError


def _columns(hits: Sequence[Json], wanted: Wanted) -> pa.Table:
    sources = [hit.get("_source", {}) for hit in hits]
    if wanted.fields is None:
        named = {name for source in sources for name in source}
        maps = {name for source in sources for name in source.get(ODD, ())}
        names = [name for name in FIELDS if name in named or name in maps]
    else:
        names = [name for name in FIELDS if name in wanted.fields]
    if not names:
        return pa.table({"#": pa.nulls(len(hits), pa.int8())})
    return pa.table({name: _column(name, sources) for name in names})


def _column(name: str, sources: Sequence[Mapping[str, Any]]) -> "pa.Array[Any]":
    field = FIELDS[name]
    values = [source.get(name) for source in sources]
    if field.type is FieldType.FLATTENED:
        return pa.array(
            [_entries(name, v, s) for v, s in zip(values, sources, strict=True)], ARROW[field.type]
        )
    if field.many:
        return pa.array([v if isinstance(v, list) or v is None else [v] for v in values], TEXTS)
    if field.type is FieldType.DATE:
        return pc.cast(pa.array(values, pa.string()), ARROW[field.type])
    return pa.array(values, ARROW[field.type])


def _entries(name: str, value: Any, source: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = value if value is not None else source.get(ODD, {}).get(name)
    return [*found.items()] if found else []
