"""Mask, what hides secrets in texts and hashes those that joining needs.

What is a secret says `parsers.secrets`.  Masking is done on the text of a whole record before
it is read, so that no field, whatever reads it, can hold a secret.
"""

import hmac
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from ahocorasick_rs import AhoCorasick

from parsers.secrets import AFTER_NAME, BETWEEN, SECRETS, SETTING, Secrets

TEST_KEY = b"nephoscope"
"""Key of `nephoscope parse`, tests and golden files, so that their hashes are always the same."""

REDACTED = "[redacted]"
TAG = "redacted"
"""What `tags` of a masked event holds."""


@dataclass(frozen=True, slots=True)
class Mask:
    """`key`: of the keyed hashes.  `keep_secrets`: for people who write parsers."""

    key: bytes = TEST_KEY
    keep_secrets: bool = False

    def hash(self, secret: str) -> str:
        """The first 16 hex digits of the HMAC-SHA256 of the secret."""
        return _hash(self.key, secret)

    def apply(self, text: str) -> tuple[str, bool]:
        """The text as it may be stored, and whether something was hidden in it."""
        return (text, False) if self.keep_secrets else mask_text(text)


@lru_cache(maxsize=1024)
def _hash(key: bytes, secret: str) -> str:
    """Whoever calls the API does so again and again with the same key."""
    return hmac.digest(key, secret.encode("utf-8", "replace"), "sha256").hex()[:16]


_HINTS = AhoCorasick([row.hint for row in SECRETS])
"""Looks for all hints in one pass over a text; most texts have none, and nothing is left to do."""

_ANCHORED = frozenset(
    shape
    for row in SECRETS
    for needle, shape in row.shapes
    if len(needle) > 2
    and re.match(rf"\(?{re.escape(needle)}(?![?*+{{|])", shape.pattern, re.IGNORECASE)
)
"""Shapes that begin with their needles, or are a group that does; short needles stand too often."""

_HEADLESS = re.compile(
    r"^(?:<\d{1,3}>)?(?:\.{3})?((?=[\w+/-]*[A-Z])(?=[\w+/-]*[a-z])(?=[\w+/-]*\d)"
    r"[A-Za-z0-9+/_-]{60,}={0,2})(?=$|[,\r]|\.{3})",
    re.MULTILINE,
)
"""The rest of a base64 blob whose head stands in a line before, perhaps in another record."""

_QUERY = re.compile(r"[^\s\"'<>]+")
_NAMED = re.compile(r"(?<![^?&{,])([\w.\[\]%-]*?\.|)(?:name|key)=([^&]*)")
_VALUE = re.compile(r"(?<![^?&{,])([\w.\[\]%-]*?\.|)value=([^&]+)")
"""The part before `name`, `key` and `value` tells which of them belong together."""

_API_KEY = re.compile(
    r"""api_?key(?:\\*["'])?(?:=|\s*:\s*|\s\[)(?:\\*["'])?(?!null\b|\[redacted\])"""
    r"""(?P<key>[^\s&"'\\,\]]+)""",
    re.IGNORECASE,
)


def mask_text(text: str) -> tuple[str, bool]:
    """The text with each secret as `[redacted]`, and whether there was one."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ has two characters in lower case
        lowered = _lower_ascii(text)
    hinted = _hinted(lowered)
    spans = _secrets(text, lowered, hinted) if hinted else []
    if "\n" in text:
        spans += [match.span(1) for match in _HEADLESS.finditer(text)]
    elif len(text) >= 60 and " " not in text[:60]:
        first = _HEADLESS.match(text)  # in one line there is one line's begin
        if first is not None:
            spans.append(first.span(1))
    if not spans:
        return text, False
    masked = _redact(text, sorted(spans))
    return masked, masked != text


def _secrets(text: str, lowered: str, hinted: Sequence[Secrets]) -> list[tuple[int, int]]:
    """Where secrets of these rows stand, in any order; spans may overlap."""
    spans: list[tuple[int, int]] = []
    for row in hinted:
        for tail, names in row.names.items():
            spans += _after_names(text, lowered, tail, names)
        for needle, shape in row.shapes:
            if needle in lowered:
                found = _at(needle, shape, text, lowered) if shape in _ANCHORED else None
                spans += [match.span(1) for match in found or shape.finditer(text)]
        if row.hint == "value" and ("name=" in lowered or ".key=" in lowered):
            spans += _after_pairs(text)
    return spans


def _at(needle: str, shape: re.Pattern[str], text: str, lowered: str) -> Iterator[re.Match[str]]:
    """What `finditer` of a shape that begins with its needle finds, in a tenth of the time: the
    regex is tried where the needle stands, and not at each character."""
    at = lowered.find(needle)
    while at >= 0:
        match = shape.match(text, at)
        if match is not None:
            yield match
        at = lowered.find(needle, at + 1 if match is None else match.end())


def _hinted(lowered: str) -> Sequence[Secrets]:
    """The secrets whose hints stand in the text."""
    try:
        found = _HINTS.find_matches_as_indexes(lowered, overlapping=True)
    except UnicodeEncodeError:  # half of a character, which no bytes can say, but JSON can
        return [row for row in SECRETS if row.hint in lowered]
    return [SECRETS[at] for at in sorted({match[0] for match in found})] if found else ()


def _lower_ascii(text: str) -> str:
    return re.sub(r"[A-Z]+", lambda match: match.group().lower(), text)


def _after_names(
    text: str, lowered: str, tail: str, names: tuple[str, ...]
) -> list[tuple[int, int]]:
    """Secrets that stand behind their names, which end with `tail`.

    After one the search goes on behind it: names within a secret are part of it, and a text that
    repeats a name would be read as often.
    """
    spans = []
    end = lowered.find(tail) + len(tail)
    while end >= len(tail):
        if text[end : end + 1] in BETWEEN and lowered.endswith(names, 0, end):
            match = AFTER_NAME.match(text, end)
            if match is not None and match.lastgroup is not None:
                spans.append(match.span(match.lastgroup))
                end = match.end(match.lastgroup)
        end = lowered.find(tail, end) + len(tail)
    return spans


def _after_pairs(text: str) -> Iterator[tuple[int, int]]:
    """Values of secret settings in query strings, whose names are parameters of their own.

    `name=ldap.bind.password&value=x`, `details[0].key=secretkey&details[0].value=x`, in any order
    and with others between them.
    """
    for query in _QUERY.finditer(text):
        named = {found[1] for found in _NAMED.finditer(query[0]) if SETTING.match(found[2])}
        for found in _VALUE.finditer(query[0]) if named else ():
            if found[1] in named and found[2] != REDACTED:
                yield query.start() + found.start(2), query.start() + found.end(2)


def _redact(text: str, spans: list[tuple[int, int]]) -> str:
    """`spans`: sorted by their starts; of those that overlap, the union is one secret."""
    parts = []
    end_of_last = -1
    for start, end in spans:
        if start > end_of_last:
            parts += [text[max(end_of_last, 0) : start], REDACTED]
        end_of_last = max(end_of_last, end)
    parts.append(text[end_of_last:])
    return "".join(parts)


def find_api_key(text: str) -> str | None:
    """The first API key in a text, for hashing; None where there is none, or it is masked."""
    lowered = text.lower()
    if "apikey" not in lowered:
        return None
    start = lowered.find("api") if len(lowered) == len(text) else 0
    match = _API_KEY.search(text, start)
    return unquote(match["key"]) if match is not None else None
