"""Parameters, the one place that writes a value as the engine reads it for `{name:Type}`."""

from collections.abc import Mapping
from datetime import UTC, datetime

_ESCAPED = str.maketrans(
    {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0", "'": "\\'"}
)


def parameters(values: Mapping[str, object]) -> dict[str, str]:
    """Every value as text.  Raises TypeError for a value that no type here holds."""
    return {name: parameter(value) for name, value in values.items()}


def parameter(value: object) -> str:
    r"""The value in the escaped form of tab-separated rows: `\N` is null.

    Source: https://clickhouse.com/docs/interfaces/formats/TabSeparated
    """
    match value:
        case None:
            return "\\N"
        case str():
            return value.translate(_ESCAPED)
        case _:
            return _plain(value)


def _plain(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case datetime():
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        case list() | tuple():
            return f"[{','.join(map(_member, value))}]"
        case _:
            raise TypeError(f"no parameter can hold a {type(value).__name__}")


def _member(value: object) -> str:
    """A value within a list: text is quoted there, and null is a word."""
    match value:
        case None:
            return "NULL"
        case str():
            return f"'{value.translate(_ESCAPED)}'"
        case datetime():
            return f"'{_plain(value)}'"
        case _:
            return _plain(value)
