"""Syslog heads as they are found in the wild, and what is read inside of them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.event import Record, Source
from parsers.generic.syslog import claims
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 14, 0, 30, tzinfo=UTC)


def fields_of(text: str, now: datetime = NOW, **source: Any) -> dict[str, Any]:
    return dict(read(Record(text, Source(**source), received=now), Mask(), now).fields)


def test_rfc_3164_as_rsyslog_writes_it() -> None:
    found = fields_of("<38>Sep 13 21:40:07 kvm-11 sshd[20411]: Failed password for root")
    assert found["@timestamp"] == datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)
    assert found["host.name"] == found["log.syslog.hostname"] == "kvm-11"
    assert found["process.name"] == found["log.syslog.appname"] == "sshd"
    assert (found["process.pid"], found["log.syslog.procid"]) == (20411, "20411")
    assert found["log.syslog.facility.code"] == 4
    assert found["log.syslog.facility.name"] == "auth"
    assert found["log.syslog.severity.name"] == "informational"
    assert found["log.level"] == "info"
    assert found["message"] == "Failed password for root"
    assert (found["event.dataset"], found["event.kind"]) == ("syslog", "event")
    assert "tags" not in found


def test_rfc_5424_with_structured_data() -> None:
    found = fields_of(
        "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 "
        '[exampleSDID@32473 iut="3" eventSource="App \\"x\\" \\]"]'
        '[examplePriority@32473 class="high"]'
        " \ufeffAn application event log entry"
    )
    assert found["@timestamp"] == datetime(2003, 10, 11, 22, 14, 15, 3000, tzinfo=UTC)
    assert found["log.syslog.structured_data"] == {
        "exampleSDID@32473.iut": "3",
        "exampleSDID@32473.eventSource": 'App "x" ]',
        "examplePriority@32473.class": "high",
    }
    assert (found["log.syslog.msgid"], found["log.syslog.version"]) == ("ID47", "1")
    assert found["message"] == "An application event log entry"
    assert "log.syslog.procid" not in found


def test_rfc_5424_with_everything_nil() -> None:
    found = fields_of("<13>1 - - - - - -")
    assert found["message"] == ""
    assert found["@timestamp"] == NOW
    assert found["tags"] == ["time-inferred"]


@pytest.mark.parametrize(
    ("text", "host", "app", "message"),
    [
        ("Sep 13 21:40:07 kernel: oom-killer", None, "kernel", "oom-killer"),
        ("Sep 13 21:40:07 kvm-11 kernel: [1.2] eth0: up", "kvm-11", "kernel", "[1.2] eth0: up"),
        ("<13>Sep  3 21:40:07 kvm-11 no tag here", "kvm-11", None, "no tag here"),
        ("<13>Sep 13 2026 21:40:07 kvm-11 app: x", "kvm-11", "app", "x"),
        ("*Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: Configured", None, "%SYS-5-CONFIG_I",
         "Configured"),
        ("2月 10 08:59:52 management1 systemd[1]: Stopping", "management1", "systemd", "Stopping"),
        ("juil. 13 08:59:52 mgmt systemd[1]: Arrêt", "mgmt", "systemd", "Arrêt"),
        ("2026-09-13T21:40:07.123456+00:00 kvm-11 sshd[1]: x", "kvm-11", "sshd", "x"),
        ("<12>myapp[7]: no time", None, "myapp", "no time"),
        ("<12>nothing but text", None, None, "nothing but text"),
        ("<13>Sep 13 21:40:07 fe80::1 app: x", "fe80::1", "app", "x"),
        ("72 <13>Sep 13 21:40:07 kvm-11 app: octet count", "kvm-11", "app", "octet count"),
        ("Sep 13 21:40:07 last message repeated 2 times", None, None,
         "last message repeated 2 times"),
        ("<189>123: *Mar  1 18:46:11.123: %SYS-5-CONFIG_I: x", None, "%SYS-5-CONFIG_I", "x"),
        ("<189>45: 000123: Sep 13 22:05:24.123 UTC: %SEC-6-X: x", None, "%SEC-6-X", "x"),
        ("<189>rtr-1: Sep 13 22:05:24: %LINK-3-UPDOWN: x", "rtr-1", "%LINK-3-UPDOWN", "x"),
        ("<166>Sep 13 2026 22:05:24 asa-01 : %ASA-6-302013: x", "asa-01", "%ASA-6-302013", "x"),
        ("<166>:Sep 13 22:05:24 UTC: %ASA-6-302013: x", None, "%ASA-6-302013", "x"),
        ("<13> Sep 13 21:40:07 kvm-11 app: x", "kvm-11", "app", "x"),
        ("<13>2026-09-13 21:40:07 kvm-11 app: x", "kvm-11", "app", "x"),
        ("<180>2026-09-13 21:40:07,104 WARN  no host", None, None, "WARN  no host"),
        ("Sep 13 21:40:07 kvm-11 app[12] no colon", "kvm-11", "app", "no colon"),
        ("Sep 13 21:40:07 kvm-11 snmpd[12]:x", "kvm-11", "snmpd", "x"),
        ("<13>1 2026-09-13T21:40:07Z kvm-11 app 12 ID47 no data", "kvm-11", "app", "no data"),
        ("<13>1 2026-09-13T21:40:07Z kvm-11 app - -", "kvm-11", "app", ""),
        ("Sep 13 21:40:07 relay Sep 13 21:40:06 kvm-11 app[3]: x", "kvm-11", "app", "x"),
        ("<13>Sep 13 21:40:07 relay 1 2026-09-13T21:40:06Z kvm-11 app - - - x", "kvm-11", "app",
         "x"),
    ],
)  # fmt: skip
def test_heads_in_the_wild(text: str, host: str | None, app: str | None, message: str) -> None:
    found = fields_of(text)
    assert found["event.dataset"] == "syslog"
    assert (found.get("host.name"), found.get("process.name")) == (host, app)
    assert found["message"] == message
    assert found["event.original"] == text


@pytest.mark.parametrize(
    ("date", "now", "year"),
    [
        ("Dec 31 23:59:59", datetime(2027, 1, 1, 0, 0, 5, tzinfo=UTC), 2026),
        ("Jan  1 00:00:01", datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC), 2027),
        ("Sep 14 12:00:00", NOW, 2026),
        ("Sep 15 12:00:00", NOW, 2025),
        ("Feb 29 12:00:00", NOW, 2024),
    ],
    ids=["last year's", "a clock ahead", "today", "more than a day ahead", "leap day"],
)
def test_a_date_without_a_year_is_the_latest_not_a_day_ahead(
    date: str, now: datetime, year: int
) -> None:
    assert fields_of(f"<13>{date} h app: x", now)["@timestamp"].year == year


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("<13>2026 Sep  3 21:40:07 h app: x", datetime(2026, 9, 3, 12, 40, 7, tzinfo=UTC)),
        ("<13>Sep 13 21:40:07 UTC h app: x", datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)),
        ("<13>Sep 13 21:40:07 +0200 h app: x", datetime(2026, 9, 13, 19, 40, 7, tzinfo=UTC)),
        ("<13>Sep 13 21:40:07 -03:30 h app: x", datetime(2026, 9, 14, 1, 10, 7, tzinfo=UTC)),
        ("<13>2026-09-13T21:40:07,5+02:00 h app: x",
         datetime(2026, 9, 13, 19, 40, 7, 500000, UTC)),
        ("<13>1 2026-09-13T21:40:07.5 h app - - - x",
         datetime(2026, 9, 13, 12, 40, 7, 500000, UTC)),
        ("Sep 13 21:40:07 relay Sep 13 21:40:06 h app[3]: x",
         datetime(2026, 9, 13, 12, 40, 6, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_times_with_a_zone_have_their_own(text: str, when: datetime) -> None:
    found = fields_of(text, zone="Asia/Tokyo")
    assert found["@timestamp"] == when


def test_times_without_a_zone_are_in_the_zone_of_the_source() -> None:
    found = fields_of("<13>Sep 13 21:40:07 h app: x", zone="Asia/Tokyo")
    assert found["@timestamp"] == datetime(2026, 9, 13, 12, 40, 7, tzinfo=UTC)


def test_without_now_a_date_without_a_year_is_no_time() -> None:
    event = read(Record("<13>Sep 13 21:40:07 h app: x", Source()), Mask(), None)
    assert "@timestamp" not in event.fields


def test_json_inside_keeps_its_own_fields_and_those_of_the_head() -> None:
    found = fields_of('<13>Sep 13 21:40:07 h app[1]: {"user.name":"alice","host.name":"vm-1"}')
    assert found["event.dataset"] == "json"
    assert (found["user.name"], found["host.name"]) == ("alice", "vm-1")
    assert found["log.syslog.hostname"] == "h"
    assert found["@timestamp"] == datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)
    assert found["event.original"].startswith("<13>Sep")


def test_the_source_may_say_what_is_inside() -> None:
    found = fields_of('<13>Sep 13 21:40:07 h app: {"a":1}', format="json")
    assert (found["event.dataset"], found["labels"]) == ("json", {"a": "1"})


def test_a_cloudstack_console_line_inside_is_cloudstacks() -> None:
    found = fields_of(
        "<180>WARN  [c.c.a.AlertManagerImpl] (Cluster-1:ctx-d76a3f94) (logid:bcdd4f7c) No mail"
    )
    assert found["event.dataset"] == "cloudstack.alert"
    assert found["log.syslog.priority"] == 180
    assert found["trace.id"] == "bcdd4f7c"


@pytest.mark.parametrize(
    "text",
    [
        "Foo 12 12:12:12 x",
        "2026-09-13 21:40:07,123 INFO [a]",
        "",
        "<>x",
        "Sep",
        "2026-09-13T21:40:07Z",
    ],
)
def test_what_is_no_syslog_is_not_claimed(text: str) -> None:
    assert not claims(text)


def test_a_source_that_says_syslog_and_is_not_is_an_error() -> None:
    found = fields_of("no head at all", format="syslog")
    assert found["event.kind"] == "pipeline_error"
    assert "no priority and no time" in found["error.message"]
    assert found["event.original"] == "no head at all"


def test_a_word_before_a_colon_is_a_zone_only_where_it_looks_like_one() -> None:
    found = fields_of("Sep 13 21:40:07 DENY: a packet")
    assert (found["log.syslog.appname"], found["message"]) == ("DENY", "a packet")


@pytest.mark.parametrize(
    "head",
    [
        "<14>Sep 13 21:40:07 2026 fw-1 app: ",
        "<14>Sep 13 21:40:07 JST 2026 fw-1 app: ",
        "<14>1789335607.25 fw-1 app: ",
        "<14>1 1789335607.25 fw-1 app: ",
        "<14>Sep 13 21:40:07  fw-1 app: ",
    ],
)
def test_heads_of_other_devices(head: str) -> None:
    found = fields_of(f"{head}text")
    assert (found["host.name"], found["log.syslog.appname"], found["message"]) == (
        "fw-1", "app", "text",
    )  # fmt: skip
    assert found["@timestamp"].replace(microsecond=0) == datetime(
        2026, 9, 13, 21, 40, 7, tzinfo=UTC
    )


def test_a_head_of_nexus() -> None:
    found = fields_of("<187>: 2026 Sep 13 21:40:07 UTC: %ETHPORT-5-IF_DOWN: down")
    assert found["@timestamp"] == datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)
    assert found["log.syslog.appname"] == "%ETHPORT-5-IF_DOWN"


def test_rfc_5424_with_an_empty_host() -> None:
    found = fields_of("<14>1 2026-09-13T21:40:07Z  RT_FLOW - MESSAGE - text")
    assert found["@timestamp"] == datetime(2026, 9, 13, 21, 40, 7, tzinfo=UTC)
    assert (found["log.syslog.appname"], found["log.syslog.msgid"]) == ("RT_FLOW", "MESSAGE")
    assert "host.name" not in found
