"""Entries, turns a spooled chunk into its lines, each with what the transport says of it.

A Forward record: the line is the first of `log`, `message`, `MESSAGE` that is text; `hostname` or
`host` names the host, `path`, `file` or `filename` the file; every other key is a label.
"""

import functools
import json
import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import msgpack

from ingest.chunk import Chunk, Encoding
from ingest.forward import ForwardLimits, Message, packed_spans, read_message

LINE_KEYS = ("log", "message", "MESSAGE")
HOST_KEYS = ("hostname", "host")
PATH_KEYS = ("path", "file", "filename")

_EVENT_TIME = struct.Struct(">II")
_NO_LIMITS = ForwardLimits(chunk_bytes=2**62, decompressed_bytes=2**31)
"""The receiver held the chunk to its limits before it was kept."""

Labels = Mapping[str, str]


class Place(NamedTuple):
    """Where an entry comes from, as its record and its message say; None where they do not.

    `format`: `json` for a record without a line, whose text is the record.
    """

    tag: str = ""
    host: str | None = None
    path: str | None = None
    format: str | None = None


class Entry(NamedTuple):
    """One line, or one record that a sender made of several, without its last LF.

    `error`: why the entry cannot be read; `text` is then what it was made of.
    """

    text: str
    place: Place
    time: datetime | None
    labels: Labels
    error: str = ""


def entries(chunk: Chunk) -> Iterator[Entry]:
    """Every entry of the chunk in order.  As many as `chunk.lines` says."""
    match chunk.encoding:
        case Encoding.LINES:
            return _text_lines(chunk.body)
        case Encoding.FORWARD:
            return _forward(chunk.body)


def _text_lines(body: bytes) -> Iterator[Entry]:
    text = body.decode("utf-8", "replace")
    place = Place()
    for line in text.removesuffix("\n").split("\n"):
        yield Entry(line, place, None, _NO_LABELS)


def _forward(body: bytes) -> Iterator[Entry]:
    for start, end, _ in packed_spans(body):
        message = read_message(body[start:end], _NO_LIMITS)
        packed = _repacked(message) if message.packed is None else message.packed
        yield from _packed(packed, Place(message.tag), {"tag": message.tag})


def _repacked(message: Message) -> bytes:
    """The entries of the modes Message and Forward, as PackedForward has them."""
    unpacker = msgpack.Unpacker(raw=True, max_buffer_size=0)
    unpacker.feed(message.raw)
    unpacker.read_array_header()
    unpacker.skip()
    start = unpacker.tell()
    if message.mode == "Message":
        unpacker.skip()
        unpacker.skip()
        return b"\x92" + message.raw[start : unpacker.tell()]
    entries = unpacker.read_array_header()
    start = unpacker.tell()
    for _ in range(entries):
        unpacker.skip()
    return message.raw[start : unpacker.tell()]


def _packed(packed: bytes, place: Place, labels: Labels) -> Iterator[Entry]:
    unpacker = msgpack.Unpacker(
        raw=False, strict_map_key=False, ext_hook=_extension, timestamp=3, max_buffer_size=0
    )
    unpacker.feed(packed)
    read = 0
    try:
        for value in unpacker:
            read = unpacker.tell()
            yield _entry(value, place, labels)
    except (ValueError, TypeError, msgpack.UnpackException):
        pass
    if read < len(packed):
        yield from _one_by_one(packed[read:], place, labels)


def _one_by_one(packed: bytes, place: Place, labels: Labels) -> Iterator[Entry]:
    """The slow way, where something is not as it should be: each entry for itself."""
    for start, end, whole in packed_spans(packed):
        raw = packed[start:end]
        if not whole:
            yield _failed(raw.decode("utf-8", "replace"), place, labels, "not msgpack")
            continue
        try:
            value = msgpack.unpackb(
                raw,
                raw=False,
                strict_map_key=False,
                ext_hook=_extension,
                timestamp=3,
                unicode_errors="replace",
            )
        except (ValueError, TypeError, msgpack.UnpackException) as error:
            yield _failed(raw.decode("utf-8", "replace"), place, labels, str(error))
        else:
            yield _entry(value, place, labels)


def _entry(value: object, place: Place, tag_labels: Labels) -> Entry:
    """`place`: of an entry whose record says nothing of where it comes from."""
    if type(value) is not list or len(value) != _PARTS or type(record := value[1]) is not dict:
        return _failed(_as_json(value), place, tag_labels, "not an entry of time and record")
    time = value[0]
    if type(time) is list:
        # With metadata, since Fluent Bit 2: [[time, {...}], record].
        time = time[0] if time else None
    at = time if type(time) is datetime else _instant(time)
    if len(record) == 1 and type(line := record.get("log")) is str:
        return Entry(line.removesuffix("\n"), place, at, tag_labels)
    return _from_record(record, place, at, tag_labels)


_PARTS = 2
"""Of an entry: its time and its record."""


def _from_record(
    record: dict[object, object], place: Place, at: datetime | None, tag_labels: Labels
) -> Entry:
    host_key, host = _first_text(record, HOST_KEYS)
    path_key, path = _first_text(record, PATH_KEYS)
    line_key, line = _first_text(record, LINE_KEYS)
    if line is None:
        return Entry(_as_json(record), Place(place.tag, host, path, "json"), at, tag_labels)
    labels = dict(tag_labels)
    for key, value in record.items():
        if key != line_key and key != host_key and key != path_key:
            labels[_as_text(key)] = _as_text(value)
    if host is not None or path is not None:
        place = Place(place.tag, host, path)
    return Entry(line.removesuffix("\n"), place, at, labels)


def _first_text(
    record: dict[object, object], keys: tuple[str, ...]
) -> tuple[str | None, str | None]:
    for key in keys:
        value = record.get(key)
        if type(value) is str:
            return key, value
    return None, None


def _failed(text: str, place: Place, labels: Labels, error: str) -> Entry:
    return Entry(text, place, None, labels, f"Forward entry: {error}")


def _extension(code: int, data: bytes) -> object:
    if code == 0 and len(data) == _EVENT_TIME.size:
        seconds, nanoseconds = _EVENT_TIME.unpack(data)
        if seconds == 0:
            return None
        return _second(seconds).replace(microsecond=min(nanoseconds // 1000, 999_999))
    return data.hex()


_FAR_SECOND = 2**32
"""In the year 2106; every second before has its instant."""


@functools.lru_cache(maxsize=1024)
def _second(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _instant(time: object) -> datetime | None:
    """An int of seconds, or what JSON-minded clients write; 0 and nil are now: None."""
    if type(time) is int and 0 < time < _FAR_SECOND:
        return _second(time)
    if not isinstance(time, int | float) or not time:
        return None
    try:
        return datetime.fromtimestamp(time, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _as_text(value: object) -> str:
    match value:
        case str():
            return value
        case bytes():
            return value.decode("utf-8", "replace")
        case _:
            return _as_json(value)


def _as_json(value: object) -> str:
    try:
        return json.dumps(
            value, ensure_ascii=False, separators=(",", ":"), default=_plain, skipkeys=False
        )
    except (TypeError, ValueError, RecursionError):
        return repr(value)


def _plain(value: object) -> str:
    match value:
        case bytes():
            return value.decode("utf-8", "replace")
        case datetime():
            return value.isoformat()
        case _:
            return str(value)


_NO_LABELS: Labels = {}
