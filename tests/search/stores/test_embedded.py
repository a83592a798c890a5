"""The embedded store keeps what it was given, whole, and answers within limits."""

import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pytest
from sqlglot import exp, parse_one

from parsers.event import Event
from parsers.schema import FIELDS, FieldType
from search.errors import LimitError, StoreError
from search.relation import Column, Relation
from search.stores import table
from search.stores.arrow import to_table
from search.stores.columns import column_name
from search.stores.embedded import EmbeddedStore
from search.stores.store import Limits, scanned

NOTHING: Mapping[str, object] = MappingProxyType({})
NOW = datetime(2026, 11, 23, 1, 2, 3, 4, UTC)
LONG = Relation(
    exp.select("count()").from_("system.numbers"), (Column("count()", FieldType.LONG),), {}
)


def on(*days: datetime | date, batch: int = 1, fields: Mapping[str, object] = NOTHING) -> pa.Table:
    """A batch of one event for each of those days."""
    times = [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in days]
    return to_table([Event({"@timestamp": at, **fields}) for at in times], batch, 0, NOW)


def rows(store: EmbeddedStore, where: str = "1") -> list[dict[str, object]]:
    """The events, in order, without what they have not."""
    events = store.events()
    assert isinstance(events.query, exp.Select)
    found = store.query(
        replace(events, query=events.query.where(where, dialect="clickhouse")), Limits()
    )
    ordered = sorted(found.to_pylist(), key=lambda row: int(row["event.sequence"]))
    return [{name: value for name, value in row.items() if value} for row in ordered]


def query(text: str, parameters: Mapping[str, object] = {}) -> Relation:
    parsed = parse_one(text, dialect="clickhouse")
    assert isinstance(parsed, exp.Query)
    return Relation(parsed, (), parameters)


def parts(store: EmbeddedStore) -> Sequence[Mapping[str, object]]:
    sql = (
        "SELECT _part AS name, any(day) AS day, count() AS rows "
        f"FROM {store._table} GROUP BY _part"  # noqa: SLF001
    )
    return store.query(query(sql), Limits()).to_pylist()


def test_an_event_of_every_field_comes_back_under_peoples_names(store: EmbeddedStore) -> None:
    examples: Mapping[FieldType, object] = {
        FieldType.KEYWORD: "x' \\ \n\0é",
        FieldType.TEXT: "long\ntext",
        FieldType.LONG: -(2**63),
        FieldType.DOUBLE: 1.5,
        FieldType.BOOLEAN: True,
        FieldType.DATE: datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
        FieldType.IP: "2001:db8::1",
        FieldType.FLATTENED: {"a.b": "c", "d": ""},
    }
    fields = {
        field.name: [examples[field.type]] * 2 if field.many else examples[field.type]
        for field in FIELDS.values()
    }
    given = {"event.id": "1-0", "event.sequence": 5, "event.ingested": NOW}
    store.insert(1, to_table([Event(fields)], 1, 5, NOW))
    [row] = rows(store)
    for name, field in FIELDS.items():
        kept = dict(row[name]) if field.type is FieldType.FLATTENED else row[name]  # type: ignore[call-overload]
        assert kept == given.get(name, fields[name]), name


def test_an_absent_value_is_null_and_an_empty_one_is_empty(store: EmbeddedStore) -> None:
    events = [Event({"event.reason": "", "message": ""}), Event({"event.original": "x"})]
    store.insert(1, to_table(events, 1, 0, NOW))
    found = store.query(store.events(), Limits()).to_pylist()
    shown = [(row["event.reason"], row["message"], row["event.original"]) for row in found]
    assert sorted(shown, key=str) == [("", "", ""), (None, None, "x")]


