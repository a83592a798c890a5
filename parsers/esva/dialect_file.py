"""Dialect files: TOML to dialects, each checked so that its writer learns what is wrong where."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from parsers.esva.dialect import Dialect, Module, Verdict, squeezed
from parsers.esva.keys import KEYS, TIMES
from parsers.schema import FIELDS

SUFFIX = ".toml"
ROOT = "any"
"""The dialect that stands behind every one that names no other."""

_RANGE = re.compile(r"(\d{1,18})-(\d{1,18})")
_OWN = frozenset(
    {
        *("@timestamp", "ecs.version", "event.dataset", "event.id", "event.ingested"),
        *("event.kind", "event.module", "event.original", "event.sequence", "labels", "tags"),
    }
)
"""Fields that no key of a record fills.  Times are read by their standard keys."""

_Word = TypeVar("_Word", bound=StrEnum)


class DialectError(Exception):
    """A dialect file cannot be read, or says what cannot be; its writer can mend it.

    `path`: of the file.  `wrong`: where in it, and what to write instead.
    """

    def __init__(self, path: Path, wrong: str) -> None:
        super().__init__(f"dialect file {path}: {wrong}")
        self.path = path
        self.wrong = wrong


class _WrongError(Exception):
    """What is wrong with a value; the table and the key are put before it on the way out."""


def read_folder(folder: Path) -> tuple[Path, ...]:
    """The dialect files of a folder by name.  Raises OSError."""
    return tuple(sorted(path for path in folder.iterdir() if path.suffix == SUFFIX))


def read_dialects(
    paths: Iterable[Path], known: Mapping[str, Dialect] | None = None
) -> tuple[Dialect, ...]:
    """A dialect a file, in the order of the files.  `known`: others that files may be like.

    A file may have the name of a known dialect and be like it.  Raises: DialectError.
    """
    reading = _Reading(known or {}, {path.stem: path for path in paths})
    return tuple(reading.dialect(name, frozenset()) for name in reading.paths)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Files that may be like one another.  `read`: those that are done."""

    known: Mapping[str, Dialect]
    paths: Mapping[str, Path]
    read: dict[str, Dialect] = field(default_factory=dict)

    def dialect(self, name: str, above: frozenset[str]) -> Dialect:
        """`above`: names of those that are like it, itself like none of them."""
        if name not in self.read:
            table = _toml(self.paths[name])
            try:
                parent = self._parent(name, table, above | {name})
                self.read[name] = _dialect(name, table, parent)
            except _WrongError as wrong:
                raise DialectError(self.paths[name], str(wrong)) from None
        return self.read[name]

    def _parent(self, name: str, table: Mapping[str, object], above: frozenset[str]) -> Dialect:
        like = _text(table.get("like", ROOT if name != ROOT else ""), "like")
        if not like:
            return Dialect(name, re.compile(""), re.compile(""))
        if like in self.paths and like not in above:
            return self.dialect(like, above)
        if like in self.known:
            return self.known[like]
        names = ", ".join(sorted({*self.paths, *self.known} - above))
        raise _WrongError(f"like: there is no other dialect {like!r}; there are {names}")


