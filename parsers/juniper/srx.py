"""Juniper SRX: sessions, attacks, filtered addresses and floods, structured or as text."""

import re
from collections.abc import Mapping
from functools import lru_cache

from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.generic.syslog import Head, read_head
from parsers.grammar import composed
from parsers.juniper.kinds import Kind, kind_of
from parsers.juniper.params import ABSENT, NO_TRANSLATION, PARAMS
from parsers.mask import TAG, Mask
from parsers.times import epoch_time
from parsers.values import to_ip, to_long

NAME = "juniper.srx"

_PARAM = composed(__file__, "srx.lark", "PARAM")


def _texts(*names: str) -> tuple[re.Pattern[str], ...]:
    return tuple(composed(__file__, "srx.lark", name) for name in names)


_TEXTS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "RT_FLOW": _texts("CREATED", "CLOSED", "DENIED", "TRACKED"),
    "RT_IDP": _texts("ATTACK"),
    "RT_IDS": _texts("SCREEN"),
    "RT_SCREEN": _texts("SCREEN"),
    "RT_UTM": _texts("FILTERED", "VIRUS", "SPAM"),
}
"""Texts by the part of the firewall that writes them."""

_PAIR = composed(__file__, "srx.lark", "PAIR")

_MARK = re.compile(
    r"(?:\A|[ >\ufeff])(?P<part>RT_[A-Z]{2,12})(?:\[\d+\])?"
    r"(?: (?:-|\d+) (?P<msgid>[A-Z][A-Z0-9_]{4,60}) (?P<data>\[)(?=junos@|[\w.-]+@2636\.|[\w-]+=\")"
    r"|(?:: (?:%(?:[A-Z]+-\d)?-)?| (?:-|\d+) )(?P<tag>[A-Z][A-Z0-9_]{4,60}): "
    r"|:? (?=session (?:created|closed|denied) |[^!:\[\n]{2,60}! (?:source|destination): ))"
)
"""The part and the kind of event, then structured data or a text; relays were seen to leave the
kind out."""
_MARK_WITHIN = 512
_KINDS = {"session created": "RT_FLOW_SESSION_CREATE", "session closed": "RT_FLOW_SESSION_CLOSE",
          "session denied": "RT_FLOW_SESSION_DENY"}  # fmt: skip
"""What a text that names no kind begins with to the kind; else it is a screen's."""
_BESIDE = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\S+|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) "
    r"(?P<node>[\w.-]+) ?\Z"
)
"""Time and firewall right before the mark, behind the head of a relay or without a version."""


def claims(text: str) -> bool:
    at = text.find("RT_", 0, _MARK_WITHIN)
    return at >= 0 and _MARK.search(text, max(at - 1, 0), _MARK_WITHIN) is not None


def parse(record: Record, mask: Mask) -> Event:
    """Raises: ParseError where no part of the firewall and kind of event are named."""
    original, hidden = mask.apply(record.text)
    mark = _MARK.search(original, 0, _MARK_WITHIN)
    if mark is None:
        raise ParseError(NAME, "no RT_ with a kind of event", 1, 1)
    part = mark["part"]
    tag = mark["msgid"] or mark["tag"]
    if mark["msgid"]:
        at = mark.start("data")
        head = read_head(f"{original[:at]}-", record.source.zone, record.received)
        params, message = _structured(original, at)
    else:
        head = read_head(original, record.source.zone, record.received)
        message = original[mark.end() :]
        tag = tag or _KINDS.get(message[:14], "RT_SCREEN")
        params = _from_text(part, message.rstrip())
    head = _beside(original[: mark.start() + 1], head, record)
    fields: dict[str, object] = {} if head is None else head.fields
    fields["message"], fields["event.original"] = message, original
    _name_machine(fields, head)
    _fill(fields, params, kind_of(tag))
    fields["event.code"], fields["event.provider"] = tag, part
    when = None if head is None else head.time
    if when is None and "epoch-time" in params:
        when = epoch_time(to_long(params["epoch-time"]) or 0)
    if when is not None:
        fields["@timestamp"] = when
    if hidden:
        tags = fields.get("tags")
        fields["tags"] = [*tags, TAG] if isinstance(tags, list) else [TAG]
    return Event(fields)


_NO_HEAD = Head(None, None, {}, "")


