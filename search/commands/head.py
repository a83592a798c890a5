"""`head`: the first rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.commands.command import Command, number_of, options, whole
from search.context import Context
from search.errors import Span
from search.relation import Relation
from search.spl.build import Part
from search.sql import limited

DEFAULT = 10


@dataclass(frozen=True, slots=True)
class Head:
    """`head count`"""

    count: int

    def __str__(self) -> str:
        return f"head {self.count}"


def read(parts: Sequence[Part]) -> Head:
    limit = options(parts, "head", "limit").get("limit")
    count = number_of(parts) if limit is None else whole(limit, "`limit`")
    return Head(DEFAULT if count is None else count)


def apply(stage: Head, relation: Relation, _: Context, __: Span) -> Relation:
    return limited(relation, stage.count)


COMMAND = Command("head", Head, read, apply, "same", "The first rows, by default 10")
