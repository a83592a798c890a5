"""Keys of CEF and LEEF to fields: those of the standards, and which of them mean something else."""

from collections.abc import Mapping
from types import MappingProxyType

_SHORT: Mapping[str, str] = {
    "act": "esva.action",
    "app": "network.protocol",
    "cat": "rule.category",
    "cnt": "esva.count",
    "dhost": "destination.domain",
    "dmac": "destination.mac",
    "dpt": "destination.port",
    "dst": "destination.ip",
    "duser": "user.target.name",
    "filePath": "file.path",
    "fname": "file.name",
    "fsize": "file.size",
    "method": "http.request.method",
    "msg": "message",
    "outcome": "event.outcome",
    "proto": "network.transport",
    "reason": "event.reason",
    "request": "url.original",
    "requestClientApplication": "user_agent.original",
    "requestContext": "http.request.referrer",
    "requestMethod": "http.request.method",
    "shost": "source.domain",
    "smac": "source.mac",
    "sntdom": "user.domain",
    "spid": "process.pid",
    "sproc": "process.name",
    "spt": "source.port",
    "src": "source.ip",
    "suid": "user.id",
    "suser": "user.name",
    "sourceTranslatedAddress": "source.nat.ip",
    "sourceTranslatedPort": "source.nat.port",
    "destinationTranslatedAddress": "destination.nat.ip",
    "destinationTranslatedPort": "destination.nat.port",
    "deviceDirection": "network.direction",
    "deviceInboundInterface": "observer.ingress.interface.name",
    "deviceOutboundInterface": "observer.egress.interface.name",
    "in": "source.bytes",
    "out": "destination.bytes",
    "dvc": "host.ip",
    "dvchost": "host.name",
    "dvcmac": "host.mac",
}

_LONG: Mapping[str, str] = {
    "applicationProtocol": "app",
    "baseEventCount": "cnt",
    "bytesIn": "in",
    "bytesOut": "out",
    "destinationAddress": "dst",
    "destinationHostName": "dhost",
    "destinationMacAddress": "dmac",
    "destinationPort": "dpt",
    "destinationUserName": "duser",
    "deviceAction": "act",
    "deviceAddress": "dvc",
    "deviceEventCategory": "cat",
    "deviceHostName": "dvchost",
    "deviceMacAddress": "dvcmac",
    "eventOutcome": "outcome",
    "fileName": "fname",
    "fileSize": "fsize",
    "message": "msg",
    "requestUrl": "request",
    "requestURL": "request",
    "sourceAddress": "src",
    "sourceHostName": "shost",
    "sourceMacAddress": "smac",
    "sourceNtDomain": "sntdom",
    "sourcePort": "spt",
    "sourceProcessId": "spid",
    "sourceProcessName": "sproc",
    "sourceUserId": "suid",
    "sourceUserName": "suser",
    "transportProtocol": "proto",
}

KEYS: Mapping[str, str] = MappingProxyType(
    {**_SHORT, **{long: _SHORT[short] for long, short in _LONG.items()}}
)
"""ArcSight CEF Implementation Standard, producer dictionary, but for times and `fileHash`."""

LEEF_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "accountName": "user.name",
        "desc": "rule.description",
        "domain": "user.domain",
        "dstBytes": "destination.bytes",
        "dstMAC": "destination.mac",
        "dstPackets": "destination.packets",
        "dstPort": "destination.port",
        "dstPostNAT": "destination.nat.ip",
        "dstPostNATPort": "destination.nat.port",
        "name": "rule.name",
        "policy": "rule.ruleset",
        "sev": "event.severity",
        "severity": "event.severity",
        "srcBytes": "source.bytes",
        "srcMAC": "source.mac",
        "srcPackets": "source.packets",
        "srcPort": "source.port",
        "srcPostNAT": "source.nat.ip",
        "srcPostNATPort": "source.nat.port",
        "totalPackets": "network.packets",
        "url": "url.original",
        "usrName": "user.name",
    }
)
"""IBM QRadar LEEF: predefined keys, and those that Deep Security has instead of CEF's header."""

TIMES: Mapping[str, str] = MappingProxyType(
    {
        "art": "",
        "end": "event.end",
        "endTime": "event.end",
        "start": "event.start",
        "startTime": "event.start",
        "rt": "",
        "deviceReceiptTime": "",
        "devTime": "",
    }
)
"""Keys of times to the field that holds them besides `@timestamp`; the last that is there is
the event's own: when the device saw it."""

CUSTOM = frozenset(
    f"{kind}{number}"
    for kind in (
        *("cs", "cn", "cfp", "c6a", "flexString", "flexNumber", "flexDate", "deviceCustomDate"),
        *("deviceCustomString", "deviceCustomNumber", "deviceCustomFloatingPoint"),
        "deviceCustomIPv6Address",
    )
    for number in range(1, 16)
)
"""Keys whose meaning stands in a second key, the same with `Label` after it."""

PATHS = frozenset({"filePath", "oldFilePath", "oldfilePath", "fname", "fileName", "sproc", "dproc",
                   "processName", "TrendMicroDsProcess", "TrendMicroDsMalwareTarget"})  # fmt: skip
"""Keys of file paths, in which a `\\n` is the start of a name and no line end."""
