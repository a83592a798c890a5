"""CloudStack's records read by hand-written `re`: what `parsers.cloudstack` is measured against.

One function, as one would write it for this alone: the layout and the messages of the sample, no
damage, no other version.  It takes out the same fields and hides the same secrets.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime

from bench.notes_by_hand import read_note
from parsers.cloudstack.classes import CLASSES
from parsers.cloudstack.families.alert import NAMES

Fields = dict[str, object]

HEAD = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) ([A-Z]+) +\[([^\]]+)\] "
    r"\(([^:)]+):([^)]*)\) \(logid:([0-9a-f]*)\) (.*)",
    re.DOTALL,
)
CTX = re.compile(r"ctx-[0-9a-f]+")
JOBS = re.compile(r"job-(\d+)(?:/job-(\d+))?")
SECRET = re.compile(
    r"((?:apiKey|signature|sessionkey|userdata|passwd)=['\"]?|(?:apiKey|signature|userdata|"
    r"vncPassword)\\?\":\\?\"|signature \[|by Id : |\{id=)((?:[^&\s\"'\\\],]|\\\\u)+)"
    r"|(rO0AB[\w+/=-]+)",
    re.IGNORECASE,
)
API_KEY = re.compile(r"apiKey(?:=|\\\":\\\")([\w-]+)")
API = re.compile(r"===(START|END)===  (\S+) -- ([A-Z]+)\s+(\S+)")
PARAMETER = re.compile(r"(?:^|&)(command|id|zoneid|templateid|jobid|networkids)=([^&]+)")
LOGIN = re.compile(
    r"(Attempting to log in user|User|Unable to authenticate user with username):? (\S+) in domain "
    r"(\d+)(?: has (successfully|failed)[a-z ]*(?:, auth time duration - (\d+) ms)?)?"
)
LEFT = re.compile(r"Login attempt failed\. You have (\d+)")
AUTH = re.compile(
    r'Authentication failure: .*"errortext":"(Failed to authenticate user (\S+) in '
    r'domain (\d+)[^"]*)'
)
SUBMIT = re.compile(
    r'(?:submit async job-\d+, details: |Executing )AsyncJob \{(?P<a>.*?)"cmdInfo":"(?P<info>.*?)",'
    r'"cmdVersion"(?P<b>.*)'
)
DETAIL = re.compile(
    r'"(id|uuid|userId|accountId|instanceType|instanceId|cmd|initMsid)":"?([^",}]+)'
)
INFO = re.compile(r'\\"(cmdEventType|zoneid|httpmethod)\\":\\"([^\\]+)')
COMPLETE = re.compile(
    r"Complete async job-(\d+), jobStatus: (\w+), resultCode: (\d+), result: (.*)"
)
ERROR = re.compile(r'"errortext":"([^"]*)')
STATE = re.compile(
    r"state transited from \[(\w+)\] to \[(\w+)\] with event \[(\w+)\]\. VM's original host: "
    r"(.+?), new host: (.+?), host before state transition: (.+)"
)
ALERT = re.compile(
    r"alertType=\[(\d+)\] dataCenterId=\[(\w+)\] podId=\[(\w+)\] clusterId=\[(\w+)\] "
    r"message=\[(.*)\]\."
)
UNSENT = re.compile(r"No recipients set .*? with subject \[(.*)\] and content \[")
STATS = re.compile(
    r"STATS: (Failed|Can) .*?(?:used: \(.*?\) (\d+).*?total: \(.*?\) (\d+); )?requested mem: "
    r"\(.*?\) (\d+)"
)
CHECK = re.compile(r"Checking if host: .*requested RAM: \(.*?\) (\d+)")
FREE = re.compile(r"Free RAM: \(.*?\) (\d+) , Requested RAM: \(.*?\) (\d+)")
LACK = re.compile(r"Host does not have enough (RAM|CPU)")
INSUFFICIENT = re.compile(
    r"((?:[\w.]+\.)?Insufficient(\w+?)(?:Capacity)?Exception): (.*?)Scope=([\w. ]+); id=(\d+)",
    re.DOTALL,
)
SEQ = re.compile(
    r"(?:SeqA \S+ |Request:)?(?:(\w+) )?Seq (\d+-\d+): *(?:([A-Z]\w+)(?: Seq \S+)?:? *)?"
    r"\{ (Cmd|Ans):? , MgmtId: (-?\d+), via: (\d+)(?:\(([^)]+)\))?, Ver: \w+, Flags: (\d+), (.*)"
)
COMMAND = re.compile(r'\[\{"(?:\w+\.)*(\w+)":|\{ (\w+)')
RESULT = re.compile(r'"result":"(\w+)"(?:,"details":"([^"]*))?')
NOTE = re.compile(r"Seq (\S+): Timed out")
JSON_OBJECT = re.compile(r'(VM instance|Account|Host|Template|User) \[?\{"([^{}]*)\}')
PAIR = re.compile(r'"?(id|uuid|name|instanceName|accountName|username)": ?"?([^",}]+)')
NAME = re.compile(r"[irsv]-(?:\d+-)?(\d+)-VM")
NUMBER = re.compile(r"\b(vm|host|zone|cluster) ?[iI]d: (\d+)")
DEST = re.compile(r"Dest\[Zone\((\d+)\)-Pod\((\d+)\)-Cluster\((\d+)\)-Host\((\d+)\)")
VIA = re.compile(r"via: (\d+)\(([^)]+)\)")
ADDRESS = re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\w)")
THROWN = re.compile(r"\n([\w.]+): (.*)")
FRAME = re.compile(r"\n\tat (?:[\w.]+/)?([\w$.<>]+)\(([^)]*)\)")
MADE_UP = re.compile(r"\$\$[\w$]+|\d+")

KINDS = {"VM instance": "vm", "Account": "account", "Host": "host", "Template": "template"}
PARTS = {"id": "id", "uuid": "uuid", "name": "name", "instanceName": "name",
         "accountName": "name"}  # fmt: skip
DETAILS = {
    "id": "cloudstack.job.id", "uuid": "cloudstack.job.uuid", "userId": "user.id",
    "accountId": "cloudstack.account.id", "instanceType": "cloudstack.resource.type",
    "instanceId": "cloudstack.resource.id", "initMsid": "cloudstack.mgmt_id",
}  # fmt: skip
INFOS = {"cmdEventType": "cloudstack.event.type", "zoneid": "cloudstack.zone.uuid",
         "httpmethod": "http.request.method"}  # fmt: skip
PARAMETERS = {"zoneid": "cloudstack.zone.uuid", "templateid": "cloudstack.template.uuid",
              "jobid": "cloudstack.job.uuid"}  # fmt: skip
SECRET_WORDS = ("apikey", "signature", "sessionkey", "userdata", "password", "passwd", "ro0ab",
                "session", "token", "secret", "private key", "://")  # fmt: skip


def read_by_hand(text: str, key: bytes) -> Fields:
    """All fields of one record, in one long function on purpose."""
    fields: Fields = {"event.kind": "event", "event.module": "cloudstack",
                      "event.dataset": "cloudstack.management", "ecs.version": "9.5.0"}  # fmt: skip
    lowered = text.lower()
    if any(word in lowered for word in SECRET_WORDS):
        if "apikey" in lowered:
            found = API_KEY.search(text)
            if found:
                digest = hmac.new(key, found[1].encode(), hashlib.sha256).hexdigest()[:16]
                fields["cloudstack.api_key.hash"] = digest
        masked = SECRET.sub(r"\1[redacted]", text)
        if masked != text:
            fields["tags"] = ["redacted"]
            text = masked
    fields["event.original"] = text
    head = HEAD.match(text)
    assert head is not None
    written, level, logger, thread, ndc, logid, message = head.groups()
    fields["@timestamp"] = datetime.fromisoformat(written).replace(tzinfo=UTC)
    fields["log.level"] = level
    fields["log.logger"] = logger
    fields["process.thread.name"] = thread
    fields["event.provider"] = logger.rpartition(".")[2]
    if logger in CLASSES:
        fields["cloudstack.class"] = CLASSES[logger]
    if logid:
        fields["trace.id"] = logid
    if len(ndc) > 2:
        contexts = CTX.findall(ndc)
        if contexts:
            fields["cloudstack.ctx"] = contexts
        job = JOBS.search(ndc)
        if job:
            fields["cloudstack.job.id"] = job[2] or job[1]
            if job[2]:
                fields["cloudstack.job.parent_id"] = job[1]
    if "\n" in message:
        frames = FRAME.findall(message)
        if frames:
            thrown = THROWN.search(message)
            assert thrown is not None
            fields["error.stack_trace"] = message[thrown.start() + 1 :]
            fields["error.type"] = fields["cloudstack.error.root_type"] = thrown[1]
            fields["error.message"] = thrown[2]
            for name, place in frames:
                if name.startswith(("com.cloud.", "org.apache.cloudstack.")):
                    fields["cloudstack.error.frame"] = f"{name}({place})"
                    break
            names = "\n".join([thrown[1], *(MADE_UP.sub("", name) for name, _ in frames)])
            fields["cloudstack.error.fingerprint"] = hashlib.sha256(names.encode()).hexdigest()[:16]
            message = message[: thrown.start()]
            fields["cloudstack.family"] = "exception"
            fields["event.action"] = "exception-logged"
    fields["message"] = message
    word = message[:4]
    if word == "===S" or word == "===E":
        read_api(message, fields)
    elif word in ("Atte", "User", "Unab", "Logi", "Auth"):
        read_login(message, fields)
    elif word in ("subm", "Exec", "Comp"):
        read_job(message, fields)
    elif word in ("Seq ", "SeqA", "Requ"):
        read_agent(message, fields)
    elif word in ("aler", "No r"):
        read_alert(message, fields)
    elif word in ("STAT", "Chec", "Free", "Host"):
        read_capacity(message, fields)
    elif "state transited" in message:
        read_state(message, fields)
    else:
        read_note(message, fields)
    if "Insufficient" in text:
        read_insufficient(text, fields)
    read_objects(message, fields)
    return fields


def read_api(message: str, fields: Fields) -> None:
    found = API.match(message)
    if not found:
        return
    phase = found[1].lower()
    fields["cloudstack.family"] = f"api.{phase}"
    fields["event.category"] = ["api"]
    fields["event.type"] = [phase]
    fields["source.ip"] = found[2]
    fields["http.request.method"] = found[3]
    query = found[4]
    command = query
    if "=" in query:
        fields["url.query"] = query
        parameters = dict(PARAMETER.findall(query))
        command = parameters.get("command", "")
        for name, field in PARAMETERS.items():
            if name in parameters:
                fields[field] = parameters[name]
        if "id" in parameters and command.endswith("VirtualMachine"):
            fields["cloudstack.vm.uuid"] = parameters["id"]
    fields["cloudstack.command"] = fields["event.action"] = command
    if command.startswith(("list", "get", "query")):
        fields["event.type"] = [phase, "access"]
    elif command.startswith(("create", "deploy", "add")):
        fields["event.type"] = [phase, "creation"]
    elif command != "login":
        fields["event.type"] = [phase, "change"]


def read_login(message: str, fields: Fields) -> None:
    found = LOGIN.match(message)
    if found:
        begin, user, domain, how, took = found.groups()
        fields["user.name"] = user
        fields["cloudstack.domain.id"] = domain
        fields["event.category"] = ["authentication"]
        fields["event.type"] = ["start" if how else "info"]
        if begin[0] == "A":
            fields["cloudstack.family"] = "login.attempt"
            fields["event.action"] = "login-attempted"
        elif how == "successfully":
            fields["cloudstack.family"] = "login.success"
            fields["event.action"] = "logged-in"
            fields["event.outcome"] = "success"
            fields["event.category"] = ["authentication", "session"]
            fields["event.duration"] = int(took) * 1_000_000
        elif how == "failed":
            fields["cloudstack.family"] = "login.failure"
            fields["event.action"] = "login-failed"
            fields["event.outcome"] = "failure"
        else:
            fields["cloudstack.family"] = "login.refused"
            fields["event.action"] = "login-refused"
            fields["event.reason"] = "Unable to authenticate user"
        return
    found = LEFT.match(message)
    if found:
        fields["cloudstack.login.attempts_left"] = int(found[1])
        fields["cloudstack.family"] = "login.attempts"
        fields["event.action"] = "login-counted"
        fields["event.category"] = ["authentication"]
        fields["event.type"] = ["info"]
        return
    found = AUTH.match(message)
    if found:
        fields["error.message"], fields["user.name"], fields["cloudstack.domain.id"] = (
            found.groups()
        )
        fields["cloudstack.family"] = "login.answer"
        fields["event.action"] = "login-answered"
        fields["event.category"] = ["authentication"]
        fields["event.type"] = ["end"]


def read_job(message: str, fields: Fields) -> None:
    found = SUBMIT.match(message)
    if found:
        submitted = message[0] == "s"
        fields["cloudstack.family"] = "job.submit" if submitted else "job.execute"
        fields["event.action"] = "job-submitted" if submitted else "job-executed"
        fields["event.category"] = ["process"]
        fields["event.type"] = ["start" if submitted else "info"]
        for name, value in DETAIL.findall(found["a"] + found["b"]):
            if name == "cmd":
                fields["cloudstack.command"] = value.rpartition(".")[2]
            elif value != "null":
                fields[DETAILS[name]] = value
        for name, value in INFO.findall(found["info"]):
            fields[INFOS[name]] = value
        if fields.get("cloudstack.resource.type") == "VirtualMachine":
            fields["cloudstack.vm.id"] = fields["cloudstack.resource.id"]
        return
    found = COMPLETE.match(message)
    if found:
        fields["cloudstack.family"] = "job.complete"
        fields["event.action"] = "job-completed"
        fields["event.category"] = ["process"]
        fields["event.type"] = ["end"]
        fields["cloudstack.job.id"] = found[1]
        fields["cloudstack.job.status"] = found[2]
        fields["cloudstack.job.result_code"] = found[3]
        failed = found[2] == "FAILED"
        fields["event.outcome"] = "failure" if failed else "success"
        if failed:
            fields["error.code"] = found[3]
            error = ERROR.search(found[4])
            if error:
                fields["error.message"] = error[1]


def read_agent(message: str, fields: Fields) -> None:
    fields["event.category"] = ["host"]
    fields["event.type"] = ["info"]
    found = SEQ.match(message)
    if not found:
        note = NOTE.match(message)
        if note:
            fields["cloudstack.seq"] = note[1]
            fields["cloudstack.family"] = "agent.note"
        return
    before, sequence, verb, which, msid, host, name, flags, rest = found.groups()
    fields["labels"] = {"flags": flags}
    verb = verb or before
    family = f"agent.{verb.lower()}" if verb else ("agent.request", "agent.answer")[which == "Ans"]
    fields["cloudstack.family"] = family
    fields["event.action"] = family.replace(".", "-")
    fields["cloudstack.seq"] = sequence
    fields["cloudstack.mgmt_id"] = msid
    fields["cloudstack.host.id"] = host
    if name:
        fields["cloudstack.host.name"] = name
    command = COMMAND.search(rest)
    if command:
        fields["cloudstack.command"] = command[1] or command[2]
    if which == "Ans":
        result = RESULT.search(rest)
        if result:
            fields["event.outcome"] = "success" if result[1] == "true" else "failure"
            if result[1] == "false" and result[2]:
                fields["error.message"] = result[2]


def read_alert(message: str, fields: Fields) -> None:
    found = ALERT.match(message)
    if found:
        fields["event.kind"] = "alert"
        fields["event.category"], fields["event.type"] = ["host"], ["info"]
        fields["cloudstack.family"] = "alert"
        fields["event.action"] = "alert-raised"
        fields["cloudstack.alert.type"] = found[1]
        fields["cloudstack.alert.name"] = NAMES[found[1]]
        fields["cloudstack.alert.subject"] = found[5]
        for number, kind in ((2, "zone"), (3, "pod"), (4, "cluster")):
            if found[number] not in ("0", "null"):
                fields[f"cloudstack.{kind}.id"] = found[number]
        return
    found = UNSENT.match(message)
    if found:
        fields["cloudstack.family"] = "alert.unsent"
        fields["event.action"] = "alert-not-sent"
        fields["event.category"] = ["email"]
        fields["event.type"] = ["info"]
        fields["cloudstack.alert.subject"] = found[1]


def read_capacity(message: str, fields: Fields) -> None:
    fields["cloudstack.capacity.type"] = "memory"
    fields["event.category"], fields["event.type"] = ["host"], ["info"]
    if found := STATS.match(message):
        granted = found[1] == "Can"
        fields["cloudstack.family"] = "capacity.granted" if granted else "capacity.denied"
        fields["event.action"] = "capacity-granted" if granted else "capacity-denied"
        fields["event.outcome"] = "success" if granted else "failure"
        fields["cloudstack.capacity.requested"] = int(found[4])
        if granted:
            fields["cloudstack.capacity.used"] = int(found[2])
            fields["cloudstack.capacity.total"] = int(found[3])
    elif found := CHECK.match(message):
        fields["cloudstack.family"] = "capacity.check"
        fields["event.action"] = "capacity-checked"
        fields["cloudstack.capacity.requested"] = int(found[1])
    elif found := FREE.match(message):
        fields["cloudstack.family"] = "capacity.compare"
        fields["event.action"] = "capacity-compared"
        fields["cloudstack.capacity.free"] = int(found[1])
        fields["cloudstack.capacity.requested"] = int(found[2])
    elif LACK.match(message):
        fields["cloudstack.family"] = "capacity.denied"
        fields["event.action"] = "capacity-denied"
        fields["event.outcome"] = "failure"
    else:
        del fields["cloudstack.capacity.type"], fields["event.category"], fields["event.type"]
        read_note(message, fields)


def read_state(message: str, fields: Fields) -> None:
    found = STATE.search(message)
    if not found:
        return
    fields["cloudstack.family"] = "vm.state"
    fields["event.action"] = "vm-state-changed"
    fields["event.category"] = ["host"]
    fields["event.type"] = ["change"]
    fields["cloudstack.state.old"] = found[1]
    fields["cloudstack.state.new"] = found[2]
    event = fields["cloudstack.state.event"] = found[3]
    if event.startswith("Operation"):
        fields["event.outcome"] = "failure" if event == "OperationFailed" else "success"
    for number in (5, 6, 4):
        host = PAIR.search(found[number])
        if host:
            fields["cloudstack.host.id"] = host[2]
            break


def read_insufficient(text: str, fields: Fields) -> None:
    found = INSUFFICIENT.search(text)
    if not found:
        return
    fields["cloudstack.family"] = "capacity.insufficient"
    fields["event.action"] = "capacity-insufficient"
    fields["event.category"] = ["host"]
    fields["event.type"] = ["info"]
    fields["event.outcome"] = "failure"
    fields["error.type"] = found[1]
    fields["error.message"] = found[3]
    fields["cloudstack.capacity.type"] = found[2].lower()
    fields["cloudstack.capacity.scope"] = found[4]
    fields["cloudstack.zone.id"] = found[5]
    read_objects(found[3], fields)


def read_objects(message: str, fields: Fields) -> None:
    hosts: list[str] = []
    if '{"' in message:
        for kind, body in JSON_OBJECT.findall(message):
            pairs = PAIR.findall(body)
            if kind == "User":
                continue
            values = {f"cloudstack.{KINDS[kind]}.{PARTS[name]}": value for name, value in pairs
                      if name in PARTS}  # fmt: skip
            if all(fields.get(name, value) == value for name, value in values.items()):
                fields.update(values)
    if "-VM" in message:
        hosts = list(dict.fromkeys(match.group() for match in NAME.finditer(message)))
        if hosts:
            fields.setdefault("cloudstack.vm.name", hosts[0])
            fields.setdefault("cloudstack.vm.id", hosts[0].split("-")[-2])
            if hosts[0][0] == "r":
                fields["cloudstack.router.name"] = hosts[0]
                fields["cloudstack.router.id"] = hosts[0].split("-")[-2]
    if "d: " in message:
        for kind, number in NUMBER.findall(message):
            fields.setdefault(f"cloudstack.{kind}.id", number)
    if "Dest[" in message and (found := DEST.search(message)):
        for kind, number in zip(("zone", "pod", "cluster", "host"), found.groups(), strict=True):
            fields.setdefault(f"cloudstack.{kind}.id", number)
    if "via: " in message and (found := VIA.search(message)):
        fields.setdefault("cloudstack.host.name", found[2])
    addresses = [fields["source.ip"]] if "source.ip" in fields else []
    if message.count(".") >= 3:
        addresses += ADDRESS.findall(message)
    if addresses:
        fields["related.ip"] = list(dict.fromkeys(addresses))
    if "user.name" in fields:
        fields["related.user"] = [fields["user.name"]]
    if "cloudstack.host.name" in fields:
        hosts.append(str(fields["cloudstack.host.name"]))
    if hosts:
        fields["related.hosts"] = list(dict.fromkeys(hosts))
