"""The API's log: who asked, what was answered, and what of it is kept."""

import gzip
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.cloudstack.api import claims, parse
from parsers.event import Event, Record, Source
from parsers.format import ParseError
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 24, tzinfo=UTC)
HEAD = (
    "2026-09-13 21:40:00,118 INFO  [a.c.c.a.ApiServlet] (qtp1-17:[ctx-055fdf1f]) (logid:b070f500) "
)
CALLER = "(userId=42 accountId=43 sessionId=null) 192.0.2.10 -- "
VM = "9e1d4c76-52b0-4a6b-b1c7-3d0a8e5f1190"
KEY = "G5wZHS5Alu3PbaR_U643iUDpvzTCXCu3RJ0UvDg"


def fields_of(message: str, source: Source | None = None, head: str = HEAD) -> dict[str, Any]:
    record = Record(head + message, source or Source(), received=NOW)
    return dict(read(record, Mask(), NOW).fields)


CASES = [
    pytest.param(
        CALLER + "GET command=listZones&response=json 200 {}",
        {
            "user.id": "42",
            "cloudstack.account.id": "43",
            "source.ip": "192.0.2.10",
            "http.request.method": "GET",
            "url.query": "command=listZones&response=json",
            "cloudstack.command": "listZones",
            "event.action": "listZones",
            "event.type": ["access"],
            "event.outcome": "success",
            "http.response.status_code": 200,
            "http.response.body.content": "{}",
            "http.response.bytes": 2,
            "cloudstack.family": "api.request",
            "trace.id": "b070f500",
        },
        id="a request that was answered",
    ),
    pytest.param(
        " 203.0.113.66 -- POST command=login domain=/acme 531 Failed to authenticate user al ice in"
        " domain 3; please provide valid credentials",
        {
            "cloudstack.family": "api.request.login",
            "event.outcome": "failure",
            "event.category": ["api", "authentication"],
            "user.name": "al ice",
            "cloudstack.domain.id": "3",
            "cloudstack.domain.name": "/acme",
            "error.code": "531",
            "related.user": ["al ice"],
        },
        id="a login that failed",
    ),
    pytest.param(
        " 192.0.2.10 -- POST command=login domainid=3",
        {
            "cloudstack.family": "api.request.login",
            "event.outcome": "success",
            "cloudstack.domain.id": "3",
        },
        id="a login that has no code succeeded",
    ),
    pytest.param(
        " 192.0.2.10 -- POST command=login domain=/x 531 User mallory (or their account) in domain "
        "globex is disabled/locked. Please contact the administrator.",
        {"user.name": "mallory", "event.reason": "disabled or locked"},
        id="a login of a disabled user",
    ),
    pytest.param(
        CALLER + "GET command=logout=== Logging out ===",
        {
            "cloudstack.family": "api.request.logout",
            "cloudstack.command": "logout",
            "url.query": "command=logout",
            "event.outcome": "success",
            "event.type": ["end"],
        },
        id="a logout",
    ),
    pytest.param(
        " 198.51.100.23 -- GET  401 unable to verify user credentials and/or request signature",
        {
            "cloudstack.family": "api.request.unauthenticated",
            "event.type": ["info", "denied"],
            "error.message": "unable to verify user credentials and/or request signature",
        },
        id="nobody known asked for nothing",
    ),
    pytest.param(
        " 0:0:0:0:0:0:0:1 -- GET command=getReport Unknown API command: getReport 432 Unknown API"
        " command: getReport",
        {
            "cloudstack.family": "api.request.unknown",
            "source.ip": "::1",
            "cloudstack.command": "getReport",
            "error.code": "432",
            "error.message": "Unknown API command: getReport",
        },
        id="an unknown command",
    ),
    pytest.param(
        " 192.0.2.10 -- GET command=listHosts&response=json 432 The API [listHosts] does not exist",
        {"cloudstack.family": "api.request.denied", "event.type": ["access", "denied"]},
        id="a command that the role denies",
    ),
    pytest.param(
        CALLER + "GET account=bob&command=listVolumes 531 Account x does not have permission to y",
        {"cloudstack.family": "api.request.denied", "labels": {"account": "bob"}},
        id="objects of another account",
    ),
    pytest.param(
        "(userId=1 accountId=1 sessionId=null) localhost/127.0.0.1 -- GET /?command=listZones "
        "HTTP/1.1 200 8123",
        {
            "user.id": "1",
            "source.ip": "127.0.0.1",
            "url.path": "/",
            "http.version": "1.1",
            "http.response.bytes": 8123,
        },
        id="the port 8096, which tells the size alone",
    ),
    pytest.param(
        CALLER + 'POST  200 {"createuserresponse":{"user":{}}}',
        {"cloudstack.command": "createuser", "event.type": ["creation"]},
        id="a form, of which the answer names the command",
    ),
    pytest.param(
        CALLER + "GET command=listZones 200 <?xml version='1.0'?><listzonesresponse v='4'/>",
        {"http.response.body.content": "<?xml version='1.0'?><listzonesresponse v='4'/>"},
        id="XML",
    ),
    pytest.param(
        CALLER + "GET command=listZones unknown exception writing api response",
        {"event.outcome": "failure", "error.message": "unknown exception writing api response"},
        id="no answer could be written",
    ),
    pytest.param(
        CALLER + "GET name=a%20b+c&cidrlist=0.0.0.0%2F0&command=createFirewallRule 200 "
        '{"createfirewallruleresponse":{"id":"c3a9f1d2-77e0-4d34-9a0f-2b6d5e8c2201",'
        '"jobid":"5d21ab07-e7bc-4381-9fa1-96060d23f915"}}',
        {
            "labels": {"name": "a b c", "cidrlist": "0.0.0.0/0"},
            "cloudstack.job.uuid": "5d21ab07-e7bc-4381-9fa1-96060d23f915",
        },
        id="parameters without a field are labels; the job that was made",
    ),
    pytest.param(
        CALLER + "GET zoneid=7&command=deployVirtualMachine 200 {"
        '"deployvirtualmachineresponse":{"id":"9e1d4c76-52b0-4a6b-b1c7-3d0a8e5f1190",'
        '"jobid":"5d21ab07-e7bc-4381-9fa1-96060d23f915"}}',
        {"cloudstack.vm.uuid": "9e1d4c76-52b0-4a6b-b1c7-3d0a8e5f1190", "cloudstack.zone.id": "7"},
        id="the machine that was made",
    ),
    pytest.param(
        CALLER + "GET jobid=5d21ab07&command=queryAsyncJobResult 200 "
        '{"queryasyncjobresultresponse":{"cmd":"x","jobstatus":2,"jobprocstatus":0,'
        '"jobresultcode":530,"jobresult":{"errorcode":530,"errortext":"No \\"capacity\\""},'
        f'"jobinstancetype":"VirtualMachine","jobinstanceid":"{VM}","created":"2026-09-13"}}}}',
        {
            "cloudstack.job.uuid": "5d21ab07",
            "cloudstack.job.status": "FAILED",
            "cloudstack.job.result_code": "530",
            "error.message": 'No "capacity"',
            "cloudstack.resource.type": "VirtualMachine",
            "cloudstack.vm.uuid": VM,
            "event.outcome": "success",
        },
        id="how a job ended",
    ),
    pytest.param(
        CALLER.replace("192.0.2.10", "192.168.xxx.xxx") + "GET command=listZones 200 {}",
        {"source.ip": "192.168.xxx.xxx"},
        id="an address that somebody made unreadable",
    ),
    pytest.param(
        "(userId=3 accountId=3 sessionId=null) 192.0.2.10 -- GET command=deployVirtualMachine"
        "&zoneId=1&templateId=205&networkIds=204&response=json"
        ' 200 { "deployvirtualmachineresponse" : {"id":44,"jobid":345} }',
        {
            "cloudstack.zone.id": "1",
            "cloudstack.zone.uuid": None,
            "cloudstack.template.id": "205",
            "cloudstack.network.id": "204",
            "cloudstack.vm.id": "44",
            "cloudstack.job.id": "345",
            "cloudstack.job.uuid": None,
        },
        id="numbers, by which versions before 3.0 named objects",
    ),
    pytest.param(
        "(userId=1 accountId=1 sessionId=null) /127.0.0.1 -- GET /?command=stopVirtualMachine&id=44"
        ' HTTP/1.1 200 <?xml version="1.0" encoding="ISO-8859-1"?><stopvirtualmachineresponse'
        ' cloud-stack-version="2.2.8"><jobid>346</jobid></stopvirtualmachineresponse> 200 128',
        {
            "cloudstack.command": "stopVirtualMachine",
            "cloudstack.vm.id": "44",
            "cloudstack.vm.uuid": None,
            "cloudstack.job.id": "346",
            "event.outcome": "success",
        },
        id="a number in XML",
    ),
    pytest.param(
        CALLER + "GET command=queryAsyncJobResult&jobId=346 200"
        ' { "queryasyncjobresultresponse" : {"jobid":346,"accountid":3,"userid":3,"jobstatus":2,'
        '"jobprocstatus":0,"jobresultcode":530,"jobresulttype":"object","jobresult":{"errorcode":530,'
        '"errortext":"Failed to stop vm"},"jobinstancetype":"VirtualMachine","jobinstanceid":44} }',
        {
            "cloudstack.job.id": "346",
            "cloudstack.job.uuid": None,
            "cloudstack.job.status": "FAILED",
            "cloudstack.resource.id": "44",
            "cloudstack.resource.uuid": None,
            "cloudstack.vm.id": "44",
            "error.message": "Failed to stop vm",
        },
        id="a job by its number",
    ),
]


