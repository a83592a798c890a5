"""Families `configuration.*`: settings are looked up, changed and refused."""

import re

from parsers.cloudstack.family import Family, Fields, Text, add_labels, constants

_MANAGER = ("ConfigurationManagerImpl",)
_SETTING = "labels.setting"


def _granted(match: re.Match[str], fields: Fields) -> None:
    granted = match["granted"] == "granted"
    fields["event.outcome"] = "success" if granted else "failure"


def _sought(match: re.Match[str], fields: Fields) -> None:
    name = next(filter(None, match.groups()), None)
    add_labels(fields, {"setting": name})


def _made(match: re.Match[str], fields: Fields) -> None:
    if match["what"].startswith(("Unable", "Failed", "Couldn't", "Could not")):
        fields["event.outcome"] = "failure"


FAMILY = Family(
    __file__,
    "configuration.lark",
    texts=(
        Text(
            "UPDATED",
            ("Config",),
            constants(
                "configuration.change",
                "configuration-changed",
                category="configuration",
                types="change",
                outcome="success",
            ),
            {
                "name": _SETTING,
                "old": "labels.value_old",
                "new": "labels.value_new",
                "scope": "labels.scope",
            },
            classes=_MANAGER,
        ),
        Text(
            "INVALID",
            ("Invalid",),
            constants(
                "configuration.invalid",
                "configuration-refused",
                category="configuration",
                types="info",
                outcome="failure",
            ),
            {"name": _SETTING, "value": "labels.value_new"},
            classes=_MANAGER,
        ),
        Text(
            "UNPARSABLE",
            ("There",),
            constants(
                "configuration.invalid",
                "configuration-refused",
                category="configuration",
                types="info",
                outcome="failure",
            ),
            {"name": _SETTING, "value": "labels.value_new"},
            classes=_MANAGER,
        ),
        Text(
            "SOUGHT",
            ("Configuration", "Did", "Couldn", "Probably", "Not"),
            constants(
                "configuration.lookup",
                "configuration-looked-up",
                category="configuration",
                types="access",
            ),
            {},
            _sought,
            classes=_MANAGER,
        ),
        Text(
            "KEYS",
            ("Retrieving", "Registering", "Scoped"),
            constants(
                "configuration.keys", "configuration-loaded", category="configuration", types="info"
            ),
            {"component": "labels.component"},
            classes=("ConfigDepotImpl", "ConfigDepotLifeCycle"),
        ),
        Text(
            "GRANTED",
            ("Access",),
            constants("configuration.access", "access-checked", category="iam", types="info"),
            {"checker": "labels.checker"},
            _granted,
            classes=_MANAGER,
        ),
        Text(
            "MADE",
            (),
            constants(
                "configuration.object",
                "infrastructure-changed",
                category="configuration",
                types="info",
            ),
            {},
            _made,
            classes=_MANAGER,
        ),
        Text(
            "DEFAULTS",
            (),
            constants(
                "configuration.defaults", "defaults-set", category="configuration", types="info"
            ),
            {"script": "labels.script", "type": "labels.resource_type"},
            _made,
            classes=("ConfigurationServerImpl",),
        ),
    ),
)
