"""Families `agent.*` and `hypervisor.*` of the hosts' side: agents, their commands and failures."""

import re

from parsers.cloudstack.families.told import told
from parsers.cloudstack.families.vmware import VMWARE
from parsers.cloudstack.families.xenserver import XENSERVER
from parsers.cloudstack.family import Family, Fields, Text, constants

_AGENTS = (
    "Agent",
    "AgentPropertiesFileHandler",
    "AgentRequestHandler",
    "AgentShell",
    "PropertiesStorage",
    "ServerHandler",
    "StartupTask",
)
_KVM = (
    "BridgeVifDriver",
    "IvsVifDriver",
    "KVMHostInfo",
    "KVMStoragePoolManager",
    "KVMStorageProcessor",
    "LibvirtComputingResource",
    "LibvirtConnection",
    "LibvirtDomainXMLParser",
    "LibvirtKvmAgentHook",
    "LibvirtStorageAdaptor",
    "LibvirtVMDef",
    "MigrateKVMAsync",
    "OvsVifDriver",
)
_OTHERS = (
    *("HypervDirectConnectResource", "HypervManagerImpl", "OvmResourceBase"),
    *VMWARE,
    *XENSERVER,
)
_SECONDARY = (
    "DownloadManagerImpl",
    "LocalSecondaryStorageResource",
    "NfsMountManager",
    "NfsMountManagerImpl",
    "NfsSecondaryStorageResource",
    "PremiumSecondaryStorageResource",
    "HttpDirectTemplateDownloader",
    "HttpTemplateDownloader",
    "ScpTemplateDownloader",
    "SimpleHttpMultiFileDownloader",
    "TemplateDownloaderBase",
    "UploadManagerImpl",
)
_WRAPPERS = tuple(
    f"{kind}{command}CommandWrapper"
    for kind in ("Libvirt", "Xen", "XenServer56", "Ovm3")
    for command in (
        *("Start", "Stop", "Reboot", "Migrate", "PrepareForMigration", "AttachVolume"),
        *("CheckHealth", "CheckVirtualMachine", "ModifyStoragePool", "Ready", "GetVmStats"),
        *("SecurityGroupRules", "NetworkUsage", "PlugNic", "UnPlugNic", "ResizeVolume"),
        *("BackupSnapshot", "CheckOnHost", "Fence", "CopyVolume", "CreateVMSnapshot"),
        *("DeleteVMSnapshot", "GetHostStats", "GetStorageStats", "Maintain", "Create", "Destroy"),
        *("CheckConvertInstance", "CheckNetwork", "CheckVolume", "ConvertInstance"),
        *("CopyRemoteVolume", "CreateDiskOnlyVmSnapshot", "DeleteDiskOnlyVMSnapshot"),
        *("DeleteStoragePool", "GetUnmanagedInstances", "GetVmDiskStats", "GetVmNetworkStats"),
        *("GetVncPort", "GetVolumeStats", "HandleConfigDrive", "ImportConvertedInstance"),
        *("ManageSnapshot", "MergeDiskOnlyVMSnapshot", "MigrateVolume", "NetworkElement"),
        *("PostCertificateRenewal", "ReplugNic", "RestoreVMSnapshot", "RevertSnapshot"),
        *("RevertDiskOnlyVMSnapshot", "RevertToVMSnapshot", "RollingMaintenance", "ScaleVm"),
        *("SetupDirectDownloadCertificate", "SetupPersistentNetwork"),
    )
)
_HOSTS = _KVM + _OTHERS + _SECONDARY + _WRAPPERS
_PROCESSORS = (
    "OVAProcessor",
    "QCOW2Processor",
    "RawImageProcessor",
    "VhdProcessor",
    "VmdkProcessor",
)
_FAILURE = constants(
    "hypervisor.failure", "hypervisor-failed", category="host", types="info", outcome="failure"
)


def _started(match: re.Match[str], fields: Fields) -> None:
    for group in ("id", "set", "answered", "received"):
        if match[group] is not None:
            fields["cloudstack.host.id"] = match[group]


def _transferred(match: re.Match[str], fields: Fields) -> None:
    how = match["how"]
    if "complete" in how:
        fields["event.outcome"] = "success"
    elif how in ("failed", "aborted", "error"):
        fields["event.outcome"] = "failure"
    if match["bytes"] is not None:
        fields["file.size"] = int(match["bytes"])


def _downloaded(match: re.Match[str], fields: Fields) -> None:
    status = match["status"]
    if status is not None and ("FINISHED" in status or "COMPLETE" in status):
        fields["event.outcome"] = "success"
    elif status is not None and "ERROR" in status:
        fields["event.outcome"] = "failure"
    if match["bytes"] is not None:
        fields["file.size"] = int(match["bytes"])


