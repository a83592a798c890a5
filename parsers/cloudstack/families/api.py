"""Families `api.start` and `api.end`: a request to the API begins and ends."""

import re
from functools import lru_cache
from urllib.parse import unquote_plus

from parsers.cloudstack.family import Family, Fields, Text, constants
from parsers.cloudstack.request import PARAMETERS, id_field, object_of, verb_type

_ASKED = frozenset({"command", "id", "username", *PARAMETERS})
"""Parameters that become fields."""


@lru_cache(maxsize=4096)
def _types(phase: str, command: str) -> list[str]:
    kind = verb_type(command)
    return [phase] if kind is None else [phase, kind]


def _read_start(match: re.Match[str], fields: Fields) -> None:
    _read("start", match, fields)


def _read_end(match: re.Match[str], fields: Fields) -> None:
    _read("end", match, fields)


def _read(phase: str, match: re.Match[str], fields: Fields) -> None:
    query = (match["query"] or "").rstrip()
    if "=" in query:
        fields["url.query"] = query
        _parameters(query, fields)
    elif query.isalnum():
        fields["cloudstack.command"] = query
    command = fields.get("cloudstack.command")
    if isinstance(command, str):
        fields["event.action"] = command
        fields["event.type"] = _types(phase, command)


def _parameters(query: str, fields: Fields) -> None:
    found: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        name = name.lower()
        if name in _ASKED and value and not value[0].isspace():
            found[name] = value.split(maxsplit=1)[0]
    command = found.pop("command", None)
    if command is not None:
        fields["cloudstack.command"] = command
    object_id = found.pop("id", None)
    if object_id is not None and command is not None:
        kind = object_of(command)
        if kind is not None:
            fields[id_field(kind, object_id)] = object_id
    user = found.pop("username", None)
    if user is not None:
        fields["user.name" if command == "login" else "user.target.name"] = unquote_plus(user)
    for parameter, value in found.items():
        value = unquote_plus(value)
        fields[id_field(PARAMETERS[parameter], value)] = value


_GROUPS = {"address": "source.ip", "method": "http.request.method"}

FAMILY = Family(
    __file__,
    "api.lark",
    texts=(
        Text(
            "START",
            ("START",),
            constants("api.start", category="api", types="start"),
            _GROUPS,
            _read_start,
        ),
        Text(
            "END", ("END",), constants("api.end", category="api", types="end"), _GROUPS, _read_end
        ),
    ),
)
