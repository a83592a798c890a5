"""SRX firewalls: each kind of event, structured and as text, over the versions of Junos."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.event import Record, Source
from parsers.juniper.srx import claims
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 14, tzinfo=UTC)
STRUCTURED = "<14>1 2026-09-13T22:05:24.101Z srx-01"
BSD = "<14>Sep 13 22:05:24 srx-02"
FLOW = (
    'source-address="203.0.113.66" source-port="4711" destination-address="198.51.100.80" '
    'destination-port="22"'
)
NAT = (
    'nat-source-address="203.0.113.66" nat-source-port="4711" '
    'nat-destination-address="10.42.1.17" nat-destination-port="2222"'
)


def fields_of(text: str, **source: Any) -> dict[str, Any]:
    return dict(read(Record(text, Source(**source), received=NOW), Mask(), NOW).fields)


def structured(part: str, name: str, params: str, rest: str = "") -> dict[str, Any]:
    return fields_of(f"{STRUCTURED} {part} - {name} [junos@2636.1.1.1.2.129 {params}]{rest}")


def text_of(part: str, name: str, text: str) -> dict[str, Any]:
    return fields_of(f"{BSD} {part}: {name}: {text}")


def picked(found: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(found.get(name) for name in names)


PARTIES = ("source.ip", "source.port", "destination.ip", "destination.port")
CLASSES = ("event.action", "event.category", "event.type", "event.outcome", "event.kind")


def test_a_session_is_created() -> None:
    found = structured(
        "RT_FLOW",
        "RT_FLOW_SESSION_CREATE",
        f'{FLOW} service-name="junos-ssh" {NAT} protocol-id="6" policy-name="to-web" '
        'source-zone-name="untrust" destination-zone-name="guests" session-id-32="20123" '
        'username="alice" roles="N/A" packet-incoming-interface="reth0.0" application="UNKNOWN"',
    )
    assert found["event.dataset"] == "juniper.srx"
    assert found["@timestamp"] == datetime(2026, 9, 13, 22, 5, 24, 101000, UTC)
    assert picked(found, *PARTIES) == ("203.0.113.66", 4711, "198.51.100.80", 22)
    assert picked(found, "destination.nat.ip", "destination.nat.port") == ("10.42.1.17", 2222)
    assert picked(found, "network.transport", "network.protocol") == ("tcp", "ssh")
    assert picked(found, "rule.name", "user.name") == ("to-web", "alice")
    assert picked(found, "observer.ingress.zone", "observer.egress.zone") == ("untrust", "guests")
    assert found["observer.ingress.interface.name"] == "reth0.0"
    assert picked(found, "observer.vendor", "observer.product", "observer.name") == (
        "Juniper", "SRX", "srx-01",
    )  # fmt: skip
    assert picked(found, *CLASSES) == (
        "session-created", ["network"], ["connection", "start", "allowed"], "success", "event",
    )  # fmt: skip
    assert found["labels"] == {"session-id-32": "20123"}
    assert found["related.ip"] == ["203.0.113.66", "198.51.100.80", "10.42.1.17"]
    assert picked(found, "event.code", "event.provider") == ("RT_FLOW_SESSION_CREATE", "RT_FLOW")
    assert "log.syslog.structured_data" not in found


def test_a_session_is_closed() -> None:
    found = structured(
        "RT_FLOW",
        "RT_FLOW_SESSION_CLOSE",
        f'reason="TCP FIN" {FLOW} protocol-id="17" packets-from-client="9" '
        'bytes-from-client="3500" packets-from-server="8" bytes-from-server="4294967296" '
        'elapsed-time="64" application="HTTP" nested-application="FACEBOOK"',
        " closed",
    )
    assert picked(found, "source.packets", "source.bytes") == (9, 3500)
    assert picked(found, "destination.packets", "destination.bytes") == (8, 2**32)
    assert picked(found, "network.packets", "network.bytes") == (17, 2**32 + 3500)
    assert found["event.duration"] == 64 * 10**9
    assert found["event.reason"] == "TCP FIN"
    assert found["message"] == "closed"
    assert found["network.application"] == "facebook"
    assert found["labels"] == {"application": "HTTP"}
    assert found["event.type"] == ["connection", "end"]


def test_a_session_is_denied() -> None:
    found = structured(
        "RT_FLOW",
        "RT_FLOW_SESSION_DENY",
        f'{FLOW} protocol-id="1" icmp-type="8" policy-name="default-deny(global)" '
        'reason="Denied by policy"',
    )
    assert picked(found, *CLASSES[:4]) == (
        "session-denied", ["network"], ["connection", "denied"], "failure",
    )  # fmt: skip
    assert picked(found, "network.transport", "rule.name") == ("icmp", "default-deny(global)")


@pytest.mark.parametrize(
    ("text", "nat", "policy", "zones", "interface"),
    [
        ("session created 192.0.2.10/24065->198.51.100.80/80 junos-http "
         "50.0.0.1/60341->10.42.1.17/80 r1 None 6 out-policy trust untrust 3456",
         "50.0.0.1", "out-policy", ("trust", "untrust"), None),
        ("session created 192.0.2.10/24065->198.51.100.80/80 junos-http "
         "50.0.0.1/60341->10.42.1.17/80 None None 6 1 trust untrust 4 N/A(N/A) ge-0/0/1.0",
         "50.0.0.1", "1", ("trust", "untrust"), "ge-0/0/1.0"),
        ("session created 192.0.2.10/24065->198.51.100.80/80 0x0 junos-http "
         "50.0.0.1/60341->10.42.1.17/80 0x0 source rule r1 N/A N/A 6 p a b 6093 N/A(N/A) st0.0 "
         "UNKNOWN UNKNOWN UNKNOWN N/A N/A -1 N/A",
         "50.0.0.1", "p", ("a", "b"), "st0.0"),
    ],
    ids=["10", "12", "18"],
)  # fmt: skip
def test_created_as_the_versions_write_it(
    text: str, nat: str, policy: str, zones: tuple[str, str], interface: str | None
) -> None:
    found = text_of("RT_FLOW", "RT_FLOW_SESSION_CREATE", text)
    assert picked(found, *PARTIES) == ("192.0.2.10", 24065, "198.51.100.80", 80)
    assert picked(found, "source.nat.ip", "destination.nat.ip") == (nat, "10.42.1.17")
    assert picked(found, "rule.name", "network.transport") == (policy, "tcp")
    assert picked(found, "observer.ingress.zone", "observer.egress.zone") == zones
    assert found.get("observer.ingress.interface.name") == interface
    assert found["message"] == text


def test_closed_and_denied_as_text() -> None:
    closed = text_of(
        "RT_FLOW",
        "RT_FLOW_SESSION_CLOSE",
        "session closed idle Timeout: 2001:db8::1/53456->2001:db8::2/443 junos-https "
        "2001:db8::1/53456->2001:db8::2/443 None None 6 p trust untrust 22450 9(3500) 8(6000) 64 "
        "SSL UNKNOWN bob(N/A) ge-0/0/1.0 No",
    )
    assert picked(closed, *PARTIES) == ("2001:db8::1", 53456, "2001:db8::2", 443)
    assert picked(closed, "event.reason", "network.type") == ("idle Timeout", "ipv6")
    assert picked(closed, "source.bytes", "destination.packets") == (3500, 8)
    assert picked(closed, "network.application", "user.name") == ("ssl", "bob")
    denied = text_of(
        "RT_FLOW",
        "RT_FLOW_SESSION_DENY",
        "session denied 192.0.2.1/37233->198.51.100.80/8181 None 6(0) default-deny trust vpn "
        "UNKNOWN UNKNOWN N/A(N/A) ge-0/0/1.0",
    )
    assert picked(denied, *PARTIES) == ("192.0.2.1", 37233, "198.51.100.80", 8181)
    assert picked(denied, "rule.name", "observer.egress.zone") == ("default-deny", "vpn")


ATTACK = (
    "IDP: at 1789337124, SIG Attack log <203.0.113.66/45610->198.51.100.80/80> for TCP protocol "
    "and service SERVICE_IDP application HTTP by rule 9 of rulebase IPS in policy Recommended. "
    "attack: id=15229, repeat=0, action={}, threat-severity=HIGH, name=TROJAN:ZMEU-BOT-SCAN, "
    "NAT <0.0.0.0:0->10.42.1.17:80>, time-elapsed=0, inbytes=10, outbytes=20, inpackets=1, "
    "outpackets=2, intf:untrust:reth0.11->guests:reth1.1, packet-log-id: 0, alert=no"
)
ATTACK_PARAMS = (
    'epoch-time="1789337124" message-type="SIG" source-address="203.0.113.66" '
    'source-port="45610" destination-address="198.51.100.80" destination-port="80" '
    'protocol-name="TCP" service-name="SERVICE_IDP" application-name="HTTP" rule-name="9" '
    'rulebase-name="IPS" policy-name="Recommended" export-id="15229" repeat-count="0" '
    'action="{}" threat-severity="HIGH" attack-name="TROJAN:ZMEU-BOT-SCAN" '
    'nat-source-address="0.0.0.0" nat-source-port="0" nat-destination-address="10.42.1.17" '
    'nat-destination-port="80" elapsed-time="0" inbound-bytes="10" outbound-bytes="20" '
    'inbound-packets="1" outbound-packets="2" source-zone-name="untrust" '
    'source-interface-name="reth0.11" destination-zone-name="guests" '
    'destination-interface-name="reth1.1" username="unknown-user" message="-"'
)


@pytest.mark.parametrize(
    ("done", "action", "types"),
    [
        ("DROP", "attack-blocked", ["denied"]),
        ("CLOSE_CLIENT", "attack-blocked", ["denied"]),
        ("NONE", "attack-detected", ["info"]),
        ("ACCEPT", "attack-detected", ["allowed"]),
    ],
)
def test_an_attack_structured_and_as_text(done: str, action: str, types: list[str]) -> None:
    first = structured("RT_IDP", "IDP_ATTACK_LOG_EVENT", ATTACK_PARAMS.format(done))
    second = text_of("RT_IDP", "IDP_ATTACK_LOG_EVENT", ATTACK.format(done))
    for found in (first, second):
        assert picked(found, *PARTIES) == ("203.0.113.66", 45610, "198.51.100.80", 80)
        assert picked(found, "event.action", "event.type") == (action, types)
        assert picked(found, "event.kind", "log.level") == ("alert", "HIGH")
        assert picked(found, "rule.name", "rule.id") == ("TROJAN:ZMEU-BOT-SCAN", "15229")
        assert picked(found, "rule.ruleset", "rule.category") == ("Recommended", "IPS")
        assert found["labels"]["action"] == done
        assert found["destination.nat.ip"] == "10.42.1.17"
        assert "source.nat.ip" not in found
        assert found["observer.egress.interface.name"] == "reth1.1"
        assert picked(found, "source.bytes", "destination.packets") == (10, 2)


def test_a_flood_and_a_scan() -> None:
    scan = text_of(
        "RT_IDS",
        "RT_SCREEN_TCP",
        "TCP port scan! source: 203.0.113.66:40000, destination: 198.51.100.80:23, zone name: "
        "untrust, interface name: reth0.0, action: drop",
    )
    assert picked(scan, *PARTIES) == ("203.0.113.66", 40000, "198.51.100.80", 23)
    assert picked(scan, "rule.name", "event.action") == ("TCP port scan", "attack-blocked")
    flood = text_of(
        "RT_IDS",
        "RT_SCREEN_TCP_DST_IP",
        "SYN flood! destination: 2001:db8::2, zone name: untrust, interface name: reth0.0, "
        "action: alarm-without-drop",
    )
    assert flood["destination.ip"] == "2001:db8::2"
    assert picked(flood, "event.action", "event.type") == ("attack-detected", ["info"])
    ping = structured(
        "RT_IDS",
        "RT_SCREEN_ICMP",
        'attack-name="Large ICMP packet!" source-address="192.0.2.1" '
        'destination-address="192.0.2.2" source-zone-name="trust" interface-name="ge-0/0/0.0" '
        'action="drop"',
    )
    assert ping["observer.ingress.interface.name"] == "ge-0/0/0.0"
    assert ping["event.action"] == "attack-blocked"


def test_filtered_addresses_and_viruses() -> None:
    text = (
        'WebFilter: ACTION="URL Blocked" 10.42.1.17(58071)->203.0.113.66(80) CATEGORY="malware" '
        'REASON="by predefined category" PROFILE="guests" URL=bad.example OBJ=/stage2.sh '
        "username N/A roles N/A"
    )
    blocked = text_of("RT_UTM", "WEBFILTER_URL_BLOCKED", text)
    assert picked(blocked, *PARTIES) == ("10.42.1.17", 58071, "203.0.113.66", 80)
    assert picked(blocked, "event.action", "event.type") == ("url-blocked", ["access", "denied"])
    assert picked(blocked, "url.domain", "url.path") == ("bad.example", "/stage2.sh")
    assert picked(blocked, "url.original", "rule.category") == ("bad.example/stage2.sh", "malware")
    passed = structured("RT_UTM", "WEBFILTER_URL_PERMITTED", f'{FLOW} url="a.example" obj="/"')
    assert picked(passed, "event.action", "event.kind") == ("url-permitted", "event")
    virus = text_of(
        "RT_UTM",
        "AV_VIRUS_DETECTED_MT",
        "AntiVirus: Virus detected: from 203.0.113.66:80 to 10.42.1.17:47095 source-zone-name "
        "untrust bad.example/x.sh file x.sh virus EICAR-Test-File URL:http://x username N/A",
    )
    assert picked(virus, "threat.indicator.name", "file.name") == ("EICAR-Test-File", "x.sh")
    assert picked(virus, "url.original", "event.category") == ("bad.example/x.sh", ["malware"])


def test_an_event_that_nobody_knows_keeps_its_parameters() -> None:
    found = structured("RT_SOMETHING", "NEW_KIND_OF_EVENT", 'a="b \\"c\\] d" source-port="many"')
    assert found["event.action"] == "new-kind-of-event"
    assert found["labels"] == {"a": 'b "c] d', "source.port": "many"}
    assert "type-mismatch" in found["tags"]
    text = text_of("RT_FLOW", "RT_FLOW_SESSION_CREATE", "session created in a new way")
    assert text["event.action"] == "session-created"
    assert text["message"] == "session created in a new way"


def test_a_time_without_a_zone_and_none_at_all() -> None:
    found = fields_of(
        f"<14>1 2026-09-13T22:05:24.101 srx-01 RT_FLOW - RT_FLOW_SESSION_DENY "
        f"[junos@2636.1.1.1.2.41 {FLOW}]",
        zone="Asia/Tokyo",
    )
    assert found["@timestamp"] == datetime(2026, 9, 13, 13, 5, 24, 101000, UTC)
    bare = fields_of(f"RT_IDP: IDP_ATTACK_LOG_EVENT: {ATTACK.format('DROP')}")
    assert bare["@timestamp"] == datetime(2026, 9, 13, 22, 5, 24, tzinfo=UTC)
    assert "host.name" not in bare


def test_a_record_that_is_cut_is_read_as_far_as_it_goes() -> None:
    whole = f"{STRUCTURED} RT_FLOW - RT_FLOW_SESSION_DENY [junos@2636.1.1.1.2.129 {FLOW} reason="
    found = fields_of(whole + '"Denied by')
    assert picked(found, *PARTIES) == ("203.0.113.66", 4711, "198.51.100.80", 22)
    assert "event.reason" not in found


@pytest.mark.parametrize(
    "text",
    [
        "Sep 13 22:05:24 kvm-11 app: we talk of RT_FLOW here",
        "RT_FLOW",
        "<14>1 2026-09-13T22:05:24Z srx-01 RT_FLOW - RT_FLOW_SESSION_DENY [other@1 a=\"b\"]",
        "SMART_FLOW: RT_FLOW_SESSION_DENY",
    ],
)  # fmt: skip
def test_what_no_firewall_wrote_is_not_claimed(text: str) -> None:
    assert not claims(text)


def test_an_error_where_the_source_says_srx() -> None:
    found = fields_of("no firewall", format="juniper.srx")
    assert found["event.kind"] == "pipeline_error"
    assert "no RT_ with a kind of event" in found["error.message"]
