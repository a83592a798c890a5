"""Query, a whole search: commands joined by `|`."""

from dataclasses import dataclass, field
from typing import Protocol

from search.errors import Span
from search.spl import ast


class Stage(Protocol):
    """A command with its arguments.  `str()` gives its canonical text, the name included."""

    def __str__(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Step:
    """A stage and where it stands."""

    stage: Stage
    span: Span = field(default=ast.NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """`leading`: the search that a query begins with.  `text`: as it was written."""

    leading: ast.SearchExpr
    steps: tuple[Step, ...]
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return " | ".join([str(self.leading), *(str(step.stage) for step in self.steps)])
