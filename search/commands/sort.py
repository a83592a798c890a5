"""`sort`: the rows in another order."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from search import names
from search.commands.command import Command, number_of, of_type, options, whole
from search.context import Context
from search.convert import as_number, as_text
from search.errors import Span
from search.relation import Relation
from search.spl.build import Part, SortKey
from search.sql import TEXTS, Typed, call, limited, ordered

_DIRECTIONS = frozenset({"a", "asc", "d", "desc"})


@dataclass(frozen=True, slots=True)
class Sort:
    """`sort limit keys`.  `limit`: 0 is all rows."""

    keys: tuple[SortKey, ...]
    limit: int = 0

    def __str__(self) -> str:
        count = f"{self.limit} " if self.limit else ""
        return f"sort {count}{', '.join(map(str, self.keys))}"


def read(parts: Sequence[Part]) -> Sort:
    limit = options(parts, "sort", "limit").get("limit")
    count = number_of(parts) if limit is None else whole(limit, "`limit`")
    keys = of_type(parts, SortKey)
    if _ends_in_a_direction(parts):
        down = keys[-1].name.text.lower().startswith("d")
        keys = tuple(SortKey(k.name, k.descending != down, k.kind) for k in keys[:-1])
    return Sort(keys, count or 0)


def _ends_in_a_direction(parts: Sequence[Part]) -> bool:
    """`sort host desc`: a last word without a comma before it, which turns all keys round."""
    match parts:
        case [*_, SortKey(), SortKey(name=name, descending=False, kind="auto")]:
            return name.text.lower() in _DIRECTIONS
        case _:
            return False


def apply(stage: Sort, relation: Relation, context: Context, _: Span) -> Relation:
    """Rows that are equal stay as they were; absent values come last either way."""
    relation = arranged(stage.keys, relation, context)
    return limited(relation, stage.limit) if stage.limit else relation


def arranged(keys: Sequence[SortKey], relation: Relation, context: Context) -> Relation:
    """The rows in the order of these keys."""
    if not keys:
        return relation
    wanted: list[tuple[exp.Expression, bool]] = []
    for key in keys:
        value = names.value(key.name, relation, context)
        wanted += _keys(key, value)
    return ordered(relation, wanted)


def _keys(key: SortKey, value: Typed) -> list[tuple[exp.Expression, bool]]:
    down = key.descending
    match key.kind:
        case "num":
            return [(as_number(value), down)]
        case "str":
            return [(as_text(value), down)]
        case "ip":
            return [(call("toIPv6OrNull", as_text(value)), down), (as_text(value), down)]
    if value.type not in TEXTS or value.many:
        return [(as_text(value) if value.many else value.sql, down)]
    return _natural(value, down)


def _natural(value: Typed, down: bool) -> list[tuple[exp.Expression, bool]]:
    """Numbers as numbers and before other text."""
    worded = call("isNull", as_number(value))
    absent = call("isNull", value.sql)
    return [(absent, False), (worded, down), (as_number(value), down), (value.sql, down)]


COMMAND = Command("sort", Sort, read, apply, "same", "The rows in the order of some fields")