@pytest.mark.parametrize(("message", "wanted"), CASES)
def test_a_form_of_a_request(message: str, wanted: dict[str, object]) -> None:
    found = fields_of(message)
    assert found["event.dataset"] == "cloudstack.api"
    assert {name: found.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "head",
    [
        "2014-07-31 21:39:35,033 INFO  [cloud.api.ApiServer] (25019323@qtp-18446420-2:null) ",
        "2014-07-31 21:39:35,033 INFO  [apiserver.com.cloud.api.ApiServer] (catalina-exec-1:null) ",
        "2022-07-27 11:34:57,218 INFO  [a.c.c.a.ApiServer] (qtp1-2:ctx-a ctx-b) (logid:b8e0600b) ",
        "apilog.log:2022-07-27 11:34:57,218 INFO  [a.c.c.a.ApiServer] (qtp1-2:ctx-a) (logid:b8) ",
        "mgmt-1  | 2022-07-27 11:34:57,218 INFO  [a.c.c.a.ApiServer] (qtp1-2:ctx-a) (logid:b8) ",
        "<134>Sep 13 21:40:00 mgmt-01 java: INFO  [a.c.c.a.ApiServlet] (qtp1-2:[ctx-a]) (logid:) ",
    ],
)
def test_every_version_and_way_is_told_from_the_management_log(head: str) -> None:
    found = fields_of(CALLER + "GET command=listZones 200 {}", head=head)
    assert found["event.dataset"] == "cloudstack.api"
    assert found["cloudstack.command"] == "listZones"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "===START===  192.0.2.10 -- GET  command=listZones",
        HEAD.replace("a.c.c.a", "c.c.a") + "CIDRs from which account 'x' -- y",
        HEAD.replace("ApiServlet", "ApiServer") + "Unknown API command: getStockDayInfo1",
        "192.0.2.10 -- GET command=listZones 200 {}",
    ],
)
def test_other_records_are_not_requests(text: str) -> None:
    assert not claims(text)


