"""The only place that decides whether a value fits the type of a field."""

import json
import math
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from ipaddress import ip_address
from typing import assert_never

from parsers.schema import Field, FieldType
from parsers.times import iso_time

_LONG = 2**63
_KEYWORD, _TEXT = FieldType.KEYWORD, FieldType.TEXT


def fit(row: Field, value: object, zone: str = "UTC") -> object | None:
    """The value as the field keeps it, or None where it does not fit.

    A single value becomes a list where the field is one; `zone`: of times without one.
    """
    if not row.many:
        if type(value) is str and (row.type is _KEYWORD or row.type is _TEXT):
            return value  # as most values; a set would ask Python for the hash of the type
        return _one(row.type, value, zone)
    values = value if isinstance(value, list) else [value]
    fitting = [_one(row.type, item, zone) for item in values]
    return None if None in fitting else fitting


def _one(kind: FieldType, value: object, zone: str) -> object | None:
    match kind:
        case FieldType.KEYWORD | FieldType.TEXT:
            return _text(value)
        case FieldType.LONG:
            return to_long(value)
        case FieldType.DOUBLE:
            return _double(value)
        case FieldType.BOOLEAN:
            return value if isinstance(value, bool) else _BOOLEANS.get(str(value).lower())
        case FieldType.DATE:
            return _date(value, zone)
        case FieldType.IP:
            return to_ip(value) if isinstance(value, str) else None
        case FieldType.FLATTENED:
            return _map(value) if isinstance(value, Mapping) else None
    assert_never(kind)


_BOOLEANS = {"true": True, "false": False}


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    return None


def text_long(text: str) -> int | None:
    """`to_long` of a text, in a hurry."""
    if len(text) < 19 and text.isdigit() and text.isascii():
        return int(text)
    return to_long(text)


def to_long(value: object) -> int | None:
    """A whole number of 64 bits with its sign, also as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        digits = value.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
            return None
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and -_LONG <= value < _LONG else None


def _double(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _date(value: object, zone: str) -> datetime | None:
    return iso_time(value, zone) if isinstance(value, str) else None


@lru_cache(maxsize=8192)
def to_ip(text: str) -> str | None:
    """The canonical text of an IPv4 or IPv6 address, without the zone of a link-local one."""
    try:
        return str(ip_address(text.strip("[]").partition("%")[0]))
    except ValueError:
        return None


def _map(value: Mapping[object, object]) -> dict[str, str]:
    return {
        str(key): item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
        for key, item in value.items()
    }
