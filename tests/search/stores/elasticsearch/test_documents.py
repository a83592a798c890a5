"""Events as the documents of a cluster: every value as it is, and marked where an index errs."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from parsers.event import Event
from search.stores.arrow import to_table
from search.stores.elasticsearch.targets import Targets
from search.stores.elasticsearch.writing.documents import documents

NOW = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
DATED = Targets("default", streams=False)
STREAMS = Targets("prod", streams=True)


def sent(*events: dict[str, object], targets: Targets = STREAMS) -> list[tuple[Any, Any]]:
    """Action and document of each event."""
    table = to_table([Event(fields) for fields in events], 7, 700, NOW, "spool")
    made = documents(table, targets)
    lines = [line.decode().split("\n") for line in made.lines]
    assert all(len(line) == 3 and not line[2] for line in lines)
    return [(json.loads(action), json.loads(document)) for action, document, _ in lines]


def one(**fields: object) -> dict[str, Any]:
    ((_, document),) = sent({name.replace("__", "."): value for name, value in fields.items()})
    found: dict[str, Any] = document
    return found


def test_a_document_holds_each_field_as_it_is() -> None:
    given = {
        "@timestamp": datetime(2026, 9, 13, 21, 50, 0, 123456, UTC),
        "message": 'with "quotes", \\ and \n newline \x01 雲 \U0001f327',
        "event.original": 'head: with "quotes", \\ and \n newline \x01 雲 \U0001f327',
        "event.dataset": "cloudstack.management",
        "event.category": ["network", "host"],
        "source.ip": "203.0.113.7",
        "source.port": 443,
        "labels": {"a.b": "x", "zone": "tokyo"},
    }
    ((action, document),) = sent(given)
    assert action == {"create": {"_index": "logs-cloudstack.management-prod", "_id": "spool-7-0"}}
    assert {name: document[name] for name in given if name != "@timestamp"} == {
        name: value for name, value in given.items() if name != "@timestamp"
    }
    assert document["@timestamp"] == "2026-09-13T21:50:00.123456Z"
    assert document["event.ingested"] == "2026-09-13T22:00:00.000000Z"
    assert document["nephoscope.time"] == 1789336200123456
    assert document["nephoscope.ingested"] == 1789336800000000
    assert document["nephoscope.day"] == 20260913
    assert document["nephoscope.batch"] == 7
    assert document["event.sequence"] == 700
    assert document["data_stream.dataset"] == "cloudstack.management"
    assert document["data_stream.namespace"] == "prod"
    assert "nephoscope.inexact" not in document
    assert "nephoscope.odd" not in document


def test_what_an_event_does_not_have_is_not_there() -> None:
    (_, first), (_, second) = sent({"host.name": "a", "tags": []}, {"log.level": ""})
    assert "log.level" not in first
    assert "tags" not in first
    assert "labels" not in first
    assert "host.name" not in second
    assert second["log.level"] == ""
    assert second["event.original"] == ""


def test_a_message_that_stands_in_the_original_is_written_out() -> None:
    texts = [("a", "x a y"), ("雲", "雨雲雪"), ("b", "no"), ("", "x"), ("tail", "the tail")]
    events: list[dict[str, object]] = [{"message": m, "event.original": o} for m, o in texts]
    found = sent(*events)
    assert [document["message"] for _, document in found] == [m for m, _ in texts]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("related.ip", ["1.2.3.4", "1.2.3.4"]),
        ("related.user", ["a", "x" * 8_001]),
        ("user.name", "x" * 8_001),
        ("user.name", "雲" * 3_000),
        ("source.ip", "::ffff:1.2.3.4"),
        ("event.original", "a" * 300),
        ("labels", {"k": "x" * 8_001}),
    ],
)
def test_a_value_that_an_index_would_not_hold_is_marked(field: str, value: object) -> None:
    (_, plain), (_, marked) = sent({field: None}, {field: value})
    assert marked["nephoscope.inexact"] == [field]
    assert "nephoscope.inexact" not in plain


@pytest.mark.parametrize("key", ["", ".a", "a.", "a..b", "a\0b", "a=b", "k" * 501])
def test_a_map_with_a_key_that_no_index_takes_stands_apart(key: str) -> None:
    document = one(labels={key: "x", "good": "y"})
    assert "labels" not in document
    assert document["nephoscope.odd"] == {"labels": {key: "x", "good": "y"}}
    assert document["nephoscope.inexact"] == ["labels"]


def test_a_map_with_a_long_value_stands_apart() -> None:
    document = one(labels={"k": "雲" * 3_000})
    assert document["nephoscope.odd"] == {"labels": {"k": "雲" * 3_000}}
    assert document["nephoscope.inexact"] == ["labels"]


def test_two_maps_that_stand_apart_share_their_place() -> None:
    document = one(labels={"": "x"}, log__syslog__structured_data={".": "y"})
    assert document["nephoscope.odd"] == {
        "labels": {"": "x"},
        "log.syslog.structured_data": {".": "y"},
    }


def test_events_go_where_their_dataset_and_day_say() -> None:
    found = sent(
        {"event.dataset": "esva.cef", "@timestamp": datetime(2026, 9, 13, tzinfo=UTC)},
        {"event.dataset": "esva.cef", "@timestamp": datetime(2026, 9, 6, tzinfo=UTC)},
        {"event.dataset": "esva.cef", "@timestamp": datetime(2026, 9, 5, tzinfo=UTC)},
        {"event.dataset": "esva.cef", "@timestamp": datetime(2026, 9, 14, 23, tzinfo=UTC)},
        {"event.dataset": "made-by Sender*", "@timestamp": datetime(9999, 12, 31, tzinfo=UTC)},
        {"@timestamp": datetime(1, 1, 1, tzinfo=UTC)},
        targets=DATED,
    )
    assert [action["create"]["_index"] for action, _ in found] == [
        "logs-esva.cef-default-2026.09.13",
        "logs-esva.cef-default-2026.09.06",
        "logs-esva.cef-default-2026.09",
        "logs-esva.cef-default-2026.09.14",
        "logs-nephoscope.other-default-9999.12",
        "logs-nephoscope.other-default-0001.01",
    ]
    assert found[4][1]["event.dataset"] == "made-by Sender*"
    assert DATED.alias("logs-esva.cef-default-2026.09.13") == "logs-esva.cef-default"


def test_a_dated_index_does_not_depend_on_when_it_is_sent() -> None:
    day = 20260913
    assert DATED.index("json", day, date(2026, 9, 13)) == "logs-json-default-2026.09.13"
    assert DATED.index("json", day, date(2026, 9, 30)) == "logs-json-default-2026.09"


def test_many_rows_are_written_as_few_are() -> None:
    """Columns of many different values go another way than those of few."""
    events: list[dict[str, object]] = [
        {"message": f'"{n}"', "log.level": "INFO", "related.ip": [f"10.0.{n // 256}.{n % 256}"]}
        for n in range(1_500)
    ]
    found = sent(*events)
    assert len(found) == 1_500
    for number, (action, document) in enumerate(found):
        assert action["create"]["_id"] == f"spool-7-{number}"
        assert document["message"] == f'"{number}"'
        assert document["related.ip"] == events[number]["related.ip"]
