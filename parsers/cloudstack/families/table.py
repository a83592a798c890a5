"""FAMILIES, the table of message families, and which of them a message is of."""

import re
from collections.abc import Sequence
from functools import cache

from parsers.cloudstack.families import agent, alert, api, capacity, job, login, vm_state
from parsers.cloudstack.family import Family, Fields, Reader

FAMILIES: tuple[Family, ...] = (
    api.FAMILY,
    login.FAMILY,
    job.FAMILY,
    vm_state.FAMILY,
    alert.FAMILY,
    capacity.FAMILY,
    agent.FAMILY,
)
"""In the order in which they are tried where several would take a message."""

_WORD = re.compile(r"\W*(\w+)")


_TEXTS = tuple((family, text) for family in FAMILIES for text in family.texts)
_WORDS = frozenset(word for _, text in _TEXTS for word in text.words)
_NEEDLES = tuple(dict.fromkeys(needle for _, text in _TEXTS for needle in text.needles))


@cache
def _readers_of_word(word: str) -> Sequence[Reader]:
    """Made when a message first needs them, as composing takes some milliseconds a family."""
    return [Reader(family, text) for family, text in _TEXTS if word in text.words]


@cache
def _readers_of_needle(needle: str) -> Sequence[Reader]:
    return [Reader(family, text) for family, text in _TEXTS if needle in text.needles]


def read_family(message: str, fields: Fields) -> bool:
    """Reads the message as the first family that takes it; false where none does."""
    first = _WORD.match(message)
    if first is not None and first[1] in _WORDS:
        for reader in _readers_of_word(first[1]):
            if reader.read(message, fields):
                return True
    for needle in _NEEDLES:
        if needle in message:
            for reader in _readers_of_needle(needle):
                if reader.read(message, fields):
                    return True
    return False
