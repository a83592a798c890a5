"""`rex`: columns from the named groups of a regular expression."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lark import Token
from sqlglot import exp

from parsers.schema import FieldType
from search import names
from search.commands.command import Command, of_type, options, whole
from search.context import Context
from search.convert import as_text
from search.errors import Span
from search.functions.function import regex
from search.relation import Column, Relation
from search.spl import ast
from search.spl.build import Option, Part
from search.sql import Typed, call, column, each, null, number, variable, with_columns

_GROUPS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P?<(?![=!])(\w+)>)?)?", re.DOTALL)
_FOUND = "#rex"


@dataclass(frozen=True, slots=True)
class Rex:
    """`rex field=name "pattern"`.  `max_match`: 0 finds all; over 1 the columns are lists."""

    pattern: str
    name: ast.Name = field(default_factory=lambda: ast.Name("_raw"))
    max_match: int = 1

    def __str__(self) -> str:
        most = f" max_match={self.max_match}" if self.max_match != 1 else ""
        escaped = self.pattern.replace('"', '\\"')
        return f'rex field={ast.quote(self.name.text)}{most} "{escaped}"'


def read(parts: Sequence[Part]) -> Rex:
    chosen = options(parts, "rex", "field", "max_match", "mode")
    if "mode" in chosen:
        raise ValueError("`rex` cannot replace text (`mode=sed`); use `eval x=replace(x, …)`.")
    patterns = [str(part)[1:-1] for part in parts if isinstance(part, Token)]
    if len(patterns) != 1:
        raise ValueError("`rex` needs one regular expression in quotation marks.")
    pattern = patterns[0].replace('\\"', '"')
    if not any(group for group in groups(pattern)):
        raise ValueError(r"`rex` needs a named group, such as `(?<job>\d+)`.")
    most = whole(chosen.get("max_match", "1"), "`max_match`", 10_000)
    where = [option for option in of_type(parts, Option) if option.name == "field"]
    span = where[0].span if where else ast.NOWHERE
    return Rex(pattern, ast.Name(chosen.get("field", "_raw"), span), most)


def groups(pattern: str) -> list[str | None]:
    """The capturing groups of a regular expression in their order, None for those without name."""
    found: list[str | None] = []
    for part in _GROUPS.finditer(pattern):
        text = part[0]
        if text == "(" or part[1]:
            found.append(part[1])
    return found


def apply(stage: Rex, relation: Relation, context: Context, span: Span) -> Relation:
    """A row in which nothing is found keeps what it had."""
    value = names.value(stage.name, relation, context)
    text = call("ifNull", call("toString", as_text(value)), exp.Literal.string(""))
    wanted = regex(stage.pattern, context, span)
    engine = "extractGroups" if stage.max_match == 1 else "extractAllGroupsVertical"
    hidden = Column(_FOUND, FieldType.KEYWORD, many=True)
    before = with_columns(relation, [(hidden, call(engine, text, wanted))])
    made: list[tuple[Column, exp.Expression]] = []
    for place, group in enumerate(groups(stage.pattern), start=1):
        if group is not None:
            made.append(_column(stage, group, place, before))
    return with_columns(before, made)


def _column(
    stage: Rex, group: str, place: int, relation: Relation
) -> tuple[Column, exp.Expression]:
    name = names.target(ast.Name(group), relation)
    found = column(_FOUND)
    if stage.max_match != 1:
        most = stage.max_match or 10_000
        one = each("g", call("arrayElement", variable("g"), number(place)))
        some = call("arraySlice", call("arrayMap", one, found), number(1), number(most))
        return Column(name, FieldType.KEYWORD, many=True), some
    text = call("nullIf", call("arrayElement", found, number(place)), exp.Literal.string(""))
    old = names.find(group, relation)
    if old is not None and not old.many:
        kept = as_text(Typed(column(old.name), old.type))
        text = call("coalesce", text, kept, null())
    return Column(name, FieldType.KEYWORD), text


COMMAND = Command("rex", Rex, read, apply, "same", "Columns from a regular expression")
