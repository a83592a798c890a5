"""Families `vm.power*`: what hosts report of the power of their machines."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_MANAGERS = ("VirtualMachineManagerImpl", "ClusteredVirtualMachineManagerImpl")
_INSTANCE = re.compile(r"[\w-]+\Z")


def _name(match: re.Match[str], fields: Fields) -> None:
    """Names that operators give, too, which need not look like CloudStack's own."""
    if _INSTANCE.match(match["vm"]):
        fields["cloudstack.vm.name"] = match["vm"]


FAMILY = Family(
    __file__,
    "power.lark",
    texts=(
        Text(
            "REPORTED",
            ("VM",),
            constants("vm.power", "vm-power-reported", category="host", types="info"),
            {"power": "cloudstack.state.new"},
        ),
        Text(
            "POWER_CHANGED",
            ("VM",),
            constants("vm.power.change", "vm-power-changed", category="host", types="change"),
            {"power": "cloudstack.state.new"},
        ),
        Text(
            "RUN",
            ("Process", "Done", "Run", "Reset", "VM", "Skip"),
            constants("vm.power.run", "power-reports-processed", category="host", types="info"),
            classes=("VirtualMachinePowerStateSyncImpl",),
        ),
        Text(
            "LOST",
            ("Detected",),
            constants("vm.power.missing", "vm-missing", category="host", types="info"),
            {"power": "cloudstack.state.new"},
        ),
        Text(
            "LOST_NOTE",
            ("Detected", "vm", "VM", "Instance", "Unable"),
            constants("vm.power.missing", "vm-missing", category="host", types="info"),
            classes=("VirtualMachinePowerStateSyncImpl",),
        ),
        Text(
            "SYNCED",
            ("VM",),
            constants("vm.power.sync", "vm-state-synchronised", category="host", types="change"),
            {"state": "cloudstack.state.new", "report": "event.reason"},
            read=_name,
            classes=_MANAGERS,
        ),
        Text(
            "DISAGREED",
            ("VM",),
            constants("vm.power.sync", "vm-state-disagreed", category="host", types="info"),
            {"state": "cloudstack.state.old", "report": "event.reason"},
            read=_name,
            classes=_MANAGERS,
        ),
        Text(
            "POSTPONED",
            ("There",),
            constants("vm.power.sync", "power-report-postponed", category="host", types="info"),
        ),
    ),
)
