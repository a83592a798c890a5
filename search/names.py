"""Names, finds what a name in a query means among the columns that are there."""

from collections.abc import Sequence
from fnmatch import translate
from re import IGNORECASE
from re import compile as compile_regex

from parsers.schema import ALIASES, FieldType, stored_name
from search.context import Context
from search.nearest import nearest
from search.relation import Column, Relation
from search.spl.ast import Name
from search.sql import Typed, call, column, filtered, null, number, only


def find(name: str, relation: Relation) -> Column | None:
    """The column of that name or of another name of the same field."""
    for known in relation.columns:
        if known.name == name:
            return known
    stored = stored_name(name)
    return next((c for c in relation.columns if stored_name(c.name) == stored), None)


def value(name: Name, relation: Relation, context: Context) -> Typed:
    """The value of a column, field, alias or label.  Raises QueryError for an unknown name."""
    known = find(name.text, relation)
    if known is not None:
        return Typed(column(known.name), known.type, known.many)
    for parent in relation.columns:
        if parent.type is FieldType.FLATTENED and name.text.startswith(f"{parent.name}."):
            return _entry(parent, name.text.removeprefix(f"{parent.name}."), context)
    labels = next((c for c in relation.columns if c.name == "labels"), None)
    if labels is not None and _is_label(name, labels, relation, context):
        return _entry(labels, name.text, context)
    raise unknown(name, relation, context)


def target(name: Name, relation: Relation) -> str:
    """The column that an assignment to the name writes."""
    known = find(name.text, relation)
    return known.name if known is not None else name.text


def unknown(name: Name, relation: Relation, context: Context) -> Exception:
    """The error that says so, with the names that may have been meant."""
    columns = [c.name for c in relation.columns]
    aliases = [alias for alias, stored in ALIASES.items() if stored in columns]
    close = nearest(name.text, [*columns, *aliases])
    if any(c.name == "labels" for c in relation.columns):
        message = f"There is no field `{name.text}` in these events."
        hint = f"Write `labels.{name.text}` for a label that no event has yet."
        return context.error(message, name.span, hint, close)
    there = ", ".join(f"`{column}`" for column in columns[:12]) or "none"
    message = f"There is no column `{name.text}` here."
    return context.error(message, name.span, f"The columns here are {there}.", close)


def expand(names: Sequence[Name], relation: Relation, context: Context) -> list[tuple[Name, str]]:
    """Names with `*` become the names of the columns that fit; (as written, column's name)."""
    found: list[tuple[Name, str]] = []
    for name in names:
        if "*" in name.text:
            fits = compile_regex(translate(name.text), IGNORECASE)
            fitting = [c.name for c in relation.columns if fits.match(c.name)]
            found += [(Name(text, name.span), text) for text in fitting]
        else:
            found.append((name, name.text))
    return found


def _entry(parent: Column, key: str, context: Context) -> Typed:
    held, wanted = column(parent.name), context.values.text(key)
    present = call("mapContains", held, wanted)
    found = call("arrayElement", held.copy(), wanted.copy())
    return Typed(call("if", present, found, null()), FieldType.KEYWORD)


def _is_label(name: Name, labels: Column, relation: Relation, context: Context) -> bool:
    """Whether any event has such a label; with no events at all, anything may come to be one."""
    if not context.any_events():
        return True
    known = context.has_label(relation, name.text)
    if known is not None:
        return known
    held = call("mapContains", column(labels.name), context.values.text(name.text))
    found = only(filtered(relation, held), [("labels", labels)])
    query = found.query.limit(1, copy=False)
    probe = Relation(query, found.columns, context.values.held)
    return context.run(probe).num_rows > 0


def absent() -> Typed:
    """The value of a field that is not there."""
    return Typed(call("if", number(0), call("toString", number(0)), null()), FieldType.KEYWORD)