def _command(match: re.Match[str], fields: Fields) -> None:
    name = match["executed"] or match["command"]
    if name is not None and name.endswith(("Command", "Cmd")) and name != "Command":
        fields["cloudstack.command"] = name


FAMILY = Family(
    __file__,
    "hypervisor.lark",
    texts=(
        Text(
            "AGENT_READY",
            ("Processing", "Ready"),
            constants("agent.ready", "agent-ready", category="host", types="start"),
            {
                "host": "cloudstack.host.id",
                "uuid": "cloudstack.host.uuid",
                "name": "cloudstack.host.name",
            },
            classes=_AGENTS,
        ),
        Text(
            "AGENT_STOPPED",
            ("Stopping",),
            constants("agent.stop", "agent-stopped", category="process", types="end"),
            {"reason": "event.reason"},
            classes=_AGENTS,
        ),
        Text(
            "AGENT_LOST",
            (),
            constants(
                "agent.reconnect",
                "agent-lost",
                category="host",
                types="info",
                outcome="failure",
            ),
            {"address": "labels.server"},
            classes=_AGENTS,
        ),
        Text(
            "AGENT_STARTED",
            (),
            constants("agent.start", "agent-started", category="process", types="start"),
            {"version": "labels.version", "file": "file.path", "property": "labels.setting"},
            _started,
            classes=_AGENTS,
        ),
        Text(
            "COMMAND",
            (
                *("Processing", "Executing", "Running", "Request", "Sending", "Received"),
                "POST",
            ),
            constants("hypervisor.command", "command-executed", category="host", types="start"),
            {"command": "cloudstack.command"},
            classes=_AGENTS + _HOSTS,
        ),
        Text(
            "ROUTER",
            ("Run", "Executing"),
            constants("hypervisor.router", "command-executed", category="process", types="start"),
            {"address": "labels.router_ip", "command": "process.command_line"},
            classes=_HOSTS,
        ),
        Text(
            "MACHINE",
            (),
            constants("hypervisor.machine", "vm-changed", category="host", types="change"),
            {"verb": "labels.change", "vm": "cloudstack.vm.name"},
            needles=("-VM",),
            classes=_KVM + _WRAPPERS,
        ),
        Text(
            "CONNECTION",
            ("Looking", "Connecting", "Connected"),
            constants(
                "hypervisor.connect", "hypervisor-connected", category="host", types="access"
            ),
            {"uri": "url.original"},
            classes=_KVM + _WRAPPERS,
        ),
        Text(
            "RULE_FAILED",
            ("Unable",),
            constants(
                "hypervisor.rule",
                "rule-not-applied",
                category="network",
                types="info",
                outcome="failure",
            ),
            {"nic": "labels.nic", "vm": "cloudstack.vm.name"},
            classes=_KVM,
        ),
        Text(
            "MOUNT_FAILED",
            ("Unable", "Exception", "Could"),
            constants(
                "storage.mount", "mount-failed", category="file", types="access", outcome="failure"
            ),
            {"path": "file.path"},
            classes=_SECONDARY,
        ),
        Text(
            "MOUNTED",
            (
                "mount",
                "Mounting",
                "Mounted",
                "Executing",
                "Trying",
                "Clean",
                "Cleanup",
                "Unmounting",
            ),
            constants("storage.mount", "mounted", category="file", types="access"),
            {"path": "file.path"},
            classes=(*_SECONDARY, "HypervManagerImpl", "VmwareManagerImpl"),
        ),
        Text(
            "COMMAND_FAILED",
            (),
            _FAILURE,
            {"error": "event.reason"},
            _command,
            needles=("due to",),
            classes=_HOSTS,
        ),
        Text("FAILED", (), _FAILURE, {"error": "event.reason"}, classes=_HOSTS),
        Text(
            "POOL",
            (),
            constants("hypervisor.pool", "pool-looked-up", category="file", types="access"),
            {"pool": "labels.pool"},
            needles=("storage pool ",),
            classes=_KVM,
        ),
        Text(
            "TRANSFER",
            (),
            constants("storage.transfer", "image-transferred", category="file", types="access"),
            {"what": "labels.change", "url": "url.original", "template": "cloudstack.template.id"},
            _transferred,
            classes=_SECONDARY,
        ),
        Text(
            "DOWNLOADED",
            ("Starting", "Download", "local", "No", "Template", "Creating", "Found"),
            constants("storage.transfer", "image-transferred", category="file", types="access"),
            {"url": "url.original", "path": "file.path", "status": "labels.status"},
            _downloaded,
            classes=(*_SECONDARY, *_PROCESSORS),
        ),
        Text(
            "NOTED",
            (),
            constants("hypervisor.note", "hypervisor-noted", category="host", types="info"),
            read=told,
            classes=_HOSTS,
        ),
    ),
)