def test_a_forged_line_is_no_request_and_suspect() -> None:
    lines = [
        HEAD + " 192.0.2.66 -- POST command=login 531 Failed to authenticate user line1",
        "2026-01-01 00:00:00,000 INFO  [c.c.a.ApiServer] (fake:ctx-0) forged in domain 1; please",
        HEAD + " 192.0.2.66 -- POST command=login",
    ]
    records = list(read_records(["\n".join(lines).encode()], Source(path="apilog.log"), now=NOW))
    events = [read(record, Mask(), NOW).fields for record in records]
    assert [record.text for record in records] == lines
    assert [fields.get("user.name") for fields in events] == ["line1", None, None]
    assert "suspect" in str(events[1]["tags"])
    assert str(events[1].get("cloudstack.family", "")).startswith("api.request") is False


def test_secrets_are_masked_and_those_of_the_request_hashed() -> None:
    session, sessionkey = "node0abc123def456ghi789jkl17", "X2QNg_gmMSRHkifFshpfPIN3M7M"
    found = fields_of(
        f"(userId=42 accountId=42 sessionId={session}) 192.0.2.10 -- GET command=listUsers"
        f"&apiKey={KEY}&signature=abc%2Bdef%3D&sessionkey={sessionkey} 200 "
        '{"listusersresponse":{"user":[{"apikey":"otherKey0123456789","secretkey":"s3cr3tKey01234"'
        "}]}}"
    )
    everything = str(found)
    for secret in (session, sessionkey, KEY, "abc%2Bdef", "otherKey0123456789", "s3cr3tKey01234"):
        assert secret not in everything
    assert found["cloudstack.api_key.hash"] == Mask().hash(KEY)
    assert found["cloudstack.session.hash"] == Mask().hash(session)


