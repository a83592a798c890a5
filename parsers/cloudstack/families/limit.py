"""Families `limit.*`: how much an account or a domain may have, has, and asks for."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_WHOSE = re.compile(
    r"Account Name = (?P<name>.+?) in |(?P<kind>Domain|Account) I[dD](?: =)? (?P<id>\w[\w-]*)",
    re.IGNORECASE,
)
_LONGEST = 18
"""Digits of a number that surely fits 64 bits."""


def _amounts(match: re.Match[str], fields: Fields) -> None:
    _whose(match, fields)
    for group, name in (("limit", "total"), ("used", "used"), ("asked", "requested")):
        _amount(fields, name, match[group])


def _amount(fields: Fields, name: str, digits: str | None) -> None:
    if digits is not None and len(digits) <= _LONGEST:
        fields[f"cloudstack.capacity.{name}"] = int(digits)


def _whose(match: re.Match[str], fields: Fields) -> None:
    """Number or UUID, as the version has it."""
    for found in _WHOSE.finditer(f"{match['whose']} "):
        if found["name"] is not None:
            fields["cloudstack.account.name"] = found["name"]
        else:
            part = "id" if found["id"].isdigit() else "uuid"
            fields[f"cloudstack.{found['kind'].lower()}.{part}"] = found["id"]


def _exceeded(match: re.Match[str], fields: Fields) -> None:
    _amounts(match, fields)
    fields["error.message"] = match.group()


_OLD_LIMIT = re.compile(
    r"resources? of type '(?P<type>[\w ]+)'(?: for account name=(?P<account>\S+))?"
)


def _named(match: re.Match[str], fields: Fields) -> None:
    """`of type 'volume' for account name=alice in domain id=4`, to 4.16."""
    found = _OLD_LIMIT.search(match.string)
    if found is not None:
        fields["cloudstack.capacity.type"] = found["type"]
        if found["account"] is not None:
            fields["cloudstack.account.name"] = found["account"]


def _counted(match: re.Match[str], fields: Fields) -> None:
    account = match["account"]
    if " " not in account:
        fields["cloudstack.account.id" if account.isdigit() else "cloudstack.account.uuid"] = (
            account
        )
    _amount(fields, "requested", match["amount"])


FAMILY = Family(
    __file__,
    "limit.lark",
    texts=(
        Text(
            "CHECKED",
            ("Checking",),
            constants("limit.check", "limit-checked", category="iam", types="info"),
            {"type": "cloudstack.capacity.type"},
            read=_amounts,
        ),
        Text(
            "EXCEEDED",
            ("Maximum",),
            constants(
                "limit.exceeded", "limit-exceeded", category="iam", types="info", outcome="failure"
            ),
            {"type": "cloudstack.capacity.type"},
            read=_exceeded,
        ),
        Text(
            "EXCEEDED_OLD",
            ("Maximum", "Resource", "Exceeded"),
            constants(
                "limit.exceeded", "limit-exceeded", category="iam", types="info", outcome="failure"
            ),
            read=_named,
            classes=("ResourceLimitManagerImpl",),
        ),
        Text(
            "COUNTED",
            ("Updating",),
            constants("limit.count", "count-changed", category="iam", types="info"),
            {"type": "cloudstack.capacity.type", "operation": "labels.operation"},
            read=_counted,
        ),
        Text(
            "CORRECTED",
            ("Discrepancy", "Discrepency"),
            constants("limit.count", "count-corrected", category="iam", types="info"),
            {
                "type": "cloudstack.capacity.type",
                "original": "labels.counted",
                "correct": "labels.correct",
            },
            read=_whose,
        ),
        Text(
            "RECOUNTED",
            ("Started", "Stopped", "Recalculating", "Resource"),
            constants("limit.count", "counts-recalculated", category="iam", types="info"),
            classes=("ResourceLimitManagerImpl",),
        ),
    ),
)
