"""CEF and LEEF as products other than Deep Security write them, and as relays damage them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from parsers.event import Record, Source
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 14, tzinfo=UTC)


def fields_of(text: str) -> dict[str, Any]:
    return dict(read(Record(text, Source(), received=NOW), Mask(), NOW).fields)


def cef(extension: str, severity: str = "5") -> dict[str, Any]:
    return fields_of(f"CEF:0|Acme|Gate|1.0|100|Traffic|{severity}|{extension}")


def picked(found: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(found.get(name) for name in names)


def test_interfaces_translation_and_direction() -> None:
    found = cef(
        "src=10.42.1.17 spt=5000 sourceTranslatedAddress=198.51.100.80 sourceTranslatedPort=6000 "
        "dst=203.0.113.80 dpt=443 destinationTranslatedPort=8443 deviceInboundInterface=eth1 "
        "deviceOutboundInterface=eth0 deviceDirection=1 dvcmac=02:00:4c:5f:00:01"
    )
    assert picked(found, "source.nat.port", "destination.nat.port") == (6000, 8443)
    assert picked(found, "observer.ingress.interface.name", "observer.egress.interface.name") == (
        "eth1",
        "eth0",
    )
    assert picked(found, "network.direction", "host.mac") == ("outbound", ["02-00-4C-5F-00-01"])
    assert "labels" not in found
    assert cef("deviceDirection=0")["network.direction"] == "inbound"
    assert cef("deviceDirection=7")["labels"] == {"network.direction": "7"}


def test_ipv6_addresses_as_custom_keys() -> None:
    found = cef(
        "c6a2=2001:db8::1 c6a2Label=Source IPv6 Address c6a3=2001:db8::2 "
        "c6a3Label=Destination IPv6 Address"
    )
    assert picked(found, "source.ip", "destination.ip") == ("2001:db8::1", "2001:db8::2")
    assert found["related.ip"] == ["2001:db8::1", "2001:db8::2"]


@pytest.mark.parametrize("nobody", ["-", '"-"', "N/A", "null", "(no user)"])
def test_what_says_that_there_is_nobody_is_no_name(nobody: str) -> None:
    found = cef(
        f"suser={nobody} duser={nobody} dhost={nobody} dst={nobody} spt={nobody} dvchost={nobody} "
        "dvc=10.1.1.9"
    )
    assert picked(found, "host.name", "host.ip") == ("10.1.1.9", ["10.1.1.9"])
    for name in ("user.name", "user.target.name", "destination.domain", "destination.ip"):
        assert name not in found
    assert "related.user" not in found
    assert "tags" not in found or "type-mismatch" not in found["tags"]


def test_quoted_values() -> None:
    found = cef('src="10.42.1.17" spt="55" suser="alice" rt="2026-09-13 10:00:00"')
    assert picked(found, "source.ip", "source.port", "user.name") == ("10.42.1.17", 55, "alice")
    assert found["@timestamp"] == datetime(2026, 9, 13, 10, tzinfo=UTC)


def test_an_address_with_its_port() -> None:
    found = cef("src=10.42.1.17:5050 dst=203.0.113.80/443")
    assert picked(found, "source.ip", "destination.ip") == ("10.42.1.17", "203.0.113.80")


@pytest.mark.parametrize(
    "written",
    [
        "Sun Sep 13 10:00:00 UTC 2026",
        "2026/09/13 10:00:00",
        "2026-09-13T10:00:00Z",
        "1789293600",
        "1789293600.000",
        "1789293600000",
        "Sep 13 2026 10:00:00 GMT+00:00",
        "Sep 13 2026 12:00:00.000 CEST",
        "Sep 13 2026 19:00:00 JST",
    ],
)
def test_times(written: str) -> None:
    found = cef(f"rt={written} src=10.1.1.1")
    assert found["@timestamp"] == datetime(2026, 9, 13, 10, tzinfo=UTC)


@pytest.mark.parametrize("word", ["Informational", "Critical", "Substantial", "warning"])
def test_severities_as_words(word: str) -> None:
    found = cef("src=10.1.1.1", word)
    assert found["log.level"] == word
    assert "labels" not in found


@pytest.mark.parametrize(
    ("outcome", "means"), [("200", "success"), ("302", "success"), ("403", "failure"),
                           ("Allowed", "success"), ("Denied", "failure"), ("unknown", "unknown")]
)  # fmt: skip
def test_outcomes(outcome: str, means: str) -> None:
    assert cef(f"outcome={outcome}")["event.outcome"] == means


@pytest.mark.parametrize(
    ("action", "verdict"),
    [
        ("Refuse", "blocked"), ("Discarded", "blocked"), ("drop-all-packets", "blocked"),
        ("block-url", "blocked"), ("REQ_BLOCKED_SECURITY", "blocked"), ("redirect", "blocked"),
        ("close", "allowed"), ("REQ_PASSED", "allowed"), ("Encrypt", "allowed"),
        ("passthrough", "allowed"), ("notified", "detected"), ("Simulated", "detected"),
        ("File quarantined", "blocked"), ("Retrieve password", "none"),
    ],
)  # fmt: skip
def test_actions_of_other_products(action: str, verdict: str) -> None:
    assert cef(f"act={action}")["esva.verdict"] == verdict


@pytest.mark.parametrize("tab", ["#011", "<009>", "<tab>", "\\0x09", "\\x09", "\\t", "|"])
def test_tabs_of_leef_that_relays_wrote_out(tab: str) -> None:
    pairs = tab.join(
        ["src=10.42.1.17", "dst=203.0.113.80", "usrName =alice", "msg=two words", "act=blocked",
         "devTime=Sep 13 2026 10:00:00", "devTimeFormat=MMM dd yyyy HH:mm:ss"]
    )  # fmt: skip
    found = fields_of(f"<13>Sep 13 10:00:07 gate LEEF:1.0|Acme|Gate|1.0|denied|{pairs}")
    assert picked(found, "source.ip", "destination.ip", "user.name", "message") == (
        "10.42.1.17", "203.0.113.80", "alice", "two words",
    )  # fmt: skip
    assert found["esva.verdict"] == "blocked"
    assert found["@timestamp"] == datetime(2026, 9, 13, 10, tzinfo=UTC)


def test_a_pipe_in_a_value_of_leef_separates_nothing() -> None:
    found = fields_of("LEEF:1.0|Acme|Gate|1.0|x|src=10.1.1.1 msg=a | b c|d sev=3")
    assert picked(found, "source.ip", "message", "event.severity") == ("10.1.1.1", "a | b c|d", 3)


@pytest.mark.parametrize(
    ("name", "category", "types"),
    [
        ("User logged in", ["authentication"], ["start"]),
        ("Logon failure", ["authentication"], ["start"]),
        ("Administrator logged out", ["authentication"], ["end"]),
        ("Virus found", ["malware"], ["info"]),
        ("SQL injection", ["intrusion_detection", "network"], ["denied"]),
        ("Configuration saved", ["configuration"], ["change"]),
        ("Illegal URL", ["network"], ["denied"]),
        ("Blogging", ["network"], ["denied"]),
    ],
)
def test_categories_of_other_products(name: str, category: list[str], types: list[str]) -> None:
    found = fields_of(f"CEF:0|Acme|Gate|1.0|100|{name}|5|src=10.1.1.1 act=blocked")
    assert picked(found, "event.category", "event.type") == (category, types)


@pytest.mark.parametrize(
    "product", ["Server & Workload Protection Manager", "Cloud One - Workload Security Manager"]
)
def test_deep_security_by_its_later_names(product: str) -> None:
    found = fields_of(f"CEF:0|Trend Micro|{product}|20.0|600|User Signed In|3|suser=admin")
    assert picked(found, "esva.module", "esva.verdict") == ("system", "none")
    agent = product.replace("Manager", "Agent")
    found = fields_of(f"CEF:0|Trend Micro|{agent}|20.0|21|Deny SSH|5|act=Deny src=10.1.1.1")
    assert picked(found, "esva.module", "esva.verdict") == ("firewall", "blocked")


@pytest.mark.parametrize(
    "head",
    [
        "<134>Sep 13 10:00:00 gate-1 : ",
        "<134>Sep 13 10:00:00 gate-1 -- ",
        "<134>Sep 13 10:00:09 relay-01 Sep 13 10:00:00 gate-1 ",
        "2026-09-13 10:00:00 gate-1 ",
        "<134>1 2026-09-13T10:00:00Z gate-1 app 12 - - \ufeff",
    ],
)
@pytest.mark.parametrize("text", ["CEF:0|Acme|Gate|1|1|x|5|src=10.1.1.1",
                                  "LEEF:1.0|Acme|Gate|1|1|src=10.1.1.1\tsev=5"])  # fmt: skip
def test_who_sent_it(head: str, text: str) -> None:
    found = fields_of(head + text)
    assert picked(found, "observer.name", "source.ip", "observer.product") == (
        "gate-1", "10.1.1.1", "Gate",
    )  # fmt: skip
    assert found["@timestamp"] == datetime(2026, 9, 13, 10, tzinfo=UTC)


def test_custom_keys_beyond_those_of_the_standard() -> None:
    found = cef(
        "cs9=Block bots cs9Label=Rule name deviceCustomString1=x deviceCustomString1Label=Y Z"
    )
    assert found["labels"] == {"Rule_name": "Block bots", "Y_Z": "x"}
