"""Conditions, turns what `where` wants of fields into a query, exact where it can be.

The meaning is that of `search.expression`: case counts, and what is neither true nor false, because
a field is absent, is left out.
"""

import ipaddress
from dataclasses import dataclass
from typing import Final

from parsers.schema import FieldType
from search.numerals import numeral
from search.spl import ast
from search.stores.elasticsearch.reading.dsl import (
    ALL,
    Match,
    at_most,
    both,
    either,
    exactly,
    negated,
    term,
)
from search.stores.elasticsearch.reading.find import Finder, Operand

_TURNED: Final = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Conditions:
    """Compiles over the events themselves."""

    finder: Finder

    def match(self, item: ast.Expr) -> Match:
        match item:
            case ast.Binary(operator="AND", left=left, right=right):
                return both([self.match(left), self.match(right)])
            case ast.Binary(operator="OR", left=left, right=right):
                return either([self.match(left), self.match(right)])
            case ast.Binary(operator=sign, left=ast.Field(name=name), right=wanted):
                return self._compared(name, sign, wanted)
            case ast.Binary(operator=sign, left=wanted, right=ast.Field(name=name)):
                return self._compared(name, _TURNED.get(sign, ""), wanted)
            case ast.InExpr(item=ast.Field(name=name), choices=choices):
                return either([self._compared(name, "=", choice) for choice in choices])
            case ast.Call(function="isnotnull", arguments=(ast.Field(name=name),)):
                return self._there(name)
            case ast.Call(function="isnull", arguments=(ast.Field(name=name),)):
                return negated(self._there(name))
            case _:
                return at_most(ALL)

    def _there(self, name: ast.Name) -> Match:
        return self.finder.of(name, lambda to: to.there)

    def _compared(self, name: ast.Name, sign: str, wanted: ast.Expr) -> Match:
        constant = _constant(wanted)
        if constant is None or sign not in _TURNED or name.text.lower() in {"true", "false"}:
            return at_most(ALL)
        return self.finder.of(name, lambda to: _of(to, sign, constant))


def _constant(item: ast.Expr) -> str | float | None:
    """A text or a number that the query wrote down."""
    match item:
        case ast.String(value=text):
            return text
        case ast.Number(text=text):
            return numeral(text)
        case ast.Negative(item=ast.Number(text=text)):
            return -numeral(text)
        case _:
            return None


def _of(to: Operand, sign: str, wanted: str | float) -> Match:
    """For `!=` the field must be there, and none of its values the one."""
    if sign == "!=":
        return both([to.there, negated(_of(to, "=", wanted))])
    match wanted:
        case str() if sign == "=" and _is_known(to, wanted):
            return exactly(term(to.path, wanted))
        case int() | float() if to.type is FieldType.LONG:
            return to.number(sign, wanted)
        case _:
            return to.unknown


def _is_known(to: Operand, wanted: str) -> bool:
    """Whether the index tells this text from all others."""
    match to.type:
        case FieldType.KEYWORD:
            return True
        case FieldType.IP:
            return _is_plain(wanted)
        case _:
            return False


def _is_plain(wanted: str) -> bool:
    """Whether it is an address as events have it."""
    try:
        address = ipaddress.ip_address(wanted)
    except ValueError:
        return False
    mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
    return str(address) == wanted and not mapped and "%" not in wanted
