"""Patterns, turns words and wildcards of the language into queries of Elasticsearch."""

import re
import sys
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from search.spl.ast import Pattern
from search.stores.elasticsearch.reading.dsl import (
    ALL,
    Json,
    Match,
    all_of,
    any_of,
    at_most,
    exactly,
    term,
)
from search.stores.elasticsearch.tokens import is_cut, is_word, tokens

TOKENS = "nephoscope.tokens"
INEXACT = "nephoscope.inexact"
"""Names of an event's fields whose indexed value is not quite the value."""

_LONGEST_REGEX = 900
"""`index.max_regex_length` is 1,000."""

_MOST_PIECES = 6
"""Of a pattern; an automaton of more may grow beyond what the server allows."""

_SPECIAL = re.compile(r"([^0-9A-Za-z\x80-\U0010ffff])")
_SIGMA = frozenset("σς")
"""Whether a capital becomes the one or the other depends on what stands around it."""


def in_original(pattern: Pattern) -> Match:
    """Where a word or phrase stands in the original text."""
    match pattern:
        case (text,):
            found = tokens(text)
            whole = _begins_and_ends_in_words(text) and not is_cut(found)
            return exactly(phrase(found)) if whole else at_most(_candidates(pattern))
        case (text, "") if word := _one_word(text):
            return exactly({"prefix": {TOKENS: {"value": word}}})
        case ("", text) | ("", text, "") if word := _one_word(text):
            after = "" if len(pattern) == 2 else "*"
            query = {"wildcard": {TOKENS: {"value": f"*{word}{after}"}}}
            # A word that was cut has lost what the pattern may mean.
            return Match(any_of([query, term(INEXACT, "event.original")]), query)
        case _:
            return at_most(_candidates(pattern))


def _begins_and_ends_in_words(text: str) -> bool:
    return bool(text) and is_word(text[0].lower()) and is_word(text[-1].lower())


def _one_word(text: str) -> str:
    """The text as a token; empty where it is none, or is too long for one."""
    found = tokens(text)
    whole = len(found) == 1 and is_word(text.lower()) and not is_cut(found)
    return found[0] if whole else ""


def phrase(found: list[str]) -> Json:
    if len(found) == 1:
        return term(TOKENS, found[0])
    return {"match_phrase": {TOKENS: {"query": " ".join(found)}}}


def _candidates(pattern: Pattern) -> Json:
    """What every match fulfils: the words that stand whole in each piece, in their order."""
    found: list[Json] = []
    for at, piece in enumerate(pattern):
        parts = tokens(piece)
        if parts and (not is_word(parts[0]) or at > 0):
            parts = parts[1:]
        if parts and (not is_word(parts[-1]) or at < len(pattern) - 1):
            parts = parts[:-1]
        if parts and not is_cut(parts):
            found.append(phrase(parts))
    return all_of(found) if found else ALL


def folded(field: str, pattern: Pattern) -> Match | None:
    """A keyword compared whole and without regard to case; None where no query can say it."""
    pieces = [piece.lower() for piece in pattern]
    if len(pieces) == 1 and not any(_capitals(letter) for letter in pieces[0]):
        return exactly(term(field, pieces[0]))
    written = ["".join(map(_either_case, piece)) for piece in pieces]
    # Folding makes two characters of U+0130, of which a wildcard may take the second.
    written[:-1] = [re.sub(r"\[i(.*?)\]$", "[i\\1\u0130]", piece) for piece in written[:-1]]
    regex = ".*".join(written)
    if len(regex) > _LONGEST_REGEX or len(pieces) > _MOST_PIECES or not regex:
        return None
    query = {"regexp": {field: {"value": regex, "flags": "NONE"}}}
    unsure = any(_SIGMA.intersection(piece) or "\u0307" in piece for piece in pieces)
    return None if unsure else exactly(query)


def capitalised(text: str) -> list[str] | None:
    """Texts of which a comparison that folds ASCII alone finds all that fold to this one.

    None where there are too many.  ASCII's letters have one capital outside of ASCII: U+212A.
    """
    folded_text = text.lower()
    if not folded_text.isascii() or folded_text.count("k") > 4:
        return None
    found = [""]
    for letter in folded_text:
        letters = (letter, "\u212a") if letter == "k" else (letter,)
        found = [text + one for text in found for one in letters]
    return found


def _either_case(letter: str) -> str:
    letters = [letter, *_capitals(letter)]
    written = [_SPECIAL.sub(r"\\\1", one) for one in letters]
    return written[0] if len(written) == 1 else f"[{''.join(written)}]"


def _capitals(letter: str) -> tuple[str, ...]:
    if letter.isascii() and letter not in "ik":
        return (letter.upper(),) if letter.isalpha() else ()
    return _known_capitals().get(letter, ())


@cache
def _known_capitals() -> Mapping[str, tuple[str, ...]]:
    """Every letter to the letters that become it when folded."""
    found: dict[str, list[str]] = {}
    for letter in map(chr, range(sys.maxunicode + 1)):
        small = letter.lower()
        if small != letter and len(small) == 1:
            found.setdefault(small, []).append(letter)
    return MappingProxyType({small: tuple(letters) for small, letters in found.items()})
