"""What the keys of a record fill, worked out once for all records that have the same keys.

A signature's records have the same keys in the same order, so that a record is read by taking its
values apart by position.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from operator import itemgetter

from parsers.esva.dialect import Dialect
from parsers.esva.keys import CUSTOM, KEYS, TIMES
from parsers.schema import FIELDS, FieldType
from parsers.values import fit, text_long, to_ip

Take = Callable[[Sequence[str]], tuple[str, ...]]
Converter = Callable[[str], object | None]

_TRANSPORTS = {"1": "icmp", "2": "igmp", "6": "tcp", "17": "udp", "47": "gre", "50": "esp",
               "58": "ipv6-icmp", "132": "sctp", "icmpv6": "ipv6-icmp"}  # fmt: skip
"""IANA's protocol numbers, and how ECS writes what they stand for."""
_OUTCOMES = {
    **dict.fromkeys(("success", "succeeded", "successful", "ok", "allowed", "accepted"), "success"),
    **dict.fromkeys(("failure", "failed", "fail", "error", "denied", "blocked"), "failure"),
    "unknown": "unknown",
}
_DIRECTIONS = {"0": "inbound", "1": "outbound", "inbound": "inbound", "outbound": "outbound"}
_WITH_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3})[:/]\d{1,5}")
_LABELS = frozenset(f"{key}Label" for key in CUSTOM)
_HASH = "fileHash"
_ASKED = frozenset(
    {
        *("result", "computerName", "dtz", "deviceTimeZone", "devTimeFormat", "desc"),
        _HASH,
    }
)
"""Keys that are looked at beside what they fill."""

_NOWHERE = frozenset({_HASH, "devTimeFormat"})
"""Those of them that fill nothing by themselves."""

_ADDRESSES = ("source.ip", "destination.ip", "source.nat.ip", "destination.nat.ip", "client.ip")
_USERS = ("user.name", "user.target.name")
_HOSTS = ("source.domain", "destination.domain")
_HASHES = ("file.hash.md5", "file.hash.sha1", "file.hash.sha256")
_SEVERITY = "event.severity"
_STATUS = 3
"""Digits of a status of HTTP."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Keys in their order.  `take_labels`: the values of the keys that name custom keys."""

    keys: tuple[str, ...]
    take_labels: Take


@dataclass(slots=True, eq=False)
class Layout:
    """Where the values of such records go.

    `texts`: fields that keep the text as written, and `take_texts` theirs of all values;
    `labels`, `take_labels`: the same for labels.  `numbers`: field and position of whole
    numbers, `converted`: field, position, converter of all others.
    `times`: standard key and position, in the order of TIMES.  `severity`: position of one
    that stands in the extension.  `at`: position of keys that are looked at beside that.
    `addresses`, `users`, `hashes`: fields of such that are filled.
    """

    texts: tuple[str, ...] = ()
    take_texts: Take = field(default=lambda values: ())
    labels: tuple[str, ...] = ()
    take_labels: Take = field(default=lambda values: ())
    numbers: tuple[tuple[str, int], ...] = ()
    converted: tuple[tuple[str, int, Converter], ...] = ()
    times: tuple[tuple[str, int], ...] = ()
    severity: int | None = None
    direction: str | None = None
    at: Mapping[str, int] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    judged: tuple[int, ...] = (-1,) * 5
    seen: int = 0
    usual: re.Pattern[str] | None = None


JUDGED = ("esva.action", "rule.name", "rule.category", "rule.description")
"""Fields on which a verdict depends; the last that it depends on is the key `result`."""


@lru_cache(maxsize=4096)
def shape_of(keys: tuple[str, ...]) -> Shape:
    last = {key: index for index, key in enumerate(keys)}
    return Shape(keys, _taker([index for key, index in last.items() if key in _LABELS]))


@lru_cache(maxsize=4096)
def layout_of(dialect: Dialect, shape: Shape, labels: tuple[str, ...]) -> Layout:
    """`labels`: what `shape.take_labels` takes of the values of the record."""
    last = {key: index for index, key in enumerate(shape.keys)}
    named = dict(zip((key for key in last if key in _LABELS), labels, strict=True))
    build = _Build(dialect)
    # The standard's own key goes before another that fills the same field, a general text after.
    for key in sorted(last, key=lambda key: (key not in KEYS, key == "desc")):
        build.add(key, last[key], named.get(f"{key}Label", ""))
    return build.layout(last)


_OFTEN = 32
_EXPRESSIONS = 3
"""A header's records mostly have one layout, or a few."""


def note_layout(layout: Layout, keys: tuple[str, ...], usual: list[Layout]) -> None:
    """Count a record.  When there were many, one expression takes its values out from then on.

    `usual`: those that are tried for a header.  A value without `=` ends where the next key
    stands, so that the expression reads what the keys one by one would.
    """
    layout.seen += 1
    if layout.seen < _OFTEN or len(usual) >= _EXPRESSIONS or layout in usual or not keys:
        return
    if layout.usual is None:
        pairs = " ".join(f"{re.escape(key)}=([^=]*)" for key in keys)
        layout.usual = re.compile(f" *{pairs}")
    usual.append(layout)


