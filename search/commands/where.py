"""`where`: the rows for which an expression is true."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.commands.command import Command
from search.context import Context
from search.errors import Span
from search.expression import condition
from search.relation import Relation
from search.spl import ast
from search.spl.build import Part
from search.sql import filtered


@dataclass(frozen=True, slots=True)
class Where:
    """`where item`"""

    item: ast.Expr

    def __str__(self) -> str:
        return f"where {self.item}"


def read(parts: Sequence[Part]) -> Where:
    (item,) = parts
    assert isinstance(item, ast.Expr)
    return Where(item)


def apply(stage: Where, relation: Relation, context: Context, _: Span) -> Relation:
    """What is neither true nor false, because a field is absent, is left out."""
    return filtered(relation, condition(stage.item, relation, context))


COMMAND = Command("where", Where, read, apply, "same", "The rows for which a condition is true")
