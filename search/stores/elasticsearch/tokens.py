r"""Tokens, writes a text as the words and separators by which Elasticsearch finds places in it.

No server's analyzer cuts text as searches here do, and those that all servers have agree in one
thing alone: `whitespace` cuts at blanks.  So the text is cut here, and written with a blank
between tokens.  A token is a word (a run of letters and digits, in small letters) or what stands
between two words, unless that is one blank: `a job-35` is `a job - 35`.  Neighbours in the text
are neighbours in the index, so that a phrase finds `job-35` and not `job 35`.
"""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")
_BETWEEN = re.compile(r"([^0-9a-z\x80-\U0010ffff]+)")

LONGEST = 250
"""Characters of a token; the analyzer would cut longer ones into several at 255."""

CUT = "\x7f~"
"""Ends a token that was cut."""

_MARK = "\x7f"
_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
_LETTERS = dict.fromkeys(
    (0x1680, *range(0x2000, 0x2007), *range(0x2008, 0x200B), 0x2028, 0x2029, 0x205F, 0x3000)
)
"""Blanks to Java's `Character.isWhitespace`, letters to us."""

_FOREIGN = {blank: chr(0xF8D0 + at) for at, blank in enumerate(_LETTERS)}
_WRITTEN = str.maketrans(
    {
        **{blank: f"{_MARK}{chr(ord('a') + at)}" for at, blank in enumerate(_BLANKS)},
        _MARK: _MARK * 2,
    }
)
"""Blanks within a separator take a mark and a letter, so that they are no words."""

_CACHED = 10_000


class _Separators(dict[str, str]):
    """Each separator as it is written, found once."""

    def __missing__(self, separator: str) -> str:
        written = _short(separator.translate(_WRITTEN))
        if len(self) < _CACHED:
            self[separator] = written
        return written


_SEPARATORS = _Separators({" ": ""})


def tokens(text: str) -> list[str]:
    """The text's tokens, in their order."""
    folded = text.lower()
    if not folded.isascii():
        folded = folded.translate(_FOREIGN)
    parts = _BETWEEN.split(folded)
    parts[1::2] = map(_SEPARATORS.__getitem__, parts[1::2])
    if len(folded) > LONGEST:
        parts[::2] = map(_short, parts[::2])
    return [part for part in parts if part]


def token_text(text: str) -> tuple[str, bool]:
    """What an index is given of the text, and whether a token had to be cut."""
    written = " ".join(tokens(text))
    return written, CUT in written


def is_word(token: str) -> bool:
    return _WORD.fullmatch(token) is not None


def is_cut(found: Sequence[str]) -> bool:
    """Whether one of the tokens stands for several."""
    return any(token.endswith(CUT) for token in found)


def _short(token: str) -> str:
    return token if len(token) <= LONGEST else f"{token[:LONGEST]}{CUT}"
