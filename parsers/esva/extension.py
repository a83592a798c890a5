"""The extension of a CEF record: its keys and values, unescaped."""

import re
from collections.abc import Sequence

from parsers.esva.keys import PATHS
from parsers.grammar import composed

_KEY = composed(__file__, "cef.lark", "KEY")
_ESCAPE = re.compile(r"\\([\\=nr|])")
_PAIR_ESCAPE = re.compile(r"\\([\\=])")
_ESCAPED = {"n": "\n", "r": "\r", "|": "\\|"}
_DRIVE = re.compile(r"[A-Za-z]:\\")

Pairs = tuple[tuple[str, ...], Sequence[str]]
"""Keys in their order, and as many values."""


def pairs_of(text: str) -> Pairs:
    """Of a text without blanks at its end.  Blanks around other values are not theirs."""
    parts = _KEY.split(f" {text}")
    keys = tuple(parts[1::2])
    values: Sequence[str] = parts[2::2]
    if "= " in text or "  " in text:
        values = trimmed(values)
    return keys, unescaped(keys, values) if "\\" in text else values


def trimmed(values: Sequence[str]) -> Sequence[str]:
    """Without blanks around them.  Looking at each for some takes three times as long."""
    joined = "\0".join(["", *values, ""])
    if "\0 " in joined or " \0" in joined:
        return [value.strip(" ") for value in values]
    return values


def unescaped(keys: tuple[str, ...], values: Sequence[str]) -> Sequence[str]:
    """`\\n` is a line end, but for values that look like a Windows path in a record that nowhere
    escapes a backslash: there it is the start of a name (`C:\\new`).
    """
    careful = any("\\\\" in value for value in values)
    return [
        _unescape(key, value, careful) if "\\" in value else value
        for key, value in zip(keys, values, strict=True)
    ]


def _unescape(key: str, value: str, careful: bool) -> str:
    path = not careful and (key in PATHS or _DRIVE.search(value) is not None)
    pattern = _PAIR_ESCAPE if path else _ESCAPE
    return pattern.sub(lambda found: _ESCAPED.get(found[1], found[1]), value)
