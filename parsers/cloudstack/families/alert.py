"""Families `alert` and `alert.unsent`: CloudStack tells its operators that something is wrong."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

NAMES = {
    "0": "ALERT.MEMORY",
    "1": "ALERT.CPU",
    "2": "ALERT.STORAGE",
    "3": "ALERT.STORAGE.ALLOCATED",
    "4": "ALERT.NETWORK.PUBLICIP",
    "5": "ALERT.NETWORK.PRIVATEIP",
    "6": "ALERT.STORAGE.SECONDARY",
    "7": "ALERT.COMPUTE.HOST",
    "8": "ALERT.USERVM",
    "9": "ALERT.SERVICE.DOMAINROUTER",
    "10": "ALERT.SERVICE.CONSOLEPROXY",
    "11": "ALERT.NETWORK.ROUTING",
    "12": "ALERT.STORAGE.MISC",
    "13": "ALERT.USAGE",
    "14": "ALERT.MANAGEMENT",
    "15": "ALERT.NETWORK.DOMAINROUTERMIGRATE",
    "16": "ALERT.SERVICE.CONSOLEPROXYMIGRATE",
    "17": "ALERT.USERVM.MIGRATE",
    "18": "ALERT.NETWORK.VLAN",
    "19": "ALERT.SERVICE.SSVM",
    "20": "ALERT.USAGE.RESULT",
    "21": "ALERT.STORAGE.DELETE",
    "22": "ALERT.RESOURCE.COUNT",
    "23": "ALERT.USAGE.SANITY",
    "24": "ALERT.NETWORK.DIRECTPUBLICIP",
    "25": "ALERT.STORAGE.LOCAL",
    "26": "ALERT.RESOURCE.EXCEED",
    "27": "ALERT.TYPE.SYNC",
    "28": "ALERT.UPLOAD.FAILED",
    "29": "ALERT.OOBM.AUTHERROR",
    "30": "ALERT.HA.ACTION",
    "31": "ALERT.CA.CERT",
    "32": "ALERT.VM.SNAPSHOT",
}
"""Numbers of AlertService.AlertType, to 4.19."""

_SYSLOG_TYPES = {
    "availableMemory": "0",
    "availableCpu": "1",
    "availableStorage": "2",
    "remainingStorageAllocated": "3",
    "unallocatedVirtualNetworkpublicIp": "4",
    "unallocatedPrivateIp": "5",
    "availableSecondaryStorage": "6",
    "host": "7",
    "userVmState": "8",
    "domainRouterVmState": "9",
    "consoleProxyVmState": "10",
    "routingConnection": "11",
    "storageIssueSystemVms": "12",
    "usageServerStatus": "13",
    "managementNode": "14",
    "domainRouterMigrate": "15",
    "consoleProxyMigrate": "16",
    "userVmMigrate": "17",
    "unallocatedVlan": "18",
    "ssvmStopped": "19",
    "usageServerResult": "20",
    "storageDelete": "21",
    "updateResourceCount": "22",
    "usageSanityResult": "23",
    "unallocatedDirectAttachedPublicIp": "24",
    "unallocatedLocalStorage": "25",
    "resourceLimitExceeded": "26",
    "sync": "27",
}
"""Words of AlertsSyslogAppender to numbers."""

_PLACES = {
    "zone": "cloudstack.zone.id",
    "pod": "cloudstack.pod.id",
    "cluster": "cloudstack.cluster.id",
}


def _read(match: re.Match[str], fields: Fields) -> None:
    number = match["type"]
    fields["cloudstack.alert.type"] = number
    if number in NAMES:
        fields["cloudstack.alert.name"] = NAMES[number]
    _places(match, fields)


def _read_word(match: re.Match[str], fields: Fields) -> None:
    number = _SYSLOG_TYPES.get(match["name"])
    fields["cloudstack.alert.name"] = match["name"] if number is None else NAMES[number]
    if number is not None:
        fields["cloudstack.alert.type"] = number
    _places(match, fields)


def _places(match: re.Match[str], fields: Fields) -> None:
    """Zero and null say that the alert is of no zone, pod or cluster."""
    for group, name in _PLACES.items():
        value = match[group]
        if value not in (None, "0", "null"):
            fields[name] = value


_SUBJECT = {"text": "cloudstack.alert.subject"}
_ALERT = constants("alert", "alert-raised", category="host", kind="alert", types="info")

FAMILY = Family(
    __file__,
    "alert.lark",
    texts=(
        Text("BRACKETS", ("alertType",), _ALERT, _SUBJECT, _read),
        Text("BARS", ("AlertType", "alertType"), _ALERT, _SUBJECT, _read),
        Text("SLASHES", ("alertType", "AlertType"), _ALERT, _SUBJECT, _read),
        Text("SYSLOG", ("alertType", "CRITICAL", "WARN"), _ALERT, _SUBJECT, _read_word),
        Text(
            "UNSENT",
            ("No",),
            constants("alert.unsent", "alert-not-sent", category="email", types="info"),
            _SUBJECT,
        ),
    ),
)
