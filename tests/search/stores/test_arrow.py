"""Events become columns: each type, what does not fit, and the place of the message."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from parsers.event import Event
from parsers.schema import FIELDS
from search.stores.arrow import to_table
from search.stores.columns import TO_THE_END, column_name

NOW = datetime(2026, 11, 23, 1, 2, 3, 4, UTC)


def one(**fields: object) -> dict[str, object]:
    """The one row that an event of these fields becomes; `__` stands for a dot."""
    named = {name.replace("__", "."): value for name, value in fields.items()}
    row: dict[str, object] = to_table([Event(named)], 7, 700, NOW).to_pylist()[0]
    return row


def test_an_event_is_numbered_by_batch_and_arrival() -> None:
    rows = to_table([Event({"event.kind": "event"})] * 3, 7, 700, NOW).to_pylist()
    assert [row["event:id"] for row in rows] == ["7-0", "7-1", "7-2"]
    assert [row["event:sequence"] for row in rows] == [700, 701, 702]
    assert {row["event:ingested"] for row in rows} == {NOW}
    assert {row["batch"] for row in rows} == {7}


def test_only_columns_that_occur_are_there() -> None:
    assert set(one(event__kind="event")) == {
        "@timestamp", "day", "batch", "shape", "event:id", "event:sequence", "event:ingested",
        "event:kind", "event:original",
    }  # fmt: skip


def test_an_event_without_a_time_takes_that_of_its_storing() -> None:
    assert one()["@timestamp"] == NOW


@pytest.mark.parametrize(
    ("time", "day"),
    [
        (datetime(1, 1, 1, tzinfo=UTC), 10101),
        (datetime(1969, 12, 31, 23, 59, 59, 999999, UTC), 19691231),
        (datetime(9999, 12, 31, 23, 59, 59, 999999, UTC), 99991231),
        (datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=9))), 20251231),
    ],
    ids=["year 1", "just before 1970", "last instant", "zone of the source"],
)
def test_the_day_is_that_of_the_time_in_utc(time: datetime, day: int) -> None:
    row = one(**{"@timestamp": time})
    assert (row["@timestamp"], row["day"]) == (time, day)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("event.kind", "é\n\0", "é\n\0"),
        ("event.kind", "\ud800x", "\ufffdx"),
        ("cloudstack.job.id", 35, "35"),
        ("event.severity", 8, 8),
        ("event.severity", "8", 8),
        ("event.severity", 8.0, 8),
        ("event.severity", -(2**63), -(2**63)),
        ("source.ip", "::FFFF:0:1", "::ffff:0:1"),
        ("source.ip", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("host.ip", ["10.0.0.1", "FE80::1"], ["10.0.0.1", "fe80::1"]),
        ("host.ip", "10.0.0.1", ["10.0.0.1"]),
        ("event.category", ("a", "b"), ["a", "b"]),
        ("log.syslog.structured_data", {"a": 1, "b": "x"}, [("a", "1"), ("b", "x")]),
        ("event.start", datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=9))),
         datetime(2026, 1, 1, tzinfo=UTC)),
        ("event.start", datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)),  # noqa: DTZ001
    ],
)  # fmt: skip
def test_a_value_that_fits_is_kept_in_the_form_of_its_type(
    field: str, value: object, kept: object
) -> None:
    row = to_table([Event({field: value})], 1, 1, NOW).to_pylist()[0]
    assert row[column_name(field)] == kept
    assert "labels" not in row


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [
        ("event.severity", "high", "high"),
        ("event.severity", 1.5, "1.5"),
        ("event.severity", 2**63, "9223372036854775808"),
        ("event.severity", True, "true"),
        ("source.ip", "10.0.0.256", "10.0.0.256"),
        ("source.ip", "fe80::1%eth0", "fe80::1%eth0"),
        ("event.start", "yesterday", "yesterday"),
        ("event.kind", {"a": 1}, '{"a": 1}'),
        ("log.syslog.structured_data", "x", "x"),
    ],
)
def test_a_value_that_does_not_fit_becomes_a_label_and_a_tag(
    field: str, value: object, label: str
) -> None:
    event = Event({field: value, "tags": ["redacted"], "labels": {"x": "y"}})
    row = to_table([event], 1, 1, NOW).to_pylist()[0]
    assert not row[column_name(field)]
    assert dict(row["labels"]) == {"x": "y", field: label}
    assert row["tags"] == ["redacted", "type-mismatch"]


def test_a_member_that_does_not_fit_leaves_its_list() -> None:
    row = one(host__ip=["10.0.0.1", "here", "there"])
    assert row["host:ip"] == ["10.0.0.1"]
    assert row["labels"] == [("host.ip", '["here", "there"]')]


def test_a_name_that_no_row_of_the_table_has_becomes_a_label() -> None:
    row = one(tomato=3, labels={"a": "b"})
    assert row["labels"] == [("a", "b"), ("tomato", "3")]
    assert "tags" not in row


def test_an_odd_value_harms_no_neighbour() -> None:
    events = [Event({"event.severity": value}) for value in (1, "x", None, 4)]
    rows = to_table(events, 1, 1, NOW).to_pylist()
    assert [row["event:severity"] for row in rows] == [1, None, None, 4]
    assert [bool(row["labels"]) for row in rows] == [False, True, False, False]


@pytest.mark.parametrize(
    ("original", "message", "kept"),
    [
        ("INFO hello", "hello", (6, TO_THE_END, None)),
        ("ü hello", "hello", (4, TO_THE_END, None)),
        ("ü héllo wörld", "héllo", (4, 6, None)),
        ("INFO hello", "other", (0, 0, "other")),
        ("INFO hello", "", (0, 0, "")),
    ],
    ids=["at the end", "after a long character", "inside", "elsewhere", "empty"],
)
def test_a_message_that_stands_in_the_original_is_kept_as_its_place(
    original: str, message: str, kept: tuple[int, int, str | None]
) -> None:
    row = one(event__original=original, message=message)
    start, length = row.get("message:start", 0), row.get("message:length", 0)
    assert (start, length, row.get("message")) == kept


def test_every_field_has_a_column_of_its_own() -> None:
    assert len({column_name(name) for name in FIELDS}) == len(FIELDS)
