"""Uses, finds where the SQL of a query uses the columns of the events that it begins with.

A column may have other names on its way outwards; to be handed on is no use.
"""

from collections.abc import Mapping

from sqlglot import exp

from parsers.schema import FIELDS
from search.sql import SOURCE, identifier

Uses = Mapping[str, list[exp.Expression]]
"""A field to the places where its value matters."""


def uses(query: exp.Query) -> Uses:
    found: dict[str, list[exp.Expression]] = {}
    for node in query.find_all(exp.Column):
        if _is_handed_on(node):
            continue
        name = _field(node)
        if name in FIELDS:
            found.setdefault(name, []).append(node)
    return found


def _is_handed_on(node: exp.Column) -> bool:
    """Whether it is only a column of a select that another select reads."""
    shown = node.parent if isinstance(node.parent, exp.Alias) else node
    layer = shown.parent
    if not isinstance(layer, exp.Select) or shown.arg_key != "expressions":
        return False
    return isinstance(layer.parent, exp.Subquery) and isinstance(
        layer.parent.parent, exp.From | exp.Join
    )


def _field(node: exp.Column) -> str:
    """The column of the source that it is; empty for what a select between them has made."""
    layer, name, alias = node.find_ancestor(exp.Select), node.name, node.table
    while layer is not None:
        below = _read(layer, alias)
        if below is None:
            return name
        made = _made(below, name)
        if made is None:
            return ""
        layer, name, alias = below, made.name, made.table
    return ""


def _read(layer: exp.Select, alias: str) -> exp.Select | None:
    """The select that the layer reads under that name; None where it reads a table."""
    sources = [layer.args.get("from_"), *(layer.args.get("joins") or ())]
    read = [source.this for source in sources if source is not None]
    for source in read:
        if source.alias == alias or len(read) == 1:
            return source.this if isinstance(source.this, exp.Select) else None
    return None


def _made(layer: exp.Select, name: str) -> exp.Column | None:
    """What the layer reads for its column of that name; None where it computes it."""
    star: exp.Star | None = None
    for item in layer.expressions:
        if isinstance(item, exp.Star):
            star = item
        elif item.alias_or_name == name:
            inner = item.unalias()
            return inner if isinstance(inner, exp.Column) else None
    if star is None or any(left.name == name for left in star.args.get("except_") or ()):
        return None
    return exp.Column(this=identifier(name), table=exp.to_identifier(SOURCE))
