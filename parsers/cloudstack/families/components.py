"""The last resort for messages that no text reads: the part of CloudStack that their class is of.

A family of one word (`network`, `storage`, `startup`) says as much as its logger does.  It goes
by the class's name first, by the words of its packages next, and by the letters of shortened
packages last.  A class that nobody knows has none.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from parsers.cloudstack.classes import class_of
from parsers.cloudstack.families.component_names import (
    CATEGORIES,
    NAMES,
    SHORT_PACKAGES,
    STRANGERS,
    WORDS,
)
from parsers.cloudstack.family import constants

_NAMES = tuple(
    (re.compile("(?:" + "|".join(names.split()).replace("*", r"\w*") + r")\Z"), family)
    for family, names in NAMES
)
_OWN = ("com.cloud.", "org.apache.cloudstack.", "apiserver.com.cloud.")
_LONGEST_SHORT = 6
_PART = re.compile(r"[A-Z][a-z0-9]+|[A-Z]+(?![a-z])")


@lru_cache(maxsize=4096)
def component(logger: str) -> Mapping[str, object] | None:
    """Fields that classify a message by its logger as written; None where nobody knows it."""
    family = _family(logger)
    if family is None:
        return None
    return constants(family, f"{family}-noted", category=CATEGORIES[family], types="info")


def _family(logger: str) -> str | None:
    name = class_of(logger) or logger.replace("\\", "").partition("_EnhancerBy")[0]
    name = name.partition("$")[0]
    stranger = _of_stranger(name)
    if stranger is not None:
        return stranger
    *packages, short = name.split(".")
    if packages and packages[0] in ("com", "org", "net") and not name.startswith(_OWN):
        return None
    found = _of_class(short) or _of_words(packages) or _of_letters(packages)
    return _of_parts(short) or found if found in (None, "platform") else found


def _of_stranger(name: str) -> str | None:
    """Of libraries, whose packages are written in full, in three parts or in letters."""
    for start, family in STRANGERS:
        if name.startswith(start):
            return family
    return None


def _of_class(name: str) -> str | None:
    for pattern, family in _NAMES:
        if pattern.match(name):
            return family
    return None


def _of_words(packages: list[str]) -> str | None:
    """The innermost package that says what it is about."""
    for word in reversed(packages):
        family = WORDS.get(word)
        if family is not None:
            return family
    return None


def _of_parts(name: str) -> str | None:
    """The first word of a class's name that says what it is about: `GpuDeviceManagerImpl`."""
    for part in _PART.findall(name):
        family = WORDS.get(part.lower())
        if family is not None and family != "platform":
            return family
    return None


def _of_letters(packages: list[str]) -> str | None:
    """`c.c.n.r` is in `c.c.n`; the longest that is known counts."""
    for length in range(min(len(packages), _LONGEST_SHORT), 1, -1):
        family = SHORT_PACKAGES.get(".".join(packages[:length]))
        if family is not None:
            return family
    return None
