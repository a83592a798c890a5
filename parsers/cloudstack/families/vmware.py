"""Families `hypervisor.*` of VMware: what management servers do through vCenter."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

VMWARE = (
    *("VmwareResource", "VmwareManagerImpl", "VmwareStorageManagerImpl", "VmwareStorageProcessor"),
    *("VmwareStorageLayoutHelper", "VmwareStorageSubsystemCommandHandler", "VmwareContext"),
    *("VmwareContextFactory", "VmwareContextPool", "VmwareClient", "VmwareHelper", "VmwareGuru"),
    *("VmwareServerDiscoverer", "VMwareGuru", "VirtualMachineMO", "HostMO", "ClusterMO", "BaseMO"),
    *("DatacenterMO", "DatastoreMO", "DistributedVirtualSwitchMO", "HostDatastoreSystemMO"),
    *("HostNetworkSystemMO", "HostStorageSystemMO", "HttpNfcLeaseMO", "HypervisorHostHelper"),
    *("NetworkMO", "ResourcePoolMO", "StoragepodMO", "TaskMO", "VirtualSwitchMO"),
    *("VmwareVmImplementer", "VmwareCleanupMaint"),
)


def _called(match: re.Match[str], fields: Fields) -> None:
    if match["how"] is not None:
        fields["event.outcome"] = "failure" if match["how"] == "failed" else "success"


def _session(match: re.Match[str], fields: Fields) -> None:
    if match["broken"] is not None:
        fields["event.outcome"] = "failure"


def _looked_up(match: re.Match[str], fields: Fields) -> None:
    name = match["sought"] or match["cached"] or match["moved"]
    if name is not None:
        fields["cloudstack.vm.name"] = name


FAMILY = Family(
    __file__,
    "vmware.lark",
    texts=(
        Text(
            "CALLED",
            ("vCenter",),
            constants("hypervisor.call", "vcenter-called", category="host", types="info"),
            {"call": "labels.call", "target": "labels.target"},
            _called,
            classes=VMWARE,
        ),
        Text(
            "CALL_FAILED",
            (
                "VMware",
                "Vmware",
                "VmwareResource",
                "attach",
                "detach",
                "create",
                "Expunge",
                "initializing",
            ),
            constants(
                "hypervisor.failure",
                "hypervisor-failed",
                category="host",
                types="info",
                outcome="failure",
            ),
            {"call": "labels.call", "error": "event.reason"},
            classes=VMWARE,
        ),
        Text(
            "VCENTER_SESSION",
            (
                *(
                    "Get",
                    "Added",
                    "Recycle",
                    "Context",
                    "Close",
                    "Closing",
                    "initialize",
                    "vSphere",
                ),
                *("Encounter", "Encountered", "VmwareContext", "Connected", "Connecting"),
                *("Disconnecting", "Re", "Invalidate", "Return", "Register", "Host"),
            ),
            constants(
                "hypervisor.session", "vcenter-session-used", category="host", types="access"
            ),
            {"url": "url.original", "user": "user.name"},
            _session,
            classes=VMWARE,
        ),
        Text(
            "LOOKED_UP",
            ("find", "VM", "load", "Cluster", "Found", "Detecting", "Unable"),
            constants("hypervisor.machine", "vm-looked-up", category="host", types="info"),
            {"power": "cloudstack.state.new"},
            _looked_up,
            classes=VMWARE,
        ),
        Text(
            "WIRED",
            (
                *("Network", "Preparing", "Prepare", "Port", "Create", "Created", "Found", "NIC"),
                *(
                    "Nic",
                    "Adding",
                    "Associating",
                    "Updating",
                    "Detected",
                    "Disconnected",
                    "Cleaning",
                ),
                *("Removed", "Deleting", "Skipping", "Port", "No", "Plug", "Unplug", "Setting"),
            ),
            constants("hypervisor.network", "network-prepared", category="network", types="info"),
            {"network": "labels.network", "switch": "labels.switch"},
            classes=VMWARE,
        ),
        Text(
            "DISK_FOUND",
            (
                *("Look", "Found", "volume", "Volume", "Search", "Searching", "File", "Folder"),
                *("Check", "Move", "Moving", "Detected", "Disk", "Attach", "Detach", "attach"),
                *(
                    "Perform",
                    "Snapshot",
                    "Load",
                    "Template",
                    "Expand",
                    "Datastore",
                    "DeleteCommand",
                ),
                *("Chain", "Create", "Creating", "Delete", "Deleting", "Add", "Mount", "Unmount"),
            ),
            constants("hypervisor.disk", "disk-looked-up", category="file", types="access"),
            {"file": "labels.file", "store": "labels.datastore"},
            classes=VMWARE,
        ),
        Text(
            "SHAPED",
            (
                *(
                    "Reconfiguring",
                    "Setting",
                    "Nested",
                    "Hypervisor",
                    "Deploy",
                    "creating",
                    "Export",
                ),
                *(
                    "Creating",
                    "Cloning",
                    "VM",
                    "Package",
                    "Tear",
                    "Configuring",
                    "Executing",
                    "Port",
                ),
                *("Found", "Bypass", "StopCommand", "Preparing", "Applying", "Adding", "Relocate"),
            ),
            constants("hypervisor.machine", "vm-configured", category="host", types="change"),
            {"vm": "cloudstack.vm.name"},
            classes=VMWARE,
        ),
        Text(
            "WORKER",
            ("Scan", "Recycle", "Worker", "HttpNfcLease", "HttpNfcLeaseMO", "Clean", "Dummy"),
            constants("hypervisor.worker", "worker-vm-swept", category="host", types="info"),
            {"worker": "labels.worker", "progress": "labels.progress"},
            classes=VMWARE,
        ),
    ),
)
