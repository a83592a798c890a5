"""Columns, how the rows of FIELDS are kept as columns of the embedded store's table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

from parsers.schema import FIELDS, Field, FieldType

TIME = "@timestamp"
SEQUENCE = "event:sequence"
ORIGINAL = "event:original"
MESSAGE = "message"
MESSAGE_START = "message:start"
MESSAGE_LENGTH = "message:length"
DAY = "day"
BATCH = "batch"
SHAPE = "shape"
"""Which fields the event has, see `search.stores.shapes`; 0 where that is not known."""

TO_THE_END = 2**32 - 1
"""A `message:length` that says: everything from `message:start` on."""

_NEVER_NULL: Mapping[str, str] = MappingProxyType(
    {TIME: "DateTime64(6, 'UTC')", SEQUENCE: "Int64", ORIGINAL: "String"}
)
"""Physical name to type of the columns that cannot be nullable: those that order the table, and
the one with the text index, through which the engine cannot read a null (349, seen in 26.9)."""


def column_name(field: str) -> str:
    """Physical name of a field's column, to be quoted.

    The engine reads `related.ip` and `related.user` as parts of one nested column, whose lists
    must be of equal length; with colons they are columns of their own.
    """
    return field.replace(".", ":")


def column_type(field: Field) -> str:
    """The engine's type.  Lists and maps are never null there: an absent one is empty."""
    name = column_name(field.name)
    if name in _NEVER_NULL:
        return _NEVER_NULL[name]
    if field.type is FieldType.FLATTENED:
        return "Map(LowCardinality(String), String)"
    if field.many:
        return f"Array({_wrapped(field, _scalar(field.type))})"
    return _wrapped(field, f"Nullable({_scalar(field.type)})")


def _wrapped(field: Field, kind: str) -> str:
    return f"LowCardinality({kind})" if field.low_cardinality else kind


def _scalar(kind: FieldType) -> str:
    match kind:
        case FieldType.KEYWORD | FieldType.TEXT | FieldType.IP | FieldType.FLATTENED:
            return "String"
        case FieldType.LONG:
            return "Int64"
        case FieldType.DOUBLE:
            return "Float64"
        case FieldType.BOOLEAN:
            return "Bool"
        case FieldType.DATE:
            return "DateTime64(6, 'UTC')"
        case _:
            assert_never(kind)


def field_columns() -> Mapping[str, str]:
    """Physical name to the engine's type, a row of FIELDS each, in their order."""
    return {column_name(field.name): column_type(field) for field in FIELDS.values()}
