"""Access logs of the web server: each of its forms, and what is CloudStack's of them."""

import gzip
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.cloudstack.access import claims, parse, starts_record
from parsers.event import Event, Record, Source
from parsers.format import ParseError
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 24, tzinfo=UTC)
AT = "203.0.113.66 - - [13/Sep/2026:21:42:12 +0000] "
AGENT = '"https://cloud.example/client/" "Mozilla/5.0 (X11)"'
API = "/client/api?command=listZones&id=7"


def fields_of(text: str, source: Source | None = None) -> dict[str, Any]:
    return dict(read(Record(text, source or Source(), received=NOW), Mask(), NOW).fields)


CASES = [
    pytest.param(
        f'{AT}"GET {API} HTTP/1.1" 200 143 {AGENT} 9',
        {
            "@timestamp": datetime(2026, 9, 13, 21, 42, 12, tzinfo=UTC),
            "source.ip": "203.0.113.66",
            "http.request.method": "GET",
            "url.original": API,
            "url.path": "/client/api",
            "url.query": "command=listZones&id=7",
            "http.version": "1.1",
            "http.response.status_code": 200,
            "http.response.bytes": 143,
            "http.request.referrer": "https://cloud.example/client/",
            "user_agent.original": "Mozilla/5.0 (X11)",
            "event.duration": 9_000_000,
            "event.outcome": "success",
            "event.action": "listZones",
            "cloudstack.command": "listZones",
            "cloudstack.family": "access.api",
            "message": f'"GET {API} HTTP/1.1" 200 143 {AGENT} 9',
        },
        id="Jetty with latency",
    ),
    pytest.param(
        '203.0.113.66 -  -  [13/Sep/2026:21:42:12 +0000] "GET /client/api?command=listZones '
        'HTTP/1.1" 200 143',
        {
            "@timestamp": datetime(2026, 9, 13, 21, 42, 12, tzinfo=UTC),
            "source.ip": "203.0.113.66",
            "user.name": None,
            "cloudstack.command": "listZones",
            "http.response.bytes": 143,
        },
        id="Jetty 6 with two blanks",
    ),
    pytest.param(
        '203.0.113.66 - - [13/Sep/2026:21:42:12 +0000] "GET /client/api?command=stopVirtualMachine'
        '&id=44 HTTP/1.1" 200 143',
        {"cloudstack.vm.id": "44", "cloudstack.vm.uuid": None},
        id="a number, by which versions before 3.0 named objects",
    ),
    pytest.param(
        '127.0.0.1 - - [2026-11-22 23:57:36] "POST /client/api HTTP/1.1" 531 456 "-" "curl/8"',
        {
            "@timestamp": datetime(2026, 11, 22, 23, 57, 36, tzinfo=UTC),
            "event.outcome": "failure",
            "event.action": "api-requested",
            "event.type": ["access", "error"],
            "cloudstack.family": "access.api",
            "event.duration": None,
            "http.request.referrer": None,
        },
        id="4.22",
    ),
    pytest.param(
        '10.1.0.9 - monitor [13/Sep/2026:23:42:12 +0200] "GET /client/ HTTP/1.0" 302 -',
        {
            "@timestamp": datetime(2026, 9, 13, 21, 42, 12, tzinfo=UTC),
            "user.name": "monitor",
            "related.user": ["monitor"],
            "http.response.bytes": None,
            "cloudstack.family": "access.page",
        },
        id="Tomcat's common form, a user, another zone",
    ),
    pytest.param(
        '[2001:db8::1] - - [13/Sep/2026:21:42:12 +0000] "GET /robots.txt HTTP/1.1" 404 0 "-" "-" 3',
        {"source.ip": "2001:db8::1", "cloudstack.family": "access.other"},
        id="IPv6, not of the application",
    ),
    pytest.param(
        'cloud.example - - [13/Sep/2026:21:42:12 +0000] "GET /client/ HTTP/1.1" 200 5 "-" "-" 3',
        {"source.domain": "cloud.example", "source.ip": None},
        id="a client by its name",
    ),
    pytest.param(
        'host.example/10.1.0.7 - - [2026-11-22 23:57:36] "GET /client/ HTTP/1.1" 200 4 "-" "null"',
        {"source.ip": "10.1.0.7", "user_agent.original": None},
        id="an address as Java writes it, no agent",
    ),
    pytest.param(
        f'{AT}"\\x16\\x03\\x01" 400 0 "-" "-" 0',
        {"cloudstack.family": "access.malformed", "url.path": None, "event.outcome": "failure"},
        id="no request",
    ),
    pytest.param(
        f'{AT}"GET /client/?q="x" HTTP/1.1" 200 5 "a"b" "c"d" 5',
        {"url.path": "/client/", "url.query": 'q="x"', "event.duration": 5_000_000},
        id="quotes that the client sent",
    ),
    pytest.param(
        f'{AT}"GET /client/ HTTP/1.1" - - "-" "-" 5\r',
        {"event.outcome": "unknown", "http.response.status_code": None},
        id="no answer, and a line end of another system",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_a_form_of_an_access_log(text: str, wanted: dict[str, object]) -> None:
    found = fields_of(text)
    assert found["event.dataset"] == "cloudstack.access"
    assert {name: found.get(name) for name in wanted} == wanted


def test_a_time_without_a_zone_is_gmt_wherever_the_server_is() -> None:
    text = '127.0.0.1 - - [2026-11-22 23:57:36] "GET /client/ HTTP/1.1" 200 4 "-" "curl/8"'
    found = fields_of(text, Source(zone="Asia/Tokyo"))
    assert found["@timestamp"] == datetime(2026, 11, 22, 23, 57, 36, tzinfo=UTC)


def test_another_servers_access_log_is_not_cloudstacks() -> None:
    text = f'{AT}"GET /index.html HTTP/1.1" 200 5 "-" "curl/8"'
    assert starts_record(text)
    assert not claims(text)
    assert fields_of(text)["event.dataset"] == "plain"
    tomcat = Source(path="/var/log/cloudstack/management/localhost_access_log.2014-09-01.txt")
    assert fields_of(text, tomcat)["event.dataset"] == "cloudstack.access"


def test_secrets_are_masked_and_hashed() -> None:
    key, session = "G5wZHS5Alu3PbaR_U643iUDpvzTCXCu3RJ0UvDg", "X2QNg_gmMSRHkifFshpfPIN3M7M"
    found = fields_of(
        f'{AT}"GET {API}&apiKey={key}&signature=ab%2Bcd%3D&sessionkey={session} HTTP/1.1" 200 1'
        ' "-" "curl/8" 2'
    )
    assert not any(secret in str(found) for secret in (key, session, "ab%2Bcd"))
    assert found["cloudstack.api_key.hash"] == Mask().hash(key)
    assert found["cloudstack.session.hash"] == Mask().hash(session)
    assert found["tags"] == ["redacted"]


@pytest.mark.parametrize(
    "text",
    [
        f'{AT}"GET / HTTP/1.1',
        '1.2.3.4 - - [99/Sep/2026:21:42:12 +0000] "GET / HTTP/1.1" 200 1 "-" "-" 1',
        "nothing of the kind",
    ],
)
def test_what_cannot_be_read_says_where(text: str) -> None:
    found = fields_of(text, Source(format="cloudstack.access"))
    assert found["event.kind"] == "pipeline_error"
    assert "(line 1, column " in found["error.message"]


@given(st.text(alphabet='0123456789 "\\-[]:/.+GETHP%?&=\n', max_size=150))
def test_any_text_gives_an_event_or_an_error(text: str) -> None:
    for line in (text, AT + text, f'{AT}"GET {text} HTTP/1.1" 200 5'):
        claims(line)
        try:
            assert isinstance(parse(Record(line, Source()), Mask()), Event)
        except ParseError:
            continue


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("4.18.1/access.log.gz", {200: 1169, 401: 35, 531: 21, 432: 7}),
        ("4.22/access.log", {531: 20, 401: 16, 432: 4}),
    ],
)
def test_a_recorded_log_is_read(corpus: Path, name: str, wanted: dict[int, int]) -> None:
    path = corpus / "recorded" / name
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    records = list(read_records([text], Source(), now=NOW))
    events = [read(record, Mask(), NOW).fields for record in records]
    assert "\n".join(record.text for record in records) == text.decode().removesuffix("\n")
    assert {fields["event.dataset"] for fields in events} == {"cloudstack.access"}
    codes = Counter(fields["http.response.status_code"] for fields in events)
    assert {code: codes[code] for code in wanted} == wanted
