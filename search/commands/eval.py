"""`eval`: columns that are computed from others of the same row."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.commands.command import Command, of_type
from search.context import Context
from search.errors import Span
from search.expression import compute
from search.functions.function import is_null
from search.names import absent, target
from search.relation import Column, Relation
from search.spl.build import Assignment, Part
from search.sql import with_columns


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
        if is_null(value):
            value = absent()
        column = Column(target(item.name, relation), value.type, value.many)
        relation = with_columns(relation, [(column, value.sql)])
    return relation


COMMAND = Command("eval", Eval, read, apply, "same", "Columns computed from others")
