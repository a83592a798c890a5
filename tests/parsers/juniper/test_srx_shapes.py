"""SRX firewalls: shapes in which relays, older versions of Junos and copies have its events."""

from datetime import UTC, datetime

import pytest

from tests.parsers.juniper.test_srx import (
    BSD,
    CLASSES,
    FLOW,
    PARTIES,
    STRUCTURED,
    fields_of,
    picked,
    structured,
    text_of,
)


@pytest.mark.parametrize(
    "head",
    [
        f"{STRUCTURED} RT_FLOW - RT_FLOW_SESSION_DENY [junos@192.0.2.15 ",
        f"{STRUCTURED} RT_FLOW - RT_FLOW_SESSION_DENY [site7@2636.1.1.1.2.105 ",
        f"{STRUCTURED} RT_FLOW - RT_FLOW_SESSION_DENY_LS [junos@xxxx.1.1.x.x.129 ",
        "2026-09-13T22:05:24.101Z srx-01 RT_FLOW - RT_FLOW_SESSION_DENY [",
    ],
)
def test_structured_data_may_have_another_id_or_none(head: str) -> None:
    found = fields_of(f'{head}{FLOW} protocol-id="6" policy-name="deny-all"]')
    assert picked(found, *PARTIES) == ("203.0.113.66", 4711, "198.51.100.80", 22)
    assert picked(found, "event.action", "rule.name", "host.name") == (
        "session-denied", "deny-all", "srx-01",
    )  # fmt: skip
    assert found["@timestamp"] == datetime(2026, 9, 13, 22, 5, 24, 101000, UTC)


def test_quotes_of_a_page_are_quotes() -> None:
    found = structured(
        "RT_FLOW", "APPTRACK_SESSION_VOL_UPDATE", f"{FLOW} destination-interface-name=”st0.0”"
    )
    assert found["observer.egress.interface.name"] == "st0.0"


DENIED = "session denied 203.0.113.66/4711->198.51.100.80/22 junos-ssh 6(0) deny-all untrust guests"


@pytest.mark.parametrize(
    "mark",
    [
        "RT_FLOW: %USER-6-RT_FLOW_SESSION_DENY: ",
        "RT_FLOW: %-RT_FLOW_SESSION_DENY: ",
        "RT_FLOW - RT_FLOW_SESSION_DENY: ",
        "RT_FLOW: ",
        "RT_FLOW ",
    ],
)
def test_a_text_may_have_its_kind_in_other_ways(mark: str) -> None:
    found = fields_of(f"{BSD} {mark}{DENIED}")
    assert picked(found, *PARTIES) == ("203.0.113.66", 4711, "198.51.100.80", 22)
    assert picked(found, "event.action", "event.code", "rule.name") == (
        "session-denied", "RT_FLOW_SESSION_DENY", "deny-all",
    )  # fmt: skip


def test_a_screen_may_name_no_kind() -> None:
    found = fields_of(
        f"{BSD} RT_IDS IP spoofing! source: 203.0.113.66, destination: 198.51.100.80, "
        "protocol-id: 17, zone name: untrust, interface name: reth0.0, action: drop"
    )
    assert picked(found, "event.action", "rule.name", "network.transport") == (
        "attack-blocked", "IP spoofing", "udp",
    )  # fmt: skip


def test_a_screen_may_name_no_destination() -> None:
    found = text_of(
        "RT_IDS",
        "RT_SCREEN_SESSION_LIMIT",
        "Src IP session limit! source: 203.0.113.66, zone name: untrust, interface name: reth0.0, "
        "action: drop",
    )
    assert picked(found, "source.ip", "event.action") == ("203.0.113.66", "attack-blocked")


def test_the_protocol_of_a_screen_is_that_of_its_kind() -> None:
    params = 'attack-name="SYN flood!" destination-address="10.42.1.17" action="drop"'
    assert structured("RT_IDS", "RT_SCREEN_TCP_DST_IP", params)["network.transport"] == "tcp"


def test_behind_a_relay_the_firewall_and_its_time_count() -> None:
    found = fields_of(
        "Sep 13 22:05:30 10.1.0.9 junos-ids: 2026-09-13T22:05:24.101Z srx-01 RT_IDS - RT_SCREEN_IP "
        '[junos@2636.1.1.1.2.35 attack-name="IP spoofing!" action="drop"]'
    )
    assert picked(found, "host.name", "observer.name") == ("srx-01", "srx-01")
    assert found["@timestamp"] == datetime(2026, 9, 13, 22, 5, 24, 101000, UTC)


