"""Find, turns what `search` looks for into a query of Elasticsearch, exact where it can be.

The meaning is that of `search.matching`, which has checked names and values before.
"""

import ipaddress
import math
import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Final, assert_never

from parsers.schema import FIELDS, FieldType
from search import names, times
from search.context import Context
from search.numerals import NUMERAL, numeral
from search.relation import Column, Relation
from search.spl import ast
from search.spl.ast import Pattern
from search.stores.elasticsearch.reading.dsl import (
    ALL,
    NONE,
    Json,
    Match,
    all_of,
    any_of,
    at_most,
    between,
    both,
    either,
    exactly,
    exists,
    has_key,
    negated,
    none_of,
    term,
)
from search.stores.elasticsearch.reading.patterns import INEXACT, capitalised, folded, in_original

MICROS: Final = {"@timestamp": "nephoscope.time", "event.ingested": "nephoscope.ingested"}
"""Dates that are kept in microseconds too; a date of Elasticsearch has milliseconds."""

UNINDEXED: Final = frozenset({"event.original", "message"})
"""Fields that the index knows nothing of; words of the first are in a field of their own."""

_OCTETS = re.compile(r"(\d{1,3}\.){1,3}")
_SIGNS: Final = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}
_LONGS = (-(2**63), 2**63 - 1)


@dataclass(frozen=True, slots=True)
class Finder:
    """Compiles over the events themselves, whose columns are `events`.

    `marked`: fields of which some event has a value that the index does not hold quite.
    """

    events: Relation
    context: Context
    marked: Set[str]

    def match(self, item: ast.SearchExpr) -> Match:
        match item:
            case ast.Everything() | ast.TimeBound():
                return exactly(ALL)
            case ast.Text(pattern=pattern):
                found = in_original(pattern)
                return found if "event.original" in self.marked else exactly_lower(found)
            case ast.Compare():
                return self._compare(item)
            case ast.Within(name=name, values=values):
                return self.of(name, lambda to: either(to.equals(value) for value in values))
            case ast.Not(item=inner):
                return negated(self.match(inner))
            case ast.And(items=items):
                return both(map(self.match, items))
            case ast.Or(items=items):
                return either(map(self.match, items))
            case _:
                assert_never(item)

    def _compare(self, item: ast.Compare) -> Match:
        match item.operator:
            case "=":
                return self.of(item.name, lambda to: to.equals(item.value))
            case "!=":
                return self.of(
                    item.name, lambda to: both([to.there, negated(to.equals(item.value))])
                )
            case sign:
                return self.of(item.name, lambda to: to.ordered(sign, "*".join(item.value)))

    def of(self, name: ast.Name, wanted: "Callable[[Operand], Match]") -> Match:
        """What is wanted of the field, but for events of which the index does not know enough."""
        operand = self._operand(name)
        found = wanted(operand)
        if operand.field not in self.marked:
            return found
        mark = term(INEXACT, operand.field)
        return Match(any_of([found.upper, mark]), all_of([found.lower, none_of(mark)]))

    def _operand(self, name: ast.Name) -> "Operand":
        known = names.find(name.text, self.events)
        if known is not None:
            return Operand(known.name, known.name, known.type, self.context)
        parent, key = label(name.text, self.events)
        return Operand(parent.name, f"{parent.name}.{key}", FieldType.KEYWORD, self.context, True)


def exactly_lower(found: Match) -> Match:
    """Where no token was cut, what is sure is all."""
    return found if found.lower == NONE else exactly(found.lower)


def label(name: str, events: Relation) -> tuple[Column, str]:
    """The map that holds what is no field, and the key in it."""
    for parent in events.columns:
        if parent.type is FieldType.FLATTENED and name.startswith(f"{parent.name}."):
            return parent, name.removeprefix(f"{parent.name}.")
    return next(c for c in events.columns if c.name == "labels"), name


