"""The API's log, access logs and events of the bus read by hand-written functions.

As one would write them for the records of the samples alone: the same fields, the same secrets
hidden, no damage and no other version.
"""

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from urllib.parse import unquote_plus

from bench.by_hand import CTX, SECRET_WORDS, Fields
from parsers.cloudstack.classes import CLASSES
from parsers.mask import TEST_KEY

SECRET = re.compile(
    r"((?:apiKey|signature|sessionkey|userdata|sessionId)=(?!null)|\\?\"(?:apiKey|signature)\\?\":"
    r"\\?\"|Signature: )((?:[^&\s\"'\\\],)]|\\\\u)+)",
    re.IGNORECASE,
)
API_KEY = re.compile(r"apiKey=([\w-]+)")
SESSION = re.compile(r"sessionId=(?!null)([^)\s]+)|sessionkey=([^&\s]+)")
REQUEST = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (\w+) +\[([^\]]+)\] \(([^:)]+):([^)]*)\) "
    r"\(logid:(\w*)\) +((?:\(userId=(\d+) accountId=(\d+) sessionId=\S+\) )?(\S+) -- (\w+) "
    r"(?:([^\s=]+=\S*))?(?: domain=(\S+))? ?(?:(\d{3}) (.*))?)",
    re.DOTALL,
)
FAILED = re.compile(r"Failed to authenticate user (\S+) in domain (\d+)")
JOB = re.compile(r'"jobid":"([^"]+)"')
STATE = re.compile(r'"jobstatus":(\d).*?"jobresultcode":(\d+).*?"errortext":"((?:[^"\\]|\\.)*)"')
ACCESS = re.compile(
    r'(\S+) - (\S+) \[([^\]]+)\] "(\w+) (\S+) HTTP/([\d.]+)" (\d{3}) (\d+|-)'
    r'(?: "([^"]*)" "([^"]*)")?(?: (\d+))?'
)
LOGIN = re.compile(r"from IP Address (\S+)")
MONTHS = {name: at for at, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
          "Aug", "Sep", "Oct", "Nov", "Dec"), start=1)}  # fmt: skip
PARAMETERS = {
    "zoneid": "cloudstack.zone.uuid", "templateid": "cloudstack.template.uuid",
    "jobid": "cloudstack.job.uuid", "networkids": "cloudstack.network.uuid",
    "networkid": "cloudstack.network.uuid", "volumeid": "cloudstack.volume.uuid",
    "virtualmachineid": "cloudstack.vm.uuid",
}  # fmt: skip
SKIPPED = {"command", "response", "apiKey", "signature", "sessionkey"}
TYPES = {"list": "access", "quer": "access", "crea": "creation", "depl": "creation"}
EVENT = {
    "user": "user.id", "account": "cloudstack.account.uuid", "event": "cloudstack.event.type",
    "entity": "cloudstack.resource.type", "entityuuid": "cloudstack.resource.uuid",
    "status": "cloudstack.event.status", "category": "cloudstack.event.category",
    "zone": "cloudstack.zone.uuid", "dataCenterId": "cloudstack.zone.uuid",
    "podId": "cloudstack.pod.uuid", "subject": "cloudstack.alert.subject",
    "resource": "cloudstack.resource.type", "id": "cloudstack.resource.uuid",
    "old-state": "cloudstack.state.old", "new-state": "cloudstack.state.new",
    "username": "user.name", "instanceUuid": "cloudstack.resource.uuid",
    "instanceType": "cloudstack.resource.type", "commandEventType": "cloudstack.event.type",
    "jobId": "cloudstack.job.uuid", "resultCode": "cloudstack.job.result_code",
    "VirtualMachine": "cloudstack.vm.uuid", "DataCenter": "cloudstack.zone.uuid",
    "accountname": "cloudstack.account.name", "domainname": "cloudstack.domain.name",
}  # fmt: skip


