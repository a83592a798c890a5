"""Query, a whole search: commands joined by `|`."""

import re
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Protocol

from search.errors import Span
from search.spl import ast


class Stage(Protocol):
    """A command with its arguments.  `str()` gives its canonical text, the name included."""

    def __str__(self) -> str: ...


def depth(item: object) -> int:
    """How deeply the parts of something are nested."""
    deepest, waiting = 0, [(item, 1)]
    while waiting:
        part, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(part, tuple):
            waiting += [(inner, level) for inner in part]
        elif is_dataclass(part):
            waiting += [(getattr(part, one.name), level + 1) for one in fields(part)]
    return deepest


_SEARCH = re.compile(r"search(?=\s|$)", re.IGNORECASE)


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
        leading = str(self.leading)
        if _SEARCH.match(leading):
            # The word would be read as the name of the command.
            leading = f"search {leading}"
        return " | ".join([leading, *(str(step.stage) for step in self.steps)])
