"""`tail`: the last rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.commands.command import Command, number_of, options, whole
from search.context import Context
from search.errors import Span
from search.relation import Relation
from search.spl.build import Part
from search.sql import limited, turned

DEFAULT = 10


@dataclass(frozen=True, slots=True)
class Tail:
    """`tail count`"""

    count: int

    def __str__(self) -> str:
        return f"tail {self.count}"


def read(parts: Sequence[Part]) -> Tail:
    limit = options(parts, "tail", "limit").get("limit")
    count = number_of(parts) if limit is None else whole(limit, "`limit`")
    return Tail(DEFAULT if count is None else count)


def apply(stage: Tail, relation: Relation, _: Context, __: Span) -> Relation:
    """As in Splunk, the last row comes first."""
    return limited(turned(relation), stage.count)


COMMAND = Command("tail", Tail, read, apply, "same", "The last rows, the last one first")
