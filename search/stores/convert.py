"""Convert, turns the values that events have of one field into an Arrow column of its type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from operator import is_
from typing import Any, TypeAlias

import pyarrow as pa

from parsers.schema import Field, FieldType
from search.stores.values import canonical_ip, fitted, label_text

Column: TypeAlias = "pa.Array[Any]"

INSTANT = pa.timestamp("us", "UTC")
TEXTS = pa.list_(pa.string())
TEXT_MAP = pa.map_(pa.string(), pa.string())

_NONE = type(None)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LISTS = frozenset({list, tuple, _NONE})
_REFUSED = (pa.ArrowException, OverflowError, UnicodeEncodeError)


@dataclass(frozen=True, slots=True)
class Misfits:
    """What did not fit its type: ordinal of the event, then label, then text."""

    labels: dict[int, dict[str, str]] = field(default_factory=dict)

    def add(self, ordinal: int, name: str, value: object) -> None:
        self.labels.setdefault(ordinal, {})[name] = label_text(value)


def convert(
    kind: Field,
    values: Sequence[object],
    ordinals: Callable[[], Sequence[int]],
    misfits: Misfits,
) -> Column:
    """One entry a value; None is null.  `ordinals()`: of the events that have the values.

    Most columns hold nothing odd, so the types are looked at together first, and each value
    only where that shows one that Arrow would refuse or quietly change (1.5 to 1).
    """
    quick = _quick_list if kind.many else _QUICK[kind.type]
    try:
        column = _constant(quick, kind.type, values) or quick(kind.type, values)
    except _REFUSED:
        column = None
    return _careful(kind, values, ordinals(), misfits) if column is None else column


def _careful(
    kind: Field, values: Sequence[object], ordinals: Sequence[int], misfits: Misfits
) -> Column:
    pairs = [*zip(ordinals, values, strict=True)]
    if kind.type is FieldType.FLATTENED:
        maps = [_fitted_map(kind.name, at, value, misfits) for at, value in pairs]
        return pa.array(maps, TEXT_MAP)
    if kind.many:
        lists = [_fitted_list(kind, at, value, misfits) for at, value in pairs]
        return pa.array(lists, TEXTS)
    singles = [_fitted(kind, at, value, misfits) for at, value in pairs]
    return pa.array(singles, ARROW[kind.type])


def _fitted(kind: Field, ordinal: int, value: object, misfits: Misfits) -> object | None:
    kept = None if value is None else fitted(kind.type, value)
    if kept is None and value is not None:
        misfits.add(ordinal, kind.name, value)
    return kept


def _fitted_list(kind: Field, ordinal: int, value: object, misfits: Misfits) -> list[object]:
    """A single value is a list of one.  What does not fit leaves the list."""
    members = value if isinstance(value, list | tuple | set | frozenset) else [value]
    pairs = [(member, fitted(kind.type, member)) for member in members if member is not None]
    odd = [member for member, kept in pairs if kept is None]
    if odd:
        misfits.add(ordinal, kind.name, odd[0] if len(odd) == 1 else odd)
    return [kept for _, kept in pairs if kept is not None]


def _fitted_map(name: str, ordinal: int, value: object, misfits: Misfits) -> dict[str, str]:
    """Values of a map are text, whatever they were."""
    match value:
        case None:
            return {}
        case Mapping():
            return {label_text(key): label_text(member) for key, member in value.items()}
        case _:
            misfits.add(ordinal, name, value)
            return {}


_Quick = Callable[[FieldType, Sequence[object]], "Column | None"]


def _constant(quick: _Quick, kind: FieldType, values: Sequence[object]) -> "Column | None":
    """The column where one object is every value, as what a format gives each event is."""
    first = values[0] if values else None
    if first is None or not all(map(is_, values, repeat(first))):
        return None
    kept = quick(kind, [first])
    return kept and pa.repeat(kept[0], len(values))


def _quick_scalar(kind: FieldType, values: Sequence[object]) -> "Column | None":
    if not _PYTHON[kind].issuperset(map(type, values)):
        return None
    return pa.array(values, ARROW[kind])


def _quick_dates(_kind: FieldType, values: Sequence[object]) -> "Column | None":
    """As time since 1970: Arrow asks an aware time for its offset, which takes four times that."""
    spans: list[timedelta | None] = []
    for value in values:
        match value:
            case datetime(tzinfo=zone) if zone is UTC:
                spans.append(value - _EPOCH)
            case None:
                spans.append(None)
            case _:
                return None
    return pa.array(spans, pa.duration("us")).view(INSTANT)


def _quick_addresses(_kind: FieldType, values: Sequence[object]) -> "Column | None":
    if not _PYTHON[FieldType.IP].issuperset(map(type, values)):
        return None
    canonical = _canonical(values)
    if canonical is None:
        return None
    return pa.array([canonical[value] for value in values], pa.string())


def _canonical(values: Sequence[object]) -> Mapping[object, str | None] | None:
    """Each distinct address to its canonical text; None where one is no address."""
    found: dict[object, str | None] = {None: None}
    for text in set(values) - {None}:
        address = canonical_ip(str(text))
        if address is None:
            return None
        found[text] = address
    return found


def _quick_list(kind: FieldType, values: Sequence[object]) -> "Column | None":
    if not _LISTS.issuperset(map(type, values)):
        return None
    lists: list[Sequence[object]] = [value or () for value in values]  # type: ignore[misc]
    members = list(chain.from_iterable(lists))
    if not {str}.issuperset(map(type, members)):
        return None
    if kind is FieldType.IP:
        canonical = _canonical(members)
        if canonical is None:
            return None
        lists = [[canonical[member] for member in value] for value in lists]
    return pa.array(lists, TEXTS)


def _quick_maps(_kind: FieldType, values: Sequence[object]) -> "Column | None":
    if not {dict, _NONE}.issuperset(map(type, values)):
        return None
    return pa.array([value or {} for value in values], TEXT_MAP)


_PYTHON: Mapping[FieldType, frozenset[type]] = {
    FieldType.KEYWORD: frozenset({str, _NONE}),
    FieldType.TEXT: frozenset({str, _NONE}),
    FieldType.IP: frozenset({str, _NONE}),
    FieldType.LONG: frozenset({int, _NONE}),
    FieldType.DOUBLE: frozenset({float, _NONE}),
    FieldType.BOOLEAN: frozenset({bool, _NONE}),
}
"""Field type to the exact Python types that Arrow takes as they are."""

ARROW: Mapping[FieldType, pa.DataType] = {
    FieldType.KEYWORD: pa.string(),
    FieldType.TEXT: pa.string(),
    FieldType.IP: pa.string(),
    FieldType.LONG: pa.int64(),
    FieldType.DOUBLE: pa.float64(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.DATE: INSTANT,
    FieldType.FLATTENED: TEXT_MAP,
}

_QUICK: Mapping[FieldType, _Quick] = {
    FieldType.KEYWORD: _quick_scalar,
    FieldType.TEXT: _quick_scalar,
    FieldType.IP: _quick_addresses,
    FieldType.LONG: _quick_scalar,
    FieldType.DOUBLE: _quick_scalar,
    FieldType.BOOLEAN: _quick_scalar,
    FieldType.DATE: _quick_dates,
    FieldType.FLATTENED: _quick_maps,
}
