"""Family and Text, what a row of FAMILIES holds: how one kind of message is known and read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from parsers.grammar import composed

Fields = dict[str, object]
_NOTHING: Mapping[str, str] = MappingProxyType({})
_LABELS = "labels."


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """One text that messages of a family have.

    A message is tried against it where its logger's class is one of `classes`, or there are
    none, and its first word is one of `words`, or one of `needles` stands in it, or there are
    neither.  A needle without classes is looked for in every message: there should be few.
    `terminal`: in the family's grammar.  `constants`: fields that every such message has.
    `groups`: named group of the terminal to field, or to `labels.<key>`.  `read(match, fields)`:
    what groups alone do not say; it must take any match.
    """

    terminal: str
    words: tuple[str, ...]
    constants: Mapping[str, object]
    groups: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    read: Callable[[re.Match[str], Fields], None] | None = None
    needles: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """One file of families.

    `module`: the `__file__` of the module, beside which `grammar` lies.
    """

    module: str
    grammar: str
    texts: tuple[Text, ...]


def constants(
    family: str,
    action: str | None = None,
    *,
    category: str = "",
    kind: str = "event",
    types: str = "",
    outcome: str | None = None,
) -> Mapping[str, object]:
    """Fields that classify a text.  `category` and `types`: ECS words, several with blanks."""
    rows: dict[str, object] = {"cloudstack.family": family}
    if action is not None:
        rows["event.action"] = action
    if category:
        rows["event.category"] = category.split()
    if types:
        rows["event.type"] = types.split()
    if outcome is not None:
        rows["event.outcome"] = outcome
    if kind != "event":
        rows["event.kind"] = kind
    return rows


def add_labels(fields: Fields, found: Mapping[str, str | None]) -> None:
    """Adds those that are there to the labels, which other readers may have begun."""
    own = {name: value for name, value in found.items() if value is not None}
    before = fields.get("labels")
    if own:
        fields["labels"] = {**before, **own} if isinstance(before, dict) else own


class Reader:
    """A text with its regex, ready for messages."""

    __slots__ = ("_constants", "_groups", "_labels", "_match", "_read", "family", "text")

    def __init__(self, family: Family, text: Text) -> None:
        self.family, self.text = family, text
        self._match = composed(family.module, family.grammar, text.terminal).match
        self._constants = dict(text.constants)
        groups = text.groups.items()
        self._groups = tuple(pair for pair in groups if not pair[1].startswith(_LABELS))
        self._labels = tuple(
            (group, name.removeprefix(_LABELS))
            for group, name in groups
            if name.startswith(_LABELS)
        )
        self._read = text.read

    def read(self, message: str, fields: Fields) -> bool:
        """Whether the message has this text; if so, the fields have what it says."""
        match = self._match(message)
        if match is None:
            return False
        fields.update(self._constants)
        for group, name in self._groups:
            value = match[group]
            if value is not None:
                fields[name] = value
        if self._labels:
            found = {
                name: value for group, name in self._labels if (value := match[group]) is not None
            }
            add_labels(fields, found)
        if self._read is not None:
            self._read(match, fields)
        return True
