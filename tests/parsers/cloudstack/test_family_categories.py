"""Families are classified in ECS's words, and no type stands under a category that has it not."""

import pytest

from parsers.cloudstack.families.table import FAMILIES
from parsers.cloudstack.family import Text

TYPES = {
    "api": "access admin allowed change creation deletion denied end info start user",
    "authentication": "end info start",
    "configuration": "access change creation deletion info",
    "database": "access change error info",
    "email": "info",
    "file": "access change creation deletion info",
    "host": "access change end info start",
    "iam": "admin change creation deletion group info user",
    "library": "start",
    "network": "access allowed connection denied end info protocol start",
    "package": "access change deletion info installation start",
    "process": "access change end info start",
    "session": "end info start",
    "web": "access error info",
}
"""ECS 9.5, expected event types of the categories that families have."""

TEXTS = [(text.constants["cloudstack.family"], text) for row in FAMILIES for text in row.texts]


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[f"{n} {t.terminal}" for n, t in TEXTS])
def test_a_family_has_categories_and_types_that_go_together(name: object, text: Text) -> None:
    categories = text.constants.get("event.category")
    types = text.constants.get("event.type")
    assert isinstance(categories, list), name
    assert isinstance(types, list), name
    allowed = {kind for category in categories for kind in TYPES[category].split()}
    assert set(types) <= allowed
    assert text.constants.get("event.outcome") in (None, "success", "failure", "unknown")


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[f"{n} {t.terminal}" for n, t in TEXTS])
def test_a_family_is_named_from_general_to_special(name: str, text: Text) -> None:
    assert all(part.replace("_", "").isalnum() and part.islower() for part in name.split(".")) or (
        "2fa" in name
    ), text.terminal
