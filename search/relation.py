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
class Relation:
    """A lazy table: a query in ClickHouse's dialect, its columns, and the values it refers to.

    `query` refers to values as `{p0:Type}` placeholders; `parameters` holds them by name.
    """

    query: exp.Query
    columns: tuple[Column, ...]
    parameters: Mapping[str, object]
