"""Rows of an answer as JSON, NDJSON or CSV, piece by piece, so that none is too long."""

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from parsers.jsonl import rfc3339

# Rows that are turned into text at once: a few hundred kB of full events.
STEP = 500


def json_rows(table: pa.Table) -> Iterator[str]:
    """One JSON object a row, keys in the order of the columns, absent values left out."""
    for row in rows(table):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def rows(table: pa.Table) -> Iterator[dict[str, object]]:
    """Rows as JSON values by name, absent values left out."""
    for batch in table.select(filled(table)).to_batches(max_chunksize=STEP):
        columns = [
            (name, _values(column))
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        ]
        for place in range(batch.num_rows):
            yield {name: values[place] for name, values in columns if values[place] is not None}


def csv_lines(table: pa.Table) -> Iterator[str]:
    """A head and one line a row (RFC 4180); absent is empty, lists have a line for each value."""
    names = table.column_names
    yield _csv_line(names)
    for row in rows(table):
        yield _csv_line([_cell(row.get(name)) for name in names])


def filled(table: pa.Table) -> list[str]:
    """Names of the columns that hold a value in some row."""
    return [
        name
        for name, column in zip(table.column_names, table.columns, strict=True)
        if column.null_count < len(column) and _holds_something(column)
    ]


def _holds_something(column: "pa.ChunkedArray[Any]") -> bool:
    """Whether a column that is not only null has more than empty lists or maps."""
    return any(
        not isinstance(chunk, pa.ListArray | pa.LargeListArray | pa.MapArray)
        or chunk.offsets[-1].as_py() > chunk.offsets[0].as_py()
        for chunk in column.chunks
    )


def _values(column: "pa.Array[Any]") -> list[object]:
    """Most columns of events hold texts, of which none needs to be looked at."""
    values: list[object] = column.to_pylist()
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_integer(kind):
        return values
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return [value or None for value in values]
    return [_plain(value) for value in values]


def _plain(value: object) -> object:
    """A value as JSON has it, None where it is absent (an empty list or map is absent too)."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case datetime():
            return rfc3339(value)
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case bytes():
            return value.decode("utf-8", "replace")
        case Mapping():
            return {str(name): _plain(part) for name, part in value.items()} or None
        case list() if value and all(isinstance(pair, tuple) for pair in value):
            return {str(name): _plain(part) for name, part in value}
        case list():
            return [_plain(part) for part in value] or None
        case _:
            return str(value)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "\n".join(_cell(part) for part in value)
        case dict():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case _:
            return str(value)


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def pieces(texts: Iterable[str], size: int = 64 * 1024) -> Iterator[bytes]:
    """The texts one after the other as UTF-8, in pieces worth sending."""
    waiting: list[str] = []
    length = 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length >= size:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()
