"""Families `certificate.*` and `tls.*`: who may speak to whom, and handshakes that fail."""

import re

from parsers.cloudstack.families.told import read_who, told
from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants
from parsers.values import to_ip

_TRUST = ("RootCACustomTrustManager",)
_MANAGERS = ("CAManagerImpl", "CABackgroundTask", "RootCAProvider")


def _source(match: re.Match[str], fields: Fields) -> None:
    """Copies of logs blank addresses out, so that what stands there need not be one."""
    address = to_ip(match["address"].strip("/.,"))
    if address is not None:
        fields["source.ip"] = address


def _broken(match: re.Match[str], fields: Fields) -> None:
    fields["event.reason"] = match["reason"]
    local, remote = match["local"], match["remote"]
    if local is None or remote is None:
        return
    for name, address, port in (
        ("destination", to_ip(local), match["local_port"]),
        ("source", to_ip(remote), match["remote_port"]),
    ):
        if address is not None:
            fields[f"{name}.ip"] = address
            fields[f"{name}.port"] = int(port[:9])


def _presented(match: re.Match[str], fields: Fields) -> None:
    _source(match, fields)
    keys = ("serial", "before", "after", "algorithm", "subject", "issuer")
    add_labels(fields, {f"certificate_{key}": match[key] for key in keys})


def _connected(match: re.Match[str], fields: Fields) -> None:
    read_who(match.string, fields)
    if "reject" in match.string:
        fields["event.outcome"] = "failure"


FAMILY = Family(
    __file__,
    "certificate.lark",
    texts=(
        Text(
            "UNOWNED",
            ("Certificate",),
            constants(
                "certificate.refused",
                "certificate-refused",
                category="authentication network",
                types="info",
                outcome="failure",
            ),
            {},
            _source,
            classes=_TRUST,
        ),
        Text(
            "PRESENTED",
            ("A",),
            constants(
                "certificate.presented",
                "certificate-presented",
                category="authentication network",
                types="info",
            ),
            {},
            _presented,
            classes=_TRUST,
        ),
        Text(
            "MISSING",
            (),
            constants(
                "certificate.missing",
                "certificate-not-presented",
                category="authentication network",
                types="info",
            ),
            classes=_TRUST,
        ),
        Text(
            "INVALID",
            ("Certificate",),
            constants(
                "certificate.invalid",
                "certificate-refused",
                category="configuration",
                types="info",
                outcome="failure",
            ),
            {"domain": "labels.domain"},
            classes=("KeystoreManagerImpl",),
        ),
        Text(
            "INSTALLED",
            (),
            constants(
                "certificate.installed",
                "certificate-installed",
                category="configuration",
                types="change",
            ),
            {"host": "cloudstack.host.id", "name": "cloudstack.host.name"},
            classes=("CAManagerImpl", "CABackgroundTask"),
        ),
        Text(
            "ISSUED",
            (),
            constants(
                "certificate.issued",
                "certificate-issued",
                category="configuration",
                types="creation",
            ),
            classes=_MANAGERS,
        ),
        Text(
            "BROKEN",
            ("SSL",),
            constants(
                "tls.error",
                "handshake-failed",
                category="network",
                types="connection",
                outcome="failure",
            ),
            {"step": "labels.step"},
            _broken,
        ),
        Text(
            "TLS",
            (),
            constants("tls.note", "tls-noted", category="network", types="protocol"),
            read=told,
            classes=("Link", "SSLUtils", "NioConnection", "SSLHandler"),
        ),
        Text(
            "LISTENING",
            (),
            constants("agent.port", "agent-port-opened", category="network", types="start"),
            {"port": "labels.port"},
            read=_connected,
            classes=("NioServer", "NioClient", "NioConnection"),
        ),
    ),
)
