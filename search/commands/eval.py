"""`eval`: columns that are computed from others of the same row."""

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.schema import FieldType
from search.commands.command import Command, of_type
from search.context import Context
from search.convert import as_instant
from search.errors import Span
from search.expression import compute
from search.functions.function import is_null
from search.names import absent, target
from search.relation import Column, Relation
from search.spl.build import Assignment, Part
from search.sql import Typed, call, with_columns


@dataclass(frozen=True, slots=True)
class Eval:
    """`eval name=value, …`, from left to right."""

    assignments: tuple[Assignment, ...]

    def __str__(self) -> str:
        return f"eval {', '.join(map(str, self.assignments))}"


def read(parts: Sequence[Part]) -> Eval:
    assignments = of_type(parts, Assignment)
    for item in assignments:
        if not item.name.text.strip() or item.name.text.startswith("#"):
            raise ValueError(f"A column cannot be called `{item.name.text}`.")
    return Eval(assignments)


def apply(stage: Eval, relation: Relation, context: Context, _: Span) -> Relation:
    for item in stage.assignments:
        value = compute(item.value, relation, context)
        column = Column(target(item.name, relation), value.type, value.many)
        value = _kept(value, column.name)
        column = Column(column.name, value.type, value.many)
        relation = with_columns(relation, [(column, value.sql)])
    return relation


def _kept(value: Typed, name: str) -> Typed:
    """The value as a column holds it: `_time` stays an instant, and null has a type."""
    if is_null(value):
        return absent()
    if name == "@timestamp" and not value.many:
        return Typed(as_instant(value), FieldType.DATE)
    if value.type is FieldType.BOOLEAN and not value.many:
        return Typed(call("toBool", value.sql), FieldType.BOOLEAN)
    return value


COMMAND = Command("eval", Eval, read, apply, "same", "Columns computed from others")
