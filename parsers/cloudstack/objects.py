"""The objects that a message of CloudStack speaks of: machines, hosts, accounts and so on.

An object is written by its number, its UUID or its name, alone or together.  Each becomes
`cloudstack.<kind>.{id,uuid,name}`; where a message names several of one kind, the first counts,
and every machine stands in `related.hosts`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from parsers.grammar import composed

Fields = dict[str, object]

_INSTANCE = composed(__file__, "objects.lark", "INSTANCE")
_DESCRIBED = composed(__file__, "objects.lark", "DESCRIBED")
_SHORT = composed(__file__, "objects.lark", "SHORT")
_NUMBERED = composed(__file__, "objects.lark", "NUMBERED")
_KIND_BEFORE = re.compile(composed(__file__, "objects.lark", "KIND_BEFORE").pattern + r" ?\Z")
_NAMED_UUID = composed(__file__, "objects.lark", "NAMED_UUID")
_KIND_OF_UUID = re.compile(composed(__file__, "objects.lark", "KIND_OF_UUID").pattern + r"\Z")
_LISTED = composed(__file__, "objects.lark", "LISTED")
_DASHED = composed(__file__, "objects.lark", "DASHED")
_VIA = composed(__file__, "objects.lark", "VIA")

_KINDS = {
    "account": "account",
    "acct": "account",
    "agent": "host",
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

_USERS = ("User", "UserAccount")
_NO_RESOURCES = ("AsyncJob", "Plan", "DataCenterDeployment", "error", "NicProfile")
"""What is written like an object, and is the job or the plan that speaks of objects."""

_PAIR = re.compile(r'"(id|uuid|name|instanceName|accountName|username)": ?"?([^",}]+)')
_BARE_PAIR = re.compile(r'\b(id|uuid|name): "([^"]+)')
_PARTS = {
    "id": "id",
    "uuid": "uuid",
    "name": "name",
    "instanceName": "name",
    "accountName": "name",
}
_FIELDS = {
    kind: {part: f"cloudstack.{kind}.{part}" for part in ("id", "uuid", "name")}
    for kind in sorted({*_KINDS.values(), "resource"})
}
_SUFFIX = "-VM"
_LONGEST_NUMBERS = 48
"""Characters before `-VM`: a letter and two numbers of 64 bits, with room to spare."""
_OLD_HOST = re.compile(r"-(?P<id>\d+)-\w+")
"""`Host[-5-Routing]`, to 4.15."""
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LONGEST_REPEATED = 300
"""Characters of a message that may well be written again as it is."""
_NUMBER_HINTS = (
    *("id: ", "d=", "ost:", "Id: ", "id ", "ID", "ost ", "od:", "luster:", "dc:", "VM ", "vm "),
    *("etwork ", "olume ", "emplate ", "ccount ", "omain ", "one ", "od ", "luster ", "outer "),
    "gent ",
)
"""Of which one stands before any number and UUID of something."""

_LONGEST_TOLD = 1000
"""Characters of a message that is a sentence, and no list of objects."""
_DASHES_OF_UUID = 4
_FIRST_OF_UUID = 8
_BEFORE_UUID = " [=:('"

_LONGEST_KIND = 30
"""Characters that the name of a kind and what follows it may have before a number."""


def read_objects(message: str, fields: Fields) -> None:
    """Adds what the message names to the fields; what is there already stays."""
    groups, machines = (
        _known_objects(message) if len(message) <= _LONGEST_REPEATED else _objects(message)
    )
    for group in groups:
        for name, value in group:
            if fields.get(name, value) != value:
                break  # parts of two objects of one kind are never mixed
        else:
            fields.update(group)
    if machines:
        fields["related.hosts"] = list(machines)


Group = tuple[tuple[str, str], ...]
"""One object: its fields with their values."""


def _objects(message: str) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The objects in the order in which they count, and the names of all machines."""
    groups: list[Group] = []
    machines: tuple[str, ...] = ()
    if '{"' in message or '{ "' in message or '{id: "' in message:
        groups += _descriptions(message)
    if "-VM" in message:
        machines = tuple(dict.fromkeys(_instance_names(message)))
        groups += _instance(machines)
    if "[" in message and _has_short_form(message):
        for match in _SHORT.finditer(message):
            groups += _short(match["kind"].lower(), match["text"])
    for hint in _NUMBER_HINTS:
        if hint in message:
            groups += _numbered(message)
            if len(message) <= _LONGEST_TOLD and message.count("-") >= _DASHES_OF_UUID:
                groups += _told_uuids(message)
            break
    groups += _hosts(message)
    return tuple(groups), machines


_known_objects = lru_cache(maxsize=4096)(_objects)
"""Servers write the same short texts again and again."""


def _has_short_form(message: str) -> bool:
    return (
        "Acct[" in message
        or "VM[" in message
        or "Dest[" in message
        or "Zone(" in message
        or "Ntwk[" in message
        or "Vol[" in message
        or "Host[" in message
    )


