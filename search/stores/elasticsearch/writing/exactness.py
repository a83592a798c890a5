"""Exactness, finds the values that an index would hold otherwise than they are."""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute

from parsers.schema import Field, FieldType
from search.stores.convert import Column

pc: Any = pyarrow.compute  # whose stubs know no number among columns

LONGEST: Final = 8_000
"""Bytes of a value that is indexed whole; `ignore_above` of the index counts characters."""

Pairs = Sequence[tuple[str, str]]

_KEY = re.compile(r"(?!\.)(?!.*\.\.)[^\0=]{1,500}(?<!\.)", re.DOTALL)
"""OpenSearch writes key and value with a `=` between them, and tells `a=b` no more from `a`."""


def unsure(field: Field, column: Column) -> "Column | None":
    """Rows whose value the index does not hold quite; None where it holds all of them."""
    if field.many:
        found = _either(_long_member(column), _twice(column))
        if field.type is FieldType.IP:
            found = _either(found, _mapped_member(column))
    elif field.type is FieldType.IP:
        # Indexed as the IPv4 address that is in it.
        found = pc.starts_with(column, "::ffff:")
    elif field.type is FieldType.KEYWORD:
        found = pc.greater(pc.binary_length(column), LONGEST)
    else:
        return None
    return found if _any(found) else None


def takes(pairs: Pairs) -> bool:
    """Whether every server takes a map with these keys and values whole."""
    return all(_KEY.fullmatch(key) and not _long(value) for key, value in pairs)


def _long(text: str) -> bool:
    return len(text) * 4 > LONGEST and len(text.encode()) > LONGEST


def _either(first: Column, second: Column) -> Column:
    found: Column = pc.or_(first, second)
    return found


def _any(found: Column) -> bool:
    there: Any = pc.any(found)
    return there.as_py() is True


def _rows_with(column: Column, members: "np.ndarray[Any, Any]") -> Column:
    """Rows of lists to which one of the members belongs that are marked."""
    parents: Any = pc.list_parent_indices(column)
    rows = np.zeros(len(column), bool)
    rows[parents.to_numpy(zero_copy_only=False)[members]] = True
    return pa.array(rows)


def _long_member(column: Column) -> Column:
    lengths: Any = pc.binary_length(pc.list_flatten(column))
    return _rows_with(column, lengths.to_numpy(zero_copy_only=False) > LONGEST)


def _mapped_member(column: Column) -> Column:
    mapped: Any = pc.starts_with(pc.list_flatten(column), "::ffff:")
    return _rows_with(column, mapped.to_numpy(zero_copy_only=False))


def _twice(column: Column) -> Column:
    """Rows of lists that hold a member more than once, which an index keeps once."""
    kept: Any = pc.dictionary_encode(pc.list_flatten(column))
    parents: Any = pc.list_parent_indices(column)
    codes = kept.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    places = parents.to_numpy(zero_copy_only=False).astype(np.int64) * (len(kept.dictionary) + 1)
    order = np.argsort(places + codes, kind="stable")
    ordered = (places + codes)[order]
    again = np.zeros(len(order), bool)
    again[order[1:]] = ordered[1:] == ordered[:-1]
    return _rows_with(column, again)
