"""Families `api.start` and `api.end`: a request to the API begins and ends."""

import re
from functools import lru_cache
from urllib.parse import unquote_plus

from parsers.cloudstack.family import Family, Fields, Text, constants

_PARAMETER = re.compile(
    r"(?:^|&)(?P<name>account|clusterid|command|domain|domainid|hostid|id|jobid|networkid|podid"
    r"|templateid|username|virtualmachineid|volumeid|zoneid)=(?P<value>[^&\s]+)",
    re.IGNORECASE,
)
_FIELDS = {
    "account": "cloudstack.account.name",
    "clusterid": "cloudstack.cluster.uuid",
    "domain": "cloudstack.domain.name",
    "domainid": "cloudstack.domain.uuid",
    "hostid": "cloudstack.host.uuid",
    "jobid": "cloudstack.job.uuid",
    "networkid": "cloudstack.network.uuid",
    "podid": "cloudstack.pod.uuid",
    "templateid": "cloudstack.template.uuid",
    "virtualmachineid": "cloudstack.vm.uuid",
    "volumeid": "cloudstack.volume.uuid",
    "zoneid": "cloudstack.zone.uuid",
}
_BY_COMMAND = (
    ("VirtualMachine", "cloudstack.vm.uuid"),
    ("Router", "cloudstack.router.uuid"),
    ("Volume", "cloudstack.volume.uuid"),
    ("Template", "cloudstack.template.uuid"),
    ("Network", "cloudstack.network.uuid"),
    ("Host", "cloudstack.host.uuid"),
    ("Zone", "cloudstack.zone.uuid"),
)
"""What the parameter `id` is of, by the end of the command."""

_VERBS = (
    (("list", "get", "query", "find"), "access"),
    (("create", "deploy", "register", "add", "associate", "copy", "upload"), "creation"),
    (("delete", "destroy", "remove", "expunge", "disassociate", "revoke"), "deletion"),
)


def verb_type(command: str) -> str | None:
    """The ECS type of what a command does; None for those that do not tell by their verb."""
    for verbs, kind in _VERBS:
        if command.startswith(verbs):
            return kind
    return "change" if command[:1].islower() and command != "login" else None


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
    found = {match["name"].lower(): match["value"] for match in _PARAMETER.finditer(query)}
    command = found.pop("command", None)
    if command is not None:
        fields["cloudstack.command"] = command
    object_id = found.pop("id", None)
    if object_id is not None and command is not None:
        for end, name in _BY_COMMAND:
            if command.endswith(end):
                fields[name] = object_id
                break
    user = found.pop("username", None)
    if user is not None:
        fields["user.name" if command == "login" else "user.target.name"] = unquote_plus(user)
    for parameter, value in found.items():
        fields[_FIELDS[parameter]] = unquote_plus(value)


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
