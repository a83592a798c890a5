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
    "RT_FLOW": _texts("CREATED", "CLOSED", "DENIED"),
    "RT_IDP": _texts("ATTACK"),
    "RT_IDS": _texts("SCREEN"),
    "RT_SCREEN": _texts("SCREEN"),
    "RT_UTM": _texts("FILTERED", "VIRUS"),
}
"""Texts by the part of the firewall that writes them."""

_MARK = re.compile(
    r"(?:\A|[ >])(?P<part>RT_[A-Z]{2,12})(?:\[\d+\])?"
    r"(?:: (?P<tag>[A-Z][A-Z0-9_]{4,60}): "
    r"| (?:-|\d+) (?P<msgid>[A-Z][A-Z0-9_]{4,60}) \[junos@2636\.)"
)
_MARK_WITHIN = 512
_ENTERPRISE = "[junos@2636."
"""Juniper's number, with which its structured data begin."""


def claims(text: str) -> bool:
    at = text.find("RT_", 0, _MARK_WITHIN)
    return at >= 0 and _MARK.search(text, max(at - 1, 0), _MARK_WITHIN) is not None


def parse(record: Record, mask: Mask) -> Event:
    """Raises: ParseError where no part of the firewall and kind of event are named."""
    original, hidden = mask.apply(record.text)
    mark = _MARK.search(original, 0, _MARK_WITHIN)
    if mark is None:
        raise ParseError(NAME, "no RT_ with a kind of event", 1, 1)
    part, tag = mark["part"], mark["msgid"] or mark["tag"]
    if mark["msgid"]:
        at = mark.end() - len(_ENTERPRISE)
        head = read_head(f"{original[:at]}-", record.source.zone, record.received)
        params, message = _structured(original, at)
    else:
        head = read_head(original, record.source.zone, record.received)
        message = original[mark.end() :]
        params = _from_text(part, message)
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


def _structured(text: str, at: int) -> tuple[dict[str, str], str]:
    """Parameters, and the message: what follows them, or else they themselves."""
    params: dict[str, str] = {}
    end = at
    for found in _PARAM.finditer(text, at):
        name, value = found.groups()
        params[name] = re.sub(r'\\(["\\\]])', r"\1", value) if "\\" in value else value
        end = found.end()
    rest = text[end:].removeprefix("]").strip(" \ufeff")
    return params, rest or text[at:]


def _from_text(part: str, message: str) -> dict[str, str]:
    """Parameters by the names that the structured form has; none of a text that is not known."""
    for pattern in _TEXTS.get(part, ()):
        found = pattern.match(message)
        if found is not None:
            groups = found.groupdict()
            return {_dashed(name): value for name, value in groups.items() if value is not None}
    return {}


@lru_cache(maxsize=256)
def _dashed(name: str) -> str:
    return name.replace("_", "-")


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
        if value in ABSENT or (value in NO_TRANSLATION and name.startswith("nat-")):
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
    if "user.name" in fields:
        fields["related.user"] = [fields["user.name"]]
    if "host.name" in fields:
        fields["related.hosts"] = [fields["host.name"]]
