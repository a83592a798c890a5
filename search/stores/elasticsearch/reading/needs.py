"""Needs, finds out what the SQL of a query must know of the events that it reads.

Most questions need not the events themselves: how often each combination of a few values stands
in them says as much.  Only an order of the events, or a value of which the index knows too
little, makes it necessary to fetch them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import gcd

from sqlglot import exp

from parsers.schema import FIELDS, FieldType
from search.stores.elasticsearch.reading.find import UNINDEXED
from search.stores.elasticsearch.reading.uses import uses
from search.stores.expand import shows_all

TIME = "@timestamp"
COUNTED = frozenset({FieldType.KEYWORD, FieldType.LONG, FieldType.IP})
"""Types whose values an index can tell apart and count."""

_MILLISECOND = 1_000


@dataclass(frozen=True, slots=True)
class Key:
    """A value that combinations are made of.  `entry`: of a map.  `each`: of a list, one by one."""

    field: str
    entry: str | None = None
    each: bool = False

    @property
    def path(self) -> str:
        return self.field if self.entry is None else f"{self.field}.{self.entry}"


@dataclass(frozen=True, slots=True)
class Tally:
    """Combinations of values and how often each stands in the events.

    `step`: of the events' times, in milliseconds; None where they are not needed.  `edges`: first
    and last time of each combination.  `there`: only whether there is such a field.
    """

    keys: tuple[Key, ...] = ()
    step: int | None = None
    edges: bool = False
    there: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The events themselves.  `fields`: None for all."""

    fields: frozenset[str] | None


def needs(query: exp.Query, held: Mapping[str, object]) -> Rows | Tally:
    """`held`: the values that the query refers to."""
    if shows_all(query):
        return Rows(None)
    found = uses(query)
    return _tally(found, held) or Rows(frozenset(found))


def _tally(uses: Mapping[str, list[exp.Expression]], held: Mapping[str, object]) -> Tally | None:
    """None where combinations do not say enough."""
    if "event.sequence" in uses:
        return None
    keys: list[Key] = []
    there: list[str] = []
    for name in uses.keys() - {TIME}:
        found = _keys(name, uses[name], held)
        if found is None:
            return None
        keys += found
        there += [] if found else [name]
    if there and (len(there) > 1 or len(uses) > 1):
        return None
    times = uses.get(TIME, [])
    edges = [node for node in times if _is_edge(node)]
    points = [_points(node, held) for node in times if not _is_edge(node)]
    if any(some is None for some in points) or sum(key.each for key in keys) > 1:
        return None
    step = _step(point for some in points if some for point in some)
    if points and (step is None or edges):
        return None
    ordered = tuple(sorted(keys, key=lambda key: key.path))
    return Tally(ordered, step if points else None, bool(edges), there[0] if there else None)


def _keys(name: str, nodes: list[exp.Expression], held: Mapping[str, object]) -> list[Key] | None:
    """What must be known of a field; nothing where it is only asked whether it is there."""
    field = FIELDS[name]
    if field.type is FieldType.FLATTENED:
        entries = {_entry(node, held) for node in nodes}
        return (
            None if None in entries else [Key(name, entry) for entry in sorted(map(str, entries))]
        )
    asked = all(_called(node) in {"isNotNull", "notEmpty"} for node in nodes)
    if asked and name not in UNINDEXED and (field.many or field.type is FieldType.TEXT):
        return []
    if field.many:
        whole = all(_called(node) == "notEmpty" or _is_exploded(node) for node in nodes)
        return [Key(name, each=True)] if whole and field.type in COUNTED else None
    return [Key(name)] if field.type in COUNTED else None


def _called(node: exp.Expression) -> str:
    """The function that the node is an argument of."""
    return str(node.parent.this) if isinstance(node.parent, exp.Anonymous) else ""


def _is_exploded(node: exp.Expression) -> bool:
    return _called(node) == "arrayMap" and _called(_parent(node)) == "arrayJoin"


def _parent(node: exp.Expression) -> exp.Expression:
    assert isinstance(node.parent, exp.Expression), "it is an argument"
    return node.parent


def _entry(node: exp.Expression, held: Mapping[str, object]) -> str | None:
    """The key that a map is asked for."""
    if _called(node) not in {"mapContains", "arrayElement"}:
        return None
    wanted = _parent(node).expressions[1]
    value = held.get(str(wanted.this)) if isinstance(wanted, exp.Placeholder) else None
    return value if isinstance(value, str) and value else None


def _is_edge(node: exp.Expression) -> bool:
    """`min(time)`, `max(toNullable(time))`"""
    if _called(node) == "toNullable":
        node = _parent(node)
    return _called(node) in {"min", "max"}


def _points(node: exp.Expression, held: Mapping[str, object]) -> list[int] | None:
    """Microseconds between which it is all the same which time it is; None where it is not."""
    if _called(node) != "toUnixTimestamp64Micro":
        return None
    micros = _parent(node)
    other = _parent(micros).expressions[1] if _called(micros) else None
    match _called(micros), other:
        case "roundDown", exp.Placeholder():
            edges = held.get(str(other.this))
            return edges if isinstance(edges, list) else None
        case "greaterOrEquals", exp.Literal() | exp.Neg():
            return [int(other.to_py())]
        case _:
            return None


def _step(points: Iterable[int]) -> int | None:
    """The longest step, in milliseconds, by which every point is reached from 1970."""
    step = gcd(*points)
    return step // _MILLISECOND if step and step % _MILLISECOND == 0 else None
