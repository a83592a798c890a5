"""Reading: whatever the text an event, with its time, its tags and its text byte for byte."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.detect import find_format
from parsers.event import Record, Source
from parsers.formats import FORMATS
from parsers.mask import Mask
from parsers.read import read
from parsers.schema import FIELDS, Field, FieldType

NOW = datetime(2026, 9, 14, tzinfo=UTC)
WRITTEN = datetime(2026, 9, 13, 22, 11, 58, 204000, tzinfo=UTC)
EARLIER = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
HEAD = "2026-09-13 22:11:58,204 DEBUG [c.c.a.ApiServlet] (qtp1-22:[ctx-a]) (logid:9f3c1e7a) text"
CONSOLE = "INFO  [c.c.a.ApiServlet] (main:[]) (logid:) text"


def fields_of(text: str, source: Source | None = None, **record: Any) -> dict[str, Any]:
    record.setdefault("received", NOW)
    return dict(read(Record(text, source or Source(), **record), Mask(), NOW).fields)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (HEAD, "cloudstack.management"),
        (CONSOLE, "cloudstack.management"),
        ("<134>Sep 13 22:11:58 esva-11 CEF:0|v|p|1|2|n|3|a=b", "esva.cef"),
        ("Sep 13 22:11:58 h sshd[1]: Accepted publickey", "syslog"),
        ('{"message": "x"}', "json"),
        ("{not json", "plain"),
        ("2026-09-13 22:11:58 some other program", "plain"),
        (f"{HEAD} sent CEF:0|v|p|1|2|n|3|a=b", "cloudstack.management"),
        ("", "plain"),
    ],
)
def test_the_format_is_found_by_content(text: str, name: str) -> None:
    assert find_format(text, Source()).name == name
    assert fields_of(text)["event.dataset"] == name


@pytest.mark.parametrize("name", FORMATS)
def test_what_the_source_says_wins(name: str) -> None:
    assert find_format(HEAD, Source(format=name)).name == name


class TestTimes:
    def test_the_lines_own_time_wins(self) -> None:
        found = fields_of(HEAD, transport_time=NOW, stream_time=EARLIER)
        assert found["@timestamp"] == WRITTEN
        assert "tags" not in found

    @pytest.mark.parametrize(
        ("times", "wanted"),
        [
            ({"transport_time": WRITTEN, "stream_time": EARLIER}, WRITTEN),
            ({"stream_time": EARLIER}, EARLIER),
            ({}, NOW),
            ({"received": None}, None),
        ],
        ids=["transport", "stream", "receipt", "none of them"],
    )
    def test_then_the_others_in_order(self, times: dict[str, Any], wanted: datetime | None) -> None:
        found = fields_of(CONSOLE, **times)
        assert found.get("@timestamp") == wanted
        assert found["tags"] == ["time-inferred"]

    def test_plain_text_may_begin_with_a_time(self) -> None:
        assert fields_of("2026-09-13 22:11:58.204 x")["@timestamp"] == WRITTEN
        access = '127.0.0.1 - - [14/Sep/2026:07:11:58 +0900] "GET / HTTP/1.1" 200 456'
        assert fields_of(access)["@timestamp"] == WRITTEN.replace(microsecond=0)


class TestOriginal:
    @pytest.mark.parametrize(
        "text", [HEAD, f"{HEAD}\r\n\tat a\r\n\n", "\ufeff" + HEAD, "  x \t", "\n", CONSOLE]
    )
    def test_every_byte_is_kept(self, text: str) -> None:
        assert fields_of(text)["event.original"] == text

    def test_a_byte_order_mark_does_not_hide_the_format(self) -> None:
        assert fields_of("\ufeff" + HEAD)["event.dataset"] == "cloudstack.management"

    @pytest.mark.parametrize(
        "text",
        [
            "Sep 13 22:11:58 h app: password=hunter2 x",
            "password=hunter2",
            '{"password":"hunter2"}',
            "CEF:0|v|p|1|2|n|3|msg=x password=hunter2",
            'Sep 13 22:11:58 h app: {"password":"hunter2"}',
            '{"password":"hunter2" and not json}',
        ],
    )
    def test_secrets_are_masked_wherever_they_stand(self, text: str) -> None:
        found = fields_of(text)
        assert "hunter2" not in str(found)
        assert found["tags"].count("redacted") == 1

    def test_labels_of_the_transport_are_masked_by_their_keys(self) -> None:
        found = fields_of(HEAD, labels={"tag": "cs.log", "password": "hunter2"})
        assert found["labels"] == {"tag": "cs.log", "password": "[redacted]"}
        assert "redacted" in found["tags"]

    def test_people_who_write_parsers_may_see_them(self) -> None:
        record = Record("password=hunter2", Source(), labels={"password": "hunter2"})
        fields = read(record, Mask(keep_secrets=True), NOW).fields
        assert fields["event.original"] == "password=hunter2"
        assert fields["labels"] == {"password": "hunter2"}


class TestWhatNothingReads:
    @pytest.mark.parametrize("tag", ["orphan", "continued"])
    def test_text_without_a_head_is_plain_whatever_the_source(self, tag: str) -> None:
        source = Source(format="cloudstack.management")
        found = fields_of("\tat a.b(C.java:1)", source, tags=(tag,), stream_time=EARLIER)
        assert (found["event.dataset"], found["event.kind"]) == ("plain", "event")
        assert found["tags"] == ["time-inferred", tag]
        assert found["@timestamp"] == EARLIER

    def test_what_the_named_format_cannot_read_says_where_it_stopped(self) -> None:
        found = fields_of("nothing of the kind", Source(format="cloudstack.management"))
        assert found["event.kind"] == "pipeline_error"
        assert found["event.dataset"] == "cloudstack.management"
        assert "line 1, column 1" in found["error.message"]
        assert found["event.original"] == found["message"] == "nothing of the kind"
        assert found["@timestamp"] == NOW


class TestSource:
    def test_host_and_path_come_from_the_source(self) -> None:
        found = fields_of(HEAD, Source(host="mgmt-01", path="/var/log/x.log"))
        assert (found["host.name"], found["log.file.path"]) == ("mgmt-01", "/var/log/x.log")

    def test_but_the_record_knows_better(self) -> None:
        cef = "CEF:0|Trend Micro|Deep Security Agent|20|21|n|5|dvchost=i-42-1187-VM act=Deny"
        assert fields_of(cef, Source(host="esva-11"))["host.name"] == "i-42-1187-VM"

    def test_journald_joined_lines_lose_their_heads_for_the_format(self) -> None:
        head = "Sep 13 22:11:58 mgmt-01 java[1863]: "
        text = (
            f"{head}ERROR [c.c.a.ApiServlet] (main:[]) (logid:) no\n{head}x.Y: z\n{head}\tat a.b(C)"
        )
        found = fields_of(text)
        assert found["event.dataset"] == "cloudstack.management"
        assert found["event.original"] == text
        assert "mgmt-01" not in found["error.stack_trace"]
        assert found["host.name"] == found["log.syslog.hostname"] == "mgmt-01"
        assert found["@timestamp"] == WRITTEN.replace(microsecond=0)


def fits(row: Field, value: object) -> bool:
    kinds: dict[FieldType, type | tuple[type, ...]] = {
        FieldType.LONG: int, FieldType.DOUBLE: (int, float), FieldType.BOOLEAN: bool,
        FieldType.DATE: datetime, FieldType.FLATTENED: dict,
    }  # fmt: skip
    kind = kinds.get(row.type, str)
    if row.many:
        return isinstance(value, list) and all(isinstance(item, kind) for item in value)
    return isinstance(value, kind)


def assert_declared(fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        assert name in FIELDS, f"{name} is not in FIELDS"
        assert fits(FIELDS[name], value), f"{name}: {value!r}"
    for value in fields.get("labels", {}).values():
        assert isinstance(value, str)


STARTS = st.sampled_from(
    ["", HEAD, CONSOLE, "<134>Sep 13 22:11:58 h ", "<165>1 2026-09-13T22:11:58Z h a p m ", "{",
     "CEF:0|Trend Micro|Deep Security Agent|20|21|n|5|", "CEF:0|a|b|", '{"time": ',
     '{"source": {"ip": "', "Sep 13 99:99:99 h a: ", "\ufeff", "<999>",
     "9999-12-31T23:59:59-14:00 "]
)  # fmt: skip
NAMES = st.sampled_from([None, *FORMATS])


@given(STARTS, st.text(max_size=80), NAMES)
def test_any_text_is_an_event_of_declared_fields(start: str, rest: str, name: str | None) -> None:
    assert_declared(fields_of(start + rest, Source(format=name)))


@given(STARTS, st.text("=|\\ abc:<>[]{}\"'\n\t0123456789.-", max_size=60), NAMES)
def test_so_is_text_of_the_signs_that_formats_are_made_of(
    start: str, rest: str, name: str | None
) -> None:
    found = fields_of(start + rest, Source(format=name))
    assert_declared(found)
    assert found["event.original"] == start + rest