def layout_for(dialect: Dialect, keys: tuple[str, ...], values: Sequence[str]) -> Layout:
    """The layout of a record with these keys and values."""
    shape = shape_of(keys)
    return layout_of(dialect, shape, shape.take_labels(values))


class _Build:
    """Gathers what a layout is made of."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._taken: dict[str, int] = {}
        self._labels: dict[str, int] = {}
        self._times: dict[str, int] = {}

    def add(self, key: str, index: int, label: str) -> None:
        """`label`: what a custom key is, where another key says it."""
        if key in _LABELS or key in _NOWHERE:
            return
        target = self._dialect.keys.get(key) or KEYS.get(key)
        name = key
        if key in CUSTOM and label:
            target, name = self._dialect.labels.get(label), label.replace(" ", "_")
        elif target is None and key in TIMES:
            target = key
        if target is None or target in self._taken:
            self._labels[name] = index
        elif target in TIMES:
            self._times.setdefault(target, index)
        else:
            self._taken[target] = index

    def layout(self, last: Mapping[str, int]) -> Layout:
        severity = self._taken.pop(_SEVERITY, None)
        converters = {name: _converter(name) for name in self._taken}
        texts = {name: self._taken[name] for name, how in converters.items() if how is None}
        return Layout(
            tuple(texts),
            _taker(list(texts.values())),
            tuple(self._labels),
            _taker(list(self._labels.values())),
            tuple(
                (name, self._taken[name]) for name, how in converters.items() if how is text_long
            ),
            tuple(
                (name, self._taken[name], how)
                for name, how in converters.items()
                if how is not None and how is not text_long
            ),
            tuple((key, self._times[key]) for key in TIMES if key in self._times),
            severity,
            self._direction(last),
            {key: index for key, index in last.items() if key in _ASKED},
            tuple(name for name in _ADDRESSES if name in self._taken),
            tuple(name for name in _USERS if name in self._taken),
            tuple(name for name in _HOSTS if name in self._taken),
            tuple(name for name in _HASHES if name in self._taken or _HASH in last),
            (*(self._taken.get(name, -1) for name in JUDGED), last.get("result", -1)),
        )

    def _direction(self, last: Mapping[str, int]) -> str | None:
        if not self._dialect.bytes_direct:
            return None
        return "inbound" if "in" in last else "outbound" if "out" in last else None


def _taker(indexes: Sequence[int]) -> Take:
    match indexes:
        case []:
            return lambda values: ()
        case [index]:
            return lambda values: (values[index],)
        case _:
            return itemgetter(*indexes)


@lru_cache(maxsize=512)
def _converter(name: str) -> Converter | None:
    """How a field's value is made of the text; None where it is the text."""
    special = _SPECIAL.get(name)
    if special is not None:
        return special
    row = FIELDS[name]
    if row.many:
        return partial(fit, row)
    match row.type:
        case FieldType.LONG:
            return text_long
        case FieldType.IP:
            return _ip
        case FieldType.KEYWORD | FieldType.TEXT:
            return None
        case _:
            return partial(fit, row)


@lru_cache(maxsize=8192)
def _ip(text: str) -> str | None:
    """Some relays end the last value with a stray pipe; some products quote it or add the port."""
    bare = text.strip('|"')
    with_port = _WITH_PORT.fullmatch(bare)
    return to_ip(bare if with_port is None else with_port[1])


@lru_cache(maxsize=8192)
def _mac(text: str) -> str:
    """ECS: RFC 7042's notation, upper case with hyphens."""
    return text.replace(":", "-").upper()


@lru_cache(maxsize=256)
def _transport(text: str) -> str:
    word = text.lower()
    return _TRANSPORTS.get(word, word)


def _outcome(text: str) -> str | None:
    """Web servers' products have the status of the answer in its place."""
    if len(text) == _STATUS and text.isascii() and text.isdigit():
        return "success" if text < "400" else "failure"
    return _OUTCOMES.get(text.lower())


def _direction(text: str) -> str | None:
    return _DIRECTIONS.get(text.lower())


def _macs(text: str) -> list[str]:
    return [_mac(text)]


def _host_ip(text: str) -> str:
    """`dvc` may be a name: what it is is seen when the whole record is read."""
    return text


_SPECIAL: Mapping[str, Converter] = {
    "destination.mac": _mac,
    "source.mac": _mac,
    "network.transport": _transport,
    "network.protocol": str.lower,
    "event.outcome": _outcome,
    "host.mac": _macs,
    "network.direction": _direction,
    "host.ip": _host_ip,
}
