"""Format `cloudstack.event`: what CloudStack's event bus and its webhooks tell, as JSON."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from parsers.cloudstack.event_kinds import ALERT, Fields, category_of, classify
from parsers.cloudstack.families.alert import NAMES
from parsers.cloudstack.objects import read_objects
from parsers.cloudstack.request import RESOURCES, id_field
from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.grammar import composed
from parsers.mask import TAG, Mask
from parsers.times import iso_time
from parsers.values import to_ip

NAME = "cloudstack.event"

_DELIVERY = composed(__file__, "event.lark", "DELIVERY")
_HEADER = composed(__file__, "event.lark", "HEADER")
_ROUTING_KEY = composed(__file__, "event.lark", "ROUTING_KEY")

_OWN_KEYS = ('"eventDateTime"', '"commandEventType"', '"old-state"')
"""Keys that only events of CloudStack have."""
_OWN_TYPE = re.compile(r'"event\\?" ?: ?\\?"[A-Z][A-Z0-9]*(?:\.[A-Z0-9-]+)+\\?"')
"""An event type as only CloudStack writes it, in JSON or in text that holds JSON."""

_PRINTED = re.compile(r"[a-z_]{5,20}: |payload:|\s*\Z")
"""Lines that rabbitmqadmin prints around the payload."""

_LONGEST_HEAD = 60
"""Lines of the head of a delivery; more are no head."""

_ADDRESS = re.compile(r"\bIP Address:? (?P<address>[0-9A-Fa-f.:]+)")
_ERROR = re.compile(r'\\*"errortext\\*" ?: ?\\*"(?P<text>(?:[^"\\]|\\[^"])*)')
_ERROR_CODE = re.compile(r'\\*"errorcode\\*" ?: ?(?P<code>\d+)')
_KEYS_OF_TRANSPORT = ("routing_key", "tag")
_WRAPPINGS = ("payload", "value", "body", "message", "description")
"""Keys under which shippers put the message of a bus, as an object or as text that holds one; the
last is CloudStack's own, of an event as its code hands it on."""

_FIELDS: Mapping[str, str] = {
    "account": "cloudstack.account.uuid",
    "accountname": "cloudstack.account.name",
    "category": "cloudstack.event.category",
    "commandEventType": "cloudstack.event.type",
    "dataCenterId": "cloudstack.zone.uuid",
    "domainname": "cloudstack.domain.name",
    "entityuuid": "cloudstack.resource.uuid",
    "event": "cloudstack.event.type",
    "id": "cloudstack.resource.uuid",
    "instanceUuid": "cloudstack.resource.uuid",
    "jobId": "cloudstack.job.uuid",
    "new-state": "cloudstack.state.new",
    "old-state": "cloudstack.state.old",
    "podId": "cloudstack.pod.uuid",
    "resultCode": "cloudstack.job.result_code",
    "status": "cloudstack.event.status",
    "subject": "cloudstack.alert.subject",
    "user": "user.id",
    "username": "user.name",
    "zone": "cloudstack.zone.uuid",
    **RESOURCES,
}
_CLASSES: Mapping[str, str] = {
    "command": "cloudstack.command",
    "entity": "cloudstack.resource.type",
    "instanceType": "cloudstack.resource.type",
    "resource": "cloudstack.resource.type",
}
"""Keys of classes, which are written with or without their packages, to fields."""

_ACTORS = ("cloudstack.account.", "user.")
"""Fields of who did it, whom a description does not tell: it names whom it was done to."""

_TIMES = ("eventDateTime", "@timestamp", "timestamp", "time")
"""Keys of its time; events of jobs have none but what a relay adds."""

_READ_APART = frozenset({"description", *_TIMES})
_ALERT_TYPES = {name: number for number, name in NAMES.items()}
_JOB_STATES = {"0": "IN_PROGRESS", "1": "SUCCEEDED", "2": "FAILED"}


def starts_record(line: str) -> bool:
    """Whether the line begins an event, a delivery of one, or a message that was printed."""
    if line[:1] == "{":
        return _has_own(line)
    if line[:1] == "P":
        return _DELIVERY.match(line) is not None
    return line.startswith("routing_key: ") and _ROUTING_KEY.match(line, 13) is not None


def _has_own(text: str) -> bool:
    for key in _OWN_KEYS:
        if key in text:
            return True
    return ('"event"' in text or '\\"event\\"' in text) and _OWN_TYPE.search(text) is not None


