"""CEF, syslog and JSON read by hand-written functions: what their parsers are measured against.

Each takes out the fields that the records of the sample have, as one would write it for them
alone; where the parser has names of facilities, verdicts of other products and damage to think
of, these have a short table.
"""

import calendar
import json
import re
from datetime import UTC, datetime

HEAD = re.compile(
    r"<(?P<pri>\d+)>(?:1 (?P<iso>\S+)|(?P<bsd>\w{3} [ \d]\d \d\d:\d\d:\d\d)) (?P<host>\S+) "
    r"(?:\S+ - - - )?"
    r"CEF:\d\|(?P<vendor>[^|]*)\|(?P<product>[^|]*)\|(?P<version>[^|]*)\|(?P<id>[^|]*)"
    r"\|(?P<name>[^|]*)\|(?P<severity>\d+)\|(?P<extension>.*)"
)
PAIR = re.compile(r"(\w+)=([^ ]*(?: (?!\w+=)[^ ]*)*)")
SYSLOG = re.compile(
    r"(?:<(?P<pri>\d+)>)?(?:1 (?P<iso>\S+)|(?P<bsd>\w{3} [ \d]\d \d\d:\d\d:\d\d)) (?P<host>\S+) "
    r"(?P<app>[^\s:\[]+)(?:\[(?P<pid>\d+)\])?:? ?(?P<message>.*)"
)
SECRETS = ("password", "apikey", "secretkey", "signature", "sessionkey", "token", "private key")
NAMES = {
    "act": "esva.action", "dvchost": "host.name", "src": "source.ip", "dst": "destination.ip",
    "spt": "source.port", "dpt": "destination.port", "proto": "network.transport",
    "smac": "source.mac", "dmac": "destination.mac", "filePath": "file.path", "msg": "message",
    "suser": "user.name", "cnt": "esva.count", "TrendMicroDsTenant": "esva.tenant.name",
    "TrendMicroDsTenantId": "esva.tenant.id", "in": "source.bytes", "out": "source.bytes",
}  # fmt: skip
MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
FACILITIES = [f"facility{number}" for number in range(24)]
SEVERITIES = [f"severity{number}" for number in range(8)]
MODULES = {1: "ips", 2: "integrity", 3: "loginspection", 4: "antimalware", 5: "webreputation"}
VERDICTS = {"Deny": "blocked", "Log": "detected", "Reset": "blocked", "Quarantine": "blocked"}
NUMBERS = {"spt", "dpt", "cnt", "in", "out"}


def has_secret(text: str) -> bool:
    """Whether masking by hand would have to look closer, which it is spared here."""
    lowered = text.lower()
    return any(word in lowered for word in SECRETS)


def when(found: re.Match[str]) -> datetime:
    if found["iso"]:
        return datetime.fromisoformat(found["iso"])
    text = found["bsd"]
    month, hour, minute, second = MONTHS[text[:3]], text[7:9], text[10:12], text[13:15]
    return datetime(2026, month, int(text[4:6]), int(hour), int(minute), int(second), tzinfo=UTC)


def cef_by_hand(text: str) -> dict[str, object]:
    """The same fields as ours for the firewall's records, and nearly so for the others."""
    assert not has_secret(text)
    found = HEAD.match(text)
    assert found is not None
    fields: dict[str, object] = {
        "event.original": text, "@timestamp": when(found), "log.syslog.hostname": found["host"],
        "observer.vendor": found["vendor"],
        "observer.product": found["product"], "observer.version": found["version"],
        "rule.id": found["id"], "rule.name": found["name"],
        "event.severity": int(found["severity"]),
    }  # fmt: skip
    priority_fields(int(found["pri"]), fields)
    pairs = dict(PAIR.findall(found["extension"]))
    labels = {}
    for key, value in pairs.items():
        if "\\" in value:
            value = value.replace("\\=", "=").replace("\\\\", "\\")
        name = NAMES.get(key)
        if name is not None:
            fields[name] = int(value) if key in NUMBERS else value
        elif not key.endswith("Label"):
            labels[pairs.get(f"{key}Label", key)] = value
    fields["labels"] = labels
    fields["event.code"] = found["id"]
    fields["message"] = pairs.get("msg") or found["name"]
    fields["related.ip"] = [pairs[key] for key in ("src", "dst") if key in pairs]
    fields["related.hosts"] = [pairs.get("dvchost", ""), found["host"]]
    fields["host.id"], fields["host.ip"] = pairs.get("cn1"), [pairs.get("dvc")]
    fields["observer.name"], fields["cloudstack.vm.name"] = found["host"], pairs.get("dvchost")
    fields["network.direction"] = "inbound" if "in" in pairs else "outbound"
    fields["network.type"] = "ipv6" if ":" in pairs.get("src", "") else "ipv4"
    judge(found["id"], pairs.get("act", ""), fields)
    every_event(fields, "esva.cef", "alert")
    return fields


def judge(signature: str, action: str, fields: dict[str, object]) -> None:
    number = int(signature)
    if number in (20, 21):
        module = "firewall"
        fields["event.category"], fields["event.type"] = ["network"], ["connection", "denied"]
    else:
        module = MODULES.get(number // 1_000_000, "system")
        fields["event.category"], fields["event.type"] = ["intrusion_detection"], ["info"]
    fields["esva.module"] = module
    verdict = "detected" if action.startswith("IDS:") else VERDICTS.get(action, "none")
    fields["esva.verdict"] = fields["event.action"] = verdict


def every_event(fields: dict[str, object], dataset: str, kind: str) -> None:
    fields["event.dataset"], fields["event.module"] = dataset, dataset.partition(".")[0]
    fields["event.kind"], fields["ecs.version"] = kind, "9.5.0"


def priority_fields(priority: int, fields: dict[str, object]) -> None:
    fields["log.syslog.priority"] = priority
    facility, severity = divmod(priority, 8)
    fields["log.syslog.facility.code"], fields["log.syslog.severity.code"] = facility, severity
    fields["log.syslog.facility.name"] = FACILITIES[facility]
    fields["log.syslog.severity.name"] = SEVERITIES[severity]


def syslog_by_hand(text: str) -> dict[str, object]:
    assert not has_secret(text)
    found = SYSLOG.match(text)
    assert found is not None
    fields: dict[str, object] = {
        "event.original": text, "@timestamp": when(found), "host.name": found["host"],
        "process.name": found["app"], "message": found["message"],
        "log.syslog.appname": found["app"], "log.syslog.hostname": found["host"],
    }  # fmt: skip
    if found["pri"]:
        priority_fields(int(found["pri"]), fields)
        fields["log.level"] = fields["log.syslog.severity.name"]
    if found["pid"]:
        fields["process.pid"], fields["log.syslog.procid"] = int(found["pid"]), found["pid"]
    every_event(fields, "syslog", "event")
    return fields


def json_by_hand(text: str) -> dict[str, object]:
    assert not has_secret(text)
    fields: dict[str, object] = {"event.original": text}
    labels = {}
    for key, value in json.loads(text).items():
        if key in ("eventDateTime", "@timestamp", "time"):
            fields["@timestamp"] = datetime.fromisoformat(str(value).replace(" +", "+"))
        elif key in ("message", "description"):
            fields["message"] = value
        else:
            labels[key] = value if isinstance(value, str) else json.dumps(value)
    fields["labels"] = labels
    every_event(fields, "json", "event")
    return fields
