"""Families `agent.*`: what management servers ask of agents on hosts, and what these answer."""

import re

from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants

_COMMAND = re.compile(r'\[\{"(?:[\w$]+\.)*(?P<json>\w+)":|\{ (?P<name>\w+)')
_COMMANDS = re.compile(r'[\[,]\{"(?:[\w$]+\.)*(?P<json>\w+(?:Command|Cmd|Answer))":')
_FAILED = re.compile(r'"result":"?false')
_DETAILS = re.compile(r'"details":"(?P<details>(?:[^"\\]|\\.){1,2000})')
_STARTING = re.compile(r'"(?P<key>name|hypervisorType|type|version)":"(?P<value>[^"]+)')
_NUMBERS = ("cloudstack.host.id", "cloudstack.mgmt_id")
"""Which agents write as -1 before they know them."""
_VM_NAME = '"vmName":"'
_PHASES = {
    "Sending": "agent.sending",
    "Executing": "agent.executing",
    "Received": "agent.received",
    "Processing": "agent.processing",
    "Forwarding": "agent.forwarding",
    "Scheduling": "agent.scheduling",
    "Waiting": "agent.scheduling",
    "Startup": "agent.startup",
    "Timed": "agent.timeout",
    "Cancelling": "agent.cancelled",
    "Unable": "agent.unsent",
}
_FAILURES = frozenset({"agent.timeout", "agent.cancelled", "agent.unsent"})
"""Ends of a request without an answer of its agent."""


def _read(match: re.Match[str], fields: Fields) -> None:
    verb = match["verb"] or ""
    family = _PHASES.get(verb.partition(" ")[0])
    if match["ping"] is not None:
        family = "agent.ping"
    if family is None:
        family = "agent.request" if match["which"] == "Cmd" else "agent.answer"
    _name(family, fields)
    rest = match["rest"]
    for name in _NUMBERS:
        if fields.get(name) == "-1":
            del fields[name]
    _commands(rest, fields)
    at = rest.find(_VM_NAME)
    if at >= 0:
        start = at + len(_VM_NAME)
        fields["cloudstack.vm.name"] = rest[start : rest.find('"', start)]
    if match["which"] == "Ans":
        _answer(rest, fields)
    elif family == "agent.startup":
        _starting(rest, fields)


def _name(family: str, fields: Fields) -> None:
    fields["cloudstack.family"] = family
    fields["event.action"] = family.replace(".", "-")
    if family in _FAILURES:
        fields["event.outcome"] = "failure"


def _commands(rest: str, fields: Fields) -> None:
    """The first is the event's; where there are several, the label `commands` has them all."""
    command = _COMMAND.search(rest)
    if command is None:
        return
    fields["cloudstack.command"] = command["json"] or command["name"]
    if command["json"] is None:
        names = rest[command.start("name") : rest.find(" }", command.start())].split(", ")
    elif '},{"' in rest:
        names = _COMMANDS.findall(rest, command.start())
    else:
        return
    if len(names) > 1:
        add_labels(fields, {"commands": " ".join(names)})


def _answer(rest: str, fields: Fields) -> None:
    """One failed answer of several fails the request."""
    failed = _FAILED.search(rest)
    if failed is None:
        if '"result":' in rest:
            fields["event.outcome"] = "success"
        return
    fields["event.outcome"] = "failure"
    details = _DETAILS.search(rest, failed.start()) or _DETAILS.search(rest)
    if details is not None:
        fields["error.message"] = details["details"].replace("\\n", "\n").replace('\\"', '"')


def _starting(rest: str, fields: Fields) -> None:
    found: dict[str, str] = {}
    for pair in _STARTING.finditer(rest):
        found.setdefault(pair["key"], pair["value"])
    if "name" in found:
        fields["cloudstack.host.name"] = found.pop("name")
    add_labels(fields, dict(found))
    fields.pop("cloudstack.command", None)


def _note(match: re.Match[str], fields: Fields) -> None:
    family = _PHASES.get(match["noted"].partition(" ")[0], "")
    if family in _FAILURES:
        _name(family, fields)
        fields["event.reason"] = match["noted"].rstrip()[:1000]


FAMILY = Family(
    __file__,
    "agent.lark",
    texts=(
        Text(
            "REQUEST",
            ("Seq", "SeqA", "Request", "Sending", "Received", "Adding", "Watch"),
            constants("agent.request", category="host", types="info"),
            {
                "seq": "cloudstack.seq",
                "msid": "cloudstack.mgmt_id",
                "host": "cloudstack.host.id",
                "name": "cloudstack.host.name",
                "flags": "labels.flags",
            },
            _read,
        ),
        Text(
            "NOTE",
            ("Seq", "SeqA"),
            constants("agent.note", "agent-noted", category="host", types="info"),
            {"seq": "cloudstack.seq"},
            _note,
        ),
    ),
)
