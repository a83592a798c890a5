"""Families `agent.*`: what management servers ask of agents on hosts, and what these answer."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_COMMAND = re.compile(r'\[\{"(?:[\w$]+\.)*(?P<json>\w+)":|\{ (?P<name>\w+)')
_RESULT = re.compile(r'"result":"?(?P<result>true|false)')
_DETAILS = re.compile(r'"details":"(?P<details>(?:[^"\\]|\\.){1,2000})')
_PHASES = {
    "Sending": "agent.sending",
    "Executing": "agent.executing",
    "Received": "agent.received",
    "Processing": "agent.processing",
    "Forwarding": "agent.forwarding",
    "Scheduling": "agent.scheduling",
}


def _read(match: re.Match[str], fields: Fields) -> None:
    verb = match["verb"] or ""
    family = _PHASES.get(verb.partition(" ")[0])
    if family is None:
        family = "agent.request" if match["which"] == "Cmd" else "agent.answer"
    fields["cloudstack.family"] = family
    fields["event.action"] = family.replace(".", "-")
    rest = match["rest"]
    command = _COMMAND.search(rest)
    if command is not None:
        fields["cloudstack.command"] = command["json"] or command["name"]
    if match["which"] == "Ans":
        _answer(rest, fields)


def _answer(rest: str, fields: Fields) -> None:
    result = _RESULT.search(rest)
    if result is None:
        return
    failed = result["result"] == "false"
    fields["event.outcome"] = "failure" if failed else "success"
    details = _DETAILS.search(rest) if failed else None
    if details is not None:
        fields["error.message"] = details["details"].replace("\\n", "\n").replace('\\"', '"')


FAMILY = Family(
    __file__,
    "agent.lark",
    texts=(
        Text(
            "REQUEST",
            ("Seq", "SeqA", "Request", "Sending"),
            constants("agent.request", category="host", types="info"),
            {
                "seq": "cloudstack.seq",
                "msid": "cloudstack.mgmt_id",
                "host": "cloudstack.host.id",
                "name": "cloudstack.host.name",
            },
            _read,
        ),
        Text(
            "NOTE",
            ("Seq", "SeqA"),
            constants("agent.note", category="host", types="info"),
            {"seq": "cloudstack.seq"},
        ),
    ),
)
