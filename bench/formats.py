"""CEF, syslog and JSON read by hand-written functions: what their parsers are measured against.

Each takes out the fields that the records of the sample have, as one would write it for them
alone; where the parser has verdicts of other products and damage to think
of, these have a short table.
"""

import calendar
import json
import re
from datetime import UTC, datetime

from parsers.schema import FIELDS

HEAD = re.compile(
    r"<(?P<pri>\d+)>(?:1 (?P<iso>\S+)|(?P<bsd>\w{3} [ \d]\d \d\d:\d\d:\d\d)) (?P<host>\S+) "
    r"(?:\S+ - - - )?"
    r"CEF:\d\|(?P<vendor>[^|]*)\|(?P<product>[^|]*)\|(?P<version>[^|]*)\|(?P<id>[^|]*)"
    r"\|(?P<name>[^|]*)\|(?P<severity>\d+)\|(?P<extension>.*)"
)
PAIR = re.compile(r"(\w+)=([^ ]*(?: (?!\w+=)[^ ]*)*)")
SYSLOG = re.compile(
    r"(?:<(?P<pri>\d+)>)?(?P<bsd>\w{3} [ \d]\d \d\d:\d\d:\d\d) (?P<host>\S+) "
    r"(?P<app>[^\s:\[]+)(?:\[(?P<pid>\d+)\])?:? ?(?P<message>.*)"
)
NEW_SYSLOG = re.compile(
    r"<(?P<pri>\d+)>1 (?P<iso>\S+) (?P<host>\S+) (?P<app>\S+) (?P<pid>\S+) (?P<msgid>\S+) "
    r"(?P<data>-|(?:\[[^\]]*\])+) (?P<message>.*)"
)
SECRETS = ("password", "apikey", "secretkey", "signature", "sessionkey", "token", "private key")
ELEMENT = re.compile(r"\[([^ \]]+)([^\]]*)\]")
PARAMETER = re.compile(r'(\S+)="([^"]*)"')
NAMES = {
    "act": "esva.action", "dvchost": "host.name", "src": "source.ip", "dst": "destination.ip",
    "spt": "source.port", "dpt": "destination.port", "filePath": "file.path", "msg": "message",
    "target": "esva.target.name", "sproc": "process.name", "fname": "file.name",
    "duser": "user.target.name", "shost": "source.domain", "request": "url.original",
    "suser": "user.name", "cnt": "esva.count", "TrendMicroDsTenant": "esva.tenant.name",
    "TrendMicroDsTenantId": "esva.tenant.id", "in": "source.bytes", "out": "source.bytes",
}  # fmt: skip
MACS = {"smac": "source.mac", "dmac": "destination.mac"}
MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
FACILITIES = ("kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron",
              "authpriv", "ftp", "ntp", "security", "console", "solaris-cron", "local0", "local1",
              "local2", "local3", "local4", "local5", "local6", "local7")  # fmt: skip
SEVERITIES = ("emergency", "alert", "critical", "error", "warning", "notice", "informational",
              "debug")  # fmt: skip
LEVELS = ("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug")
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
    return bsd_time(found["bsd"])


def bsd_time(text: str) -> datetime:
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
    pairs: dict[str, str] = dict(PAIR.findall(found["extension"]))
    labels = {}
    for key, value in pairs.items():
        if "\\" in value:
            value = value.replace("\\=", "=").replace("\\n", "\n").replace("\\\\", "\\")
        name = NAMES.get(key)
        if key in MACS:
            fields[MACS[key]] = value.replace(":", "-").upper()
        elif key == "proto":
            fields["network.transport"] = value.lower()
        elif name is not None:
            fields[name] = int(value) if key in NUMBERS else value
        elif not key.endswith("Label") and key not in ("cn1", "dvc"):
            labels[pairs.get(f"{key}Label", key).replace(" ", "_")] = value
    if labels:
        fields["labels"] = labels
    fields["event.code"] = found["id"]
    fields["message"] = fields.get("message") or found["name"]
    machine = fields["host.name"] = pairs.get("dvchost") or found["host"]
    fields["observer.name"] = found["host"]
    fields["related.hosts"] = list(dict.fromkeys([machine, found["host"]]))
    if "suser" in pairs:
        fields["related.user"] = [pairs["suser"]]
    addresses = [pairs[key] for key in ("src", "dst") if key in pairs]
    if addresses:
        fields["network.type"] = "ipv6" if ":" in addresses[0] else "ipv4"
    if "cn1" in pairs:
        fields["host.id"], fields["host.ip"] = pairs["cn1"], [pairs["dvc"]]
        fields["cloudstack.vm.name"] = machine
        addresses.append(pairs["dvc"])
    if addresses:
        fields["related.ip"] = list(dict.fromkeys(addresses))
    if "in" in pairs or "out" in pairs:
        fields["network.direction"] = "inbound" if "in" in pairs else "outbound"
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
    fields: dict[str, object] = {"event.original": text}
    if ">1 " in text[:8]:
        found = NEW_SYSLOG.match(text)
        assert found is not None
        fields["@timestamp"] = datetime.fromisoformat(found["iso"])
        fields["log.syslog.version"] = "1"
        if found["msgid"] != "-":
            fields["log.syslog.msgid"] = found["msgid"]
        if found["data"] != "-":
            fields["log.syslog.structured_data"] = {
                f"{element}.{name}": value
                for element, parameters in ELEMENT.findall(found["data"])
                for name, value in PARAMETER.findall(parameters)
            }
    else:
        found = SYSLOG.match(text)
        assert found is not None
        fields["@timestamp"] = bsd_time(found["bsd"])
    fields["log.syslog.hostname"] = fields["host.name"] = found["host"]
    fields["log.syslog.appname"] = fields["process.name"] = found["app"]
    fields["message"] = found["message"]
    if found["pri"]:
        priority_fields(int(found["pri"]), fields)
        fields["log.level"] = LEVELS[int(found["pri"]) % 8]
    pid = found["pid"]
    if pid and pid != "-":
        fields["process.pid"], fields["log.syslog.procid"] = int(pid), pid
    daemon_by_hand(found["app"], found["message"], fields)
    every_event(fields, "syslog", "event")
    return fields


