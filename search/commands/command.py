"""Command, what a row of COMMANDS is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from lark import Token

from search.context import Context
from search.errors import Span
from search.relation import Relation
from search.spl import ast
from search.spl.build import By, Option, Part
from search.spl.query import Stage

Shape = Literal["same", "table", "timechart"]
"""What the rows are after a command: what they were before, a table, a chart over time."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the language; its name is its grammar rule's name too.

    `read`: what the grammar found → the stage, ValueError with a sentence for what does not fit.
    `apply`: (stage, relation, context, span) → the relation after it.
    """

    name: str
    stage: type[Stage]
    read: Callable[[Sequence[Part]], Stage]
    apply: Callable[[Any, Relation, Context, Span], Relation]
    shape: Shape
    meaning: str


def of_type(parts: Iterable[Part], kind: type[T]) -> tuple[T, ...]:
    """Those parts that are of the type."""
    return tuple(part for part in parts if isinstance(part, kind))


def by_names(parts: Iterable[Part]) -> tuple[ast.Name, ...]:
    found = of_type(parts, By)
    return found[0].names if found else ()


def options(parts: Iterable[Part], command: str, *known: str) -> dict[str, str]:
    """The options by name.  Raises ValueError for one that the command does not have."""
    found = {option.name: option.value for option in of_type(parts, Option)}
    wrong = found.keys() - set(known)
    if wrong:
        there = f"It has {', '.join(f'`{name}`' for name in known)}." if known else "It has none."
        raise ValueError(f"`{command}` has no option `{min(wrong)}`. {there}")
    return found


def whole(text: str, what: str, most: int = 10_000_000) -> int:
    """A number that is not negative.  Raises ValueError."""
    if not text.isdecimal() or int(text) > most:
        raise ValueError(f"{what} is a whole number from 0 to {most:,}.")
    return int(text)


def switch(text: str, what: str) -> bool:
    """Raises ValueError when it is neither true nor false."""
    match text.lower():
        case "t" | "true" | "1" | "yes":
            return True
        case "f" | "false" | "0" | "no":
            return False
        case _:
            raise ValueError(f"{what} is true or false.")


def listed(names: Iterable[ast.Name]) -> str:
    return ", ".join(map(str, names))


def number_of(parts: Iterable[Part]) -> int | None:
    """The number that stands alone among the parts."""
    tokens = [part for part in parts if isinstance(part, Token) and part.type == "INT"]
    return whole(str(tokens[0]), "The number") if tokens else None
