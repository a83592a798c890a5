"""The objects that a message of CloudStack speaks of: machines, hosts, accounts and so on.

An object is written by its number, its UUID or its name, alone or together.  Each becomes
`cloudstack.<kind>.{id,uuid,name}`; where a message names several of one kind, the first counts,
and every machine stands in `related.hosts`.
"""

import re

from parsers.grammar import composed

Fields = dict[str, object]

_INSTANCE = composed(__file__, "objects.lark", "INSTANCE")
_DESCRIBED = composed(__file__, "objects.lark", "DESCRIBED")
_SHORT = composed(__file__, "objects.lark", "SHORT")
_NUMBERED = composed(__file__, "objects.lark", "NUMBERED")
_KIND_BEFORE = re.compile(composed(__file__, "objects.lark", "KIND_BEFORE").pattern + r" ?\Z")
_LISTED = composed(__file__, "objects.lark", "LISTED")
_VIA = composed(__file__, "objects.lark", "VIA")

_KINDS = {
    "account": "account",
    "acct": "account",
    "cluster": "cluster",
    "datacenter": "zone",
    "data center": "zone",
    "dc": "zone",
    "domain": "domain",
    "domainrouter": "router",
    "host": "host",
    "hostpod": "pod",
    "instance": "vm",
    "network": "network",
    "ntwk": "network",
    "pod": "pod",
    "router": "router",
    "template": "template",
    "vm": "vm",
    "vm instance": "vm",
    "vol": "volume",
    "volume": "volume",
    "zone": "zone",
}
"""How messages name a kind, in lower case, and how fields do."""

_PAIR = re.compile(r'"(id|uuid|name|instanceName|accountName|username)": ?"?([^",}]+)')
_PARTS = {
    "id": "id",
    "uuid": "uuid",
    "name": "name",
    "instanceName": "name",
    "accountName": "name",
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST_KIND = 20
"""Characters that the name of a kind and what follows it may have before a number."""


def read_objects(message: str, fields: Fields) -> None:
    """Adds what the message names to the fields; what is there already stays."""
    if '{"' in message or '{ "' in message:
        for match in _DESCRIBED.finditer(message):
            _described(match["kind"], match["body"], fields)
    if "-VM" in message:
        _instances(message, fields)
    if "[" in message and _has_short_form(message):
        for match in _SHORT.finditer(message):
            _short(match["kind"].lower(), match["text"], fields)
    if "id: " in message or "d=" in message or "ost: " in message or "Id: " in message:
        _numbered(message, fields)
    _hosts(message, fields)


def _has_short_form(message: str) -> bool:
    return (
        "Acct[" in message
        or "VM[" in message
        or "Dest[" in message
        or "Ntwk[" in message
        or "Vol[" in message
    )


def _numbered(message: str, fields: Fields) -> None:
    for match in _NUMBERED.finditer(message):
        start = match.start()
        before = _KIND_BEFORE.search(message, max(start - _LONGEST_KIND, 0), start)
        kind = _KINDS.get(before["kind"].lower()) if before is not None else None
        if kind is not None:
            fields.setdefault(f"cloudstack.{kind}.id", match["id"])


def _described(kind: str, body: str, fields: Fields) -> None:
    found: dict[str, str] = dict(_PAIR.findall(body))
    known = _KINDS.get(kind.lower())
    if known is not None:
        found.pop("username", None)
        _take(known, {_PARTS[key]: value for key, value in found.items()}, fields)
        return
    if "username" in found:
        fields.setdefault("user.name", found["username"])
    if "id" in found:
        fields.setdefault("user.id", found["id"])


def _take(kind: str, found: dict[str, str], fields: Fields) -> None:
    """One object whole: parts of two objects of one kind are never mixed."""
    named = {f"cloudstack.{kind}.{part}": value for part, value in found.items()}
    for name, value in named.items():
        if fields.get(name, value) != value:
            return
    for name, value in named.items():
        if value != "null":
            fields.setdefault(name, value)


def _instances(message: str, fields: Fields) -> None:
    names = list(dict.fromkeys(match.group() for match in _INSTANCE.finditer(message)))
    for name in names[:1]:
        letter, *numbers, _ = name.split("-")
        _take("vm", {"name": name, "id": numbers[-1]}, fields)
        if letter == "r":
            _take("router", {"name": name, "id": numbers[-1]}, fields)
    if names:
        fields["related.hosts"] = names


def _short(kind: str, text: str, fields: Fields) -> None:
    known = _KINDS[kind]
    parts = text.split("|")
    uuid = _UUID.match(text)
    if uuid is not None and kind == "acct":
        name = text[uuid.end() :].removeprefix("-")
        _take(known, {"uuid": uuid.group()} | ({"name": name} if name else {}), fields)
    elif kind == "vm" and len(parts) > 1:
        if not _UUID.fullmatch(parts[-1]):
            _take(known, {"name": parts[-1]}, fields)
        else:
            _take(known, {"uuid": parts[-1]}, fields)
    elif parts[0].isdigit():
        _take(known, {"id": parts[0]}, fields)


def _hosts(message: str, fields: Fields) -> None:
    match = None
    if "via: " in message:
        match = _VIA.search(message)
    elif "[id: " in message:
        match = _LISTED.search(message)
    if match is not None:
        found = {part: value for part, value in match.groupdict().items() if value is not None}
        _take("host", found, fields)
