"""Families `appliance.*`: scripts of routers and hosts, whose records name no class."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_FORMATS = ("systemvm", "agent")
"""The last words of formats, which stand for the class where there is none."""


def _programmed(match: re.Match[str], fields: Fields) -> None:
    fields["event.outcome"] = "failure" if match.group().startswith("Failed") else "success"


FAMILY = Family(
    __file__,
    "appliance.lark",
    texts=(
        Text(
            "COMMAND",
            ("Executing",),
            constants("appliance.command", "command-executed", category="process", types="start"),
            {"command": "process.command_line"},
            classes=_FORMATS,
        ),
        Text(
            "RULE",
            ("Add", "Delete", "Remove", "Insert", "Del"),
            constants(
                "appliance.rule", "rule-changed", category="network configuration", types="change"
            ),
            {"verb": "labels.change", "rule": "labels.rule"},
            classes=_FORMATS,
        ),
        Text(
            "TABLE",
            (),
            constants(
                "appliance.rule", "rule-changed", category="network configuration", types="change"
            ),
            {"command": "process.command_line"},
            classes=_FORMATS,
        ),
        Text(
            "PROGRAMMED",
            (),
            constants("appliance.rules", "rules-programmed", category="network", types="info"),
            {"vm": "cloudstack.vm.name"},
            _programmed,
            classes=_FORMATS,
        ),
        Text(
            "PROCESSED",
            ("Processing", "Loading", "Writing"),
            constants("appliance.update", "update-processed", category="process", types="info"),
            {"file": "file.name"},
            classes=_FORMATS,
        ),
        Text(
            "SERVICE",
            ("Starting", "Restarting", "Stopping", "Reloading", "Enabling", "Disabling"),
            constants("appliance.service", "service-changed", category="process", types="change"),
            {"verb": "labels.change", "service": "process.name"},
            classes=_FORMATS,
        ),
    ),
)