def claims(text: str) -> bool:
    """As `starts_record`; a request of another kind is none."""
    if text[:1] == "P":
        return _DELIVERY.match(text) is not None and "\nx-cs-event" in text[:4000].lower()
    return starts_record(text)


def joins(lines: Sequence[str], line: str) -> bool:
    """Whether the line is of the delivery or the message that these begin: its head or its body."""
    first = lines[0]
    if first[:1] == "P":
        blank = next((at for at, one in enumerate(lines) if not one.strip()), None)
        if blank is None:
            return len(lines) < _LONGEST_HEAD and _DELIVERY.match(line) is None
        return blank == len(lines) - 1
    return first[:1] == "r" and (lines[-1] == "payload:" or _PRINTED.match(line) is not None)


def parse(record: Record, mask: Mask) -> Event:
    """Reads an event, with what stands around it.

    Raises: ParseError where there is neither a JSON object nor a delivery.
    """
    text, hidden = mask.apply(record.text)
    fields: Fields = {"event.original": text}
    labels: dict[str, str] = {}
    body = _read_around(text, fields, labels)
    loaded = _load(text, body)
    loaded, category = _unwrapped(loaded, labels)
    if record.labels:
        _read_transport(record, fields)
    limit = record.source.longest_answer
    _read_keys(loaded, limit, fields, labels)
    _read_time(loaded, record.source.zone, fields)
    named = fields.setdefault("cloudstack.event.category", category)
    if named is None:
        del fields["cloudstack.event.category"]
    _read_message(loaded, text[body:].strip() or text, fields)
    if category == ALERT:
        _read_alert(fields)
    classify(str(named) if named is not None else None, fields)
    if "user.name" in fields:
        fields["related.user"] = [fields["user.name"]]
    if labels:
        fields["labels"] = labels
    if hidden:
        fields["tags"] = [TAG]
    return Event(fields)


def _read_around(text: str, fields: Fields, labels: dict[str, str]) -> int:
    """Where the event begins.  What stands before it is read."""
    first = text[:1]
    if first == "{":
        return 0
    if first == "r":
        key = _ROUTING_KEY.match(text, 13)
        if key is not None:
            _read_routing_key(key, fields)
        return max(text.find("\n{") + 1, 0)
    delivery = _DELIVERY.match(text)
    if delivery is None:
        return 0
    fields["http.request.method"] = delivery["method"]
    fields["http.version"] = delivery["version"]
    fields["url.original"] = delivery["target"]
    fields["url.path"] = delivery["target"].partition("?")[0]
    return _read_headers(text, fields, labels)


def _read_headers(text: str, fields: Fields, labels: dict[str, str]) -> int:
    """Where the body begins, behind the blank line."""
    at = text.find("\n") + 1
    while at:
        header = _HEADER.match(text, at)
        if header is None:
            break
        match header["name"].lower():
            case "user-agent":
                fields["user_agent.original"] = header["value"] or ""
            case "x-cs-event":
                fields["cloudstack.event.type"] = header["value"] or ""
            case "host":
                fields["url.domain"] = (header["value"] or "").rpartition(":")[0] or header["value"]
            case "x-cs-event-id":
                labels["delivery"] = header["value"] or ""
        at = text.find("\n", header.end()) + 1
    end = text.find("\n", at) if at else -1
    return end + 1 if end >= 0 else len(text)


def _load(text: str, start: int) -> dict[str, object]:
    """The JSON object that begins there; what follows it is left alone.

    Raises: ParseError where there is none; a delivery may hold anything.
    """
    try:
        loaded, _ = _DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        if start:
            return {}
        raise ParseError(NAME, error.msg, error.lineno, error.colno) from error
    except (RecursionError, ValueError) as error:
        raise ParseError(NAME, "too deeply nested, or a number too long", 1, 1) from error
    return loaded if isinstance(loaded, dict) else {}


def _object_in(text: str) -> dict[str, object] | None:
    """The object that a text is, if it is one."""
    try:
        return _load(text, 0)
    except ParseError:
        return None


_DECODER = json.JSONDecoder()


