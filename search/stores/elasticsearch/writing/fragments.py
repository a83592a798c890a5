"""Fragments, writes Arrow columns as the members of JSON objects, a column at a time.

Writing 20,000 events row by row takes five times as long.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, assert_never

import numpy as np
import pyarrow as pa
import pyarrow.compute

from parsers.schema import Field, FieldType
from search.stores.convert import Column

pc: Any = pyarrow.compute  # whose stubs know no text among columns

_SAMPLE: Final = 1_000
_DISTINCT: Final = 0.5
"""Share of different values among the first from which on looking for equal ones does not pay."""

_write: Any = json.JSONEncoder(ensure_ascii=False).encode


def fragment(field: Field, column: Column) -> Column:
    """`"name":value` for each row, null where the event has none.

    Lists and maps without members are none.
    """
    if field.type is FieldType.FLATTENED:
        return member(field.name, maps(column.to_pylist()))
    if field.many:
        return member(field.name, _lists(column))
    match field.type:
        case FieldType.KEYWORD | FieldType.TEXT | FieldType.IP:
            return member(field.name, texts(column))
        case FieldType.LONG | FieldType.BOOLEAN:
            return member(field.name, pc.cast(column, pa.string()))
        case FieldType.DOUBLE:
            return member(field.name, _doubles(column))
        case FieldType.DATE:
            return member(field.name, _instants(column))
        case _:
            assert_never(field.type)


def member(name: str, values: Column) -> Column:
    """`"name":value` of values that are JSON already; null stays null."""
    found: Column = pc.binary_join_element_wise(pa.scalar(f"{_write(name)}:"), values, "")
    return found


def texts(column: Column) -> Column:
    """JSON strings."""
    if len(column) > _SAMPLE:
        distinct: Any = pc.count_distinct(column.slice(0, _SAMPLE))
        if distinct.as_py() > _DISTINCT * _SAMPLE:
            return _texts(column.to_pylist())
    kept: Any = column.dictionary_encode()
    return _texts(kept.dictionary.to_pylist()).take(kept.indices)


def apart(by_name: Mapping[str, Column]) -> Column:
    """JSON objects of the JSON that a row has under each name; null where it has none."""
    rows = zip(*(column.to_pylist() for column in by_name.values()), strict=True)
    found = [
        ",".join(
            f"{_write(name)}:{value}" for name, value in zip(by_name, row, strict=True) if value
        )
        for row in rows
    ]
    return pa.array([f"{{{inside}}}" if inside else None for inside in found], pa.string())


def maps(rows: Sequence[Sequence[tuple[str, str]] | None]) -> Column:
    """JSON objects of keys and values; null where there are none."""
    written = [_write(dict(row)) if row else None for row in rows]
    return pa.array(written, pa.string())


def names(there: Mapping[str, Column]) -> Column:
    """JSON lists of the names whose column is true; null where none is."""
    rows = zip(*(column.to_pylist() for column in there.values()), strict=True)
    found = [[name for name, true in zip(there, row, strict=True) if true] for row in rows]
    return pa.array([_write(each) if each else None for each in found], pa.string())


def objects(members: Sequence[Column]) -> Column:
    """`{…}` of the members that a row has; each row must have one.

    Joining leaves out a row without any (seen in Arrow 26).
    """
    inside: Any = pc.binary_join_element_wise(*members, ",", null_handling="skip")
    found: Column = pc.binary_join_element_wise("{", inside, "}", "")
    if len(found) != len(members[0]):
        raise ValueError("a row has no member")
    return found


def _texts(values: Sequence[str | None]) -> Column:
    return pa.array([None if value is None else _write(value) for value in values], pa.string())


def _doubles(column: Column) -> Column:
    """No field holds one that is not finite, for which JSON has no word."""
    return pa.array([None if v is None else repr(v) for v in column.to_pylist()], pa.string())


def _instants(column: Column) -> Column:
    plain: Any = column.cast(pa.timestamp("us"))
    written = np.datetime_as_string(plain.fill_null(0).to_numpy(zero_copy_only=False), unit="us")
    quoted = pc.binary_join_element_wise('"', pa.array(written, pa.string()), 'Z"', "")
    found: Column = pc.if_else(pc.is_valid(column), quoted, pa.scalar(None, pa.string()))
    return found


def _lists(column: Column) -> Column:
    """The members of each row between brackets, null where there are none."""
    written = texts(pc.list_flatten(column))
    counted: Any = pc.fill_null(pc.list_value_length(column), 0)
    counts = counted.to_numpy(zero_copy_only=False)
    ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    rows = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), written)
    joined = pc.binary_join(rows, ",")
    whole = pc.binary_join_element_wise("[", joined, "]", "")
    found: Column = pc.if_else(pa.array(counts > 0), whole, pa.scalar(None, pa.string()))
    return found
