"""`rename`: other names for columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import translate
from re import compile as compile_regex

from search import names
from search.commands.command import Command, of_type
from search.context import Context
from search.errors import Span
from search.relation import Column, Relation
from search.spl import ast
from search.spl.build import Part, Renamed
from search.sql import Typed, only, with_columns


@dataclass(frozen=True, slots=True)
class Rename:
    """`rename old as new, …`"""

    pairs: tuple[Renamed, ...]

    def __str__(self) -> str:
        return f"rename {', '.join(map(str, self.pairs))}"


def read(parts: Sequence[Part]) -> Rename:
    pairs = of_type(parts, Renamed)
    for pair in pairs:
        if pair.old.text.count("*") != pair.new.text.count("*"):
            raise ValueError("`rename` needs as many `*` after `as` as before it.")
        if not pair.new.text.strip() or pair.new.text.startswith("#"):
            raise ValueError(f"A column cannot be called `{pair.new.text}`.")
    return Rename(pairs)


def apply(stage: Rename, relation: Relation, context: Context, _: Span) -> Relation:
    for pair in stage.pairs:
        for old, new in _expanded(pair, relation):
            relation = _renamed(old, new, relation, context)
    return relation


def _expanded(pair: Renamed, relation: Relation) -> list[tuple[ast.Name, str]]:
    if "*" not in pair.old.text:
        return [(pair.old, pair.new.text)]
    caught = translate(pair.old.text).replace(".*", "(.*)")
    fits = [(c.name, compile_regex(caught).match(c.name)) for c in relation.columns]
    return [
        (ast.Name(name, pair.old.span), _filled(pair.new.text, found.groups()))
        for name, found in fits
        if found
    ]


def _filled(template: str, parts: Sequence[str]) -> str:
    first, *rest = template.split("*")
    return first + "".join(f"{part}{text}" for part, text in zip(parts, rest, strict=True))


def _renamed(old: ast.Name, new: str, relation: Relation, context: Context) -> Relation:
    known = names.find(old.text, relation)
    if known is None:
        value: Typed = names.value(old, relation, context)
        column = Column(new, value.type, value.many)
        return with_columns(relation, [(column, value.sql)])
    kept = [c for c in relation.columns if c.name != new or c is known]
    pairs = [(c.name, replace(c, name=new) if c is known else c) for c in kept]
    return only(relation, pairs)


COMMAND = Command("rename", Rename, read, apply, "same", "Other names for columns")