@pytest.mark.parametrize("year", [1, 1899, 1969, 1970, 2149, 2299, 9999])
def test_an_event_of_any_year_is_found_by_its_time(store: EmbeddedStore, year: int) -> None:
    at = datetime(year, 6, 15, 1, 2, 3, 4, UTC)
    others = [datetime(other, 1, 1, tzinfo=UTC) for other in (1, 1970, 2026, 9999)]
    store.insert(1, to_table([Event({"@timestamp": t}) for t in (at, *others)], 1, 0, NOW))
    events = store.events()
    assert isinstance(events.query, exp.Select)
    within = events.query.where(
        "\"@timestamp\" >= {a:DateTime64(6, 'UTC')} AND \"@timestamp\" < {b:DateTime64(6, 'UTC')}",
        dialect="clickhouse",
    )
    limits = {"a": at, "b": at + timedelta(microseconds=1)}
    found = store.query(replace(events, query=within, parameters=limits), Limits())
    assert found["@timestamp"].to_pylist() == [at]
    assert (year * 10000 + 615) in {day.day for day in store.days()}


@pytest.mark.parametrize("word", ["job", "JOB", "4127", "straße", "失敗した"])
def test_a_word_is_found_in_any_case_and_part(store: EmbeddedStore, word: str) -> None:
    events = [Event({"event.original": "JOB-4127 auf der STRAßE 失敗した"}), Event({})]
    store.insert(1, to_table(events, 1, 0, NOW))
    many = [Event({"event.original": "nothing"}) for _ in range(1500)]
    many[700] = events[0]
    store.insert(2, to_table(many, 2, 2, NOW))
    assert len(rows(store, f"hasAllTokens(\"event.original\", '{word}')")) == 2


def test_stored_days_are_those_of_the_batch(store: EmbeddedStore) -> None:
    store.insert(1, on(date(2026, 1, 1), date(2026, 1, 2), batch=1))
    store.insert(2, on(date(2026, 1, 2), date(1, 1, 1), date(9999, 12, 31), batch=2))
    assert store.stored_days(1) == {20260101, 20260102}
    assert store.stored_days(2) == {20260102, 10101, 99991231}
    assert store.stored_days(3) == frozenset()


def test_rows_of_another_batch_are_refused(store: EmbeddedStore) -> None:
    with pytest.raises(ValueError, match="another batch"):
        store.insert(2, on(date(2026, 1, 1), batch=1))


def test_a_day_of_a_batch_is_one_part_however_many_rows(store: EmbeddedStore) -> None:
    start = datetime(2026, 1, 1, 23, tzinfo=UTC)
    events = [
        Event({"@timestamp": start + timedelta(milliseconds=50 * at), "event.original": f"e {at}"})
        for at in range(150_000)
    ]
    whole = to_table(events, 1, 0, NOW)
    store.insert(1, pa.concat_tables([whole.slice(0, 100_000), whole.slice(100_000)]))
    assert sorted((part["day"], part["rows"]) for part in parts(store)) == [
        (20260101, 72_000),
        (20260102, 78_000),
    ]


def test_a_batch_of_more_days_than_an_insert_may_have_is_stored(store: EmbeddedStore) -> None:
    first = date(1970, 1, 1)
    days = [first + timedelta(days=300 * at) for at in range(250)]
    store.insert(1, on(*days))
    assert len(store.stored_days(1)) == 250
    assert len(parts(store)) == 250


def test_days_are_listed_oldest_first_and_dropped(store: EmbeddedStore) -> None:
    store.insert(1, on(date(2026, 1, 2), date(2026, 1, 2), date(9999, 12, 31), date(1, 1, 1)))
    assert [(day.day, day.events) for day in store.days()] == [
        (10101, 1),
        (20260102, 2),
        (99991231, 1),
    ]
    assert all(day.size_bytes > 0 for day in store.days())
    store.drop_days([10101, 20260102, 20260103])
    assert [(day.day, day.events) for day in store.days()] == [(99991231, 1)]
    assert len(rows(store)) == 1


def test_an_empty_answer_has_its_columns(store: EmbeddedStore) -> None:
    found = store.query(store.events(), Limits())
    assert found.num_rows == 0
    assert found.column_names == [column.name for column in store.events().columns]


