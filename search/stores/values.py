"""Values, what fits a field's type and in which form it is kept."""

import ipaddress
import json
import math
import re
from datetime import UTC, datetime
from typing import assert_never

from parsers.schema import FieldType

_LONG = range(-(2**63), 2**63)
_DIGITS = re.compile(r"-?[0-9]{1,19}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def fitted(kind: FieldType, value: object) -> object | None:
    """The value as a field of that type keeps it; None where it does not fit.

    Text that says a number fits a number, as Elasticsearch has it; a fraction fits no integer.
    """
    match kind:
        case FieldType.KEYWORD | FieldType.TEXT | FieldType.FLATTENED:
            return _text(value)
        case FieldType.LONG:
            return _long(value)
        case FieldType.DOUBLE:
            return _double(value)
        case FieldType.BOOLEAN:
            return _boolean(value)
        case FieldType.DATE:
            return _date(value)
        case FieldType.IP:
            return canonical_ip(value) if isinstance(value, str) else None
        case _:
            assert_never(kind)


def label_text(value: object) -> str:
    """Any value as the text that a label keeps of it."""
    text = value if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False)
    return storable(text)


def storable(text: str) -> str:
    """The text with U+FFFD for halves of characters, which UTF-8 cannot say (JSON can)."""
    return _SURROGATE.sub("\ufffd", text)


def canonical_ip(text: str) -> str | None:
    """The address as RFC 5952 writes it; None for what is no address or one with a zone."""
    if "%" in text:
        return None
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _text(value: object) -> str | None:
    match value:
        case str():
            return storable(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return None


def _long(value: object) -> int | None:
    match value:
        case bool():
            return None
        case int():
            number = value
        case float() if value.is_integer():
            number = int(value)
        case str() if _DIGITS.fullmatch(value):
            number = int(value)
        case _:
            return None
    return number if number in _LONG else None


def _double(value: object) -> float | None:
    match value:
        case bool():
            return None
        case int() | float() | str():
            try:
                number = float(value)
            except (ValueError, OverflowError):
                return None
            return number if isinstance(value, float) or math.isfinite(number) else None
        case _:
            return None


def _boolean(value: object) -> bool | None:
    match value:
        case bool():
            return value
        case "true" | "false":
            return value == "true"
        case _:
            return None


def _date(value: object) -> datetime | None:
    """A time without a zone is UTC.  One that leaves the years 1 to 9999 in UTC fits nothing."""
    if not isinstance(value, datetime):
        return None
    if value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return None
