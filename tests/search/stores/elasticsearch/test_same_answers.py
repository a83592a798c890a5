"""Random queries over random events: the same answers from the embedded store and a cluster."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from parsers.event import Event
from search.answer import SearchRequest
from search.errors import QueryError
from search.service import search
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from search.stores.store import Store
from tests.search.clusters import cluster_store
from tests.search.stores.elasticsearch.drawn import events, queries

EXAMPLES = 8
"""Of each kind and server; each is several queries over events of its own."""

_NUMBERS = count()
_MONTHS = count(1)
"""Each example has a month of its own, so that all of them share two stores."""

asked = st.lists(queries, min_size=1, max_size=6)
bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    # A smaller example of what failed would take minutes of a cluster's time.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

Pair = tuple[Store, Store]


@pytest.fixture(scope="module", params=["elasticsearch", "opensearch"])
def plain_stores(request: pytest.FixtureRequest, engine: Path) -> Iterator[Pair]:
    yield from _pair(request, engine)


@pytest.fixture(scope="module", params=["elasticsearch", "opensearch"])
def odd_stores(request: pytest.FixtureRequest, engine: Path) -> Iterator[Pair]:
    """Once an event has a value that the index does not hold quite, it is not trusted again."""
    yield from _pair(request, engine)


def _pair(request: pytest.FixtureRequest, engine: Path) -> Iterator[Pair]:
    embedded = EmbeddedStore(engine, f"same_{next(_NUMBERS)}")
    with cluster_store(request.getfixturevalue(request.param), engine) as cluster:
        yield embedded, cluster
    embedded.close()


@bounded
@given(drawn=events(odd=False), asked=asked)
def test_queries_answer_the_same(
    plain_stores: Pair, drawn: Sequence[dict[str, Any]], asked: Sequence[str]
) -> None:
    compare(plain_stores, drawn, asked)


@bounded
@given(drawn=events(odd=True), asked=asked)
def test_queries_answer_the_same_over_values_that_no_index_holds(
    odd_stores: Pair, drawn: Sequence[dict[str, Any]], asked: Sequence[str]
) -> None:
    compare(odd_stores, drawn, asked)


def compare(stores: Pair, drawn: Sequence[dict[str, Any]], asked: Sequence[str]) -> None:
    start = fill(stores, drawn)
    for query in asked:
        embedded, cluster = (answer(store, query, start) for store in stores)
        assert embedded == cluster, query


def fill(stores: Pair, drawn: Sequence[dict[str, Any]]) -> datetime:
    """Store the events in a month that no other example has; its beginning."""
    number = next(_MONTHS)
    start = datetime(2000 + number // 12, number % 12 + 1, 1, tzinfo=UTC)
    made = []
    for fields in drawn:
        kept = {name: value for name, value in fields.items() if name != "offset"}
        moment = start + timedelta(microseconds=fields["offset"])
        made.append(Event({"@timestamp": moment, **kept}))
    if made:
        rows = to_table(made, number, number * 100, start)
        for store in stores:
            assert not store.insert(number, rows)
    return start


def answer(store: Store, query: str, start: datetime) -> object:
    end = start + timedelta(days=28)
    request = SearchRequest(query, end, start.isoformat(), end.isoformat())
    try:
        found = search(store, request)
    except QueryError as error:
        return error.message, error.caret()
    rows = [
        {name: plain(value) for name, value in row.items() if value not in (None, [])}
        for row in found.rows.to_pylist()
    ]
    columns = [] if found.kind == "events" else [column.name for column in found.columns]
    return columns, rows, found.matched, found.scanned


def plain(value: Any) -> Any:
    """Sums of fractions depend on their order in the last digits; maps have none."""
    match value:
        case float():
            return float(f"{value:.9g}")
        case [tuple(), *_]:
            return sorted(value)
        case _:
            return value
