"""Families `systemvm.*`: machines that serve the cloud itself are scanned, started and set up."""

import re

from parsers.cloudstack.families.told import told
from parsers.cloudstack.family import Family, Fields, Text, constants

_SECONDARY = ("SecondaryStorageManagerImpl", "PremiumSecondaryStorageManagerImpl")
_PROXY = ("ConsoleProxyManagerImpl",)
_ALERTS = ("SecondaryStorageVmAlertAdapter", "ConsoleProxyAlertAdapter")
_MANAGERS = _SECONDARY + _PROXY
_ZONE = {"zone": "cloudstack.zone.id"}
_FAILURES = ("creation failure", "start failure", "down")


def _alerted(match: re.Match[str], fields: Fields) -> None:
    zone = match["zone"]
    fields["cloudstack.zone.id" if zone.isdigit() else "cloudstack.zone.name"] = zone
    fields["event.outcome"] = "failure" if match["what"] in _FAILURES else "success"


def _started(match: re.Match[str], fields: Fields) -> None:
    state = match["state"]
    fields["event.action"] = f"systemvm-{state}"
    fields["event.type"] = ["start" if state in ("started", "created") else "end"]


FAMILY = Family(
    __file__,
    "systemvm.lark",
    texts=(
        Text(
            "ALERTED",
            ("Secondary", "Console", "New", "Failed"),
            constants("systemvm.alert", "systemvm-changed", category="host", types="change"),
            {"what": "labels.what", "public": "labels.public_ip", "private": "labels.private_ip"},
            _alerted,
            classes=_ALERTS,
        ),
        Text(
            "STARTED",
            ("Console", "Secondary"),
            constants("systemvm.start", "systemvm-started", category="host", types="start"),
            {},
            _started,
            classes=_MANAGERS,
        ),
        Text(
            "FAILED",
            ("Unable", "Failed", "Exception", "Error", "Could"),
            constants(
                "systemvm.failure",
                "systemvm-failed",
                category="host",
                types="info",
                outcome="failure",
            ),
            {"verb": "labels.verb", "reason": "error.message"},
            classes=_MANAGERS,
        ),
        Text(
            "CONFIGURED",
            (),
            constants("systemvm.manager", "systemvms-managed", category="process", types="info"),
            classes=_MANAGERS,
        ),
        Text(
            "SCANNED",
            (),
            constants("systemvm.scan", "systemvms-scanned", category="host", types="info"),
            _ZONE,
            classes=_MANAGERS,
        ),
        Text(
            "ALLOCATED",
            (),
            constants("systemvm.allocate", "systemvm-allocated", category="host", types="start"),
            _ZONE,
            classes=_MANAGERS,
        ),
        Text(
            "PROGRAMMED",
            (),
            constants("systemvm.setup", "systemvm-set-up", category="host", types="change"),
            {"cidrs": "labels.cidrs", "store": "labels.store"},
            classes=_MANAGERS,
        ),
        Text(
            "NOTED",
            (),
            constants("systemvm.note", "systemvm-noted", category="host", types="info"),
            read=told,
            classes=_MANAGERS + _ALERTS,
        ),
    ),
)