def masked(text: str, fields: Fields, session: bool) -> str:
    lowered = text.lower()
    if not any(word in lowered for word in SECRET_WORDS):
        return text
    for name, regex in (("api_key", API_KEY), ("session", SESSION)):
        found = regex.search(text) if name == "api_key" or session else None
        if found:
            secret = next(filter(None, found.groups()))
            digest = hmac.new(TEST_KEY, secret.encode(), hashlib.sha256).hexdigest()[:16]
            fields[f"cloudstack.{name}.hash"] = digest
    hidden = SECRET.sub(r"\1[redacted]", text)
    if hidden != text:
        fields["tags"] = ["redacted"]
    return hidden


def every(dataset: str) -> Fields:
    return {"event.kind": "event", "event.module": "cloudstack", "event.dataset": dataset,
            "ecs.version": "9.5.0"}  # fmt: skip


def read_query(query: str, fields: Fields) -> str:
    command, labels = "", {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name == "command":
            command = value
        elif name not in SKIPPED and value:
            if "%" in value or "+" in value:
                value = unquote_plus(value)
            if name in PARAMETERS:
                fields[PARAMETERS[name]] = value
            else:
                labels[name] = value
    if command.endswith("VirtualMachine") and "id" in labels:
        fields["cloudstack.vm.uuid"] = labels.pop("id")
    if labels:
        fields["labels"] = labels
    fields["url.query"] = query
    fields["cloudstack.command"] = fields["event.action"] = command
    return command


def api_by_hand(text: str) -> Fields:
    fields = every("cloudstack.api")
    text = masked(text, fields, session=True)
    found = REQUEST.match(text)
    assert found is not None
    (written, level, logger, thread, ndc, logid, message, user, account, address, method, query,
     domain, code, answer) = found.groups()  # fmt: skip
    fields["event.original"] = text
    fields["message"] = message
    fields["@timestamp"] = datetime.fromisoformat(written).replace(tzinfo=UTC)
    fields["log.level"], fields["log.logger"] = level, logger
    fields["event.provider"] = logger.rpartition(".")[2]
    if logger in CLASSES:
        fields["cloudstack.class"] = CLASSES[logger]
    fields["process.thread.name"], fields["trace.id"] = thread, logid
    fields["cloudstack.ctx"] = CTX.findall(ndc)
    fields["source.ip"], fields["http.request.method"] = address, method
    fields["related.ip"] = [address]
    if user:
        fields["user.id"], fields["cloudstack.account.id"] = user, account
    if domain:
        fields["cloudstack.domain.name"] = domain
    command = read_query(query, fields) if query else ""
    kind = TYPES.get(command[:4], "change")
    fields["cloudstack.family"], fields["event.category"] = "api.request", ["api"]
    fields["event.type"] = [kind]
    if command == "login":
        fields["cloudstack.family"], fields["event.type"] = "api.request.login", ["start"]
        fields["event.category"] = ["api", "authentication"]
    fields["event.outcome"] = "success" if code in (None, "200") else "failure"
    if code is None:
        return fields
    fields["http.response.status_code"] = int(code)
    if code == "200":
        fields["http.response.body.content"] = answer[:4096]
        fields["http.response.bytes"] = len(answer.encode())
        job = JOB.search(answer)
        if job:
            fields["cloudstack.job.uuid"] = job[1]
        if command == "queryAsyncJobResult":
            state = STATE.search(answer)
            if state:
                fields["cloudstack.job.status"] = "FAILED" if state[1] == "2" else "SUCCEEDED"
                fields["cloudstack.job.result_code"] = state[2]
                fields["error.message"] = state[3]
        return fields
    fields["error.code"], fields["error.message"] = code, answer
    failed = FAILED.match(answer)
    if failed:
        fields["user.name"], fields["cloudstack.domain.id"] = failed.groups()
        fields["related.user"] = [failed[1]]
    if code in ("401", "432"):
        fields["event.type"] = [kind, "denied"]
        name = "unauthenticated" if code == "401" else "denied"
        fields["cloudstack.family"] = f"api.request.{name}"
    return fields


def access_by_hand(text: str) -> Fields:
    fields = every("cloudstack.access")
    text = masked(text, fields, session=True)
    found = ACCESS.match(text)
    assert found is not None
    (address, user, written, method, target, version, status, size, referrer, agent,
     latency) = found.groups()  # fmt: skip
    fields["event.original"], fields["message"] = text, text[found.end(3) + 2 :]
    fields["source.ip"], fields["related.ip"] = address, [address]
    if user != "-":
        fields["user.name"], fields["related.user"] = user, [user]
    if written[4] == "-":
        fields["@timestamp"] = datetime.fromisoformat(written).replace(tzinfo=UTC)
    else:
        fields["@timestamp"] = datetime(
            int(written[7:11]), MONTHS[written[3:6]], int(written[:2]), int(written[12:14]),
            int(written[15:17]), int(written[18:20]), tzinfo=UTC,
        )  # fmt: skip
    fields["http.request.method"], fields["http.version"] = method, version
    fields["url.original"] = target
    path, _, query = target.partition("?")
    fields["url.path"] = path
    command = read_query(query, fields) if "command=" in query else ""
    place = "api" if path.rstrip("/").endswith("/api") else "page"
    fields["cloudstack.family"] = f"access.{place}"
    failed = status >= "400"
    fields["event.outcome"] = "failure" if failed else "success"
    if command:
        fields["event.category"] = ["web", "api"]
        fields["event.type"] = [TYPES.get(command[:4], "change")]
    else:
        fields["event.action"] = f"{place}-requested"
        fields["event.category"] = ["web"]
        fields["event.type"] = ["access", "error"] if failed else ["access"]
    fields["http.response.status_code"] = int(status)
    if size != "-":
        fields["http.response.bytes"] = int(size)
    if referrer and referrer != "-":
        fields["http.request.referrer"] = referrer
    if agent and agent != "-":
        fields["user_agent.original"] = agent
    if latency:
        fields["event.duration"] = int(latency) * 1_000_000
    return fields


def event_by_hand(text: str) -> Fields:
    fields = every("cloudstack.event")
    text = masked(text, fields, session=False)
    fields["event.original"] = text
    loaded = json.loads(text)
    labels = {}
    for key, value in loaded.items():
        if value is None or key in ("eventDateTime", "description", "time"):
            continue
        written = value if isinstance(value, str) else json.dumps(value)
        name = EVENT.get(key)
        if name:
            fields[name] = written
        elif key == "command":
            fields["cloudstack.command"] = written.rpartition(".")[2]
        else:
            labels[key] = written
    when = loaded.get("eventDateTime") or loaded.get("time")
    fields["@timestamp"] = datetime.fromisoformat(when.replace(" +", "+"))
    kind = str(fields.get("cloudstack.event.type", ""))
    if fields.get("cloudstack.resource.type") == "VirtualMachine":
        fields["cloudstack.vm.uuid"] = fields["cloudstack.resource.uuid"]
    fields["message"] = message = loaded.get("description") or loaded.get("subject") or text
    if "old-state" in loaded:
        fields["cloudstack.event.category"] = "ResourceStateEvent"
        fields["cloudstack.family"], fields["event.action"] = "event.state", "state-changed"
        fields["event.category"], fields["event.type"] = ["host"], ["change"]
    elif "subject" in loaded:
        fields["cloudstack.event.category"] = "AlertEvent"
        fields["cloudstack.family"], fields["event.action"] = "event.alert", "alert-raised"
        fields["event.kind"], fields["cloudstack.alert.name"] = "alert", kind
    else:
        family = "job" if "jobId" in loaded else "usage" if "resource" in loaded else "action"
        fields["cloudstack.event.category"] = {"job": "AsyncJobEvent", "usage": "UsageEvent"}.get(
            family, "ActionEvent"
        )
        fields["cloudstack.family"] = f"event.{family}"
        fields["event.action"] = kind.lower().replace(".", "-")
        first = kind.partition(".")[0]
        category = {"VM": "host", "USER": "authentication"}.get(first, "configuration")
        fields["event.category"], fields["event.type"] = [category], ["change"]
        status = str(fields.get("cloudstack.event.status", ""))
        good = status in ("Completed", "SUCCEEDED") and not message.startswith("Error")
        fields["event.outcome"] = "success" if good else "failure"
    if "IP Address" in message:
        login = LOGIN.search(message)
        if login:
            fields["source.ip"], fields["related.ip"] = login[1], [login[1]]
    if labels:
        fields["labels"] = labels
    return fields
