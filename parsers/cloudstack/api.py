"""Format `cloudstack.api`: what the API answered to whom, a line a request (apilog.log)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from parsers.cloudstack import management
from parsers.cloudstack.families.login import unescape
from parsers.cloudstack.log4j import read_head, read_log
from parsers.cloudstack.objects import read_objects
from parsers.cloudstack.request import (
    RESOURCES,
    Fields,
    id_field,
    object_of,
    read_query,
    verb_type,
)
from parsers.event import Event, Record
from parsers.grammar import composed
from parsers.mask import TAG, Mask, find_api_key
from parsers.values import text_long, to_ip

NAME = "cloudstack.api"

_REQUEST = composed(__file__, "api.lark", "REQUEST")

_CLAIM = re.compile(
    r"[^\[\n]{0,160}\[(?:[\w.]*\.)?ApiServ(?:er|let)\] ?\((?!logid:)[^)\n]*\)(?: ?\(logid:\w*\))? *"
    r"(?:\(userId=|[\w./:%-]{2,80} +-- [A-Z])"
)
"""What the first characters of a request have: cheap, as every record of other logs is asked."""

_SENT = re.compile(r" -- [A-Z]+(?P<query> +(?=\S*[=/])\S+)?")
_SESSION = re.compile(r"sessionId=(?!null\))(?P<session>[^\s()]+)")
_FAILED_USER = re.compile(
    r"Failed to authenticate user (?P<user>(?s:.+?))(?: in domain (?P<domain>\d+)(?:;|$)|$)"
)
_ID = r"[0-9a-f-]{36}|[1-9]\d{0,18}"
"""A UUID, or a number as before 3.0."""
_JOB = re.compile(rf'"jobid": ?"?(?P<json>{_ID})(?![\w-])|<jobid>(?P<xml>{_ID})</jobid>')
_CREATED = re.compile(rf'"id": ?"?(?P<json>{_ID})(?![\w-])|<id>(?P<xml>{_ID})</id>')
_BEGIN_OF_ANSWER = 300
"""Characters of an answer in which it names its job: those of other kinds are long."""

_ANSWERED = re.compile(
    r'\{"(?P<json>[a-z]\w{2,60}?)response" ?:|<\?xml[^>]*>\s*<(?P<xml>\w{3,60}?)response\b'
)
"""Names the command, in lower case: all there is where the parameters were sent as a form."""

_JOB_STATE = re.compile(r'"jobstatus": ?(?P<status>[012])\b[^{}]*?"jobresultcode": ?(?P<code>\d+)')
_JOB_ERROR = re.compile(r'"errortext": ?"(?P<text>(?:[^"\\]|\\.)*)"')
_JOB_STATES = {"0": "IN_PROGRESS", "1": "SUCCEEDED", "2": "FAILED"}
_JOB_OBJECT = re.compile(
    r'"jobinstancetype": ?"(?P<type>\w+)" ?, ?"jobinstanceid": ?"?(?P<id>' + _ID + r")(?![\w-])"
)
_END_OF_JOB = 400
"""Characters of such an answer in which the object of the job stands."""
_BEGIN_OF_JOB = 2_000
"""Characters of an answer to `queryAsyncJobResult` in which state and error stand."""

_LOGINS = frozenset({"login", "samlSso", "oauthlogin"})
_LOGOUTS = frozenset({"logout", "samlSlo"})
_BY_CODE: Mapping[str, str] = {
    "401": "unauthenticated",
    "429": "limited",
    "432": "denied",
    "511": "unauthenticated",
}
"""Codes of ApiErrorCode that say that nothing was done, and why."""

starts_record = management.starts_record


def claims(text: str) -> bool:
    """Whether a request stands behind the head that all logs of CloudStack have."""
    return _CLAIM.match(text) is not None


def parse(record: Record, mask: Mask) -> Event:
    """Reads a request; a record of another kind as one of the management server.

    Raises: ParseError where the text has no head, or a time that is none.
    """
    text, hidden = mask.apply(record.text)
    fields, message = read_head(NAME, record, text)
    found = _REQUEST.match(message)
    if found is None:
        return read_log(NAME, record, mask)
    if hidden:
        fields["tags"] = [TAG]
    _read_request(found, fields)
    size = 0
    if hidden or mask.keep_secrets:
        size = _read_secrets(record.text, found, mask, fields)
    answer = found["text"] or ""
    limit = record.source.longest_answer
    if len(answer) > limit:
        message = message[: found.start("text") + limit]
    fields["message"] = message
    _read_answer(found["code"], answer, size, limit, fields)
    _classify(found["code"], found["note"] or "", answer[:_BEGIN_OF_ANSWER], fields)
    _relate(fields)
    return Event(fields)


def _read_request(found: re.Match[str], fields: Fields) -> None:
    user, account, address, method, query, note = found.group(
        "user", "account", "address", "method", "query", "note"
    )
    if user is not None and user != "null":
        fields["user.id"] = user
    if account is not None and account != "null":
        fields["cloudstack.account.id"] = account
    fields["source.ip"] = to_ip(address) or address
    fields["http.request.method"] = method
    if query is not None:
        _read_target(query, fields)
    if note is not None:
        _read_note(note, fields)


def _read_target(query: str, fields: Fields) -> None:
    """A query string, the target of a request line (`/?command=x`), or a command alone."""
    if query[:1] == "/":
        fields["url.path"], _, query = query.partition("?")
    elif "=" not in query:
        if query.isalnum():
            fields["cloudstack.command"] = fields["event.action"] = query
        return
    if query:
        query = query.removesuffix("===")  # command=logout=== Logging out ===
        fields["url.query"] = query
        read_query(query, fields)


def _read_note(note: str, fields: Fields) -> None:
    """What stands between the query and the code."""
    name, _, value = note.partition("=")
    match name:
        case "domain":
            fields["cloudstack.domain.name"] = value
        case "domainid":
            fields["cloudstack.domain.id"] = value
        case _ if note.startswith("HTTP/"):
            fields["http.version"] = note.removeprefix("HTTP/")
        case _ if note.startswith(("Unknown", "unknown")):
            fields["error.message"] = note


def _read_secrets(sent: str, found: re.Match[str], mask: Mask, fields: Fields) -> int:
    """Keyed hashes of what the mask hid in the request, and how long the answer was without it.

    An answer may hold keys too: they are not those of the request.
    """
    request = _SENT.search(sent)
    if request is None:
        return 0
    if found["session"] not in (None, "null"):
        session = _SESSION.search(sent, 0, request.start())
        if session is not None:
            fields["cloudstack.session.hash"] = mask.hash(session["session"])
    key = find_api_key(request["query"] or "")
    if key is not None:
        fields["cloudstack.api_key.hash"] = mask.hash(key)
    end_of_query = found.end("query") if found["query"] is not None else found.end("method")
    start = request.end() + found.start("text") - end_of_query
    return len(sent) - start if sent.isascii() else len(sent[start:].encode("utf-8", "replace"))


def _read_answer(code: str | None, answer: str, size: int, limit: int, fields: Fields) -> None:
    """`size`: of the answer in bytes, 0 where nothing was masked.  `limit`: of its field."""
    if code is None:
        return
    fields["http.response.status_code"] = int(code)
    if code != "200":
        fields["error.code"] = code
        if answer:
            fields["error.message"] = answer[:limit]
            read_objects(answer[:limit], fields)
        return
    if answer.isdigit():  # the port 8096 tells no more than the size
        fields["http.response.bytes"] = text_long(answer)
    elif answer:
        fields["http.response.bytes"] = size or len(answer.encode("utf-8", "replace"))
        fields["http.response.body.content"] = answer[:limit]
        if "cloudstack.command" not in fields:
            _read_command(answer, fields)
        _read_job(answer, fields)


def _read_command(answer: str, fields: Fields) -> None:
    named = _ANSWERED.match(answer)
    if named is not None and named["json"] != "error":
        command = named["json"] or named["xml"]
        fields["cloudstack.command"] = fields["event.action"] = command


def _read_job(answer: str, fields: Fields) -> None:
    """The job that a request made, with the object that it makes, or the job that it asked for."""
    command = fields.get("cloudstack.command")
    if command == "queryAsyncJobResult":
        _read_job_result(answer, fields)
        return
    job = _JOB.search(answer, 0, _BEGIN_OF_ANSWER)
    if job is None:
        return
    number = job["json"] or job["xml"]
    fields[id_field("cloudstack.job.uuid", number)] = number
    made = _CREATED.search(answer, 0, _BEGIN_OF_ANSWER)
    name = object_of(command) if isinstance(command, str) else None
    if made is not None and name is not None:
        value = made["json"] or made["xml"]
        fields.setdefault(id_field(name, value), value)


def _read_job_result(answer: str, fields: Fields) -> None:
    """How the job ended that was asked for, and of which object it is."""
    state = _JOB_STATE.search(answer, 0, _BEGIN_OF_JOB)
    if state is not None:
        fields["cloudstack.job.status"] = _JOB_STATES[state["status"]]
        fields["cloudstack.job.result_code"] = state["code"]
        error = _JOB_ERROR.search(answer, state.end(), _BEGIN_OF_JOB)
        if error is not None:
            fields["error.message"] = unescape(error["text"])
    found = _JOB_OBJECT.search(answer, max(len(answer) - _END_OF_JOB, 0))
    if found is not None:
        kind, value = found.group("type", "id")
        fields["cloudstack.resource.type"] = kind
        fields[id_field("cloudstack.resource.uuid", value)] = value
        if kind in RESOURCES:
            fields[id_field(RESOURCES[kind], value)] = value


def _classify(code: str | None, note: str, answer: str, fields: Fields) -> None:
    command = fields.get("cloudstack.command")
    name = command if isinstance(command, str) else ""
    kind = _BY_CODE.get(code or "", "")
    if name in _LOGINS:
        kind = "login"
        _read_login(answer, fields)
    elif name in _LOGOUTS:
        kind = "logout"
    elif note.startswith("Unknown API command"):
        kind = "unknown"
    elif code == "531" and "permission" in answer:
        kind = "denied"
    fields.update(_kind(kind, name, code, note[:17] == "unknown exception"))


@lru_cache(maxsize=4096)
def _kind(kind: str, command: str, code: str | None, broken: bool) -> Mapping[str, object]:
    """What classifies a request.  `broken`: its answer could not be written."""
    categories, types = ["api"], [verb_type(command) or "info"] if command else ["info"]
    match kind:
        case "login" | "logout":
            categories.append("authentication")
            types = ["start" if kind == "login" else "end"]
        case "unauthenticated" | "limited" | "denied":
            types.append("denied")
    if code is None:
        outcome = "success" if kind in ("login", "logout") else "unknown"
    else:
        outcome = "success" if code == "200" else "failure"
    return {
        "cloudstack.family": f"api.request.{kind}" if kind else "api.request",
        "event.category": categories,
        "event.type": types,
        "event.outcome": "failure" if broken else outcome,
    }


def _read_login(answer: str, fields: Fields) -> None:
    """Whom the answer to a login names; a successful one names nobody."""
    who = _FAILED_USER.match(answer)
    if who is not None:
        fields["user.name"] = who["user"]
        if who["domain"] is not None:
            fields["cloudstack.domain.id"] = who["domain"]
    elif " is disabled/locked" in answer:
        fields["event.reason"] = "disabled or locked"
        user = answer.removeprefix("User ").partition(" (or their account)")[0]
        if " " not in user:
            fields["user.name"] = user


def _relate(fields: Fields) -> None:
    fields["related.ip"] = [fields["source.ip"]]
    users = [fields[name] for name in ("user.name", "user.target.name") if name in fields]
    if users:
        fields["related.user"] = users
