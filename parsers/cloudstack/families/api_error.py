"""Families `api.error`, `api.parameter.*`, `api.unknown`, `api.server`: what the API refuses."""

import re

from parsers.cloudstack.families.told import read_who
from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants

_PARAMETER = re.compile(
    r"(?:missing|Invalid) parameter (?P<missing>\w+)|for parameter (?P<wrong>\w+)"
)
_COMMAND = re.compile(r"\bcommand=(?P<command>\w+)")


def _parameter(match: re.Match[str], fields: Fields) -> None:
    found = _PARAMETER.search(match["error"])
    if found is not None:
        add_labels(fields, {"parameter": found["missing"] or found["wrong"]})


def _class(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.command"] = match["class"].rpartition(".")[2]


def _own_class(match: re.Match[str], fields: Fields) -> None:
    """The logger is the command that fails."""
    fields["cloudstack.command"] = fields["event.provider"]
    if not match["error"].startswith("Exception"):
        fields["error.message"] = match["error"].rstrip()


def _request(match: re.Match[str], fields: Fields) -> None:
    for group, name in (("userid", "user.id"), ("account", "cloudstack.account.id")):
        if match[group] not in (None, "null"):
            fields[name] = match[group]
    if "x" not in match["address"]:
        fields["source.ip"] = match["address"]
    command = _COMMAND.search(match["rest"])
    if command is not None:
        fields["cloudstack.command"] = fields["event.action"] = command["command"]


def _refused(match: re.Match[str], fields: Fields) -> None:
    """Below INFO the server speaks of itself."""
    read_who(match["error"], fields)
    if fields.get("log.level") not in ("DEBUG", "TRACE"):
        fields["event.outcome"] = "failure"
        fields["error.message"] = match["error"]


_COMMANDS = (
    *("AddHostCmd", "AddClusterCmd", "AddSecondaryStorageCmd", "AssociateIPAddrCmd"),
    *("AttachVolumeCmd", "CreateEgressFirewallRuleCmd", "CreateFirewallRuleCmd"),
    *("CreateLoadBalancerRuleCmd", "CreateNetworkCmd", "CreatePortForwardingRuleCmd"),
    *("CreateRemoteAccessVpnCmd", "CreateSnapshotCmd", "CreateStoragePoolCmd"),
    *("CreateTemplateCmd", "CreateVMSnapshotCmd", "CreateVPCCmd", "CreateVolumeCmd"),
    *("CreateWebhookCmd", "CreateZoneCmd", "DeleteSnapshotCmd", "DeployVMCmd", "DestroyVMCmd"),
    *("EnableStaticNatCmd", "GetVMPasswordCmd", "ListVMsCmd", "MigrateVMCmd", "MigrateVolumeCmd"),
    *("PrepareForMaintenanceCmd", "RebootVMCmd", "ReconnectHostCmd", "ResetVMPasswordCmd"),
    *("ResizeVolumeCmd", "RestartNetworkCmd", "RestartVPCCmd", "RestoreVMCmd", "ScaleVMCmd"),
    *("StartRouterCmd", "StartVMCmd", "StopVMCmd", "UpdateUserCmd", "UpgradeVMCmd"),
)

FAMILY = Family(
    __file__,
    "api_error.lark",
    texts=(
        Text(
            "UNKNOWN",
            ("Unknown",),
            constants(
                "api.unknown",
                "command-unknown",
                category="api",
                types="access denied",
                outcome="failure",
            ),
            {"command": "cloudstack.command"},
        ),
        Text(
            "MISSING",
            ("missing",),
            constants(
                "api.unknown",
                "command-missing",
                category="api",
                types="access denied",
                outcome="failure",
            ),
        ),
        Text(
            "UNEXECUTED",
            ("Unable",),
            constants(
                "api.parameter.invalid",
                "parameter-refused",
                category="api",
                types="access denied",
                outcome="failure",
            ),
            {"command": "cloudstack.command", "error": "error.message"},
            read=_parameter,
        ),
        Text(
            "NO_OBJECT",
            ("Object",),
            constants(
                "api.parameter.invalid",
                "object-unknown",
                category="api",
                types="access denied",
                outcome="failure",
            ),
            {"uuid": "cloudstack.resource.uuid"},
        ),
        Text(
            "IGNORED",
            ("Ignoring",),
            constants(
                "api.parameter.ignored", "parameter-ignored", category="api", types="access info"
            ),
            {"parameter": "labels.parameter"},
        ),
        Text(
            "UNKNOWN_PARAMETERS",
            ("Received",),
            constants(
                "api.parameter.ignored", "parameter-unknown", category="api", types="access info"
            ),
            {"command": "cloudstack.command", "parameters": "labels.parameters"},
        ),
        Text(
            "DATE",
            ("Could", "Parsing"),
            constants("api.parameter", "date-read", category="api", types="access info"),
            {"date": "labels.date"},
        ),
        Text(
            "UNHANDLED",
            ("unhandled", "Unhandled"),
            constants(
                "api.error", "command-crashed", category="api", types="access", outcome="failure"
            ),
            {"command": "cloudstack.command"},
        ),
        Text(
            "UNEXPECTED",
            ("Unexpected",),
            constants(
                "job.failed", "command-failed", category="process", types="end", outcome="failure"
            ),
            {"error": "error.message"},
            read=_class,
        ),
        Text(
            "WRITING",
            ("unknown", "error", "exception", "Exception"),
            constants(
                "api.error", "answer-not-written", category="api", types="end", outcome="failure"
            ),
            classes=("ApiServlet", "ApiServer", "ApiResponseSerializer"),
        ),
        Text(
            "REQUEST_LINE",
            ("userId", "0", "10", "127", "172", "192"),
            constants("api.request", "api-called", category="api", types="access"),
            {"method": "http.request.method"},
            read=_request,
            classes=("ApiServer", "ApiServlet"),
        ),
        Text(
            "SERVER",
            (
                "Discovered",
                "ApiServer",
                "Starting",
                "Connected",
                "Global",
                "Api",
                "getting",
                "Registering",
                "Loading",
                "Found",
                "Initializing",
                "Listening",
                "Started",
            ),
            constants("api.server", "api-server-set-up", category="configuration", types="info"),
            classes=("ApiServer", "ApiDiscoveryServiceImpl", "APIAuthenticationManagerImpl"),
        ),
        Text(
            "SERVER_NOTE",
            ("Api", "getting"),
            constants("api.server", "api-server-set-up", category="configuration", types="info"),
        ),
        Text(
            "LISTING",
            ("Searching", "Generating"),
            constants("api.query", "query-run", category="api", types="info"),
        ),
        Text(
            "COMMAND_FAILED",
            (
                "Exception",
                "Unable",
                "Failed",
                "Cannot",
                "Can",
                "Could",
                "Internal",
                "Invalid",
                "Error",
                "Destination",
                "Concurrent",
                "Resource",
                "No",
                "Caught",
                "The",
                "Network",
                "Maximum",
            ),
            constants(
                "api.error", "command-failed", category="api", types="end", outcome="failure"
            ),
            read=_own_class,
            classes=_COMMANDS,
        ),
        Text(
            "REFUSED",
            (),
            constants("api.error", "request-refused", category="api", types="end"),
            read=_refused,
            classes=("ApiServer",),
        ),
    ),
)
