"""`search` after a `|`: the rows in which words are found or fields compare."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.commands.command import Command
from search.context import Context
from search.errors import Span
from search.matching import Matcher
from search.relation import Relation
from search.spl import ast
from search.spl.build import Part
from search.sql import filtered


@dataclass(frozen=True, slots=True)
class Search:
    """`search item`"""

    item: ast.SearchExpr

    def __str__(self) -> str:
        return f"search {self.item}"


def read(parts: Sequence[Part]) -> Search:
    found = [part for part in parts if isinstance(part, ast.SearchExpr)]
    if not found:
        return Search(ast.Everything())
    if ast.bounds(found[0]):
        raise ValueError("`earliest=` and `latest=` belong before the first `|`.")
    return Search(found[0])


def apply(stage: Search, relation: Relation, context: Context, _: Span) -> Relation:
    if isinstance(stage.item, ast.Everything):
        return relation
    return filtered(relation, Matcher(relation, context, indexed=False).matches(stage.item))


COMMAND = Command("search", Search, read, apply, "same", "The rows that words and comparisons find")
