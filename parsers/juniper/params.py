"""Parameters of SRX events to fields, by the names that Junos gives them in structured data."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from parsers.values import text_long, to_ip

Target = tuple[str, Callable[[str], object | None] | None]
"""A field, and how its value is made of the text; None where it is the text."""

ABSENT = frozenset(
    {"", "-", "N/A", "NA", "NA NA", "None", "NONE", "UNKNOWN", "unknown", "unknown-user"}
)
"""How Junos writes that there is nothing to say."""

NO_TRANSLATION = frozenset({"0.0.0.0", "::", "0", "None None", "N/A N/A N/A N/A"})
"""How it does so of translated addresses and ports, and of the rules that translate."""

_TRANSPORTS = {"1": "icmp", "2": "igmp", "6": "tcp", "17": "udp", "47": "gre", "50": "esp",
               "51": "ah", "58": "ipv6-icmp", "89": "ospf", "132": "sctp"}  # fmt: skip
"""IANA's protocol numbers."""

_NS = 10**9


def _transport(text: str) -> str:
    return _TRANSPORTS.get(text, text.lower())


def _protocol(text: str) -> str:
    """`junos-dns-udp` is the service that Junos itself defines for DNS."""
    return text.removeprefix("junos-").removesuffix("-udp").removesuffix("-tcp").lower()


def _seconds(text: str) -> int | None:
    seconds = text_long(text)
    return None if seconds is None or not 0 <= seconds < 2**63 // _NS else seconds * _NS


def _address(text: str) -> str | None:
    return to_ip(text)


PARAMS: Mapping[str, Target] = MappingProxyType(
    {
        "application": ("network.application", str.lower),
        "application-name": ("network.application", str.lower),
        "attack-name": ("rule.name", None),
        "bytes-from-client": ("source.bytes", text_long),
        "bytes-from-server": ("destination.bytes", text_long),
        "category": ("rule.category", None),
        "client-ip": ("client.ip", _address),
        "destination-address": ("destination.ip", _address),
        "destination-interface-name": ("observer.egress.interface.name", None),
        "destination-port": ("destination.port", text_long),
        "destination-zone": ("observer.egress.zone", None),
        "destination-zone-name": ("observer.egress.zone", None),
        "elapsed-time": ("event.duration", _seconds),
        "error-message": ("event.reason", None),
        "export-id": ("rule.id", None),
        "file-name": ("file.name", None),
        "filename": ("file.name", None),
        "http-host": ("url.domain", None),
        "inbound-bytes": ("source.bytes", text_long),
        "inbound-packets": ("source.packets", text_long),
        "interface-name": ("observer.ingress.interface.name", None),
        "malware-info": ("threat.indicator.name", None),
        "name": ("threat.indicator.name", None),
        "nat-destination-address": ("destination.nat.ip", _address),
        "nat-destination-port": ("destination.nat.port", text_long),
        "nat-source-address": ("source.nat.ip", _address),
        "nat-source-port": ("source.nat.port", text_long),
        "nested-application": ("network.application", str.lower),
        "obj": ("url.path", None),
        "outbound-bytes": ("destination.bytes", text_long),
        "outbound-packets": ("destination.packets", text_long),
        "packet-incoming-interface": ("observer.ingress.interface.name", None),
        "packets-from-client": ("source.packets", text_long),
        "packets-from-server": ("destination.packets", text_long),
        "policy-name": ("rule.name", None),
        "protocol": ("network.protocol", str.lower),
        "protocol-id": ("network.transport", _transport),
        "protocol-name": ("network.transport", _transport),
        "reason": ("event.reason", None),
        "rulebase-name": ("rule.category", None),
        "sample-sha256": ("file.hash.sha256", str.lower),
        "service-name": ("network.protocol", _protocol),
        "source-address": ("source.ip", _address),
        "source-interface-name": ("observer.ingress.interface.name", None),
        "source-port": ("source.port", text_long),
        "source-zone": ("observer.ingress.zone", None),
        "source-zone-name": ("observer.ingress.zone", None),
        "threat-severity": ("log.level", None),
        "url": ("url.domain", None),
        "username": ("user.name", None),
        "xff-header": ("client.ip", _address),
    }
)
"""By the names of structured data; the texts' groups have the same with underscores."""
