"""`top`: the most frequent values."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.commands.command import Command
from search.commands.frequent import Frequent, frequent, read_frequent
from search.context import Context
from search.errors import Span
from search.relation import Relation
from search.spl.build import Part


@dataclass(frozen=True, slots=True)
class Top:
    """`top limit names by names`"""

    wanted: Frequent

    def __str__(self) -> str:
        return f"top {self.wanted}"


def read(parts: Sequence[Part]) -> Top:
    return Top(read_frequent(parts, "top"))


def apply(stage: Top, relation: Relation, context: Context, _: Span) -> Relation:
    return frequent(stage.wanted, relation, context, rarest=False)


COMMAND = Command("top", Top, read, apply, "table", "The most frequent values, by default 10")
