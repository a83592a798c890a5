"""Relation, what every command of the language turns into another one."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from parsers.schema import FieldType


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a relation.

    `name`: as people write it (`cloudstack.vm.name`, `count`), also its name in the SQL, quoted.
    `many`: the value is a list.
    """

    name: str
    type: FieldType
    many: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """One key by which rows are ordered.

    `name`: a column of the SQL that people do not see; it begins with `#`.
    """

    name: str
    descending: bool = False
    absent_first: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """A lazy table: a query in ClickHouse's dialect, its columns, and the values it refers to.

    `query` refers to values as `{p0:Type}` placeholders; `parameters` holds them by name.  It may
    have more columns than `columns`: those of `order`, most significant first.
    """

    query: exp.Query
    columns: tuple[Column, ...]
    parameters: Mapping[str, object]
    order: tuple[Order, ...] = ()
