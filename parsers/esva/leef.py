"""LEEF records of security products, ESVA's among them, to events with module and verdict."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from parsers.esva.dialect_book import by_dialect, dialect_of
from parsers.esva.envelope import read_envelope
from parsers.esva.extension import Pairs, pairs_of, trimmed, unescaped
from parsers.esva.judged import Header, judged_fields, make_header
from parsers.esva.keys import KEYS, LEEF_KEYS, TIMES
from parsers.esva.layout import layout_for
from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.grammar import composed
from parsers.mask import TAG, Mask

NAME = "esva.leef"

_LEEF = composed(__file__, "leef.lark", "LEEF")
_MARK = re.compile(r"LEEF: {0,2}\d{1,2}(?:\.\d{1,3})?\|")
_MARK_WITHIN = 512
"""Characters of a syslog head before `LEEF:`; farther on it is a text that tells of LEEF."""
_HEADER = ("observer.vendor", "observer.product", "observer.version", "rule.id")
_TAB = "\t"
_WRITTEN = re.compile(r"(#011|<009>|<tab>|<TAB>|\\0x09|\\x09|\\t|\|)[A-Za-z0-9_.-]{1,64} ?=")
"""How relays and pages write a tab, and the pipe that some products have in its place: before a
key, after a first pair."""
_DAMAGED = "suspect"
"""Tag of a record whose pairs are not separated as its header says."""


def claims(text: str) -> bool:
    at = text.find("LEEF:", 0, _MARK_WITHIN)
    return at >= 0 and _MARK.match(text, at) is not None


def parse(record: Record, mask: Mask) -> Event:
    """Raises: ParseError where there is no `LEEF:` and version.

    A record whose header stops half way, or that has no pairs, is an event of what could be
    read, with `event.kind: pipeline_error` and, in `error.message`, where it stopped.
    """
    original, hidden = mask.apply(record.text)
    at = original.find("LEEF:")
    header, delimiter, start = _read_header(original, at)
    (keys, values), damaged = _pairs(original[start:].rstrip(" \r\n"), delimiter)
    head = read_envelope(original[:at], record) if at else None
    layout = layout_for(header.dialect, keys, values)
    fields = judged_fields(header, layout, values, head, record)
    wrong = header.wrong
    if not wrong and not keys and not original[start:].isspace() and start < len(original):
        wrong = f"no key and = after the header (line 1, column {start + 1})"
    if wrong:
        fields["event.kind"] = "pipeline_error"
        fields["error.message"] = f"{NAME}: {wrong}"
    fields["event.original"] = original
    if hidden or damaged:
        tags = fields.get("tags")
        more = [tag for tag, there in ((_DAMAGED, damaged), (TAG, hidden)) if there]
        fields["tags"] = [*tags, *more] if isinstance(tags, list) else more
    return Event(fields)


def _read_header(text: str, at: int) -> tuple[Header, str, int]:
    """The header, what separates pairs, and where they start.

    `at`: where `LEEF:` is, or -1.  Raises: ParseError where no version follows it.
    """
    found = _LEEF.match(text, at) if at >= 0 else None
    if found is not None:
        return *_header(found.group()), found.end()
    mark = _MARK.match(text, at) if at >= 0 else None
    if mark is None:
        raise ParseError(NAME, "no LEEF: with a version", 1, max(at, 0) + 1)
    *parts, _ = text[mark.end() :].split("|")
    start = mark.end() + sum(len(part) + 1 for part in parts)
    wrong = f"{len(parts) + 1} of 5 header fields end with a pipe (line 1, column {start + 1})"
    return _made(parts, wrong), _TAB, start


@by_dialect
def _header(text: str) -> tuple[Header, str]:
    """A whole header, and what separates pairs.  Those of one rule are all the same."""
    found = _LEEF.match(text)
    assert found is not None
    parts = found.group("vendor", "product", "release", "event")
    return _made([re.sub(r"\\([|\\])", r"\1", part) for part in parts], ""), _sign(found)


def _made(parts: Sequence[str], wrong: str) -> Header:
    fields = dict(zip(_HEADER, parts, strict=False))
    dialect = dialect_of(fields.get("observer.vendor", ""), fields.get("observer.product", ""))
    speaks = replace(dialect, keys={**LEEF_KEYS, **dialect.keys})
    return make_header(speaks, fields.get("rule.id", ""), "", fields, wrong)


def _sign(found: re.Match[str]) -> str:
    """What separates pairs: `^`, `x09`, `0x5E`, or a tab where the header says nothing."""
    text = found["delimiter"]
    if not text or text == r"\t":
        return _TAB
    return text if len(text) == 1 else chr(int(text.lower().partition("x")[2], 16))


def _pairs(text: str, delimiter: str) -> tuple[Pairs, bool]:
    """Keys and values, and whether they were not separated as they should be.

    Where nothing separates them, blanks do, as in CEF: what was copied from a page has no tabs.
    """
    if delimiter not in text:
        written = _WRITTEN.search(text) if delimiter == _TAB else None
        if written is None or "=" not in text[: written.start()]:
            return pairs_of(text), False
        delimiter = written[1]
    parts = [piece.partition("=") for piece in text.split(delimiter)]
    keys = tuple([part[0] for part in parts])
    values: Sequence[str] = [part[2] for part in parts]
    damaged = not _are_keys(keys)
    if damaged:
        keys, values, damaged = _mended(parts, delimiter)
    values = trimmed(values)
    return (keys, unescaped(keys, values) if "\\" in text else values), damaged


@lru_cache(maxsize=4096)
def _are_keys(keys: tuple[str, ...]) -> bool:
    return all(key and not any(sign.isspace() for sign in key) for key in keys)


def _mended(
    parts: Sequence[tuple[str, str, str]], delimiter: str
) -> tuple[tuple[str, ...], list[str], bool]:
    """Pairs of a record in which separators stand in values, or blanks instead of them.

    `Host<TAB>ID dvc=10.0.0.1` are the end of one value and the next pair: a known key begins a
    pair after a blank as well.
    """
    keys: list[str] = []
    values: list[str] = []
    damaged = False
    for written, equals, value in parts:
        key = written.strip()
        before, _, last = key.rpartition(" ")
        if not equals:
            if key and values:
                values[-1] += f"{delimiter}{written}"
            damaged = damaged or bool(key)
            continue
        if before and last in _KNOWN and values:
            values[-1] += f" {before}"
            key = last
        damaged = damaged or bool(before)
        keys.append(key)
        values.append(value)
    return tuple(keys), values, damaged


_KNOWN = KEYS.keys() | LEEF_KEYS.keys() | TIMES.keys()
