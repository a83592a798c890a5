"""Bound, finds out how many of a source's events a query looks at, and in which order."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from parsers.schema import FIELDS, FieldType
from search.stores.elasticsearch.reading.source import DATABASE

_INDEXED = {"@timestamp": "nephoscope.time", "event.sequence": "event.sequence"}
_PLAIN = frozenset({"expressions", "from_", "where", "order", "limit", "offset"})


@dataclass(frozen=True, slots=True)
class Bound:
    """The first `most` events in the order of `sort` (name in the index, asc or desc).

    `filtered`: of those that a condition leaves; so it may take more to have as many.  `layer`:
    the part of the query that takes no more.
    """

    layer: exp.Select
    sort: tuple[tuple[str, str], ...]
    most: int
    filtered: bool


def bound(query: exp.Query) -> Bound | None:
    """None where all events are looked at, or the index does not know their order."""
    names: dict[str, str | None] = {}
    filtered = False
    for layer in _layers(query):
        if not _PLAIN.issuperset(name for name, value in layer.args.items() if value):
            return None
        filtered = filtered or bool(layer.args.get("where"))
        limit = layer.args.get("limit")
        if isinstance(limit, exp.Limit):
            sort = _sort(layer, names)
            if limit.expressions or sort is None:
                return None
            offset = layer.args.get("offset")
            more = int(offset.expression.name) if isinstance(offset, exp.Offset) else 0
            return Bound(layer, sort, int(limit.expression.name) + more, filtered)
        names |= {
            item.alias: _meant(item.this, names)
            for item in layer.expressions
            if isinstance(item, exp.Alias)
        }
    return None


def _layers(query: exp.Query) -> Iterator[exp.Select]:
    """The selects from the source outwards; none where it stands in several places."""
    tables = [table for table in query.find_all(exp.Table) if table.db == DATABASE]
    if len(tables) != 1:
        return
    node: exp.Expr | None = tables[0]
    while node is not None:
        if isinstance(node, exp.Select):
            if node.find(exp.Window) or any(_joins_arrays(item) for item in node.expressions):
                return
            yield node
        elif not isinstance(node, exp.Table | exp.From | exp.Subquery):
            return
        node = node.parent


def _joins_arrays(item: exp.Expr) -> bool:
    return any(str(call.this) == "arrayJoin" for call in item.find_all(exp.Anonymous))


def _sort(layer: exp.Select, names: dict[str, str | None]) -> tuple[tuple[str, str], ...] | None:
    order = layer.args.get("order")
    if not isinstance(order, exp.Order):
        return None
    found: list[tuple[str, str]] = []
    for key in order.expressions:
        name = _meant(key.this, names)
        if name is None or not _ordered_alike(name, key):
            return None
        found.append((_INDEXED.get(name, name), "desc" if key.args.get("desc") else "asc"))
    return tuple(found)


def _ordered_alike(name: str, key: exp.Ordered) -> bool:
    """Numbers are, with the absent ones last."""
    if name in _INDEXED:
        return True
    field = FIELDS.get(name)
    number = field is not None and field.type is FieldType.LONG and not field.many
    return number and not key.args.get("nulls_first")


def _meant(item: exp.Expr, names: dict[str, str | None]) -> str | None:
    """The field that a column of the layer below is; None for what is computed."""
    if not isinstance(item, exp.Column):
        return None
    return names.get(item.name, item.name)