def test_an_answer_tells_how_many_rows_were_read(store: EmbeddedStore) -> None:
    store.insert(1, on(*[date(2026, 1, 1)] * 7))
    assert scanned(store.query(store.events(), Limits())) == 7


@pytest.mark.parametrize(
    ("relation", "limits", "kind", "setting"),
    [
        (LONG, Limits(time=timedelta(milliseconds=50)), "time", "NEPHOSCOPE_QUERY_TIME"),
        (
            query("SELECT groupArray(number) FROM numbers(100000000)"),
            Limits(memory_bytes=10_000_000),
            "memory",
            "NEPHOSCOPE_QUERY_MEMORY",
        ),
        (
            query("SELECT number FROM numbers(1000)"),
            Limits(rows=999),
            "rows",
            "NEPHOSCOPE_QUERY_ROWS",
        ),
    ],
    ids=["time", "memory", "rows"],
)
def test_going_over_a_limit_names_its_setting(
    store: EmbeddedStore, relation: Relation, limits: Limits, kind: str, setting: str
) -> None:
    with pytest.raises(LimitError) as caught:
        store.query(relation, limits)
    assert (caught.value.kind, caught.value.setting) == (kind, setting)
    assert store.query(query("SELECT 1 AS a"), Limits())["a"].to_pylist() == [1]


