"""A few whole events are read with the columns that they have, and no answer changes by it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from parsers.event import Event
from search import sidebar
from search.answer import SearchRequest
from search.relation import Relation
from search.service import events_page, field_summary, search
from search.stores import embedded
from search.stores.arrow import to_table
from search.stores.columns import SHAPE
from search.stores.embedded import EmbeddedStore
from search.stores.shapes import Shapes, number
from search.stores.store import Limits

NOW = datetime(2026, 9, 13, 22, tzinfo=UTC)
QUERIES = ("*", "red", "* | head 2", "user.name=*", "nothing", "* | sort 2 source.port", "NOT red")


def event(at: int, text: str, **fields: object) -> Event:
    names = {name.replace("__", "."): value for name, value in fields.items()}
    when = NOW + timedelta(seconds=at)
    return Event({"@timestamp": when, "event.original": text, "message": text, **names})


@pytest.fixture
def filled(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> EmbeddedStore:
    monkeypatch.setattr(embedded, "_WORTH_NARROWING", 0)
    events = [
        event(1, "red one", user__name="alice", source__port=1),
        event(2, "blue two", source__ip="192.0.2.1", source__port=3),
        event(3, "red three", tags=["a"], labels={"k": "v"}),
        event(4, "green four", unknown__name="x", source__port="no number"),
    ]
    store.insert(1, to_table(events, 1, 100, NOW))
    return store


def rows(store: EmbeddedStore, query: str) -> list[dict[str, object]]:
    answer = search(store, SearchRequest(query, NOW, "0", "+1d"))
    assert [column.name for column in answer.columns] == answer.rows.column_names
    found = answer.rows.to_pylist()
    return [{k: v for k, v in row.items() if v not in (None, [])} for row in found]


@pytest.mark.parametrize("query", QUERIES)
def test_rows_are_the_same_with_all_columns(
    filled: EmbeddedStore, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = rows(filled, query)
    monkeypatch.setattr(embedded, "_WORTH_NARROWING", 10_000)
    assert narrow == rows(filled, query)


@pytest.mark.parametrize("query", ["*", "red", "* | sort 3 source.port"])
def test_pages_are_the_parts_of_the_whole(filled: EmbeddedStore, query: str) -> None:
    def page(limit: int, offset: int) -> list[object]:
        request = SearchRequest(query, NOW, "0", "+1d")
        return events_page(filled, request, limit, offset).rows["event.original"].to_pylist()

    whole = page(10, 0)
    assert len(whole) > 1
    assert [page(1, at) for at in range(len(whole) + 1)] == [*([text] for text in whole), []]


def test_fewer_columns_are_read(filled: EmbeddedStore) -> None:
    relation = search_relation(filled, "blue")
    found = filled._few(relation, Limits(), None)  # noqa: SLF001 - what is read shows nowhere else
    assert found is not None
    assert "source.ip" in found.column_names
    assert "user.name" not in found.column_names
    assert SHAPE not in found.column_names


def search_relation(store: EmbeddedStore, query: str) -> Relation:
    """What the search for the events of a query asks the store."""
    asked: list[Relation] = []

    class Listening(EmbeddedStore):
        def __init__(self) -> None:
            self.__dict__ = store.__dict__

        def query(
            self, relation: Relation, limits: Limits, query_id: str | None = None
        ) -> pa.Table:
            asked.append(relation)
            return super().query(relation, limits, query_id)

    events_page(Listening(), SearchRequest(query, NOW, "0", "+1d"), 10, 0)
    (found,) = (relation for relation in asked if relation.columns)
    return found


def test_coverage_is_counted_without_reading_the_fields(
    filled: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def summary() -> dict[str, tuple[float, int]]:
        found = field_summary(filled, SearchRequest("*", NOW, "0", "+1d"))
        return {one.name: (one.coverage, one.distinct) for one in found}

    counted = summary()
    assert counted["user.name"] == (0.25, 1)
    # Of three ports one is no number, which counts as the field and not as a value of it.
    assert counted.pop("source.port") == (0.75, 2)
    assert counted["tags"][0] > 0
    monkeypatch.setattr(EmbeddedStore, "coverage", lambda *_: None)
    read = summary()
    assert read.pop("source.port") == (0.5, 2)
    assert read == counted


def test_a_field_that_the_sample_lacks_is_summed_over_all(
    filled: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sidebar, "SAMPLE", 2)
    found = field_summary(filled, SearchRequest("*", NOW, "0", "+1d"))
    names = {one.name: one for one in found}
    assert (names["user.name"].coverage, names["user.name"].distinct) == (0.25, 1)
    assert names["tags"].sampled == 2


def test_events_of_an_older_store_are_read_whole(filled: EmbeddedStore) -> None:
    old = to_table([event(9, "red old", host__name="mgmt-01")], 2, 200, NOW)
    filled.insert(2, old.drop_columns([SHAPE]).replace_schema_metadata(None))
    (found,) = rows(filled, "old")
    assert found["host.name"] == "mgmt-01"


def test_a_shape_that_the_file_lost_costs_only_time(filled: EmbeddedStore) -> None:
    filled._shapes = Shapes(Path("/nowhere/at/all"))  # noqa: SLF001 - as after a power cut
    assert len(rows(filled, "*")) == 4


def test_shapes_outlive_the_process_and_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "shapes"
    table = to_table([event(1, "x", user__name="a", source__ip="192.0.2.1")], 1, 0, NOW)
    Shapes(path).learn(table)
    path.write_text(path.read_text() + "host.name user.na")
    (shape,) = set(table[SHAPE].to_pylist())
    again = Shapes(path)
    columns = again.columns([shape])
    assert columns is not None
    assert {"user:name", "source:ip", "message"} <= columns
    assert again.columns([number({"host.name", "user.name"})]) is None
