"""Matching, turns what `search` looks for into SQL.

Words stand in the original text as tokens do: with no letter or digit right before or after.
A letter is an ASCII letter or any character above U+007F; case is folded by Unicode.
"""

import ipaddress
import re
from dataclasses import dataclass, replace
from typing import assert_never

from sqlglot import exp

from parsers.schema import FieldType
from search import names, times
from search.context import Context
from search.convert import as_number, as_text
from search.errors import Span
from search.functions.logic import present
from search.functions.text import within_network
from search.numerals import NUMERAL, numeral
from search.relation import Relation
from search.spl import ast
from search.sql import (
    NUMBERS,
    TEXTS,
    Typed,
    both,
    call,
    column,
    each,
    either,
    negated,
    number,
    operator,
    variable,
)

_LETTER = r"0-9a-z\x{80}-\x{10FFFF}"
_TOKEN = re.compile(r"[0-9A-Za-z\x80-\U0010ffff]+")
_SPECIAL = re.compile(r"([\\.+*?()|\[\]{}^$])")
_LIKE_SPECIAL = re.compile(r"([\\%_])")


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compiles what is searched for over one relation.

    `indexed`: the relation is the store's events, whose text index may be asked.  Where the engine
    does not ask the index, `hasAllTokens` heeds case: over other relations, and within a `NOT`.
    """

    relation: Relation
    context: Context
    indexed: bool

    def matches(self, item: ast.SearchExpr) -> exp.Expression:
        """True where it is found; false or null elsewhere.  Raises QueryError."""
        match item:
            case ast.Everything() | ast.TimeBound():
                return number(1)
            case ast.Text(pattern=pattern, span=span):
                return self._text(pattern, span)
            case ast.Compare():
                return self._compare(item)
            case ast.Within(name=name, values=values):
                value = names.value(name, self.relation, self.context)
                return either(self._equals(value, pattern) for pattern in values)
            case ast.Not(item=inner):
                found = replace(self, indexed=False).matches(inner)
                return negated(call("ifNull", found, number(0)))
            case ast.And(items=items):
                return both([self.matches(inner) for inner in items])
            case ast.Or(items=items):
                return either([self.matches(inner) for inner in items])
            case _:
                assert_never(item)

    def _text(self, pattern: ast.Pattern, span: Span) -> exp.Expression:
        original = names.find("event.original", self.relation)
        if original is None:
            raise self.context.error(
                "There is no original text here to find words in.",
                span,
                "Search before the command that leaves it out, or compare a column: `name=value`.",
            )
        return self._in_text(column(original.name), pattern)

    def _in_text(self, text: exp.Expression, pattern: ast.Pattern) -> exp.Expression:
        if len(pattern) == 1 and _TOKEN.fullmatch(pattern[0]) and self.indexed:
            return call("hasAllTokens", text, self.context.values.text(pattern[0]))
        exact = call(
            "match", call("lowerUTF8", text), self.context.values.text(word_regex(pattern))
        )
        first = self._candidates(text, pattern) if self.indexed else []
        return both([*first, exact])

    def _candidates(self, text: exp.Expression, pattern: ast.Pattern) -> list[exp.Expression]:
        """Conditions that the text index answers and that every match fulfils."""
        whole, parts = _tokens(pattern)
        found = []
        if whole:
            wanted = self.context.values.text(" ".join(whole))
            found.append(call("hasAllTokens", text.copy(), wanted))
        longest = max((p for p in parts if p.isascii() and len(p) > 2), key=len, default="")
        if longest and not whole:
            wanted = self.context.values.text(f"%{longest.lower()}%")
            found.append(call("like", call("lowerUTF8", text.copy()), wanted))
        return found

    def _compare(self, item: ast.Compare) -> exp.Expression:
        value = names.value(item.name, self.relation, self.context)
        match item.operator:
            case "=":
                return self._equals(value, item.value)
            case "!=":
                equal = call("ifNull", self._equals(value, item.value), number(0))
                return both([present(value), negated(equal)])
            case sign:
                return self._ordered(sign, value, "*".join(item.value), item)

    def _equals(self, value: Typed, pattern: ast.Pattern) -> exp.Expression:
        if value.type is FieldType.FLATTENED:
            return call("notEmpty", value.sql)
        if not any(pattern) and len(pattern) > 1:
            return present(value)
        if value.many:
            item = Typed(variable("v"), value.type)
            return call("arrayExists", each("v", self._equals(item, pattern)), value.sql)
        if len(pattern) > 1:
            return self._like(value, pattern)
        return self._equals_whole(value, pattern[0])

    def _equals_whole(self, value: Typed, wanted: str) -> exp.Expression:
        if value.type is FieldType.IP and _is_address(wanted):
            return self._equals_address(value, wanted)
        if value.type in NUMBERS:
            return self._equals_number(value, wanted)
        if value.type is FieldType.DATE:
            return operator("=", value.sql, self._instant(wanted))
        return self._equals_text(value, wanted)

    def _equals_text(self, value: Typed, wanted: str) -> exp.Expression:
        """Case means nothing.  Keywords are compared folded, as their indexes know them."""
        if value.type is not FieldType.KEYWORD and wanted.lower() == wanted.upper():
            return operator("=", as_text(value), self.context.values.text(wanted))
        folded = self.context.values.text(wanted)
        return operator("=", call("lowerUTF8", as_text(value)), call("lowerUTF8", folded))

    def _equals_address(self, value: Typed, wanted: str) -> exp.Expression:
        if "/" in wanted:
            network = str(ipaddress.ip_network(wanted, strict=False))
            return within_network(value.sql, self.context.values.text(network))
        address = str(ipaddress.ip_address(wanted))
        return operator("=", value.sql, self.context.values.text(address))

    def _equals_number(self, value: Typed, wanted: str) -> exp.Expression:
        if not NUMERAL.fullmatch(wanted):
            return number(0)
        return operator("=", value.sql, number(numeral(wanted)))

    def _like(self, value: Typed, pattern: ast.Pattern) -> exp.Expression:
        pieces = (_LIKE_SPECIAL.sub(r"\\\1", piece) for piece in pattern)
        wanted = self.context.values.text("%".join(pieces))
        return call("like", call("lowerUTF8", as_text(value)), call("lowerUTF8", wanted))

    def _ordered(self, sign: str, value: Typed, wanted: str, item: ast.Compare) -> exp.Expression:
        if value.many:
            one = self._ordered(sign, Typed(variable("v"), value.type), wanted, item)
            return call("arrayExists", each("v", one), value.sql)
        if value.type is FieldType.DATE:
            return operator(sign, value.sql, self._instant(wanted, item))
        if NUMERAL.fullmatch(wanted):
            return operator(sign, as_number(value), number(numeral(wanted)))
        if value.type in TEXTS:
            folded = call("lowerUTF8", self.context.values.text(wanted))
            return operator(sign, call("lowerUTF8", value.sql), folded)
        raise self.context.error(
            f"`{item.name.text}` is a number, and `{wanted}` is none.", item.span
        )

    def _instant(self, wanted: str, item: ast.Compare | None = None) -> exp.Expression:
        try:
            when = times.instant(wanted, self.context.now, self.context.zone)
        except ValueError as error:
            span = item.span if item is not None else ast.NOWHERE
            raise self.context.error(str(error), span) from None
        micros = times.micros(when) if when is not None else 0
        return instant_sql(self.context, micros)


def instant_sql(context: Context, micros: int) -> exp.Expression:
    """An instant as the engine compares it with its key."""
    held = context.values.add(micros, "Int64")
    return call("fromUnixTimestamp64Micro", held, exp.Literal.string("UTC"))


def word_regex(pattern: ast.Pattern) -> str:
    """Of RE2, over text in small letters: the pieces with anything between them, and borders.

    A wildcard takes away the border on its side.
    """
    pieces = [_SPECIAL.sub(r"\\\1", piece.lower()) for piece in pattern]
    before = f"(?:^|[^{_LETTER}])" if pattern[0] else ""
    behind = f"(?:[^{_LETTER}]|$)" if pattern[-1] else ""
    return f"(?s){before}{'.*'.join(pieces)}{behind}"


def _tokens(pattern: ast.Pattern) -> tuple[list[str], list[str]]:
    """Tokens that stand whole in every match, and those that a wildcard may lengthen."""
    whole: list[str] = []
    parts: list[str] = []
    for at, piece in enumerate(pattern):
        for found in _TOKEN.finditer(piece):
            open_left = at > 0 and found.start() == 0
            open_right = at < len(pattern) - 1 and found.end() == len(piece)
            (parts if open_left or open_right else whole).append(found[0])
    return whole, parts


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False) if "/" in text else ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
