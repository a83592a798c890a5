"""Families `host.*`: hosts are added, maintained, powered and change their state."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_CHANGE = {
    "old": "cloudstack.state.old",
    "new": "cloudstack.state.new",
    "event": "cloudstack.state.event",
}
_MANAGER = ("ResourceManagerImpl",)
_DISCOVERERS = (
    "BareMetalDiscoverer",
    "CustomServerDiscoverer",
    "ExternalServerDiscoverer",
    "HypervServerDiscoverer",
    "KvmServerDiscoverer",
    "LibvirtServerDiscoverer",
    "LxcServerDiscoverer",
    "Ovm3Discoverer",
    "OvmDiscoverer",
    "SecondaryStorageDiscoverer",
    "SimulatorDiscoverer",
    "SimulatorSecondaryDiscoverer",
    "VmwareServerDiscoverer",
    "XcpServerDiscoverer",
)
_GURUS = (
    "ExternalHypervisorGuru",
    "HypervisorGuruBase",
    "KVMGuru",
    "Ovm3HypervisorGuru",
    "VMwareGuru",
    "XenServerGuru",
)
_POWER = (
    "BmcDriver",
    "IpmitoolOutOfBandManagementDriver",
    "OutOfBandManagementDaoImpl",
    "OutOfBandManagementServiceImpl",
    "RedfishOutOfBandManagementDriver",
)


def _state(match: re.Match[str], fields: Fields) -> None:
    if match["event"] in ("UnableToMigrate", "UnableToMaintain"):
        fields["event.outcome"] = "failure"


FAMILY = Family(
    __file__,
    "host.lark",
    texts=(
        Text(
            "STATE",
            ("Resource",),
            constants("host.state", "host-state-changed", category="host", types="change"),
            {"host": "cloudstack.host.id", "name": "cloudstack.host.name"} | _CHANGE,
            _state,
        ),
        Text(
            "DISPATCHED",
            ("Dispatching", "Sent"),
            constants("host.event", "host-event-sent", category="host", types="info"),
            {"event": "cloudstack.state.event", "listener": "labels.listener"},
            classes=_MANAGER,
        ),
        Text(
            "ADDING",
            ("Trying",),
            constants("host.add", "host-added", category="host", types="start"),
            {"url": "url.original", "zone": "cloudstack.zone.id"},
            classes=_MANAGER,
        ),
        Text(
            "FOUND",
            ("server", *(str(count) for count in range(10))),
            constants("host.add", "host-found", category="host", types="info", outcome="success"),
            {"by": "labels.discoverer"},
            classes=_MANAGER,
        ),
        Text(
            "MISSING",
            ("Cannot",),
            constants(
                "host.add", "host-not-found", category="host", types="info", outcome="failure"
            ),
            {"url": "url.original"},
            classes=_MANAGER,
        ),
        Text(
            "ENTERING",
            ("Host",),
            constants("host.maintenance", "host-maintained", category="host", types="change"),
            {"uuid": "cloudstack.host.uuid", "new": "cloudstack.state.new"},
            classes=_MANAGER,
        ),
        Text(
            "MAINTAINED",
            (
                *("Maintenance", "Attempting", "Canceling", "Cancelling", "Unable", "Host"),
                *("Preparing", "Cancelled", "Canceled"),
            ),
            constants("host.maintenance", "host-maintained", category="host", types="info"),
            {"uuid": "cloudstack.host.uuid"},
            classes=(*_MANAGER, "HighAvailabilityManagerImpl", "HighAvailabilityManagerExtImpl"),
        ),
        Text(
            "REMOVED",
            (),
            constants("host.remove", "host-removed", category="host", types="end"),
            {"host": "cloudstack.host.id"},
            classes=_MANAGER,
        ),
        Text(
            "FAILED",
            (),
            constants(
                "host.failure", "host-failed", category="host", types="info", outcome="failure"
            ),
            {"reason": "event.reason"},
            classes=_MANAGER,
        ),
        Text(
            "TAGGED",
            ("Updating",),
            constants("host.update", "host-updated", category="host", types="change"),
            {"tags": "labels.host_tags"},
            classes=_MANAGER,
        ),
        Text(
            "TAGGED_VMS",
            ("The",),
            constants("host.update", "host-updated", category="host", types="info"),
            classes=_MANAGER,
        ),
        Text(
            "DISCOVERED",
            (),
            constants("host.discover", "host-looked-for", category="host", types="info"),
            {"url": "url.original"},
            classes=_DISCOVERERS,
        ),
        Text(
            "LOADED",
            ("Resetting", "Completed", "Acquiring"),
            constants("host.load", "hosts-loaded", category="host", types="info"),
            classes=("HostDaoImpl",),
        ),
        Text(
            "DELEGATED",
            ("getCommandHostDelegation",),
            constants("host.delegate", "command-delegated", category="host", types="info"),
            {"command": "cloudstack.command"},
            classes=_GURUS,
        ),
        Text(
            "NOT_DELEGATED",
            ("We",),
            constants("host.delegate", "command-not-delegated", category="host", types="info"),
            classes=_GURUS,
        ),
        Text(
            "POWER",
            ("Transitioned",),
            constants("host.power", "host-power-changed", category="host", types="change"),
            _CHANGE | {"host": "cloudstack.host.id"},
            classes=_POWER,
        ),
        Text(
            "POWER_MANAGED",
            (),
            constants("host.power", "host-power-managed", category="host", types="info"),
            classes=_POWER,
        ),
        Text(
            "BALANCED",
            (),
            constants("cluster.drs", "cluster-balanced", category="host", types="info"),
            classes=("ClusterDrsServiceImpl",),
        ),
    ),
)
