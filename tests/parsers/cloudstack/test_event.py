"""Events of the bus and of webhooks: every category, in old and new forms, and what is around."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.cloudstack.event import claims, parse, starts_record
from parsers.event import Event, Record, Source
from parsers.format import ParseError
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 11, 24, tzinfo=UTC)
VM = "9e1d4c76-52b0-4a6b-b1c7-3d0a8e5f1190"
USER = "0d6b6b6e-8a54-4c7e-9a51-7f3a2c5be042"
ACCOUNT = "b4c5b2f0-64f8-4e53-b0a5-0f0d7f8e1042"
WHEN = "2026-09-13 22:12:41 +0000"
ACTION: dict[str, object] = {
    "eventDateTime": WHEN,
    "entityuuid": VM,
    "description": f"Error while starting Vm. Vm Id: {VM}",
    "event": "VM.START",
    "user": USER,
    "account": ACCOUNT,
    "entity": "VirtualMachine",
    "status": "Completed",
    "VirtualMachine": VM,
    "ServiceOffering": "a0e12a50",
}
DELIVERY = (
    "POST /hooks/acme HTTP/1.1\r\nX-CS-Event-ID: 36cda382-c02e-4808-be24-040a4638bdac\r\n"
    "X-CS-Event: VM.START\r\nUser-Agent: CS-Hookshot/0ba792d5\r\n"
    "X-CS-Signature: k5WhGmAsR58rpSLd/p5srAVjP19yaB2iJyYurniwOgY=\r\n"
    "Host: hooks.example:9999\r\n\r\n"
)


def event_of(text: str, **labels: str) -> dict[str, Any]:
    record = Record(text, Source(), received=NOW, labels=labels)
    return dict(read(record, Mask(), NOW).fields)


def fields_of(loaded: dict[str, object]) -> dict[str, Any]:
    return event_of(json.dumps(loaded))


CASES = [
    pytest.param(
        ACTION,
        {
            "@timestamp": datetime(2026, 9, 13, 22, 12, 41, tzinfo=UTC),
            "cloudstack.family": "event.action",
            "cloudstack.event.category": "ActionEvent",
            "cloudstack.event.type": "VM.START",
            "cloudstack.event.status": "Completed",
            "cloudstack.resource.type": "VirtualMachine",
            "cloudstack.resource.uuid": VM,
            "cloudstack.vm.uuid": VM,
            "cloudstack.account.uuid": ACCOUNT,
            "user.id": USER,
            "event.action": "vm-start",
            "event.category": ["host"],
            "event.type": ["start"],
            "event.outcome": "failure",
            "labels": {"ServiceOffering": "a0e12a50"},
            "message": f"Error while starting Vm. Vm Id: {VM}",
        },
        id="an action that failed",
    ),
    pytest.param(
        ACTION | {"description": "starting Vm", "status": "Started"},
        {"event.outcome": "unknown"},
        id="an action that began",
    ),
    pytest.param(
        ACTION
        | {"event": "USER.LOGIN", "description": "user has logged in from IP Address 1.2.3.4"},
        {
            "event.category": ["authentication", "session"],
            "event.type": ["start"],
            "event.outcome": "success",
            "source.ip": "1.2.3.4",
            "related.ip": ["1.2.3.4"],
        },
        id="a login",
    ),
    pytest.param(
        ACTION | {"event": "SG.REVOKE.INGRESS"},
        {"event.category": ["configuration"], "event.type": ["deletion"]},
        id="a rule is revoked",
    ),
    pytest.param(
        ACTION | {"event": "ACCOUNT.CREATE"},
        {"event.category": ["iam"], "event.type": ["creation"]},
        id="an account is made",
    ),
    pytest.param(
        {
            "event": "ALERT.COMPUTE.HOST",
            "dataCenterId": "zone",
            "podId": None,
            "subject": "Host is down, name: kvm-13 (id:13)",
            "body": None,
            "eventDateTime": "2015-09-04 17:59:24 +0530",
        },
        {
            "@timestamp": datetime(2015, 9, 4, 12, 29, 24, tzinfo=UTC),
            "event.kind": "alert",
            "cloudstack.family": "event.alert",
            "cloudstack.alert.type": "7",
            "cloudstack.alert.name": "ALERT.COMPUTE.HOST",
            "cloudstack.zone.uuid": "zone",
            "message": "Host is down, name: kvm-13 (id:13)",
            "cloudstack.pod.uuid": None,
        },
        id="an alert",
    ),
    pytest.param(
        {
            "account": ACCOUNT,
            "zone": "z",
            "event": "VM.START",
            "resource": "com.cloud.vm.VirtualMachine",
            "id": VM,
            "eventDateTime": WHEN,
        },
        {
            "cloudstack.family": "event.usage",
            "cloudstack.event.category": "UsageEvent",
            "cloudstack.resource.type": "VirtualMachine",
            "cloudstack.vm.uuid": VM,
            "cloudstack.zone.uuid": "z",
        },
        id="usage",
    ),
    pytest.param(
        {
            "resource": "VirtualMachine",
            "id": VM,
            "old-state": "Running",
            "new-state": "Stopping",
            "eventDateTime": WHEN,
        },
        {
            "cloudstack.family": "event.state",
            "cloudstack.state.old": "Running",
            "cloudstack.state.new": "Stopping",
            "cloudstack.vm.uuid": VM,
            "event.action": "state-changed",
        },
        id="a state",
    ),
    pytest.param(
        {
            "command": "org.apache.cloudstack.api.command.user.vm.DeployVMCmd",
            "user": USER,
            "account": ACCOUNT,
            "username": "alice",
            "accountname": "acme-prod",
            "domainname": "acme",
            "processStatus": "0",
            "resultCode": "530",
            "instanceUuid": VM,
            "instanceType": "VirtualMachine",
            "commandEventType": "VM.CREATE",
            "jobId": "5d21ab07-e7bc-4381-9fa1-96060d23f915",
            "jobResult": {"errorcode": 533, "errortext": 'No "capacity"'},
            "cmdInfo": {"ctxUserId": "42", "password": "hunter22"},
            "status": "FAILED",
        },
        {
            "cloudstack.family": "event.job",
            "cloudstack.command": "DeployVMCmd",
            "cloudstack.job.uuid": "5d21ab07-e7bc-4381-9fa1-96060d23f915",
            "cloudstack.job.status": "FAILED",
            "cloudstack.job.result_code": "530",
            "cloudstack.event.type": "VM.CREATE",
            "cloudstack.vm.uuid": VM,
            "cloudstack.account.name": "acme-prod",
            "cloudstack.domain.name": "acme",
            "user.name": "alice",
            "related.user": ["alice"],
            "error.code": "533",
            "event.outcome": "failure",
        },
        id="a job whose result is an object",
    ),
    pytest.param(
        {
            "commandEventType": "VM.CREATE",
            "jobId": "5d21ab07",
            "status": "1",
            "jobResult": 'org.apache.cloudstack.api.response.ExceptionResponse/null/{"uuidList":[],'
            '"errorcode":530,"errortext":"No capacity"}',
            "cmdInfo": '{"ctxUserId":"42","cmdEventType":"VM.CREATE","password":"hunter22"}',
        },
        {
            "cloudstack.job.status": "SUCCEEDED",
            "error.message": "No capacity",
            "error.code": "530",
            "event.outcome": "success",
        },
        id="a job whose result is text, and its status a number",
    ),
]


@pytest.mark.parametrize(("loaded", "wanted"), CASES)
def test_a_category_of_events(loaded: dict[str, object], wanted: dict[str, object]) -> None:
    found = fields_of(loaded)
    assert found["event.dataset"] == "cloudstack.event"
    assert {name: found.get(name) for name in wanted} == wanted
    assert "hunter22" not in str(found)


@pytest.mark.parametrize("text", ['{"hello":"world"}', '{"event":"click","x":1}', '{"status":1}'])
def test_other_json_is_none_of_ours(text: str) -> None:
    assert not claims(text)
    assert event_of(text)["event.dataset"] == "json"


def test_a_routing_key_says_what_the_event_does_not() -> None:
    key = f"management-server.ResourceStateEvent.VM-START.VirtualMachine.{VM}"
    found = event_of(f'{{"eventDateTime":"{WHEN}","id":"{VM}"}}', routing_key=key)
    assert found["cloudstack.event.category"] == "ResourceStateEvent"
    assert found["cloudstack.event.type"] == "VM.START"
    assert found["cloudstack.vm.uuid"] == VM
    assert found["cloudstack.family"] == "event.state"
    assert event_of(json.dumps(ACTION), tag="td-agent.cloudstack")["cloudstack.family"]


def test_a_shipper_may_wrap_the_event() -> None:
    found = fields_of({"topic": "cloudstack", "partition": 3, "payload": ACTION})
    assert found["cloudstack.event.type"] == "VM.START"
    assert found["labels"]["topic"] == "cloudstack"
    assert found["labels"]["partition"] == "3"


@pytest.mark.parametrize("key", ["payload", "description"])
def test_an_event_is_found_in_an_object_that_holds_it_as_text(key: str) -> None:
    around = {"id": 1, "eventSource": "management-server", "eventUuid": None}
    found, alone = fields_of({**around, key: json.dumps(ACTION)}), fields_of(ACTION)
    assert found["event.dataset"] == "cloudstack.event"
    same = ("@timestamp", "message", "cloudstack.event.type", "cloudstack.event.status", "user.id")
    assert {name: found.get(name) for name in same} == {name: alone.get(name) for name in same}
    assert found["labels"]["eventSource"] == "management-server"
    assert "eventUuid" not in found["labels"]


def test_numbers_of_old_servers_are_no_uuids() -> None:
    found = fields_of({"event": "VM.START", "account": "3", "dataCenterId": "1", "jobId": "7"})
    assert found["cloudstack.account.id"] == "3"
    assert found["cloudstack.zone.id"] == "1"
    assert found["cloudstack.job.id"] == "7"
    assert not any(name.endswith(".uuid") for name in found)


class TestDeliveries:
    @pytest.mark.parametrize("end", ["\r\n", "\n"])
    def test_head_and_body_are_one_record(self, end: str) -> None:
        text = DELIVERY.replace("\r\n", end) + json.dumps(ACTION)
        data = f"{text}\n{text}\n".encode()
        records = list(read_records([data], Source(), now=NOW))
        assert [record.text for record in records] == [text, text]
        found = event_of(records[0].text)
        assert found["event.dataset"] == "cloudstack.event"
        assert found["cloudstack.event.type"] == "VM.START"
        assert found["http.request.method"] == "POST"
        assert found["url.path"] == "/hooks/acme"
        assert found["url.domain"] == "hooks.example"
        assert found["user_agent.original"] == "CS-Hookshot/0ba792d5"
        assert found["labels"]["delivery"] == "36cda382-c02e-4808-be24-040a4638bdac"
        assert "k5WhGmAs" not in str(found)

    @pytest.mark.parametrize("body", ['{"hello":"world"}', "plain text, not JSON", ""])
    def test_a_try_may_have_any_body(self, body: str) -> None:
        text = DELIVERY.replace("VM.START", "TEST.WEBHOOK") + body
        (record,) = read_records([text.encode()], Source(), now=NOW)
        found = event_of(record.text)
        assert found["cloudstack.family"] == "event.other"
        assert found["cloudstack.event.type"] == "TEST.WEBHOOK"

    def test_another_request_is_not_a_delivery(self) -> None:
        text = "POST /login HTTP/1.1\nHost: x\n\nuser=a"
        assert starts_record("POST /login HTTP/1.1")
        assert not claims(text)

    def test_recorded_deliveries_are_read(self, corpus: Path) -> None:
        paths = sorted((corpus / "recorded" / "4.22" / "webhooks").glob("*.http"))
        assert len(paths) == 300
        for path in paths:
            data = path.read_bytes()
            (record,) = read_records([data], Source(), now=NOW)
            assert record.text == data.decode().removesuffix("\n")
            found = dict(read(record, Mask(), NOW).fields)
            assert found["event.dataset"] == "cloudstack.event"
            named = next(line for line in data.decode().split("\n") if line[:12] == "X-CS-Event: ")
            assert found["cloudstack.event.type"] == named[12:].strip()
            assert str(found["cloudstack.family"]).startswith("event.")
            signed = [line for line in data.decode().split("\n") if "X-CS-Signature" in line]
            assert not any(line[16:].strip() in str(found) for line in signed)

    def test_a_message_as_rabbitmqadmin_prints_it(self, corpus: Path) -> None:
        data = (corpus / "cloudstack" / "102.log").read_bytes()
        (record,) = read_records([data], Source(), now=NOW)
        found = dict(read(record, Mask(), NOW).fields)
        assert found["cloudstack.event.type"] == "ACCOUNT.DELETE"
        assert found["message"] == "deleting User test4 (id: 28) and accountId = 28"
        assert found["cloudstack.account.uuid"] == "bd73dc2e-35c0-11e5-b094-d4ae52cb9af0"
        assert "cloudstack.account.id" not in found, "28 is the account that is deleted"


@given(
    st.sampled_from(["", DELIVERY, "routing_key: a.ActionEvent.b.c.*\npayload:\n"]),
    st.sampled_from([json.dumps(ACTION), '{"eventDateTime":[1],"user":{"a":null},"event":7}']),
    st.integers(0, 900),
    st.text(alphabet='{}[]":,\\ \n0.eventDateTime', max_size=30),
)
def test_any_text_gives_an_event_or_an_error(begin: str, text: str, end: int, rest: str) -> None:
    whole = begin + text[:end] + rest
    claims(whole)
    with suppress(ParseError):
        assert isinstance(parse(Record(whole, Source()), Mask()), Event)
