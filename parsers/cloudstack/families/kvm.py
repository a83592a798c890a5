"""Families `hypervisor.*` and `vm.migrate` of KVM: what agents do through libvirt and qemu."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_STORAGE = (
    *("KVMPhysicalDisk", "KVMStoragePoolManager", "KVMStorageProcessor", "LibvirtStorageAdaptor"),
    *("LibvirtStoragePool", "IscsiAdmStorageAdaptor", "LinstorStorageAdaptor", "QemuImg"),
    *("ManagedNfsStorageAdaptor", "MultipathSCSIAdapterBase", "ScaleIOStorageAdaptor"),
    *("FiberChannelAdapter", "StorPoolStorageAdaptor"),
)
_MACHINES = ("LibvirtComputingResource", "LibvirtStopCommandWrapper", "LibvirtStartCommandWrapper")
_MIGRATIONS = (
    *("LibvirtMigrateCommandWrapper", "LibvirtMigrateVolumeCommandWrapper", "MigrateKVMAsync"),
    *("LibvirtPrepareForMigrationCommandWrapper", "LibvirtCancelMigrationCommandWrapper"),
)
_NETWORK = ("BridgeVifDriver", "IvsVifDriver", "LibvirtComputingResource", "OvsVifDriver")


def _migrating(match: re.Match[str], fields: Fields) -> None:
    if match["broken"] is not None:
        fields["event.outcome"] = "failure"


def _converted(match: re.Match[str], fields: Fields) -> None:
    if match["broken"] is not None:
        fields["event.outcome"] = "failure"
    elif match["done"] is not None:
        fields["event.outcome"] = "success"


def _kept(match: re.Match[str], fields: Fields) -> None:
    if match["trouble"] is not None:
        fields["event.outcome"] = "failure"
    elif match["done"] is not None or " successfully " in match.string[:200]:
        fields["event.outcome"] = "success"


FAMILY = Family(
    __file__,
    "kvm.lark",
    texts=(
        Text(
            "MIGRATING",
            (
                *("Starting", "Live", "Waiting", "Migration", "Pausing", "vm", "Aborting"),
                *("Migrating", "VM", "Preparing", "Changing", "Replacing", "Finished"),
            ),
            constants("vm.migrate", "vm-migrating", category="host", types="change"),
            {
                "vm": "cloudstack.vm.name",
                "uri": "labels.destination",
                "waited": "labels.waited_ms",
            },
            _migrating,
            classes=_MIGRATIONS,
        ),
        Text(
            "CONVERTED",
            (),
            constants("vm.convert", "vm-converted", category="host", types="change"),
            {"name": "labels.instance"},
            _converted,
            classes=(
                *("LibvirtConvertInstanceCommandWrapper", "OVFConversion"),
                "LibvirtCheckConvertInstanceCommandWrapper",
            ),
        ),
        Text(
            "KEPT",
            (
                *("Attempting", "Storage", "Succeeded", "Creating", "Unprotecting", "Asking"),
                *(
                    "Succesfully",
                    "Successfully",
                    "Instructing",
                    "Removing",
                    "Snapshot",
                    "Attaching",
                ),
                *("Detaching", "Disconnecting", "Connecting", "Fetching", "Closing", "Trying"),
                *("The", "Copying", "Converting", "Backing", "deleteStoragePool", "could", "Could"),
                *("Volume", "Taking", "Deleting", "Checking", "Refreshing", "Found", "Didn"),
            ),
            constants("hypervisor.disk", "disk-handled", category="file", types="access"),
            {"volume": "labels.volume", "pool": "labels.pool"},
            _kept,
            classes=_STORAGE,
        ),
        Text(
            "BRIDGED",
            (
                *("getting", "looking", "found", "creating", "nic", "plugging", "Unplugging"),
                *("network", "no", "failing", "evaluating", "Executing", "Plugging", "Deleting"),
                *("Creating", "Add", "vlan"),
            ),
            constants("hypervisor.network", "bridge-looked-up", category="network", types="info"),
            {"bridge": "labels.bridge"},
            classes=_NETWORK,
        ),
        Text(
            "ENDED",
            ("Try", "Can", "successfully", "Error", "Undefine", "VM", "Detected"),
            constants("hypervisor.machine", "vm-changed", category="host", types="change"),
            {"vm": "cloudstack.vm.name"},
            classes=_MACHINES,
        ),
        Text(
            "MEASURED",
            ("Fetching", "Retrieved", "Host", "Guest", "Retrieving", "Unable"),
            constants("host.health", "host-measured", category="host", types="info"),
            {"mhz": "labels.mhz"},
            classes=("KVMHostInfo", "LibvirtComputingResource"),
        ),
        Text(
            "SET",
            ("uefi", "guest", "host", "vm", "network", "IO", "Duplicate", "Adding", "Loading"),
            constants("agent.start", "agent-configured", category="process", types="info"),
            {"setting": "labels.setting"},
            classes=("LibvirtComputingResource", "KVMStoragePoolManager"),
        ),
        Text(
            "HOOKED",
            ("Groovy",),
            constants("hypervisor.hook", "hook-missed", category="host", types="info"),
            {"file": "file.path"},
            classes=("LibvirtKvmAgentHook",),
        ),
    ),
)