SSHD = re.compile(
    r"(?:error: )?(?:Accepted (?P<how>\S+)|Failed (?P<method>\S+)|maximum authentication attempts"
    r" exceeded) for (?P<wrong>invalid user )?(?P<user>.+) from (?P<ip>\S+) port (?P<port>\d+)"
)
LEFT = re.compile(
    r"Connection closed by authenticating user (?P<user>\S+) (?P<ip>\S+) port (?P<port>\d+)"
)
PAM = re.compile(
    r"pam_unix\((?P<service>\w+):session\): session (?P<what>opened|closed) for user "
    r"(?P<user>[^\s(]+)(?:\(uid=(?P<uid>\d+)\))?(?: by (?P<by>[^\s(]*))?"
)
SUDO = re.compile(
    r" *(?P<user>\S+) : (?:(?P<reason>[^;=]+) ; )?TTY=(?P<tty>\S+) ; PWD=(?P<directory>\S+) ; "
    r"USER=(?P<target>\S+) ; COMMAND=(?P<command>.+)"
)
CRON = re.compile(r"\((?P<user>\S+)\) CMD \((?P<command>.+)\)")


def kind(
    fields: dict[str, object], action: str, category: list[str], types: list[str], outcome: str
) -> None:
    fields["event.action"], fields["event.category"] = action, category
    fields["event.type"] = types
    if outcome:
        fields["event.outcome"] = outcome


def daemon_by_hand(program: str, message: str, fields: dict[str, object]) -> None:
    if program == "sshd" and message[:4] != "pam_":
        found = SSHD.match(message)
        if found is not None:
            if found["how"]:
                categories = ["authentication", "session"]
                kind(fields, "login", categories, ["start"], "success")
            else:
                kind(fields, "login-failed", ["authentication"], ["start"], "failure")
            method = found["how"] or found["method"]
            if method:
                fields["labels"] = {"method": method}
            if found["wrong"]:
                fields["event.reason"] = "invalid user"
        else:
            found = LEFT.match(message)
            if found is None:
                return
            kind(fields, "connection-closed", ["network"], ["connection", "end"], "")
        fields["user.name"], fields["source.ip"] = found["user"], found["ip"]
        fields["source.port"], fields["network.protocol"] = int(found["port"]), "ssh"
        fields["related.user"], fields["related.ip"] = [found["user"]], [fields["source.ip"]]
    elif message[:4] == "pam_":
        session_by_hand(message, fields)
    elif program == "sudo":
        found = SUDO.match(message)
        if found is not None:
            kind(fields, "command-run", ["process"], ["start"], "success")
            if found["reason"]:
                categories = ["authentication", "process"]
                kind(fields, "command-refused", categories, ["info"], "failure")
                fields["event.reason"] = found["reason"]
            fields["user.name"], fields["user.target.name"] = found["user"], found["target"]
            fields["related.user"] = list(dict.fromkeys([found["user"], found["target"]]))
            fields["process.command_line"] = found["command"]
            fields["labels"] = {"tty": found["tty"], "directory": found["directory"]}
    elif program == "CRON":
        found = CRON.match(message)
        if found is not None:
            kind(fields, "command-run", ["process"], ["start"], "")
            fields["user.name"], fields["related.user"] = found["user"], [found["user"]]
            fields["process.command_line"] = found["command"].strip()


def session_by_hand(message: str, fields: dict[str, object]) -> None:
    found = PAM.match(message)
    if found is None:
        return
    what = found["what"]
    kind(fields, f"session-{what}", ["session"], ["start" if what == "opened" else "end"], "")
    fields["user.name"], fields["related.user"] = found["user"], [found["user"]]
    if found["uid"]:
        fields["user.id"] = found["uid"]
    fields["labels"] = {"service": found["service"]}
    if found["by"]:
        fields["labels"] = {"service": found["service"], "by": found["by"]}


ALIASES = {"level": "log.level", "logger": "log.logger", "host": "host.name"}


def json_by_hand(text: str) -> dict[str, object]:
    assert not has_secret(text)
    fields: dict[str, object] = {"event.original": text, "message": text}
    labels: dict[str, str] = {}
    json_fields(json.loads(text), "", fields, labels)
    if labels:
        fields["labels"] = labels
    every_event(fields, "json", "event")
    return fields


def json_fields(
    loaded: dict[str, object], before: str, fields: dict[str, object], labels: dict[str, str]
) -> None:
    for key, value in loaded.items():
        name = before + key
        if isinstance(value, dict):
            json_fields(value, f"{name}.", fields, labels)
        elif name in ("@timestamp", "time"):
            fields["@timestamp"] = datetime.fromisoformat(str(value))
        elif name in ("message", "msg"):
            fields["message"] = value
        elif name in ALIASES:
            fields[ALIASES[name]] = value
        elif name in FIELDS:
            fields[name] = value
        else:
            labels[name] = value if isinstance(value, str) else json.dumps(value)