@dataclass(frozen=True, slots=True)
class Operand:
    """A field as it is compared.  `path`: in the index.  `entry`: it is a key of a map."""

    field: str
    path: str
    type: FieldType
    context: Context
    entry: bool = False

    @property
    def there(self) -> Match:
        if self.field == "event.original":
            return exactly(ALL)
        if self.field in UNINDEXED:
            return at_most(ALL)
        return exactly(has_key(self.path) if self.entry else exists(self.path))

    @property
    def unknown(self) -> Match:
        """Any event that has the field may be meant."""
        return at_most(self.there.upper)

    def equals(self, pattern: Pattern) -> Match:
        if self.type is FieldType.FLATTENED or (not any(pattern) and len(pattern) > 1):
            return self.there
        if self.entry:
            return self._equals_entry(pattern)
        match self.type:
            case FieldType.KEYWORD:
                return folded(self.path, pattern) or self.unknown
            case FieldType.LONG | FieldType.DOUBLE if len(pattern) == 1:
                return self._equals_number(pattern[0])
            case FieldType.IP:
                return self._equals_address(pattern)
            case FieldType.DATE if len(pattern) == 1:
                return self._instant("=", pattern[0])
            case _:
                return self.unknown

    def ordered(self, sign: str, wanted: str) -> Match:
        match self.type:
            case FieldType.DATE:
                return self._instant(sign, wanted)
            case FieldType.LONG | FieldType.DOUBLE if NUMERAL.fullmatch(wanted):
                return self.number(sign, numeral(wanted))
            case _:
                return self.unknown

    def _equals_entry(self, pattern: Pattern) -> Match:
        """Maps know no regular expressions."""
        texts = capitalised(pattern[0]) if len(pattern) == 1 else None
        if texts is None:
            return self.unknown
        each = ({"value": text, "case_insensitive": True} for text in texts)
        return exactly(any_of({"term": {self.path: value}} for value in each))

    def _equals_number(self, wanted: str) -> Match:
        return self.number("=", numeral(wanted)) if NUMERAL.fullmatch(wanted) else exactly(NONE)

    def number(self, sign: str, wanted: float) -> Match:
        if self.type is FieldType.DOUBLE:
            return self.unknown
        low, high = _whole(sign, wanted)
        if low > high or low > _LONGS[1] or high < _LONGS[0]:
            return exactly(NONE)
        if low == high:
            return exactly(term(self.path, low))
        edges = {"gte": low} if low > _LONGS[0] else {}
        edges |= {"lte": high} if high < _LONGS[1] else {}
        return exactly(between(self.path, edges))

    def _equals_address(self, pattern: Pattern) -> Match:
        if len(pattern) > 1:
            return self._address_like(pattern)
        try:
            network = ipaddress.ip_network(pattern[0], strict=False)
        except ValueError:
            return exactly(NONE)
        if "%" in pattern[0]:
            return exactly(NONE)
        if network.version == 4:
            return exactly(term(self.path, _written(pattern[0], network)))
        # The index keeps an IPv4 address as the IPv6 address that is mapped to it.
        if network.overlaps(ipaddress.ip_network("::ffff:0:0/96")):
            return self.unknown
        return exactly(term(self.path, _written(pattern[0], network)))

    def _address_like(self, pattern: Pattern) -> Match:
        """`10.1.*` is a network."""
        match pattern:
            case (start, "") if _OCTETS.fullmatch(start):
                octets = start.rstrip(".").split(".")
                whole = ".".join((octets + ["0"] * 3)[:4])
                try:
                    network = ipaddress.ip_network(f"{whole}/{8 * len(octets)}")
                except ValueError:
                    return exactly(NONE)
                return exactly(term(self.path, str(network)))
            case _:
                return self.unknown

    def _instant(self, sign: str, wanted: str) -> Match:
        when = times.instant(wanted, self.context.now, self.context.zone)
        micros = times.micros(when) if when is not None else 0
        if self.field in MICROS:
            name = MICROS[self.field]
            return exactly(
                term(name, micros) if sign == "=" else between(name, {_SIGNS[sign]: micros})
            )
        return _milliseconds(self.path, sign, micros)


def in_range(start: int | None, end: int | None) -> Json:
    """Events of the time range, whose edges are microseconds since 1970.

    The date is asked too, in whole milliseconds around: by it a server knows the indices that
    hold nothing of the range.
    """
    exact: dict[str, object] = {}
    around: dict[str, object] = {}
    if start is not None:
        exact["gte"], around["gte"] = start, start // 1000
    if end is not None:
        exact["lt"], around["lt"] = end, -(-end // 1000)
    if not exact:
        return ALL
    coarse = between("@timestamp", {**around, "format": "epoch_millis"})
    return all_of([coarse, between(MICROS["@timestamp"], exact)])


def _milliseconds(path: str, sign: str, micros: int) -> Match:
    """Over a date that the index knows in whole milliseconds.

    OpenSearch rounds what follows `lte`, and before 1970 it does so downwards.
    """
    whole, rest = divmod(micros, 1000)
    edges: dict[str, object] = {"format": "epoch_millis"}
    match sign:
        case ">=" | "<" if not rest:
            return exactly(between(path, edges | {_SIGNS[sign]: whole}))
        case ">" | ">=":
            return at_most(between(path, edges | {"gte": whole}))
        case "<" | "<=":
            return at_most(between(path, edges | {"lt": whole + 1}))
        case _:
            return at_most(between(path, edges | {"gte": whole, "lt": whole + 1}))


def _written(text: str, network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> str:
    return str(network) if "/" in text else str(network.network_address)


def _whole(sign: str, wanted: float) -> tuple[int, int]:
    """The whole numbers `[low, high]` that compare so."""
    least, most = _LONGS
    if math.isinf(wanted):
        everything = (wanted > 0) == (sign in "<=") and sign != "="
        return (least, most) if everything else (1, 0)
    down, up = math.floor(wanted), math.ceil(wanted)
    match sign:
        case "=":
            return (down, down) if down == up else (1, 0)
        case "<":
            return least, up - 1
        case "<=":
            return least, down
        case ">":
            return down + 1, most
        case _:
            return up, most


assert MICROS.keys() | UNINDEXED <= FIELDS.keys()
