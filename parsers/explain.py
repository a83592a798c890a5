"""Explains, for people who write parsers, how a record was read and what else was tried.

Nothing here is on the hot path: the regexes that Lark composes tell what matched, and Lark's own
parser tells where everything else stopped and what it expected there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from lark import Lark, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from parsers.cloudstack.families.table import candidates
from parsers.detect import find_format
from parsers.event import Event, Record
from parsers.format import Format
from parsers.formats import FORMATS
from parsers.grammar import FOLDER, composed, lalr, text_rules
from parsers.mask import REDACTED, Mask
from parsers.read import read
from parsers.schema import FIELDS, FieldType


@dataclass(frozen=True, slots=True)
class Attempt:
    """A text of a grammar, tried on a record or its message.

    `name`: `cloudstack.management dated`, `login FAILED`.  `matched`: whether it read the text.
    `column`: 1-based, where it stopped, or the end of what it read.  `expected`: terminals, one
    of which would have let it go on.
    """

    name: str
    matched: bool
    column: int
    expected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """A field of the event.  `origin`: what it came from, in words."""

    name: str
    value: object
    origin: str


@dataclass(frozen=True, slots=True)
class ReadAs:
    """How one record was read.

    `format`: by which it was found.  `formats`: one attempt for each format with a grammar, its
    best.  `families`: the texts that were tried on the message, in their order.
    """

    event: Event
    format: str
    formats: tuple[Attempt, ...]
    families: tuple[Attempt, ...]
    fields: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """A named group that took part, and where its text stands in the record, 0-based."""

    rule: str
    name: str
    text: str
    start: int


def explain(record: Record, mask: Mask, now: datetime | None) -> ReadAs:
    """Never raises, like `parsers.read.read`."""
    event = read(record, mask, now)
    found = find_format(record.text, record.source)
    text = str(event.fields.get("event.original", record.text))
    formats = [best for row in FORMATS.values() if (best := _best(row, text)) is not None]
    message = str(event.fields.get("message", ""))
    families, constants = [], dict[str, object]()
    groups = list(_groups_of(FORMATS[str(event.fields["event.dataset"])], text))
    if str(event.fields["event.dataset"]).startswith("cloudstack."):
        for reader in candidates(message, event.fields):
            stem = Path(reader.family.grammar).stem
            path = str(Path(reader.family.module).parent / reader.family.grammar)
            families.append(_attempt(path, reader.text.terminal, message, stem))
            if families[-1].matched:
                constants = dict(reader.text.constants)
                groups += _groups(path, reader.text.terminal, message, stem, text.find(message))
                break
    fields = [_origin(name, value, groups, constants, text) for name, value in event.fields.items()]
    return ReadAs(event, found.name, tuple(formats), tuple(families), tuple(fields))


def _best(row: Format, text: str) -> Attempt | None:
    """Of the texts of a format that which came farthest."""
    path = _grammar(row)
    if path is None:
        return None
    tried = [_attempt(path, rule.upper(), text, row.name) for rule in _texts(path)]
    return max(tried, key=lambda attempt: (attempt.column, attempt.matched))


def _grammar(row: Format) -> str | None:
    if row.grammar is None:
        return None
    folder = row.name.partition(".")[0] if "." in row.name else "generic"
    return str(FOLDER / folder / row.grammar)


@cache
def _texts(path: str) -> Sequence[str]:
    return [rule for rule in text_rules(Path(path)) if not rule.endswith("_parts")]


def _attempt(path: str, terminal: str, text: str, of: str) -> Attempt:
    name = f"{of} {terminal.lower()}"
    match = composed(path, Path(path).name, terminal).match(text)
    if match is not None and match.end():
        return Attempt(name, True, match.end())
    column, expected = _stopped(_parser(path, f"{terminal.lower()}_parts"), text)
    return Attempt(name, False, column, expected)


@cache
def _parser(path: str, rule: str) -> Lark:
    return lalr(Path(path), rule)


def _stopped(parser: Lark, text: str) -> tuple[int, tuple[str, ...]]:
    """Where Lark cannot go on, 1-based, and what could stand there."""
    try:
        parser.parse(text)
    except UnexpectedCharacters as error:
        return (error.pos_in_stream or 0) + 1, _named(error.allowed)
    except UnexpectedToken as error:
        ended = error.token.type == "$END"
        at = len(text) if ended else error.pos_in_stream or 0
        return at + 1, _named(error.accepts or error.expected)
    except UnexpectedInput as error:
        return (error.pos_in_stream or 0) + 1, ()
    # Lark reads it where the regex does not: what follows the text is not of it.
    return 1, ()


def _named(terminals: object) -> tuple[str, ...]:
    names = terminals if isinstance(terminals, set | frozenset | list | tuple) else ()
    return tuple(sorted(str(name) for name in names if not str(name).startswith("$")))


def _groups_of(row: Format, text: str) -> Iterator[_Group]:
    path = _grammar(row)
    for rule in _texts(path) if path is not None else ():
        yield from _groups(path or "", rule.upper(), text, row.name, 0)


def _groups(path: str, terminal: str, text: str, of: str, offset: int) -> Iterator[_Group]:
    match = composed(path, Path(path).name, terminal).match(text)
    for name, value in match.groupdict().items() if match is not None else ():
        if value and match is not None:
            yield _Group(
                f"{of} {terminal.lower()}", name, value, max(offset, 0) + match.start(name)
            )


def _origin(
    name: str,
    value: object,
    groups: Sequence[_Group],
    constants: Mapping[str, object],
    text: str,
) -> Origin:
    if name in constants and constants[name] == value:
        return Origin(name, value, "constant of the family's text")
    shown = str(value)
    for group in groups:
        same = group.text == shown or (_is_date(name) and "time" in group.name)
        if same and name not in ("event.original", "message"):
            place = _place(group.start, len(group.text))
            return Origin(name, value, f"{group.rule}, group {group.name}, {place}")
    if REDACTED in shown and name not in ("event.original", "message"):
        return Origin(name, value, "masked")
    return Origin(name, value, _found(name, value, text))


def _found(name: str, value: object, text: str) -> str:
    """Where a value stands in the text, whoever took it from there."""
    if name == "event.original":
        return "the whole record"
    members = [str(member) for member in value] if isinstance(value, list | tuple) else [str(value)]
    if isinstance(value, list | tuple | str | int):
        places = [(text.find(member), member) for member in members if member]
        if places and all(at >= 0 for at, _ in places):
            return ", ".join(_place(at, len(member)) for at, member in places)
    return "made by the parser"


def _is_date(name: str) -> bool:
    return name in FIELDS and FIELDS[name].type is FieldType.DATE


def _place(start: int, length: int) -> str:
    return f"characters {start + 1}–{start + length}" if length > 1 else f"character {start + 1}"


def located(text: str, column: int) -> str:
    """The text around a column, for people: what was read, then what follows."""
    start = max(column - 21, 0)
    shown = re.sub(r"\s", " ", text[start : column + 20])
    return f"{'…' if start else ''}{shown}"
