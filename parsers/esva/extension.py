"""The extension of a CEF record: its keys and values, unescaped, and the fields they fill."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from parsers.esva.dialect import Dialect
from parsers.esva.keys import CUSTOM, KEYS, PATHS, TIMES
from parsers.grammar import composed
from parsers.schema import FIELDS, FieldType
from parsers.times import epoch_time, iso_time, month_time
from parsers.values import text_long, to_ip, to_long

_PAIR = composed(__file__, "cef.lark", "PAIR")
_ESCAPE = re.compile(r"\\([\\=nr|])")
_PAIR_ESCAPE = re.compile(r"\\([\\=])")
_ESCAPED = {"n": "\n", "r": "\r", "|": "\\|"}
_DRIVE = re.compile(r"[A-Za-z]:\\")
_MONTH_TIME = re.compile(
    r"(?P<month>[^\W\d_]{3,5}) +(?P<day>\d{1,2})(?: (?P<year>\d{4}))? "
    r"(?P<clock>\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?)(?: (?P<zone>[A-Za-z][\w/+-]*))?"
)
_HASHES = {32: "file.hash.md5", 40: "file.hash.sha1", 64: "file.hash.sha256"}
_TRANSPORTS = {"1": "icmp", "2": "igmp", "6": "tcp", "17": "udp", "47": "gre", "50": "esp",
               "58": "ipv6-icmp", "132": "sctp", "icmpv6": "ipv6-icmp"}  # fmt: skip
"""IANA's protocol numbers, and how ECS writes what they stand for."""
_OUTCOMES = {
    "success": "success",
    "succeeded": "success",
    "failure": "failure",
    "failed": "failure",
}


@dataclass(slots=True)
class Extension:
    """What an extension says.  `fields`: by stored name.  `labels`: what no field takes."""

    fields: dict[str, object] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    own_time: datetime | None = None
    mismatch: bool = False

    def misfit(self, name: str, value: str) -> None:
        self.labels[name] = value
        self.mismatch = True


def pairs_of(text: str) -> dict[str, str]:
    """Keys to values, unescaped.  Blanks around values and line ends after the last are not theirs.

    `\\n` is a line end, but for values that look like a Windows path in a record that nowhere
    escapes a backslash: there it is the start of a name (`C:\\new`).
    """
    pairs = dict(_PAIR.findall(text.rstrip()))
    if "= " in text:
        pairs = {key: value.strip(" ") for key, value in pairs.items()}
    if "\\" in text:
        careful = "\\\\" in text
        for key, value in pairs.items():
            if "\\" in value:
                pairs[key] = _unescape(key, value, careful)
    return pairs


def _unescape(key: str, value: str, careful: bool) -> str:
    path = not careful and (key in PATHS or _DRIVE.search(value) is not None)
    pattern = _PAIR_ESCAPE if path else _ESCAPE
    return pattern.sub(lambda found: _ESCAPED.get(found[1], found[1]), value)


def read_extension(
    pairs: Mapping[str, str], dialect: Dialect, zone: str, reference: datetime | None
) -> Extension:
    """`zone`: of times without one.  `reference`: now, for dates without a year."""
    extension = Extension()
    fields = extension.fields
    plan = _plan(dialect)
    for key, value in pairs.items():
        target = plan.get(key)
        if target is None:
            target = _custom(key, value, pairs, plan, extension.labels)
            if target is None:
                continue
        name, convert = target
        if convert is None:
            fields[name] = value
        elif value and convert is not _skip:
            fitting = convert(value)
            if fitting is None:
                extension.misfit(name, value)
            else:
                fields[name] = fitting
    if not TIMES.keys().isdisjoint(pairs):
        _times(pairs, extension, zone, reference)
    if "fileHash" in pairs:
        _file_hash(pairs["fileHash"], extension)
    return extension


_Target = tuple[str, Callable[[str], object | None] | None]


@lru_cache(maxsize=64)
def _plan(dialect: Dialect) -> Mapping[str, _Target]:
    """Key, or label of a custom key with `=` before it, to field and converter."""
    names = {**KEYS, **dialect.keys, **{f"={key}": name for key, name in dialect.labelled.items()}}
    together = (*TIMES, "fileHash", *(f"{key}Label" for key in CUSTOM))
    skipped: dict[str, _Target] = dict.fromkeys(together, ("", _skip))
    return {**skipped, **{key: (name, _converter(name)) for key, name in names.items()}}


def _skip(text: str) -> None:
    """Keys that are read together with others: labels, times, hashes."""


def _converter(name: str) -> Callable[[str], object | None] | None:
    special = _SPECIAL.get(name)
    if special is not None:
        return special
    match FIELDS[name].type:
        case FieldType.LONG:
            return text_long
        case FieldType.IP:
            return _ip
        case _:
            return None


def _custom(
    key: str,
    value: str,
    pairs: Mapping[str, str],
    plan: Mapping[str, _Target],
    labels: dict[str, str],
) -> _Target | None:
    """Where a key without a field goes; None where it went to the labels."""
    if key in CUSTOM:
        label = pairs.get(f"{key}Label")
        if label:
            known = plan.get(f"={label}")
            if known is None:
                labels[label.replace(" ", "_")] = value
            return known
    labels[key] = value
    return None


@lru_cache(maxsize=8192)
def _ip(text: str) -> str | None:
    """Some relays end the last value with a stray pipe."""
    return to_ip(text.rstrip("|"))


@lru_cache(maxsize=8192)
def _mac(text: str) -> str:
    """ECS: RFC 7042's notation, upper case with hyphens."""
    return text.replace(":", "-").upper()


@lru_cache(maxsize=256)
def _transport(text: str) -> str:
    word = text.lower()
    return _TRANSPORTS.get(word, word)


def _outcome(text: str) -> str | None:
    return _OUTCOMES.get(text.lower())


def _host_ip(text: str) -> str:
    """`dvc` may be a name: what it is is seen when the whole record is read."""
    return text


_SPECIAL: Mapping[str, Callable[[str], object | None]] = {
    "destination.mac": _mac,
    "source.mac": _mac,
    "network.transport": _transport,
    "network.protocol": str.lower,
    "event.outcome": _outcome,
    "host.ip": _host_ip,
}


def _file_hash(text: str, extension: Extension) -> None:
    name = _HASHES.get(len(text))
    if name is None:
        extension.labels["fileHash"] = text
    else:
        extension.fields.setdefault(name, text)


def _times(
    pairs: Mapping[str, str], extension: Extension, zone: str, reference: datetime | None
) -> None:
    own_zone = pairs.get("dtz") or pairs.get("deviceTimeZone") or zone
    for key, name in TIMES.items():
        text = pairs.get(key)
        if not text:
            continue
        when = cef_time(text, own_zone, reference)
        if when is None:
            extension.misfit(name or key, text)
            continue
        extension.own_time = when
        if name:
            extension.fields[name] = when


def cef_time(text: str, zone: str, reference: datetime | None) -> datetime | None:
    """Milliseconds since 1970, `Sep 07 [2018] 14:50:39[.123] [zone]`, or ISO 8601."""
    number = to_long(text)
    if number is not None:
        return epoch_time(number)
    found = _MONTH_TIME.fullmatch(text)
    if found is None:
        return iso_time(text, zone)
    year = int(found["year"]) if found["year"] else None
    return month_time(
        found["month"], int(found["day"]), year, found["clock"], found["zone"] or zone, reference
    )