def _unwrapped(
    loaded: dict[str, object], labels: dict[str, str]
) -> tuple[dict[str, object], str | None]:
    """The event itself, where it is within an object of a shipper, and its category."""
    for key in _WRAPPINGS:
        inner = loaded.get(key)
        if isinstance(inner, str) and inner[:2] == '{"':
            inner = _object_in(inner)
        category = category_of(inner) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and category is not None:
            labels.update(
                (name, _text(value))
                for name, value in loaded.items()
                if value is not None and name != key and name not in inner
            )
            return inner, category
    return loaded, category_of(loaded)


def _read_transport(record: Record, fields: Fields) -> None:
    for name in _KEYS_OF_TRANSPORT:
        key = _ROUTING_KEY.match(record.labels.get(name, ""))
        if key is not None:
            _read_routing_key(key, fields)
            return


def _read_routing_key(key: re.Match[str], fields: Fields) -> None:
    """It says less than the event: dots in its parts are dashes, `*` is nothing."""
    fields["cloudstack.event.category"] = key["category"]
    if key["type"] != "*":
        fields["cloudstack.event.type"] = key["type"].replace("-", ".")
    if key["resource"] != "*":
        fields["cloudstack.resource.type"] = key["resource"].rpartition("-")[2]
    if key["uuid"] != "*":
        fields["cloudstack.resource.uuid"] = key["uuid"]


def _read_keys(
    loaded: Mapping[str, object], limit: int, fields: Fields, labels: dict[str, str]
) -> None:
    for key, value in loaded.items():
        if value is None or key in _READ_APART:
            continue
        text = value if isinstance(value, str) else _text(value)
        name = _FIELDS.get(key)
        if name is not None:
            fields[id_field(name, text)] = text
        elif key in _CLASSES:  # with or without their packages
            fields[_CLASSES[key]] = text.rpartition(".")[2]
        else:
            labels[key] = text[:limit]
            if key == "jobResult":
                _read_result(text, fields)
    _read_resource(fields, labels)
    status = fields.get("cloudstack.event.status")
    job = "cloudstack.job.uuid" in fields or "cloudstack.job.id" in fields
    if job and isinstance(status, str):
        status = fields["cloudstack.event.status"] = _JOB_STATES.get(status, status)
        fields["cloudstack.job.status"] = status


def _read_resource(fields: Fields, labels: dict[str, str]) -> None:
    """Its UUID or number once more by its kind, where that is known, and not as a label."""
    uuid = fields.get("cloudstack.resource.uuid") or fields.get("cloudstack.resource.id")
    kind = fields.get("cloudstack.resource.type")
    name = RESOURCES.get(kind) if isinstance(kind, str) else None
    if name is not None and isinstance(uuid, str):
        fields[id_field(name, uuid)] = uuid
    if uuid and labels.get(str(kind)) == uuid:
        del labels[str(kind)]


def _read_result(text: str, fields: Fields) -> None:
    """Of a job, as an object or as text that holds one."""
    error = _ERROR.search(text)
    if error is not None:
        fields["error.message"] = error["text"]
        code = _ERROR_CODE.search(text)
        if code is not None:
            fields["error.code"] = code["code"]


def _read_time(loaded: Mapping[str, object], zone: str, fields: Fields) -> None:
    for key in _TIMES:
        written = loaded.get(key)
        when = _instant(written, zone) if isinstance(written, str) else None
        if when is not None:
            fields["@timestamp"] = when
            return


@lru_cache(maxsize=4096)
def _instant(written: str, zone: str) -> datetime | None:
    """`2015-09-04 17:59:24 +0530`, in whole seconds."""
    return iso_time(written.strip().replace(" +", "+").replace(" -", "-"), zone)


def _read_message(loaded: Mapping[str, object], text: str, fields: Fields) -> None:
    said = loaded.get("description") or loaded.get("subject")
    if not isinstance(said, str):
        fields["message"] = text
        return
    fields["message"] = said
    found: Fields = {}
    read_objects(said, found)
    for name, value in found.items():
        if not name.startswith(_ACTORS):
            fields.setdefault(name, value)
    address = _ADDRESS.search(said)
    ip = to_ip(address["address"]) if address is not None else None
    if ip is not None:
        fields["source.ip"] = ip
        fields["related.ip"] = [ip]


def _read_alert(fields: Fields) -> None:
    name = fields.get("cloudstack.event.type")
    if isinstance(name, str):
        fields["cloudstack.alert.name"] = name
        if name in _ALERT_TYPES:
            fields["cloudstack.alert.type"] = _ALERT_TYPES[name]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