@pytest.mark.parametrize(
    ("rules", "labels"),
    [
        ("r1 None", {"src-nat-rule-name": "r1"}),
        ("1 7", {"src-nat-rule-name": "1", "dst-nat-rule-name": "7"}),
        ("N/A N/A N/A N/A", {}),
        (
            "source rule out N/A N/A",
            {"src-nat-rule-type": "source rule", "src-nat-rule-name": "out"},
        ),
        (
            "N/A N/A static rule web",
            {"dst-nat-rule-type": "static rule", "dst-nat-rule-name": "web"},
        ),
    ],
)
def test_rules_that_translate_are_those_of_structured_data(
    rules: str, labels: dict[str, str]
) -> None:
    found = text_of(
        "RT_FLOW",
        "RT_FLOW_SESSION_CREATE",
        "session created 10.42.1.17/5000->203.0.113.80/443 0x0 junos-https 198.51.100.80/6->"
        f"203.0.113.80/443 0x0 {rules} 6 1 guests untrust 20123 N/A(N/A) reth1.0",
    )
    assert picked(found, "rule.name", "network.transport") == ("1", "tcp")
    assert found["labels"] == {**labels, "session-id-32": "20123"}


def test_tracked_applications_as_text() -> None:
    found = text_of(
        "RT_FLOW",
        "APPTRACK_SESSION_CLOSE",
        "AppTrack session closed TCP FIN: 10.42.1.17/5000->203.0.113.80/443 junos-https SSL GOOGLE "
        "198.51.100.80/6->203.0.113.80/443 N/A N/A 6 to-web guests untrust 20123 9(1000) 8(2000) "
        "12 alice staff No",
    )
    assert picked(found, *PARTIES) == ("10.42.1.17", 5000, "203.0.113.80", 443)
    assert picked(found, "source.bytes", "destination.bytes", "event.duration") == (
        1000, 2000, 12 * 10**9,
    )  # fmt: skip
    assert picked(found, "network.application", "user.name", "event.reason", "rule.name") == (
        "google", "alice", "TCP FIN", "to-web",
    )  # fmt: skip


def test_spam_and_a_user_of_the_web_as_text() -> None:
    spam = text_of(
        "RT_UTM",
        "ANTISPAM_SPAM_DETECTED_MT",
        "AntiSpam: SPAM detected: mail.example.com (203.0.113.66) BLOCK reason: Match local list",
    )
    assert picked(spam, "source.ip", "event.reason") == ("203.0.113.66", "Match local list")
    web = text_of(
        "RT_UTM",
        "WEBFILTER_URL_BLOCKED",
        'WebFilter: ACTION="URL Blocked" 10.42.1.17(58071)->203.0.113.66(80) CATEGORY="N/A" '
        'REASON="BY_OTHER" PROFILE="guests" URL=example.com OBJ=/ USERNAME=alice ROLES=staff',
    )
    assert web["user.name"] == "alice"


def test_a_text_of_unknown_shape_has_its_addresses() -> None:
    found = text_of(
        "RT_UTM",
        "CONTENT_FILTERING_BLOCKED_MT",
        "Content filter: http from 10.42.1.17:50000 to 203.0.113.80:80 is blocked",
    )
    assert picked(found, *PARTIES) == ("10.42.1.17", 50000, "203.0.113.80", 80)


def test_a_file_that_was_not_scanned_was_stopped_or_not() -> None:
    params = f'source-zone="untrust" destination-zone="guests" {FLOW} filename="a.iso"'
    stopped = structured("RT_UTM", "AV_HUGE_FILE_DROPPED_MT", params)
    assert picked(stopped, *CLASSES) == (
        "file-blocked", ["malware", "network"], ["denied"], None, "alert",
    )  # fmt: skip
    assert stopped["observer.ingress.zone"] == "untrust"
    passed = structured("RT_UTM", "AV_FILE_NOT_SCANNED_PASSED_MT", params)
    assert picked(passed, "event.action", "event.type") == ("file-passed", ["allowed"])


def test_malware_has_a_name_and_a_hash() -> None:
    found = structured(
        "RT_AAMW",
        "AAMW_ACTION_LOG",
        f'{FLOW} malware-info="Testfile" sample-sha256="{"E0" * 32}" file-name="a.exe" '
        'action="BLOCK" http-host="www.example.com"',
    )
    assert picked(found, "threat.indicator.name", "file.hash.sha256", "file.name") == (
        "Testfile", "e0" * 32, "a.exe",
    )  # fmt: skip
    assert found["related.hash"] == ["e0" * 32]


def test_a_line_end_of_windows_belongs_to_no_value() -> None:
    found = text_of(
        "RT_IDP",
        "IDP_ATTACK_LOG_EVENT",
        "IDP: at 1789336800, SIG Attack log <203.0.113.66/4711->198.51.100.80/80> for TCP protocol "
        "and service SERVICE_IDP application HTTP by rule 9 of rulebase IPS in policy P. attack: "
        "repeat=0, action=DROP, threat-severity=HIGH, name=HTTP:X\r",
    )
    assert found["rule.name"] == "HTTP:X"
