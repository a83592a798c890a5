"""Families `capacity.*`: what is in use on a host before and after a machine takes its place."""

import re

from parsers.cloudstack.family import Family, Fields, Text, constants

_TYPES = {"cpu": "cpu", "mem": "memory", "ram": "memory"}
_AMOUNTS = ("used", "total", "free", "requested")
_LONGEST = 18
"""Digits of a number that surely fits 64 bits."""


def _amounts(match: re.Match[str], fields: Fields) -> None:
    groups = match.groupdict()
    fields["cloudstack.capacity.type"] = _TYPES[groups["type"].lower()]
    for amount in _AMOUNTS:
        digits = groups.get(amount)
        if digits is not None and len(digits) <= _LONGEST:
            fields[f"cloudstack.capacity.{amount}"] = int(digits)


FAMILY = Family(
    __file__,
    "capacity_use.lark",
    texts=(
        Text(
            "ALLOCATED",
            ("CPU", "RAM"),
            constants("capacity.allocated", "capacity-allocated", category="host", types="change"),
            read=_amounts,
        ),
        Text(
            "RELEASED",
            ("release",),
            constants("capacity.released", "capacity-released", category="host", types="change"),
            read=_amounts,
        ),
        Text(
            "FREE",
            ("Current",),
            constants("capacity.compare", "capacity-compared", category="host", types="info"),
            read=_amounts,
        ),
        Text(
            "RESERVED",
            ("Reserved",),
            constants("capacity.compare", "capacity-compared", category="host", types="info"),
            read=_amounts,
        ),
        Text(
            "TOTAL",
            ("Hosts", "Host"),
            constants("capacity.total", "capacity-counted", category="host", types="info"),
            read=_amounts,
        ),
        Text(
            "ENOUGH",
            ("Host",),
            constants(
                "capacity.granted",
                "capacity-granted",
                category="host",
                types="info",
                outcome="success",
            ),
            classes=("CapacityManagerImpl",),
        ),
        Text(
            "NOT_ENOUGH",
            ("Host", "There", "Cannot"),
            constants(
                "capacity.denied",
                "capacity-denied",
                category="host",
                types="info",
                outcome="failure",
            ),
            classes=("CapacityManagerImpl",),
        ),
        Text(
            "CALIBRATED",
            (
                "No",
                "Calibrate",
                "Found",
                "We",
                "considerReservedCapacity",
                "VM",
                "Executing",
                "Failed",
                "Created",
                "Host",
                "Capacity",
                "Setting",
            ),
            constants("capacity.calibrate", "capacity-calibrated", category="host", types="info"),
            classes=("CapacityManagerImpl",),
        ),
    ),
)
