"""FAMILIES, the table of message families, and which of them a message is of."""

import re

from parsers.cloudstack.families import agent, alert, api, capacity, job, login, vm_state
from parsers.cloudstack.family import Family, Fields, read_text

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
_BY_WORD = {
    word: tuple(row for row in _TEXTS if word in row[1].words)
    for word in {word for _, text in _TEXTS for word in text.words}
}
_BY_NEEDLE = tuple(
    (needle, tuple(row for row in _TEXTS if needle in row[1].needles))
    for needle in dict.fromkeys(needle for _, text in _TEXTS for needle in text.needles)
)


def read_family(message: str, fields: Fields) -> bool:
    """Reads the message as the first family that takes it; false where none does."""
    word = _WORD.match(message)
    if word is not None:
        for family, text in _BY_WORD.get(word[1], ()):
            if read_text(family, text, message, fields):
                return True
    for needle, texts in _BY_NEEDLE:
        if needle in message:
            for family, text in texts:
                if read_text(family, text, message, fields):
                    return True
    return False
