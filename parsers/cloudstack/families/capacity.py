"""Families `capacity.*`: whether a machine finds a place, and why it does not."""

import re
from collections.abc import Mapping

from parsers.cloudstack.family import Family, Fields, Text, constants
from parsers.grammar import composed

_TYPES = {
    "CPU": "cpu",
    "MEM": "memory",
    "RAM": "memory",
    "Server": "server",
    "Storage": "storage",
    "Address": "address",
    "Network": "network",
    "VirtualNetwork": "network",
}
_AMOUNTS = ("used", "total", "free", "requested")
_SCOPES = {"DataCenter": "zone", "Pod": "pod", "Cluster": "cluster", "Host": "host"}
_PACKAGE = re.compile(r"(?:[a-z]\w*\.)+\Z")
_LONGEST = 18
"""Digits of a number that surely fits 64 bits."""


def _read(match: re.Match[str], fields: Fields) -> None:
    groups = match.groupdict()
    kind = groups.get("type")
    if kind is not None:
        fields["cloudstack.capacity.type"] = _TYPES.get(kind, kind.lower())
    for amount in _AMOUNTS:
        _number(fields, amount, groups.get(amount))
    if groups.get("ram") is not None:
        fields["cloudstack.capacity.type"] = "memory"
        _number(fields, "requested", groups["ram"])
    if groups.get("host") is not None:
        fields["cloudstack.host.id"] = groups["host"]


def _number(fields: Fields, amount: str, digits: str | None) -> None:
    if digits is not None and len(digits) <= _LONGEST:
        fields[f"cloudstack.capacity.{amount}"] = int(digits)


def read_shortage(thrown: str, fields: Fields) -> None:
    """What an `Insufficient…Exception` under a message of another family says of the want."""
    match = composed(__file__, "capacity.lark", "INSUFFICIENT").match(thrown)
    if match is not None:
        _insufficient(match, fields)


def _insufficient(match: re.Match[str], fields: Fields) -> None:
    fields["cloudstack.capacity.type"] = _TYPES.get(match["type"], match["type"].lower())
    package = _PACKAGE.search(match["before"] or "")
    name = match.group()[len(match["before"] or "") :].partition("Exception")[0]
    fields.setdefault("error.type", f"{package.group() if package else ''}{name}Exception")
    scope = match["scope"]
    if scope is None:
        return
    fields["cloudstack.capacity.scope"] = scope
    kind = _SCOPES.get(scope.rpartition(".")[2])
    if kind is not None and match["scope_id"] is not None:
        fields[f"cloudstack.{kind}.id"] = match["scope_id"]


def _constants(name: str, action: str, outcome: str | None = None) -> Mapping[str, object]:
    return constants(name, action, category="host", types="info", outcome=outcome)


FAMILY = Family(
    __file__,
    "capacity.lark",
    texts=(
        Text(
            "CHECKED",
            ("Checking",),
            _constants("capacity.check", "capacity-checked"),
            read=_read,
        ),
        Text(
            "DENIED",
            ("STATS",),
            constants(
                "capacity.denied",
                "capacity-denied",
                category="host",
                types="info",
                outcome="failure",
            ),
            read=_read,
        ),
        Text(
            "GRANTED",
            ("STATS",),
            constants(
                "capacity.granted",
                "capacity-granted",
                category="host",
                types="info",
                outcome="success",
            ),
            read=_read,
        ),
        Text(
            "COMPARED",
            ("Free",),
            _constants("capacity.compare", "capacity-compared"),
            read=_read,
        ),
        Text(
            "LACKING",
            ("Host",),
            constants(
                "capacity.denied",
                "capacity-denied",
                category="host",
                types="info",
                outcome="failure",
            ),
            read=_read,
        ),
        Text(
            "INSUFFICIENT",
            (),
            constants(
                "capacity.insufficient",
                "capacity-insufficient",
                category="host",
                types="info",
                outcome="failure",
            ),
            {"reason": "error.message"},
            _insufficient,
            ("Insufficient",),
        ),
    ),
)
