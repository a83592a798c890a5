"""JSON: an object of text to the fields that the field table knows, and labels for the others."""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from parsers.event import Event, Record
from parsers.format import ParseError
from parsers.generic.syslog_daemons import daemon_fields
from parsers.mask import TAG, Mask
from parsers.schema import FIELDS, Field, FieldType
from parsers.times import epoch_time, iso_time
from parsers.values import fit

_TIMES = (
    *("@timestamp", "time", "timestamp", "ts", "datetime", "eventDateTime", "date", "timeMillis"),
    *("instant.epochSecond", "__REALTIME_TIMESTAMP", "eventTime", "Timestamp", "t.$date"),
)
"""Keys of the event's own time, the surest first."""

_MESSAGES = (
    *("message", "msg", "log", "description", "subject"),
    *("MESSAGE", "short_message", "body", "RenderedMessage"),
)
_NAMES: Mapping[str, str] = {
    "level": "log.level",
    "severity": "log.level",
    "logger": "log.logger",
    "loggerName": "log.logger",
    "thread": "process.thread.name",
    "host": "host.name",
    "hostname": "host.name",
    "logid": "trace.id",
    "src_ip": "source.ip",
    "src_port": "source.port",
    "dest_ip": "destination.ip",
    "dest_port": "destination.port",
    "levelname": "log.level",
    "Level": "log.level",
    "logger_name": "log.logger",
    "thread_name": "process.thread.name",
    "stack_trace": "error.stack_trace",
    "_HOSTNAME": "host.name",
    "SYSLOG_IDENTIFIER": "process.name",
    "_PID": "process.pid",
}
"""Short names that mean the same in every log that has them.  Other aliases do not: a `status`
or a `user` may be anything."""

_NUMBER = re.compile(r"\d{9,19}(?:\.\d{1,9})?")
"""Of seconds or parts of them, not of a year or a date: 2026, 20260913."""
_MICROSECONDS = 10**14
"""A number of so many is none of milliseconds: they were after the year 5138."""

_NOT_TAKEN = frozenset(
    {"event.id", "event.sequence", "event.ingested", "event.original", "event.dataset", "tags"}
)
"""Fields that only the service itself may fill."""

_TARGETS: Mapping[str, Field] = {
    **{name: row for name, row in FIELDS.items() if name not in _NOT_TAKEN},
    **{key: FIELDS[name] for key, name in _NAMES.items()},
}
"""Key to the field that it fills."""

_MAPS = frozenset(row.name for row in FIELDS.values() if row.type is FieldType.FLATTENED)
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
"""`json.dumps` makes an encoder at each call, which takes longer than encoding a number."""

_DECODE = json.JSONDecoder().raw_decode
"""`json.loads` looks for blanks around the object, which takes as long as reading a small one."""

_DEPTH = 32
"""Nesting deeper than this stays JSON text in a label: no log of ours has half of it."""


def starts_record(line: str) -> bool:
    return line[:1] == "{"


def claims(text: str) -> bool:
    """An object that is closed, so that a brace in prose is not one."""
    return text[:1] == "{" and text.rstrip()[-1:] == "}" and '"' in text


def parse(record: Record, mask: Mask) -> Event:
    """Raises: ParseError where the text is not one JSON object."""
    text, hidden = mask.apply(record.text)
    try:
        loaded = _load(text)
    except json.JSONDecodeError as error:
        raise ParseError("json", error.msg, error.lineno, error.colno) from error
    except (RecursionError, ValueError) as error:
        raise ParseError("json", "too deeply nested, or a number too long", 1, 1) from error
    if not isinstance(loaded, dict):
        raise ParseError("json", "not an object", 1, 1)
    fields = _fields(loaded, record.source.zone)
    if "SYSLOG_IDENTIFIER" in loaded:
        _tell(fields)
    fields.setdefault("message", text)
    fields["event.original"] = text
    if hidden:
        fields.setdefault("tags", [])
        fields["tags"] = [*_texts(fields["tags"]), TAG]
    return Event(fields)


def _tell(fields: dict[str, object]) -> None:
    """Of what journald wrote as JSON, what the daemon's message says."""
    told = daemon_fields(fields.get("process.name"), str(fields.get("message", "")))
    if told is not None:
        labels = {**_label_map(told.get("labels")), **_label_map(fields.get("labels"))}
        fields.update(told)
        if labels:
            fields["labels"] = labels


def _load(text: str) -> object:
    loaded, end = _DECODE(text) if text[:1] == "{" else (None, 0)
    return loaded if end == len(text) else json.loads(text)


def _fields(loaded: Mapping[str, object], zone: str) -> dict[str, object]:
    flat: dict[str, object] = {}
    _flatten(loaded, flat)
    fields: dict[str, object] = {}
    _take_time(flat, fields, zone)
    _take_message(flat, fields)
    labels: dict[str, str] = {}
    mismatch = False
    for key, value in flat.items():
        if value is None:
            continue
        row = _TARGETS.get(key)
        if row is None or row.name in fields:
            labels[key] = _label(value)
            continue
        fitting = fit(row, value, zone)
        if fitting is None:
            labels[row.name] = _label(value)
            mismatch = True
        else:
            fields[row.name] = fitting
    if labels:
        fields["labels"] = {**_label_map(fields.get("labels")), **labels}
    if mismatch:
        fields["tags"] = ["type-mismatch"]
    return fields


def _flatten(
    loaded: Mapping[str, object], flat: dict[str, object], prefix: str = "", depth: int = 1
) -> None:
    """Leaves by dotted name; a field that is itself a map, and an empty object, stay whole."""
    for key, value in loaded.items():
        name = prefix + key
        if type(value) is dict and value and depth < _DEPTH and name not in _MAPS:
            _flatten(value, flat, f"{name}.", depth + 1)
        else:
            flat[name] = value


def _take_time(flat: dict[str, object], fields: dict[str, object], zone: str) -> None:
    for key in _TIMES:
        when = _time(flat[key], zone) if key in flat else None
        if when is not None:
            fields["@timestamp"] = when
            del flat[key]
            return


def _time(value: object, zone: str) -> datetime | None:
    """ISO text, `2015-09-04 17:59:24 +0530`, or a number since 1970, of seconds to nanoseconds."""
    if isinstance(value, str):
        if value[4:5] != "-" and _NUMBER.fullmatch(value):
            return _since_epoch(float(value))
        closed_up = value.strip().replace(" +", "+").replace(" -", "-")
        return iso_time(closed_up, zone)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return _since_epoch(value)


def _since_epoch(number: int | float) -> datetime | None:
    for _ in range(2):  # of nanoseconds, of microseconds
        if number >= _MICROSECONDS:
            number = number / 1000
    return epoch_time(number)


def _take_message(flat: dict[str, object], fields: dict[str, object]) -> None:
    for key in _MESSAGES:
        value = flat.get(key)
        if isinstance(value, str):
            fields["message"] = value
            del flat[key]
            return


def _label(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if type(value) is int else _ENCODE(value)


def _label_map(value: object) -> dict[str, str]:
    return dict(value) if isinstance(value, dict) else {}


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