@pytest.mark.parametrize("together", [1, 2])
def test_running_queries_are_cancelled_by_their_id_while_others_go_on(
    store: EmbeddedStore, together: int
) -> None:
    caught: list[LimitError] = []

    def run() -> None:
        with pytest.raises(LimitError) as info:
            store.query(LONG, Limits(threads=1), "long-1")
        caught.append(info.value)

    threads = [threading.Thread(target=run) for _ in range(together)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 20
    while len(caught) < together and time.monotonic() < deadline:
        assert store.query(query("SELECT 1 AS a"), Limits(), "short")["a"].to_pylist() == [1]
        store.cancel("long-1")
        threads[0].join(0.01)
    for thread in threads:
        thread.join(20)
    assert [error.kind for error in caught] == ["cancelled"] * together
    assert store.query(query("SELECT 2 AS a"), Limits())["a"].to_pylist() == [2]


def test_cancelling_what_does_not_run_does_nothing(store: EmbeddedStore) -> None:
    store.cancel("nothing")


@pytest.mark.parametrize(
    "text",
    ["SELECT * FROM file('/etc/passwd')", "SELECT * FROM url('http://127.0.0.1:9/x', 'CSV')"],
)
def test_a_query_reads_nothing_but_the_store(store: EmbeddedStore, text: str) -> None:
    with pytest.raises(StoreError, match="readonly"):
        store.query(query(text), Limits())


def test_an_id_that_would_have_to_be_escaped_is_refused(store: EmbeddedStore) -> None:
    with pytest.raises(ValueError, match="no id of a query"):
        store.query(LONG, Limits(), "x' OR 1")


def test_threads_share_the_store(store: EmbeddedStore) -> None:
    store.insert(1, on(*[date(2026, 1, 1)] * 10))
    seen: list[int] = []

    def read() -> None:
        seen.extend(store.query(store.events(), Limits()).num_rows for _ in range(10))

    threads = [threading.Thread(target=read) for _ in range(12)]
    for thread in threads:
        thread.start()
    for batch in range(2, 6):
        store.insert(batch, on(date(2026, 1, 2), batch=batch))
    for thread in threads:
        thread.join()
    assert len(seen) == 120
    assert set(seen) <= set(range(10, 15))


def test_what_was_stored_is_there_after_closing(store: EmbeddedStore, engine: Path) -> None:
    store.insert(1, on(date(2026, 1, 1), fields={"event.original": "a b", "message": "b"}))
    before = rows(store)
    again = EmbeddedStore(engine, store._database)  # noqa: SLF001
    assert rows(again) == before
    again.close()
    with pytest.raises(StoreError, match="closed"):
        again.query(again.events(), Limits())


def test_a_field_that_was_added_later_has_a_column_at_the_next_open(
    store: EmbeddedStore, engine: Path
) -> None:
    store.insert(1, on(date(2026, 1, 1), fields={"event.original": "a", "event.reason": "b"}))
    run = store._engine.run  # noqa: SLF001
    run(f"ALTER TABLE {store._table} DROP COLUMN `event:reason`")  # noqa: SLF001
    run(f"ALTER TABLE {store._table} DROP INDEX id_trace_id")  # noqa: SLF001
    again = EmbeddedStore(engine, store._database)  # noqa: SLF001
    again.insert(2, on(date(2026, 1, 1), batch=2, fields={"event.reason": "c"}))
    assert sorted(str(row.get("event.reason")) for row in rows(again)) == ["None", "c"]
    again.close()


def test_merged_parts_hold_the_same_rows(store: EmbeddedStore) -> None:
    for batch in range(1, 6):
        events = [
            Event({"event.original": f"{batch} {at}", "message": f"{at}", f"l{batch}": "x"})
            for at in range(batch)
        ]
        store.insert(batch, to_table(events, batch, batch * 10, NOW))
    before = rows(store)
    store._engine.run(f"OPTIMIZE TABLE {store._table} FINAL")  # noqa: SLF001
    assert len(parts(store)) == 1
    assert rows(store) == before
    assert len(before) == 15


def test_another_process_is_told_who_has_the_folder(store: EmbeddedStore, engine: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from search.errors import StoreError\n"
        "from search.stores.embedded import EmbeddedStore\n"
        "try: EmbeddedStore(Path(sys.argv[1]))\n"
        "except StoreError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(engine)], capture_output=True, text=True, check=True
    )
    assert f"embedded: open {engine}: process " in done.stdout
    assert "stop that process" in done.stdout


def test_every_field_of_an_id_index_is_a_field() -> None:
    physical = {column_name(name) for name in FIELDS}
    blooms = [text for text in table.indexes().values() if "bloom_filter" in text]
    assert {text.split("`")[1] for text in blooms} <= physical


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('SELECT count() AS n FROM (SELECT * FROM {}) WHERE "log.level" = \'WARN\'', [{"n": 1}]),
        ("SELECT count() AS n FROM {}", [{"n": 2}]),
        ("SELECT message FROM {} ORDER BY message", [{"message": "a"}, {"message": "b"}]),
        ('SELECT "user.name" AS u FROM {} GROUP BY u', [{"u": None}]),
        ('SELECT count() AS n FROM (SELECT DISTINCT * FROM {})', [{"n": 2}]),
        (
            "SELECT n FROM (SELECT *, upper(message) AS n FROM {}) ORDER BY n LIMIT 1",
            [{"n": "A"}],
        ),
        (
            'SELECT "host.name" AS h FROM {} UNION ALL SELECT message AS h FROM {} ORDER BY h',
            [{"h": "a"}, {"h": "b"}, {"h": "h"}, {"h": "h"}],
        ),
    ],
    ids=["where", "count", "cut", "never filled", "distinct", "added", "union"],
)  # fmt: skip
def test_a_query_over_every_event_has_the_columns_that_it_names(
    store: EmbeddedStore, text: str, expected: list[dict[str, object]]
) -> None:
    events = [
        Event({"log.level": "WARN", "message": "a", "event.original": "x a", "host.name": "h"}),
        Event({"log.level": "INFO", "message": "b", "event.original": "x b", "host.name": "h"}),
    ]
    store.insert(1, to_table(events, 1, 0, NOW))
    table_of_events = f'"{store._database}"."every event"'  # noqa: SLF001
    found = store.query(query(text.replace("{}", table_of_events)), Limits()).to_pylist()
    assert sorted(found, key=str) == expected


def test_every_event_has_every_field_whether_filled_or_not(store: EmbeddedStore) -> None:
    store.insert(1, on(date(2026, 1, 1), fields={"host.name": "h"}))
    found = store.query(store.events(), Limits())
    assert found.column_names == list(FIELDS)
    assert found["user.name"].to_pylist() == [None]
