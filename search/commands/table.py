"""`table`: the rows as a table of these columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from search import names
from search.commands.command import Command, listed, of_type
from search.commands.fields import picked
from search.context import Context
from search.errors import Span
from search.relation import Relation
from search.spl import ast
from search.spl.build import Part


@dataclass(frozen=True, slots=True)
class Table:
    """`table names`"""

    names: tuple[ast.Name, ...]

    def __str__(self) -> str:
        return f"table {listed(self.names)}"


def read(parts: Sequence[Part]) -> Table:
    return Table(of_type(parts, ast.Name))


def apply(stage: Table, relation: Relation, context: Context, _: Span) -> Relation:
    """Columns are called as the query wrote them."""
    chosen = names.expand(stage.names, relation, context)
    return picked(chosen, relation, context, {}, as_written=True)


COMMAND = Command("table", Table, read, apply, "table", "A table of some fields, in that order")
