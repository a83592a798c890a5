"""Table, the one MergeTree table of the embedded store: made at the first open, then widened."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from parsers.schema import FIELDS, FieldType
from search.stores.columns import (
    BATCH,
    DAY,
    MESSAGE_LENGTH,
    MESSAGE_START,
    ORIGINAL,
    SEQUENCE,
    SHAPE,
    TIME,
    column_name,
    field_columns,
)

NAME: Final = "events"

_IDS: Final = (
    "event.id",
    "trace.id",
    "cloudstack.job.id",
    "cloudstack.job.parent_id",
    "cloudstack.job.uuid",
    "cloudstack.ctx",
    "cloudstack.seq",
    "cloudstack.vm.id",
    "cloudstack.vm.uuid",
    "cloudstack.vm.name",
    "cloudstack.api_key.hash",
    "source.ip",
    "destination.ip",
    "user.name",
)
"""Fields that a search asks for one value of, out of very many: each has a bloom filter."""

_OWN: Mapping[str, str] = MappingProxyType(
    {
        BATCH: "UInt64",
        DAY: "UInt32",
        SHAPE: "UInt64",
        MESSAGE_START: "UInt32",
        MESSAGE_LENGTH: "UInt32",
    }
)
"""Columns that no field names."""

_CODECS: Mapping[str, str] = MappingProxyType(
    {TIME: "Delta, ZSTD(1)", SEQUENCE: "Delta, ZSTD(1)", BATCH: "Delta, ZSTD(1)"}
)


_DEFAULTS: Mapping[str, str] = MappingProxyType(
    {TIME: "DEFAULT toDateTime64(0, 6, 'UTC')", SEQUENCE: "DEFAULT 0", DAY: "DEFAULT 0"}
)
"""A column that all of a part's rows leave at 0 is not written, unless it has a default; a
mutation fails on a part without the columns that order it (10, seen in 26.9)."""


def columns() -> Mapping[str, str]:
    """Physical name to the engine's type."""
    return {**_OWN, **field_columns()}


def indexes() -> Mapping[str, str]:
    """Name to definition."""
    words = (
        f"`{ORIGINAL}` TYPE text(tokenizer = 'splitByNonAlpha', "
        f"preprocessor = lowerUTF8(`{ORIGINAL}`))"
    )
    blooms = {
        f"id_{name.replace('.', '_')}": f"{_compared(name)} TYPE bloom_filter GRANULARITY 1"
        for name in _IDS
    }
    return {"words": words, "batches": f"{BATCH} TYPE minmax GRANULARITY 1", **blooms}


def _compared(name: str) -> str:
    """A field as searches compare it, without regard to case; addresses are canonical."""
    field, column = FIELDS[name], f"`{column_name(name)}`"
    folded = field.type is FieldType.KEYWORD and not field.many
    return f"lowerUTF8({column})" if folded else column


def create(database: str) -> str:
    """The statement that makes the table where it is not there."""
    parts = [*map(_column, columns().items())]
    parts += [f"INDEX {name} {definition}" for name, definition in indexes().items()]
    settings = ", ".join(f"{name} = {value}" for name, value in _SETTINGS.items())
    return (
        f"CREATE TABLE IF NOT EXISTS `{database}`.{NAME} ({', '.join(parts)}) "
        f"ENGINE = MergeTree PARTITION BY {DAY} ORDER BY (`{TIME}`, `{SEQUENCE}`) "
        f"SETTINGS {settings}"
    )


def widen(
    database: str, known_columns: frozenset[str], known_indexes: frozenset[str]
) -> str | None:
    """The statement that adds what FIELDS got since the table was made; None for nothing."""
    added = [f"ADD COLUMN {_column(c)}" for c in columns().items() if c[0] not in known_columns]
    added += [
        f"ADD INDEX {name} {definition}"
        for name, definition in indexes().items()
        if name not in known_indexes
    ]
    return f"ALTER TABLE `{database}`.{NAME} {', '.join(added)}" if added else None


def _column(column: tuple[str, str]) -> str:
    name, kind = column
    default = _DEFAULTS.get(name, "")
    codec = _CODECS.get(name, "ZSTD(1)")
    return f"`{name}` {kind} {default} CODEC({codec})"


_SETTINGS: Mapping[str, object] = MappingProxyType(
    {
        # The newest 100 events read one granule of each part: 8,192 rows took three times as
        # long, and 1,024 take a tenth more room.
        "index_granularity": 2048,
        "fsync_after_insert": 1,
        "fsync_part_directory": 1,
        # A merge's sources are deleted, so what it writes must be as safe as they were.
        "min_rows_to_fsync_after_merge": 1,
        # A wide part has three files for each column: 61,000 rows/s into those, 150,000 into
        # compact ones; merging into one takes twice as long, and whole events are read from it
        # half as fast. Only parts of half a million rows are wide: merged column by column, so
        # that memory stays small, and one column of them is read faster.
        "min_bytes_for_wide_part": 536_870_912,
        # What a merge of compact parts has in memory: so many rows of so many parts.
        "merge_max_block_size": 4096,
        "max_parts_to_merge_at_once": 32,
        # A part keeps only the columns that its rows have: the other 150 take no room.
        "serialization_info_version": "'with_missing_columns'",
        "skip_empty_columns_on_insert": 1,
        "vertical_merge_algorithm_min_rows_to_activate": 1,
    }
)