def _beside(before: str, head: Head | None, record: Record) -> Head | None:
    """The head, or over that of a relay the time and the name that stand right before the mark."""
    if head is not None and "log.syslog.msgid" in head.fields:
        return head
    found = _BESIDE.search(before)
    if found is None or (head is not None and head.host == found["node"]):
        return head
    stamp = found["time"]
    if stamp[4] == "-":
        stamp = f"{stamp[:10]}T{stamp[11:]}"
    own = read_head(f"{stamp} {found['node']}", record.source.zone, record.received)
    fields = {} if head is None else head.fields
    fields["log.syslog.hostname"] = found["node"]
    return Head((own or head or _NO_HEAD).time, found["node"], fields, "")


def _structured(text: str, at: int) -> tuple[dict[str, str], str]:
    """Parameters, and the message: what follows them, or else they themselves."""
    params: dict[str, str] = {}
    end = at
    # What was copied from Juniper's pages has their quotes.
    for found in _PARAM.finditer(text.replace("”", '"') if "”" in text else text, at):
        name, value = found.groups()
        name = name.removeprefix("[")
        params[name] = re.sub(r'\\(["\\\]])', r"\1", value) if "\\" in value else value
        end = found.end()
    rest = text[end:].removeprefix("]").strip(" \ufeff")
    return params, text[at:] if not rest or rest.isdigit() else rest


def _from_text(part: str, message: str) -> dict[str, str]:
    """Parameters by the names that the structured form has; none of a text that is not known."""
    for pattern in _TEXTS.get(part, ()):
        found = pattern.match(message)
        if found is not None:
            return _params(found)
    pair = _PAIR.search(message, 0, _MARK_WITHIN)
    return {} if pair is None else _params(pair)


def _params(found: re.Match[str]) -> dict[str, str]:
    groups = found.groupdict()
    return {_dashed(name): value for name, value in groups.items() if value is not None}


_PLAIN_RULES = {"source_rule": "src-nat-rule-name", "destination_rule": "dst-nat-rule-name"}


@lru_cache(maxsize=256)
def _dashed(name: str) -> str:
    return _PLAIN_RULES.get(name) or name.replace("_", "-")


def _name_machine(fields: dict[str, object], head: Head | None) -> None:
    fields["observer.vendor"], fields["observer.product"] = "Juniper", "SRX"
    if head is not None and head.host is not None:
        fields["host.name"] = fields["observer.name"] = head.host
        address = to_ip(head.host)
        if address is not None:
            fields["observer.ip"] = [address]


def _fill(fields: dict[str, object], params: Mapping[str, str], kind: Kind) -> None:
    labels: dict[str, str] = {}
    filled: dict[str, str] = {}
    mismatch = False
    for name, value in params.items():
        if value in ABSENT and name != "action":
            continue
        if value in NO_TRANSLATION and name.startswith("nat-"):
            continue
        target = kind.params[name] if name in kind.params else PARAMS.get(name)
        if target is None:
            labels[name] = value
            continue
        field, convert = target
        fitting = value if convert is None else convert(value)
        if fitting is None:
            labels[field] = value
            mismatch = True
            continue
        earlier = filled.get(field)
        if earlier is not None and params[earlier] != value:
            labels[earlier] = params[earlier]  # HTTP, of which the nested one is FACEBOOK
        filled[field] = name
        fields[field] = fitting
    fields.update(kind.fields_of(params.get("action", "")))
    _add_sums(fields)
    _add_related(fields)
    if labels:
        fields["labels"] = labels
    if mismatch:
        fields["tags"] = ["type-mismatch"]


def _add_sums(fields: dict[str, object]) -> None:
    for unit in ("bytes", "packets"):
        sent, answered = fields.get(f"source.{unit}"), fields.get(f"destination.{unit}")
        if isinstance(sent, int) and isinstance(answered, int):
            fields[f"network.{unit}"] = sent + answered
    path = fields.get("url.path")
    if path is not None and "url.domain" in fields:
        fields["url.original"] = f"{fields['url.domain']}{path}"


_ADDRESSES = ("source.ip", "destination.ip", "source.nat.ip", "destination.nat.ip", "client.ip")


def _add_related(fields: dict[str, object]) -> None:
    addresses = [fields[name] for name in _ADDRESSES if name in fields]
    if addresses:
        fields["related.ip"] = list(dict.fromkeys(addresses))
        fields["network.type"] = "ipv6" if ":" in str(addresses[0]) else "ipv4"
    if "file.hash.sha256" in fields:
        fields["related.hash"] = [fields["file.hash.sha256"]]
    if "user.name" in fields:
        fields["related.user"] = [fields["user.name"]]
    if "host.name" in fields:
        fields["related.hosts"] = [fields["host.name"]]
