"""`rare`: the least frequent values."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.commands.command import Command
from search.commands.frequent import Frequent, frequent, read_frequent
from search.context import Context
from search.errors import Span
from search.relation import Relation
from search.spl.build import Part


@dataclass(frozen=True, slots=True)
class Rare:
    """`rare limit names by names`"""

    wanted: Frequent

    def __str__(self) -> str:
        return f"rare {self.wanted}"


def read(parts: Sequence[Part]) -> Rare:
    return Rare(read_frequent(parts, "rare"))


def apply(stage: Rare, relation: Relation, context: Context, _: Span) -> Relation:
    return frequent(stage.wanted, relation, context, rarest=True)


COMMAND = Command("rare", Rare, read, apply, "table", "The least frequent values, by default 10")