def _numbered(message: str) -> Iterator[Group]:
    for match in _NUMBERED.finditer(message):
        start = match.start()
        name = _numbered_name(message[max(start - _LONGEST_KIND - 1, 0) : start])
        if name is not None:
            yield ((name, match["id"]),)


@lru_cache(maxsize=8192)
def _numbered_name(before: str) -> str | None:
    """The field of a number by the text before it, which has a character more than a kind may.

    The texts that programs write around their numbers are few, hence the cache.
    """
    start = 1 if len(before) > _LONGEST_KIND else 0
    found = _KIND_BEFORE.search(before, start)
    kind = _KINDS.get(found["kind"].lower()) if found is not None else None
    return f"cloudstack.{kind}.id" if kind is not None else None


def _told_uuids(message: str) -> Iterator[Group]:
    """UUIDs before which a text says what they are of."""
    for match in _NAMED_UUID.finditer(message):
        start = match.start()
        if message[start - _FIRST_OF_UUID - 1] not in _BEFORE_UUID:
            continue  # spares those in JSON the search
        found = _KIND_OF_UUID.search(message, max(start - _LONGEST_KIND - _FIRST_OF_UUID, 0), start)
        if found is not None:
            kind = _KINDS[found["kind"].lower()]
            yield ((f"cloudstack.{kind}.uuid", found["first"] + match.group()),)


def _descriptions(message: str) -> Iterator[Group]:
    """`VM instance {..}`.  A brace is looked for first: most have no kind before them."""
    brace = message.find("{")
    done = 0
    while brace >= 0:
        gap = 2 if message[brace - 1] == "[" else 1
        if brace > gap and message[brace - gap] == " " and message[brace - gap - 1].isalpha():
            end = message.find("}", brace) + 1
            match = _DESCRIBED.search(message, max(done, brace - _LONGEST_KIND), end)
            if match is not None:
                yield from _described(match["kind"], match["body"])
                done = match.end()
        brace = message.find("{", brace + 1)


def _described(kind: str, body: str) -> Iterator[Group]:
    found: dict[str, str] = dict((_PAIR if body[0] == '"' else _BARE_PAIR).findall(body))
    known = _KINDS.get(kind.lower())
    user = found.pop("username", None)
    if known is not None:
        yield _group(known, {_PARTS[key]: value for key, value in found.items()})
    elif kind in _USERS:
        if user is not None:
            yield (("user.name", user),)
        if "id" in found:
            yield (("user.id", found["id"]),)
    elif found and kind not in _NO_RESOURCES and not kind.endswith(("ed", "ing")):
        parts = {_PARTS[key]: value for key, value in found.items()}
        yield (("cloudstack.resource.type", kind), *_group("resource", parts))


def _group(kind: str, parts: dict[str, str]) -> Group:
    names = _FIELDS[kind]
    return tuple((names[part], value) for part, value in parts.items() if value != "null")


def _instance(machines: tuple[str, ...]) -> Iterator[Group]:
    for name in machines[:1]:
        letter, *numbers, _ = name.split("-")
        yield _group("vm", {"name": name, "id": numbers[-1]})
        if letter == "r":
            yield _group("router", {"name": name, "id": numbers[-1]})


def _instance_names(message: str) -> Iterator[str]:
    """Their end is looked for first: a regex that may begin with any letter is slow to search."""
    done = 0
    at = message.find(_SUFFIX)
    while at >= 0:
        end = at + len(_SUFFIX)
        match = _INSTANCE.search(message, max(done, at - _LONGEST_NUMBERS), end + 1)
        if match is not None:
            yield match.group()
            done = end
        at = message.find(_SUFFIX, end)


def _short(kind: str, text: str) -> Iterator[Group]:
    known = _KINDS[kind]
    parts = text.split("|")
    uuid = _UUID.match(text)
    if uuid is not None and kind == "acct":
        name = text[uuid.end() :].removeprefix("-")
        yield _group(known, {"uuid": uuid.group()} | ({"name": name} if name else {}))
    elif kind == "vm" and len(parts) > 1:
        yield _group(known, {"uuid" if _UUID.fullmatch(parts[-1]) else "name": parts[-1]})
    elif kind == "host" and (old := _OLD_HOST.fullmatch(text)):
        yield _group(known, {"id": old["id"]})
    elif parts[0].isdigit():
        yield _group(known, {"id": parts[0]} | _volume_name(parts))
    elif _UUID.fullmatch(parts[0]):
        yield _group(known, {"uuid": parts[0]})


def _volume_name(parts: list[str]) -> dict[str, str]:
    name = next((part for part in parts if part.startswith("name=")), None)
    return {"name": name.removeprefix("name=")} if name is not None else {}


def _hosts(message: str) -> Iterator[Group]:
    """A regex that may begin anywhere is slow to search: it is given where its word stands."""
    match = None
    if (at := message.find("via: ")) >= 0:
        match = _VIA.search(message, at)
    elif "[id: " in message:
        match = _LISTED.search(message)
    elif (at := message.find("ost ")) >= 0:
        match = _DASHED.search(message, max(at - 1, 0))
    if match is not None:
        yield _group("host", {part: value for part, value in match.groupdict().items() if value})
