"""What pages ask besides rows: timeline, fields, values, explanation, completion."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from parsers.event import Event
from search.answer import SearchRequest
from search.errors import QueryError
from search.service import (
    complete,
    events_page,
    explain,
    field_summary,
    field_values,
    search,
    timeline,
)
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from search.stores.store import Store

NOW = datetime(2026, 9, 14, tzinfo=UTC)
LEVELS = ("INFO", "WARN", "ERROR")


@pytest.fixture
def busy(store: EmbeddedStore) -> EmbeddedStore:
    """60 events, one a minute up to a minute before NOW."""
    fill(store)
    return store


def fill(store: Store) -> None:
    events = [
        Event(
            {
                "@timestamp": NOW - timedelta(minutes=60 - n),
                "event.original": f"event number {n}",
                "host.name": f"kvm-{n % 4}",
                "related.ip": ["10.0.0.1", f"10.0.0.{n % 3 + 2}"],
                "labels": {"n": str(n)},
                **({"log.level": LEVELS[n % 3]} if n % 6 else {}),
                **({"event.duration": n} if n % 2 else {}),
            }
        )
        for n in range(60)
    ]
    store.insert(1, to_table(events, 1, 1, NOW))


def ask(query: str, earliest: str | None = None) -> SearchRequest:
    return SearchRequest(query, NOW, earliest)


def test_a_timeline_has_every_bucket_and_adds_up(busy: EmbeddedStore) -> None:
    found = timeline(busy, ask("*", "-2h"))
    assert (len(found.buckets), found.span, found.total) == (60, timedelta(minutes=2), 60)
    assert found.buckets[0].counts == {}
    assert found.buckets[-1].total == 2
    assert sum(bucket.counts.get("", 0) for bucket in found.buckets) == 10
    assert found.buckets[-1].end == NOW


def test_a_timeline_is_of_the_leading_search(busy: EmbeddedStore) -> None:
    assert timeline(busy, ask("level=ERROR | head 1")).total == 20


def test_a_timeline_of_everything_begins_with_the_first_event(busy: EmbeddedStore) -> None:
    found = timeline(busy, ask("*", "0"))
    assert found.total == 60
    assert found.buckets[0].start <= NOW - timedelta(minutes=60) < found.buckets[0].end


def test_a_timeline_without_events_is_there(store: EmbeddedStore) -> None:
    assert timeline(store, ask("*")).total == 0
    assert len(timeline(store, ask("*")).buckets) == 96
    assert timeline(store, ask("*", "0")).buckets == ()


def test_a_summary_names_the_fields_by_coverage(busy: EmbeddedStore) -> None:
    found = {field.name: field for field in field_summary(busy, ask("*"))}
    assert found["host.name"].coverage == 1
    assert found["host.name"].distinct == 4
    assert found["event.duration"].coverage == 0.5
    assert (found["event.duration"].low, found["event.duration"].high) == (1, 59)
    assert found["related.ip"].distinct == 4
    assert "user.name" not in found
    assert found["host.name"].sampled == 0


def test_a_summary_of_nothing_is_empty(busy: EmbeddedStore) -> None:
    assert field_summary(busy, ask("nothingatall")) == []


def test_values_are_counted_over_the_whole_result(busy: EmbeddedStore) -> None:
    found = field_values(busy, ask("*"), "level", 2)
    assert found.values == (("ERROR", 20), ("WARN", 20))
    assert (found.name, found.total, found.events, found.distinct) == ("log.level", 50, 60, 3)


def test_values_of_a_list_count_each(busy: EmbeddedStore) -> None:
    found = field_values(busy, ask("*"), "related.ip", 1)
    assert found.values == (("10.0.0.1", 60),)
    assert (found.total, found.distinct) == (60, 4)


def test_numbers_have_a_distribution(busy: EmbeddedStore) -> None:
    found = field_values(busy, ask("*"), "duration").numbers
    assert found is not None
    assert (found.min, found.max, found.median) == (1, 59, 30)
    assert sum(bar.count for bar in found.histogram) == 30


def test_values_of_an_unknown_field_are_refused(busy: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="There is no field `hots`"):
        field_values(busy, ask("*"), "hots")


def test_pages_follow_each_other(busy: EmbeddedStore) -> None:
    pages = [events_page(busy, ask("*"), 25, offset) for offset in (0, 25, 50)]
    texts = [text for page in pages for text in page.rows["event.original"].to_pylist()]
    assert texts == [f"event number {n}" for n in reversed(range(60))]
    assert {page.matched for page in pages} == {60}


def test_an_answer_counts_what_it_found(busy: EmbeddedStore) -> None:
    found = search(busy, ask("level=ERROR | stats count"))
    assert (found.matched, found.scanned, found.kind) == (20, 60, "table")
    assert found.rows.to_pylist() == [{"count": 20}]


def test_the_text_wins_over_the_parameter(busy: EmbeddedStore) -> None:
    assert search(busy, ask("earliest=-10m", "-1h")).matched == 10


def test_days_begin_in_the_zone_of_the_request(busy: EmbeddedStore) -> None:
    request = SearchRequest("*", NOW, "@d", zone=ZoneInfo("Europe/Berlin"))
    assert search(busy, request).time_range.start == datetime(2026, 9, 13, 22, tzinfo=UTC)


def test_a_wrong_parameter_is_refused(busy: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="`gestern` is no time"):
        search(busy, ask("*", "gestern"))


def test_an_unknown_label_is_none_while_nothing_is_stored(store: EmbeddedStore) -> None:
    assert search(store, ask("foo=1")).matched == 0


def test_explaining_says_what_the_index_does(busy: EmbeddedStore) -> None:
    found = explain(busy, ask('number "event number 7" | stats count by host'))
    assert found.parsed == 'number "event number 7" | stats count by host'
    assert "hasAllTokens" in found.sql
    assert "event number 7" in found.parameters.values()
    assert "number" not in found.sql.replace("event number", "")
    assert "text" in found.index
    assert found.rest == ()
    assert [column.name for column in found.columns] == ["host", "count"]


def test_completion_knows_commands_functions_fields_and_values(busy: EmbeddedStore) -> None:
    def texts(query: str) -> list[str]:
        return [entry.text for entry in complete(busy, ask(query), len(query))]

    assert texts("* | st") == ["stats"]
    assert "dc" in texts("* | stats d")
    assert "host.name" in texts("* | stats count by ho")
    assert "log.level" in texts("lev")
    assert texts("level=E") == ["ERROR"]
    assert texts("nonsense=1 | where nonsense") == []


@pytest.mark.parametrize(
    "begun", ["NOT ", "host.name=* AND ", "host.name=* OR NOT (", "(host.name=* OR (NOT ", "("]
)
def test_completion_goes_on_behind_what_waits_for_more(busy: EmbeddedStore, begun: str) -> None:
    query = f"{begun}host.n"
    assert [entry.text for entry in complete(busy, ask(query), len(query))] == ["host.name"]


def test_names_and_values_never_become_sql(busy: EmbeddedStore) -> None:
    wicked = ['x"y', "x\\", "x`y", "x'y", 'x\\"; SELECT 1 --', "a\x00b", "{p0:String}"]
    for text in wicked:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        query = f'* | eval "{quoted}"="{quoted}" | head 1 | table "{quoted}"'
        assert search(busy, ask(query)).rows.to_pylist() == [{text: text}]
        assert search(busy, ask(f'"{quoted}"')).matched == 0
        assert search(busy, ask(f'host="{quoted}"')).matched == 0


@pytest.mark.parametrize(
    ("query", "warnings"),
    [
        (
            "stats count by host",
            ("These are looked for as words. The command is `* | stats count by host`.",),
        ),
        ("search stats count", ()),
        ("stats", ()),
        ("rename the file", ()),
        ("* | stats count by host", ()),
    ],
)
def test_a_command_without_its_bar_is_told(
    busy: EmbeddedStore, query: str, warnings: tuple[str, ...]
) -> None:
    assert search(busy, ask(query)).warnings == warnings


def test_an_id_is_looked_up_whatever_its_case(store: EmbeddedStore) -> None:
    """Its filter is asked, which knows ids folded."""
    events = [
        Event({"@timestamp": NOW - timedelta(seconds=n), "trace.id": f"{n:04x}ABcd"})
        for n in range(5_000, 0, -1)
    ]
    store.insert(1, to_table(events, 1, 1, NOW))
    wanted = ask("trace.id=0100abCD")
    assert search(store, wanted).rows["trace.id"].to_pylist() == ["0100ABcd"]
    assert "id_trace_id" in explain(store, wanted).index


@pytest.mark.parametrize(
    ("query", "rows", "matched"),
    [
        ("*", 60, 60),
        ("* | head 3", 3, 60),
        ("level=ERROR", 20, 20),
        ("level=ERROR | tail 2", 2, 20),
    ],
)
def test_a_search_says_how_many_were_found(
    busy: EmbeddedStore, query: str, rows: int, matched: int
) -> None:
    found = search(busy, ask(query))
    assert (found.rows.num_rows, found.matched, found.scanned) == (rows, matched, 60)
    page = events_page(busy, ask(query), 2, 1)
    assert (page.rows.num_rows, page.matched, page.scanned) == (min(2, rows - 1), matched, 60)


def test_a_page_behind_the_last_says_how_many_there_are(busy: EmbeddedStore) -> None:
    page = events_page(busy, ask("*"), 10, 100)
    assert (page.rows.num_rows, page.matched) == (0, 60)


def test_dedup_of_events_keeps_whole_events(busy: EmbeddedStore) -> None:
    rows = search(busy, ask("* | dedup host | sort host")).rows.to_pylist()
    assert [row["host.name"] for row in rows] == [f"kvm-{n}" for n in range(4)]
    assert [row["event.original"] for row in rows] == [f"event number {56 + n}" for n in range(4)]


def test_many_commands_after_one_another_are_run(busy: EmbeddedStore) -> None:
    there_and_back = "| rename host.name as machine | rename machine as host.name " * 12
    assert search(busy, ask(f"* {there_and_back}")).matched == search(busy, ask("*")).matched


@pytest.mark.parametrize("question", [search, explain])
def test_more_commands_than_can_stand_around_each_other_are_an_error(
    busy: EmbeddedStore, question: Callable[[EmbeddedStore, SearchRequest], object]
) -> None:
    with pytest.raises(QueryError, match="too many commands"):
        question(busy, ask(f"* {'| eval a=1 ' * 300}"))


@pytest.mark.parametrize(
    "question", [search, explain, timeline, field_summary, partial(field_values, field="host")]
)
def test_parts_within_more_parts_than_can_be_written_are_an_error(
    busy: EmbeddedStore, question: Callable[[EmbeddedStore, SearchRequest], object]
) -> None:
    with pytest.raises(QueryError, match="parts within parts"):
        question(busy, ask(f"{'NOT ' * 140}event"))
