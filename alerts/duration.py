"""Durations as people write them (`90s`, `5m`, `1h30m`, `7d`), read and written."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_TEXT = re.compile(r"(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", re.ASCII)
_LONGEST = timedelta(days=366)
ALLOWED = "Write a time like 30s, 5m, 1h30m or 7d, at most 52w."


def parse_duration(text: str) -> timedelta:
    """Whole seconds, at most a year.  Raises ValueError that says what is allowed."""
    match = _TEXT.fullmatch(text.strip().lower().replace(" ", ""))
    if not match or not match.group() or any(len(part or "") > 9 for part in match.groups()):
        raise ValueError(ALLOWED)
    counts = (int(part or 0) for part in match.groups())
    found = timedelta(
        seconds=sum(n * unit for n, unit in zip(counts, _SECONDS.values(), strict=True))
    )
    if found > _LONGEST:
        raise ValueError(ALLOWED)
    return found


def format_duration(value: timedelta) -> str:
    """The shortest text that `parse_duration` reads as the same time; parts of seconds go."""
    left = int(value.total_seconds())
    if left <= 0:
        return "0s"
    text = ""
    for letter, size in _SECONDS.items():
        count, left = divmod(left, size)
        text += f"{count}{letter}" if count else ""
    return text


def _read(value: object) -> timedelta:
    match value:
        case timedelta():
            return value
        case str():
            return parse_duration(value)
        case _:
            raise ValueError(ALLOWED)


Duration = Annotated[
    timedelta,
    BeforeValidator(_read),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["5m", "1h"]}),
]
"""A pydantic field that is text outside and a timedelta inside."""
