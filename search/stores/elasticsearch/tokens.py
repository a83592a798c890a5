r"""Tokens, writes a text as the words and separators by which Elasticsearch finds places in it.

No server's analyzer cuts text as searches here do, and those that all servers have agree in one
thing alone: `whitespace` cuts at blanks.  So the text is cut here, and written with a blank
between tokens.  A token is a word (a run of letters and digits, in small letters) or what stands
between two words, unless that is one blank: `a job-35` is `a job - 35`.  Neighbours in the text
are neighbours in the index, so that a phrase finds `job-35` and not `job 35`.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")
_BETWEEN = re.compile(r"([^0-9a-z\x80-\U0010ffff]+)")

LONGEST = 250
"""Characters of a token; the analyzer would cut longer ones into several at 255."""

CUT = "\x7f~"
"""Ends a token that was cut."""

_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
_STAND_INS = "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f"
"""What a blank within a separator is written as, one for each."""

_LETTERS = dict.fromkeys(
    (0x1680, *range(0x2000, 0x2007), *range(0x2008, 0x200B), 0x2028, 0x2029, 0x205F, 0x3000)
)
"""Blanks to Java's `Character.isWhitespace`, letters to us."""

_FOREIGN = {blank: chr(0xF8D0 + at) for at, blank in enumerate(_LETTERS)}
_WRITTEN = {
    **{ord(blank): stand_in for blank, stand_in in zip(_BLANKS, _STAND_INS, strict=True)},
    **{ord(letter): f"\x7f{letter}" for letter in (*_STAND_INS, "\x7f")},
}

_BYTES = bytes(range(256))
_IS_WORD = np.array([b >= 128 or chr(b).isalnum() for b in _BYTES])
_IS_STRANGE = np.array([b >= 128 or chr(b) in f"{_STAND_INS}\x7f" for b in _BYTES])
"""Bytes that only `token_text` can write."""

_WRITTEN_BYTES = np.array(
    [b if b >= 128 else ord(_WRITTEN.get(b, chr(b).lower())[-1]) for b in _BYTES], np.uint8
)

_CACHED = 10_000
_AT_ONCE = 1_000
"""Texts, so that what numpy makes of them stays near the processor."""


Column = Any  # pa.Array, of any type: its stubs know too little of it here.
Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


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


def token_column(originals: Column) -> tuple[Column, Column]:
    """`token_text` of a column: the texts, and whether a token of each was cut.

    Texts of ASCII letters and tokens that need not be cut are written many at once, by numpy.
    """
    column = originals.combine_chunks() if isinstance(originals, pa.ChunkedArray) else originals
    column = column.cast(pa.large_string()).fill_null("")
    slices = [column.slice(at, _AT_ONCE) for at in range(0, len(column), _AT_ONCE)]
    texts, cuts = zip(*map(_some, slices or [column]), strict=True)
    return pa.concat_arrays(texts), pa.concat_arrays(cuts)


def _some(column: Column) -> tuple[Column, Column]:
    _, places, held = column.buffers()
    offsets = np.frombuffer(memoryview(places or b""), np.int64)[column.offset :]
    offsets = offsets[: len(column) + 1]
    data = np.frombuffer(memoryview(held or b""), np.uint8)[offsets[0] : offsets[-1]]
    written, ends, odd = _all_at_once(data, offsets - offsets[0])
    cut = np.zeros(len(column), bool)
    found = _strings(written, ends)
    if odd.any():
        texts = found.to_pylist()
        for at in np.flatnonzero(odd).tolist():
            texts[at], cut[at] = token_text(column[at].as_py())
        found = pa.array(texts, pa.large_string())
    return found, pa.array(cut)


def _all_at_once(data: Bytes, starts: Ints) -> tuple[Bytes, Ints, Bools]:
    """The written bytes, where each text begins and ends in them, and which texts are not so."""
    count = len(starts) - 1
    if not len(data):
        return data, starts, np.zeros(count, bool)
    word = _IS_WORD[data]
    change = np.empty(len(data), bool)
    change[0] = True
    np.not_equal(word[1:], word[:-1], out=change[1:])
    change[starts[:-1][starts[:-1] < len(data)]] = True
    runs = np.flatnonzero(change)
    lengths = np.diff(runs, append=len(data))
    blank = (lengths == 1) & (data[runs] == ord(" "))
    before = change.copy()
    before[runs[blank]] = False
    after_blank = runs[1:][blank[:-1]]
    before[after_blank] = False
    before[starts[:-1][starts[:-1] < len(data)]] = False
    places = np.arange(len(data)) + np.cumsum(before)
    written = np.full(len(data) + int(before.sum()), ord(" "), np.uint8)
    shown = _WRITTEN_BYTES[data]
    shown[runs[blank]] = ord(" ")
    written[places] = shown
    ends = np.append(0, np.append(places, len(written) - 1)[starts[1:] - 1] + 1)
    ends = np.where(starts > 0, ends, 0)
    strange = np.zeros(len(data), bool)
    strange[runs[lengths > LONGEST]] = True
    strange |= _IS_STRANGE[data]
    odd = np.add.reduceat(np.append(strange, False), np.minimum(starts[:-1], len(data))) > 0
    return written, ends, odd & (np.diff(starts) > 0)


def _strings(data: Bytes, starts: Ints) -> Column:
    buffers = [None, pa.py_buffer(starts.astype(np.int64).data), pa.py_buffer(data.data)]
    return pa.Array.from_buffers(pa.large_string(), len(starts) - 1, buffers)
