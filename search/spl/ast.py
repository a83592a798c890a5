"""The parts of a query, a closed union for searching and one for computing.

`str()` of each part is its canonical text: parsing that text gives an equal part.  Spans say
where a part stood in the text it was read from; they take no part in comparisons.
"""

import re
from dataclasses import dataclass, field

from search.errors import Span

NOWHERE = Span(0, 0)
_BARE_WORD = re.compile(r"(?:[^\s|()\"=<>!\[\]\\`,]|!(?!=))+")
_BARE_NAME = re.compile(r"[A-Za-z_@][\w@]*(?:[.:\-][\w@]+)*", re.ASCII)
_BEGIN = re.compile(r"[A-Za-z_@*]")
"""Of a name that needs no marks: a wildcard too."""
_BARE_FIELD = re.compile(r"(?:[A-Za-z_]|@[\w@])[\w@]*(?:\.[\w@]+)*", re.ASCII)
_SEARCH_KEYWORDS = frozenset({"AND", "OR", "NOT", "IN"})
_KEYWORDS = frozenset({"and", "or", "not", "xor", "in", "like", "as", "by", "sortby"})


@dataclass(frozen=True, slots=True)
class Name:
    """A field's or column's name as it was written, without quotation marks."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        """As it stands in lists of names, where `*` is a wildcard and needs no marks."""
        pieces = self.text.replace("*", "")
        bare = _BARE_NAME.fullmatch(f"x{pieces}") and _BEGIN.match(self.text)
        if bare and self.text.lower() not in _KEYWORDS:
            return self.text
        return quote(self.text)


def quote(text: str, mark: str = '"') -> str:
    """Text in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace(mark, f"\\{mark}")
    return f"{mark}{escaped}{mark}"


# Searching: what stands before the first `|`, and after `search`.

Pattern = tuple[str, ...]
"""Pieces of text between wildcards: `("job-", "")` is `job-*`."""


def pattern_text(pattern: Pattern) -> str:
    """A pattern as it is written: bare where it can be."""
    joined = "*".join(pattern)
    plain = not any("*" in piece for piece in pattern) and joined not in _SEARCH_KEYWORDS
    if plain and _BARE_WORD.fullmatch(joined):
        return joined
    pieces = (
        piece.replace("\\", "\\\\").replace('"', '\\"').replace("*", "\\*") for piece in pattern
    )
    return f'"{"*".join(pieces)}"'


@dataclass(frozen=True, slots=True)
class Everything:
    """Every event: `*`."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Text:
    """A word or phrase in the original text."""

    pattern: Pattern
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return pattern_text(self.pattern)


@dataclass(frozen=True, slots=True)
class Compare:
    """`field=value`.  `operator`: `=`, `!=`, `<`, `<=`, `>`, `>=`."""

    name: Name
    operator: str
    value: Pattern
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return f"{_compared(self.name)}{self.operator}{pattern_text(self.value)}"


@dataclass(frozen=True, slots=True)
class Within:
    """`field IN (a, b)`: any of the values."""

    name: Name
    values: tuple[Pattern, ...]

    def __str__(self) -> str:
        return f"{_compared(self.name)} IN ({', '.join(map(pattern_text, self.values))})"


@dataclass(frozen=True, slots=True)
class TimeBound:
    """`earliest=` or `latest=` with a time modifier."""

    side: str
    modifier: str
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return f"{self.side}={pattern_text((self.modifier,))}"


@dataclass(frozen=True, slots=True)
class Not:
    """Events that `item` does not find."""

    item: "SearchExpr"

    def __str__(self) -> str:
        return f"NOT {_nested(self.item)}"


@dataclass(frozen=True, slots=True)
class And:
    """Events that all items find."""

    items: tuple["SearchExpr", ...]

    def __str__(self) -> str:
        return " ".join(map(_nested, self.items))


@dataclass(frozen=True, slots=True)
class Or:
    """Events that any item finds."""

    items: tuple["SearchExpr", ...]

    def __str__(self) -> str:
        return " OR ".join(map(_nested, self.items))


SearchExpr = Everything | Text | Compare | Within | TimeBound | Not | And | Or


def _compared(name: Name) -> str:
    bare = _BARE_NAME.fullmatch(name.text) and name.text.upper() not in _SEARCH_KEYWORDS
    return name.text if bare else quote(name.text)


def _nested(item: SearchExpr) -> str:
    return f"({item})" if isinstance(item, And | Or) else str(item)


# Computing: `where`, `eval`, and `eval(…)` within functions.


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class String:
    """Text in quotation marks."""

    value: str
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return quote(self.value)


@dataclass(frozen=True, slots=True)
class Field:
    """The value of a field or column."""

    name: Name

    def __str__(self) -> str:
        return field_text(self.name)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of values.  `function`: in lower case."""

    function: str
    arguments: tuple["Expr", ...]
    span: Span = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Negative:
    """`-x`."""

    item: "Expr"

    def __str__(self) -> str:
        return f"-{_operand(self.item)}"


@dataclass(frozen=True, slots=True)
class NotExpr:
    """`NOT x`."""

    item: "Expr"

    def __str__(self) -> str:
        return f"NOT {_operand(self.item)}"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two values and what is between them.

    `operator`: `* / % + - .`, `= != < <= > >= LIKE`, `AND XOR OR`.
    """

    operator: str
    left: "Expr"
    right: "Expr"

    def __str__(self) -> str:
        return f"{_operand(self.left)} {self.operator} {_operand(self.right)}"


@dataclass(frozen=True, slots=True)
class InExpr:
    """`x IN (a, b)`."""

    item: "Expr"
    choices: tuple["Expr", ...]

    def __str__(self) -> str:
        return f"{_operand(self.item)} IN ({', '.join(map(str, self.choices))})"


Expr = Number | String | Field | Call | Negative | NotExpr | Binary | InExpr


def _operand(item: Expr) -> str:
    simple = isinstance(item, Number | String | Field | Call)
    return str(item) if simple else f"({item})"


def field_text(name: Name) -> str:
    """A name as it stands in an expression, where other characters would compute."""
    bare = _BARE_FIELD.fullmatch(name.text) and name.text.lower() not in _KEYWORDS
    return name.text if bare else quote(name.text, "'")


def bounds(item: SearchExpr) -> tuple[TimeBound, ...]:
    """Every `earliest=` and `latest=` in it."""
    match item:
        case TimeBound():
            return (item,)
        case And(items=items) | Or(items=items):
            return tuple(bound for inner in items for bound in bounds(inner))
        case Not(item=inner):
            return bounds(inner)
        case _:
            return ()