def test_the_key_in_an_answer_is_not_the_key_of_the_request() -> None:
    found = fields_of(CALLER + 'POST  200 {"registeruserkeysresponse":{"apikey":"abcdefgh0123"}}')
    assert "cloudstack.api_key.hash" not in found
    assert "abcdefgh0123" not in str(found)


def test_a_long_answer_is_cut_to_the_limit_of_the_source_but_kept_whole_once() -> None:
    answer = '{"listvirtualmachinesresponse":{"count":900,"x":"é' + "y" * 300_000 + '"}}'
    message = CALLER + f"GET command=listVirtualMachines&apiKey={KEY} 200 {answer}"
    started = time.process_time()
    found = fields_of(message, Source(longest_answer=100))
    assert time.process_time() - started < 0.5
    assert found["http.response.body.content"] == answer[:100]
    assert str(found["message"]).endswith(answer[:100])
    assert found["event.original"] == HEAD + message.replace(KEY, "[redacted]")
    assert found["http.response.bytes"] == len(answer.encode())


def test_many_parameters_do_not_fill_the_labels() -> None:
    query = "&".join(f"p{number}=1" for number in range(500))
    found = fields_of(CALLER + f"GET {query}&command=listZones 200 {{}}")
    assert len(found["labels"]) <= 65


@given(st.text(alphabet="0123456789 \n=-&%/?{}[]()userIdcommand", max_size=120))
def test_any_message_is_read(rest: str) -> None:
    for begin in ("", " 1.2.3.4 -- GET ", CALLER):
        try:
            found = parse(Record(HEAD + begin + rest, Source()), Mask())
        except ParseError:
            continue
        assert isinstance(found, Event)


def families_of(path: Path) -> Counter[object]:
    records = read_records([gzip.decompress(path.read_bytes())], Source(), now=NOW)
    events = [read(record, Mask(), NOW).fields for record in records]
    return Counter(fields.get("cloudstack.family") for fields in events)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "4.18.1/apilog.log.gz",
            {"api.request.login": 36, "api.request.unauthenticated": 37, "api.request.denied": 8},
        ),
        (
            "4.22/apilog.log.2026-11-22.gz",
            {"api.request.login": 29, "api.request.unauthenticated": 16, "api.request.denied": 5},
        ),
    ],
)
def test_a_recorded_log_is_read(corpus: Path, name: str, wanted: dict[str, int]) -> None:
    families = families_of(corpus / "recorded" / name)
    assert {family: families[family] for family in wanted} == wanted
    others = {family for family in families if not str(family).startswith("api.request")}
    assert sum(families[family] for family in others) == 1, "the forged line"