def _toml(path: Path) -> Mapping[str, object]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise DialectError(path, error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DialectError(path, f"this is no TOML: {error}") from None


_TABLES = frozenset(
    {
        *("actions", "bytes_direct", "categories", "detect_only", "keys", "labels", "like"),
        *("manager", "other_actions", "product", "severity", "signatures", "vendor"),
        "without_action",
    }
)


def _dialect(name: str, table: Mapping[str, object], parent: Dialect) -> Dialect:
    """The file's own rows before those of the dialect that it is like."""
    unknown = sorted(table.keys() - _TABLES)
    if unknown:
        raise _WrongError(
            f"{unknown[0]}: there is no such key; there are {', '.join(sorted(_TABLES))}"
        )
    numbers, names, begins = _signatures(_table(table, "signatures"))
    actions, words = _actions(_table(table, "actions"))
    silent = _each(_table(table, "without_action"), "without_action", _module, _verdict)
    other = _each(_table(table, "other_actions"), "other_actions", _module, _verdict)
    categories = _each(_table(table, "categories"), "categories", _lower, _module)
    severities = _each(_table(table, "severity"), "severity", _lower, _severity)
    keys = _each(_table(table, "keys"), "keys", str, _target)
    labels = _each(_table(table, "labels"), "labels", str, _target)
    modules = {*parent.actions, *actions}
    return replace(
        parent,
        name=name,
        vendor=_pattern(table, "vendor"),
        product=_pattern(table, "product"),
        numbers=(*numbers, *parent.numbers),
        names={**parent.names, **names},
        begins=(*begins, *parent.begins),
        categories={**parent.categories, **categories},
        detect_only=(*_begins(table.get("detect_only", [])), *parent.detect_only),
        actions={m: {**parent.actions.get(m, {}), **actions.get(m, {})} for m in modules},
        words={**parent.words, **words},
        without_action={**parent.without_action, **silent},
        other_actions={**parent.other_actions, **other},
        severities={**parent.severities, **severities},
        keys={**parent.keys, **keys},
        labels={**parent.labels, **labels},
        bytes_direct=_flag(table, "bytes_direct", parent.bytes_direct),
        manager=_flag(table, "manager", parent.manager),
    )


def _table(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = table.get(key, {})
    if not isinstance(found, dict):
        raise _WrongError(f"{key}: write a table, [{key}]")
    return found


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise _WrongError(f"{where}: write a text in quotes")
    return value


def _flag(table: Mapping[str, object], key: str, otherwise: bool) -> bool:
    value = table.get(key, otherwise)
    if not isinstance(value, bool):
        raise _WrongError(f"{key}: write true or false")
    return value


def _pattern(table: Mapping[str, object], key: str) -> re.Pattern[str]:
    text = _text(table.get(key), key)
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise _WrongError(f"{key}: {text!r} is no regular expression: {error}") from None


_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _each(
    table: Mapping[str, object],
    name: str,
    key_of: Callable[[str], _Key],
    value_of: Callable[[object], _Value],
) -> dict[_Key, _Value]:
    found: dict[_Key, _Value] = {}
    for key, value in table.items():
        try:
            found[key_of(key)] = value_of(value)
        except _WrongError as wrong:
            raise _WrongError(f"[{name}] {key}: {wrong}") from None
    return found


def _word(kind: type[_Word], value: object) -> _Word:
    try:
        return kind(str(value))
    except ValueError:
        allowed = ", ".join(kind)
        raise _WrongError(f"{value!r} is none of {allowed}") from None


def _module(value: object) -> Module:
    return _word(Module, value)


def _verdict(value: object) -> Verdict:
    return _word(Verdict, value)


def _lower(text: str) -> str:
    return text.strip().lower()


def _severity(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10:
        raise _WrongError("write a whole number of 0 to 10")
    return value


def _target(value: object) -> str:
    """A field, or a standard key: its field, or itself where it is a time's."""
    text = str(value)
    if text in TIMES:
        return text
    name = KEYS.get(text, text)
    if name not in FIELDS or name in _OWN:
        raise _WrongError(f"{value!r} is neither a field that a key may fill nor a key of CEF")
    return name


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise _WrongError('write a list of texts: ["Deny", "Reset"]')
    return value


def _begins(value: object) -> list[str]:
    try:
        return [squeezed(text) for text in _texts(value)]
    except _WrongError as wrong:
        raise _WrongError(f"detect_only: {wrong}") from None


_Signatures = tuple[
    list[tuple[int, int, Module]], dict[str, Module], list[tuple[str, Module]]
]  # fmt: skip


def _signatures(table: Mapping[str, object]) -> _Signatures:
    """`module = [20, "100-199", "APPFW_SAFE", "APPFW*"]`: numbers, names, begins of names."""
    numbers: list[tuple[int, int, Module]] = []
    names: dict[str, Module] = {}
    begins: list[tuple[str, Module]] = []
    for module, values in _each(table, "signatures", _module, _list).items():
        for value in values:
            span = _span(value, module)
            if span is not None:
                numbers.append((*span, module))
            elif str(value).endswith("*"):
                begins.append((_lower(str(value)[:-1]), module))
            else:
                names[_lower(str(value))] = module
    return numbers, names, begins


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise _WrongError('write a list of numbers, ranges and names: [20, "100-199", "APPFW*"]')
    return value


def _span(value: object, module: Module) -> tuple[int, int] | None:
    """First and last number; None where it is a name."""
    where = f"[signatures] {module}"
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value, value
    if not isinstance(value, str) or not value.strip():
        raise _WrongError(f"{where}: {value!r} is no number of 0 or more, no range and no name")
    found = _RANGE.fullmatch(value)
    if found is None:
        return (int(value), int(value)) if value.isascii() and value.isdigit() else None
    first, last = int(found[1]), int(found[2])
    if first > last:
        raise _WrongError(f"{where}: the range {value!r} ends before it begins")
    return first, last


def _actions(
    table: Mapping[str, object],
) -> tuple[dict[Module, dict[str, Verdict]], dict[str, Verdict]]:
    """`[actions.firewall]` and, for all modules, `[actions.any]`: verdict to actions."""
    actions: dict[Module, dict[str, Verdict]] = {}
    words: dict[str, Verdict] = {}
    for name in table:
        rows = _each(_table(table, name), f"actions.{name}", _verdict, _texts)
        found = {squeezed(text): verdict for verdict, texts in rows.items() for text in texts}
        if name == ROOT:
            words = found
            continue
        try:
            actions[_module(name)] = found
        except _WrongError as wrong:
            raise _WrongError(f"[actions]: {wrong}, {ROOT}") from None
    return actions, words
