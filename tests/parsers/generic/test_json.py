"""JSON objects: fields by name, times, labels, and values that do not fit."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.event import Record, Source
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 14, tzinfo=UTC)


def fields_of(text: str, **source: Any) -> dict[str, Any]:
    return dict(read(Record(text, Source(**source), received=NOW), Mask(), NOW).fields)


def test_names_may_be_dotted_or_nested_and_aliases() -> None:
    found = fields_of('{"user": {"name": "alice"}, "source.ip": "192.0.2.7", "dest_port": "443"}')
    assert (found["user.name"], found["source.ip"]) == ("alice", "192.0.2.7")
    assert found["destination.port"] == 443
    assert found["event.dataset"] == "json"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ('{"@timestamp":"2026-09-13T21:40:07.5Z"}', datetime(2026, 9, 13, 21, 40, 7, 500000, UTC)),
        ('{"time":1789335607}', datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)),
        ('{"timestamp":1789335607123}', datetime(2026, 9, 13, 21, 40, 7, 123000, UTC)),
        ('{"eventDateTime":"2015-09-04 17:59:24 +0530"}',
         datetime(2015, 9, 4, 12, 29, 24, tzinfo=UTC)),
        ('{"ts":"1789335607.5"}', datetime(2026, 9, 13, 21, 40, 7, 500000, UTC)),
        ('{"timeMillis":1789335607123,"message":"x"}',
         datetime(2026, 9, 13, 21, 40, 7, 123000, UTC)),
        ('{"instant":{"epochSecond":1789335607,"nanoOfSecond":5}}',
         datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)),
        ('{"date":"20260913","time":"2026-09-13T21:40:07,5+02:00"}',
         datetime(2026, 9, 13, 19, 40, 7, 500000, UTC)),
        ('{"time":"2026-09-13 21:40:07"}', datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_times(text: str, when: datetime) -> None:
    assert fields_of(text)["@timestamp"] == when


def test_what_no_field_takes_goes_to_the_labels() -> None:
    found = fields_of('{"a": {"b": [1, "x"]}, "c": null, "d": true, "e": {}, "f": "g"}')
    assert found["labels"] == {"a.b": '[1, "x"]', "d": "true", "e": "{}", "f": "g"}


def test_a_value_that_does_not_fit_is_a_label_and_tagged() -> None:
    found = fields_of('{"source": {"port": "http"}, "source.ip": "nowhere"}')
    assert found["labels"] == {"source.port": "http", "source.ip": "nowhere"}
    assert "type-mismatch" in found["tags"]


def test_nobody_may_fill_what_only_the_service_fills() -> None:
    found = fields_of('{"event": {"id": "1", "dataset": "x", "original": "y"}}')
    assert found["event.dataset"] == "json"
    assert "event.id" not in found
    assert found["labels"]["event.original"] == "y"


def test_an_object_where_a_field_is_a_value() -> None:
    found = fields_of('{"host": {"name": "a", "rack": 7}, "message": {"x": 1}}')
    assert found["host.name"] == "a"
    assert found["labels"] == {"host.rack": "7", "message.x": "1"}


@pytest.mark.parametrize("text", ['{"a" "b"}', '{"a": 1} {"b": 2}', '{"a": }'])
def test_half_an_object_is_an_error_that_says_where(text: str) -> None:
    found = fields_of(text)
    assert found["event.kind"] == "pipeline_error"
    assert "column" in found["error.message"]
    assert found["event.original"] == text


def test_deep_nesting_is_an_error_or_an_event() -> None:
    deep = '{"a":' * 5000 + '"x"' + "}" * 5000
    assert fields_of(deep)["event.original"] == deep


def test_numbers_that_are_too_long() -> None:
    found = fields_of('{"x": ' + "9" * 5000 + ', "y": ""}')
    assert found["event.kind"] == "pipeline_error"


def test_not_a_number_is_no_reason_to_fail() -> None:
    assert fields_of('{"time": NaN, "x": ""}')["labels"] == {"time": "NaN", "x": ""}


def test_secrets_are_masked_everywhere() -> None:
    found = fields_of('{"password": "hunter2", "msg": "x"}')
    assert "hunter2" not in str(found)
    assert "redacted" in found["tags"]


def test_a_text_that_is_no_object_is_an_error_where_the_source_says_json() -> None:
    assert fields_of("[1]", format="json")["event.kind"] == "pipeline_error"
    assert fields_of("[1]")["event.dataset"] == "plain"


def test_what_journald_writes_as_json() -> None:
    found = fields_of(
        '{"__REALTIME_TIMESTAMP":"1789335607123456","_HOSTNAME":"kvm-11","_PID":"812",'
        '"SYSLOG_IDENTIFIER":"sshd","PRIORITY":"6",'
        '"MESSAGE":"Failed password for root from 203.0.113.7 port 22 ssh2"}'
    )
    assert found["@timestamp"] == datetime(2026, 9, 13, 21, 40, 7, 123456, tzinfo=UTC)
    assert (found["host.name"], found["process.name"], found["process.pid"]) == (
        "kvm-11", "sshd", 812,
    )  # fmt: skip
    assert (found["event.action"], found["event.outcome"]) == ("login-failed", "failure")
    assert (found["user.name"], found["source.ip"]) == ("root", "203.0.113.7")
    assert found["labels"] == {"method": "password", "PRIORITY": "6"}


@pytest.mark.parametrize(
    "written",
    ["1789335607", "1789335607.0", "1789335607000", '"1789335607000000"', "1789335607000000000"],
)
def test_numbers_since_1970_of_any_size(written: str) -> None:
    found = fields_of(f'{{"time":{written},"short_message":"text","host":"web-1"}}')
    assert found["@timestamp"] == datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)
    assert (found["message"], found["host.name"]) == ("text", "web-1")


def test_what_logback_writes_as_json() -> None:
    found = fields_of(
        '{"@timestamp":"2026-09-13T21:40:07Z","message":"m","logger_name":"a.B",'
        '"thread_name":"main","level":"WARN","stack_trace":"java.lang.X"}'
    )
    assert (found["log.logger"], found["process.thread.name"], found["log.level"]) == (
        "a.B", "main", "WARN",
    )  # fmt: skip
    assert found["error.stack_trace"] == "java.lang.X"


def test_a_number_without_end_is_no_time() -> None:
    found = fields_of('{"time":1e999,"message":"m"}')
    assert (found["message"], found["labels"]) == ("m", {"time": "Infinity"})
