"""A request to CloudStack's API: which fields its parameters are, and what its command does."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import unquote_plus

Fields = dict[str, object]

PARAMETERS: Mapping[str, str] = {
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
"""Parameter in lower case to field, whatever the command."""

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

RESOURCES: Mapping[str, str] = {
    "Cluster": "cloudstack.cluster.uuid",
    "DataCenter": "cloudstack.zone.uuid",
    "Domain": "cloudstack.domain.uuid",
    "DomainRouter": "cloudstack.router.uuid",
    "Host": "cloudstack.host.uuid",
    "HostPod": "cloudstack.pod.uuid",
    "Network": "cloudstack.network.uuid",
    "Pod": "cloudstack.pod.uuid",
    "Template": "cloudstack.template.uuid",
    "UserVm": "cloudstack.vm.uuid",
    "VirtualMachine": "cloudstack.vm.uuid",
    "VirtualMachineTemplate": "cloudstack.template.uuid",
    "VirtualRouter": "cloudstack.router.uuid",
    "Volume": "cloudstack.volume.uuid",
    "Zone": "cloudstack.zone.uuid",
}
"""Kind of a resource to the field of its UUID."""

_NUMBER = re.compile(r"[1-9]\d*")
_UUID = ".uuid"

_VERBS = (
    (("list", "get", "query", "find"), "access"),
    (("create", "deploy", "register", "add", "associate", "copy", "upload"), "creation"),
    (("delete", "destroy", "remove", "expunge", "disassociate", "revoke"), "deletion"),
)
_SKIPPED = frozenset(
    {"apikey", "command", "expires", "response", "sessionkey", "signature", "signatureversion", "_"}
)
"""Parameters of the protocol, and secrets."""

_OWNER = frozenset({"account", "domain", "domainid"})
"""Whose objects are meant: not of the caller, once it is known who called."""

_MOST = 64
"""Parameters that become labels: nobody should fill the map of labels by sending more."""


def verb_type(command: str) -> str | None:
    """The ECS type of what a command does; None for those that do not tell by their verb."""
    for verbs, kind in _VERBS:
        if command.startswith(verbs):
            return kind
    return "change" if command[:1].islower() and command not in ("login", "logout") else None


def read_query(query: str, fields: Fields) -> None:
    """The parameters of a query: those of known objects as fields, all others as labels.

    `query`: with its secrets masked.  Names become lower case, as CloudStack does not tell cases
    apart.
    """
    labels: dict[str, str] = {}
    command = ""
    caller = "cloudstack.account.id" in fields
    for part in query.split("&", _MOST):
        name, _, value = part.partition("=")
        name = name.lower()
        if name in _SKIPPED:
            if name == "command" and value:
                command = fields["cloudstack.command"] = fields["event.action"] = value
        elif value:
            if "%" in value or "+" in value:
                value = unquote_plus(value)
            field = PARAMETERS.get(name)
            if field is None or (caller and name in _OWNER):
                labels[name] = value
            else:
                fields[id_field(field, value)] = value
    if labels:
        _special(command, labels, fields)
        if labels:
            fields["labels"] = labels


def _special(command: str, labels: dict[str, str], fields: Fields) -> None:
    """What a parameter means by the command that it is of."""
    if "id" in labels:
        name = object_of(command)
        if name is not None:
            value = labels.pop("id")
            fields[id_field(name, value)] = value
    if "networkids" in labels and "," not in labels["networkids"]:
        value = labels.pop("networkids")
        fields[id_field("cloudstack.network.uuid", value)] = value
    if "username" in labels:
        name = "user.name" if command == "login" else "user.target.name"
        fields[name] = labels.pop("username")


def id_field(name: str, value: str) -> str:
    """The field of an object by what it is named: before 3.0 that was its number, not its UUID."""
    if value[:1] < ":" and _NUMBER.fullmatch(value) and name.endswith(_UUID):
        return f"{name.removesuffix(_UUID)}.id"
    return name


@lru_cache(maxsize=1024)
def object_of(command: str) -> str | None:
    """The field of the object that the parameter `id` names."""
    for end, name in _BY_COMMAND:
        if command.endswith((end, f"{end}s")):
            return name
    return None
