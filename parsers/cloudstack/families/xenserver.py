"""Families `hypervisor.*` of XenServer and XCP-ng: what management servers do through XAPI."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_COMMANDS = (
    *("Start", "Stop", "Reboot", "RebootRouter", "Migrate", "PrepareForMigration", "Ready"),
    *("AttachIso", "AttachVolume", "DettachIso", "CheckHealth", "CheckNetwork", "CheckOnHost"),
    *("CheckSsh", "CheckVirtualMachine", "ClusterVMMetaDataSync", "Create", "Destroy", "Fence"),
    *("CreateStoragePool", "DeleteStoragePool", "CreateVMSnapshot", "DeleteVMSnapshot"),
    *("GetHostStats", "GetStorageStats", "GetVmStats", "GetVncPort", "Maintain", "MigrateVolume"),
    *("ModifySshKeys", "ModifyStoragePool", "NetworkElement", "NetworkRulesSystemVm", "PlugNic"),
    *("NetworkRulesVmSecondaryIp", "PerformanceMonitor", "PingTest", "PrimaryStorageDownload"),
    *("PvlanSetup", "ResizeVolume", "RevertToVMSnapshot", "ScaleVm", "SecurityGroupRules"),
    *("Setup", "UnPlugNic", "UpdateHostPassword", "UpgradeSnapshot", "CopyVolume"),
)
XENSERVER = (
    *("CitrixResourceBase", "XcpOssResource", "XcpServerResource", "XcpServer83Resource"),
    *("XenServer56FP1Resource", "XenServer56Resource", "XenServer56SP2Resource"),
    *("XenServer600Resource", "XenServer610Resource", "XenServer620Resource"),
    *("XenServer620SP1Resource", "XenServer625Resource", "XenServer650Resource"),
    *("XenServer73Resource", "XenServerConnectionPool", "XenServerResourceNewBase"),
    *("XenServerStorageProcessor", "Xenserver625StorageProcessor", "Xenserver625Resource"),
    *("XcpServerDiscoverer", "CitrixHelper", "XenServerHelper", "XenServerUtilitiesHelper"),
    *(f"Citrix{command}CommandWrapper" for command in _COMMANDS),
)


def _failed(match: re.Match[str], fields: Fields) -> None:
    fields["event.reason"] = match["error"] or match.string[:400].partition("\n")[0]


def _connected(match: re.Match[str], fields: Fields) -> None:
    if match["broken"] is not None or match["lost"] is not None:
        fields["event.outcome"] = "failure"
    elif match["done"] is not None:
        fields["event.outcome"] = "success"


FAMILY = Family(
    __file__,
    "xenserver.lark",
    texts=(
        Text(
            "STEP",
            (),
            constants("hypervisor.machine", "vm-state-noted", category="host", types="info"),
            {"vm": "cloudstack.vm.name", "state": "cloudstack.state.new", "step": "labels.step"},
            needles=(". The VM ",),
            classes=XENSERVER,
        ),
        Text(
            "PLUGIN_FAILED",
            ("callHostPlugin", "Task", "Callhost", "callHostPluginAsync", "Async"),
            constants(
                "hypervisor.failure",
                "hypervisor-failed",
                category="host",
                types="info",
                outcome="failure",
            ),
            {"plugin": "labels.call"},
            _failed,
            classes=XENSERVER,
        ),
        Text(
            "POOLED",
            (
                *("Creating", "Created", "Host", "Unable", "login", "Slave", "Master", "Logging"),
                *("Trying", "Pool", "Connection", "Logout", "Logged", "Session", "Waiting", "The"),
                *("Found", "Timeout", "Hosts"),
            ),
            constants("hypervisor.session", "xapi-session-used", category="host", types="access"),
            {"address": "labels.address"},
            _connected,
            classes=XENSERVER,
        ),
        Text(
            "PLUGGED",
            (
                *("Looking", "Found", "Creating", "Created", "A", "Destroy", "Destroyed", "VLAN"),
                *("Network", "Cleanup", "Removing", "Disable", "createandConfigureTunnelNetwork"),
                *("VIF", "Plug", "Unplug", "Setting", "Using", "Port"),
            ),
            constants("hypervisor.network", "network-prepared", category="network", types="info"),
            {"vm": "cloudstack.vm.name", "network": "labels.network"},
            classes=XENSERVER,
        ),
        Text(
            "STORED",
            (
                "VBD",
                "Creating",
                "Created",
                "SR",
                "Checking",
                "Succesfully",
                "Successfully",
                "Forget",
            ),
            constants(
                "hypervisor.disk", "storage-repository-used", category="file", types="access"
            ),
            {"uri": "url.original"},
            classes=XENSERVER,
        ),
        Text(
            "COPIED",
            ("Copying", "VR", "Executing", "Running"),
            constants("hypervisor.router", "router-file-written", category="host", types="change"),
            {"address": "labels.router_ip", "file": "file.path"},
            classes=XENSERVER,
        ),
        Text(
            "BUILT",
            (
                "Vm",
                "hardReboot",
                "Created",
                "Recreating",
                "Shutdown",
                "Starting",
                "VM",
                "The",
                "Shutting",
                "Migrating",
            ),
            constants("hypervisor.machine", "vm-changed", category="host", types="change"),
            {"vm": "cloudstack.vm.name"},
            classes=XENSERVER,
        ),
    ),
)
