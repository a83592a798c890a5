"""Forward, turns the bytes of a Fluentd Forward v1 connection into messages.

Source: https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgpack

from ingest.framing import FramingError


class Mode(StrEnum):
    """The four ways in which entries are carried."""

    MESSAGE = "Message"
    FORWARD = "Forward"
    PACKED = "PackedForward"
    COMPRESSED = "CompressedPackedForward"


MESSAGE_SETTING = "NEPHOSCOPE_MESSAGE_SIZE"
CHUNK_SETTING = "NEPHOSCOPE_CHUNK_SIZE"


@dataclass(frozen=True, slots=True)
class ForwardLimits:
    """Going over one is a FramingError with the limit's name.

    Nesting is limited by msgpack itself, at 1,024 levels.
    """

    chunk_bytes: int = 16 * 1024 * 1024
    decompressed_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the wire.

    `raw`: its bytes as they came.  `packed`: entries one after another, decompressed; None in
    the modes Message and Forward.  `chunk`: the id that the sender wants acknowledged.
    `entries`: how many there are; a rest that is not msgpack counts as one.
    """

    raw: bytes
    tag: str
    mode: Mode
    entries: int
    chunk: str | bytes | None = None
    packed: bytes | None = None


class ForwardProtocol:
    """Bytes in, messages out; however the bytes are cut, the messages are the same."""

    def __init__(self, limits: ForwardLimits = ForwardLimits()) -> None:
        self._limits = limits
        self.failure: FramingError | None = None
        self._pending = bytearray()
        self._taken = 0
        # Bounded by the check in `_feed`; its own error would not say which limit it was.
        self._unpacker = msgpack.Unpacker(raw=True, max_buffer_size=0)

    @property
    def waiting_bytes(self) -> int:
        """Size of the message that is not whole yet."""
        return len(self._pending)

    def feed(self, data: bytes) -> list[Message]:
        """The messages that are whole now.

        Where no more can follow, `failure` says why; messages before that are good.
        """
        messages: list[Message] = []
        if self.failure is None:
            try:
                self._feed(data, messages)
            except FramingError as error:
                self.failure = error
        return messages

    def _feed(self, data: bytes, messages: list[Message]) -> None:
        self._pending += data
        self._unpacker.feed(data)
        while self._skip():
            end = self._unpacker.tell()
            size = end - self._taken
            self._check_size(size)
            raw = bytes(memoryview(self._pending)[:size])
            del self._pending[:size]
            self._taken = end
            if raw != _HEARTBEAT:
                messages.append(read_message(raw, self._limits))
        self._check_size(len(self._pending))

    def _skip(self) -> bool:
        """Go over one object, whole or not at all."""
        try:
            self._unpacker.skip()
        except msgpack.OutOfData:
            return False
        except msgpack.StackError:
            raise FramingError("nesting", "a message is nested too deep") from None
        except ValueError as error:
            raise FramingError("format", f"not msgpack: {error}") from None
        return True

    def _check_size(self, size: int) -> None:
        if size > self._limits.chunk_bytes:
            most = f"more than {self._limits.chunk_bytes} bytes"
            raise FramingError(
                "chunk_bytes", f"a message has {most}; send less at once, or set {MESSAGE_SETTING}"
            )


_HEARTBEAT = b"\xc0"


def read_message(raw: bytes, limits: ForwardLimits) -> Message:
    """One message from its bytes.  Raises FramingError."""
    unpacker = msgpack.Unpacker(
        raw=True, strict_map_key=False, max_buffer_size=0, object_pairs_hook=_pairs
    )
    unpacker.feed(raw)
    try:
        return _read_message(raw, unpacker, limits)
    except (ValueError, TypeError, IndexError, msgpack.UnpackException) as error:
        raise FramingError("format", f"not a Forward message: {error}") from None


def _read_message(raw: bytes, unpacker: msgpack.Unpacker, limits: ForwardLimits) -> Message:
    items = unpacker.read_array_header()
    tag = _text(unpacker.unpack())
    second = raw[unpacker.tell()]
    if _is_array(second) and items in (2, 3):
        entries = unpacker.read_array_header()
        for _ in range(entries):
            unpacker.skip()
        option = _option(unpacker, items == 3)
        return Message(raw, tag, Mode.FORWARD, entries, option.get("chunk"))
    if _is_bytes(second) and items in (2, 3):
        packed = unpacker.unpack()
        option = _option(unpacker, items == 3)
        return _packed(raw, tag, packed, option, limits)
    if items in (3, 4):
        unpacker.skip()
        unpacker.skip()
        option = _option(unpacker, items == 4)
        return Message(raw, tag, Mode.MESSAGE, 1, option.get("chunk"))
    raise FramingError("format", f"not a Forward message: {items} items")


def _packed(
    raw: bytes, tag: str, packed: bytes, option: dict[str, bytes | str], limits: ForwardLimits
) -> Message:
    mode = Mode.PACKED
    # Fluentd and Fluent Bit say "text" for what is not compressed.
    match _text(option.get("compressed", "text")):
        case "gzip":
            mode = Mode.COMPRESSED
            packed = decompress(packed, limits.decompressed_bytes)
        case "text":
            pass
        case other:
            raise FramingError("format", f"compressed with {other}, which is not known")
    return Message(raw, tag, mode, _count(packed), option.get("chunk"), packed)


def decompress(data: bytes, limit_bytes: int) -> bytes:
    """All members of a gzip, one after another.

    Raises FramingError, also where more than the limit would come out.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            text = file.read(limit_bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FramingError("gzip", f"not gzip: {error}") from None
    if len(text) > limit_bytes:
        raise FramingError(
            "decompressed_bytes",
            f"more than {limit_bytes} bytes unpacked; send less at once, or set {CHUNK_SETTING}",
        )
    return text


def _count(packed: bytes) -> int:
    """How many spans there are.  This is done to all that comes, twice."""
    unpacker = msgpack.Unpacker(raw=True, max_buffer_size=0)
    unpacker.feed(packed)
    skip, tell = unpacker.skip, unpacker.tell
    count, size = 0, len(packed)
    try:
        while tell() < size:
            skip()
            count += 1
    except (ValueError, msgpack.UnpackException):
        return count + 1  # the rest
    return count


def packed_spans(packed: bytes) -> Iterator[tuple[int, int, bool]]:
    """`[start, end)` of each entry, and whether it is msgpack: only the last may be a rest
    that is not, which nothing can be found in."""
    unpacker = msgpack.Unpacker(raw=True, max_buffer_size=0)
    unpacker.feed(packed)
    start = 0
    while start < len(packed):
        try:
            unpacker.skip()
        except (ValueError, msgpack.UnpackException):
            yield start, len(packed), False
            return
        end = unpacker.tell()
        yield start, end, True
        start = end


def acknowledgement(chunk: str | bytes) -> bytes:
    """The answer that the sender of this chunk waits for."""
    # As a str, whichever way it came: clients compare it with the str that they sent.
    packed: bytes = msgpack.packb({"ack": chunk}, use_bin_type=False)
    return packed


def _option(unpacker: msgpack.Unpacker, there: bool) -> dict[str, bytes | str]:
    """The options whose values are text or bytes; an absent or nil map has none."""
    pairs = unpacker.unpack() if there else None
    if not isinstance(pairs, list):
        return {}
    return {
        _text(key): value
        for key, value in pairs
        if isinstance(key, bytes | str) and isinstance(value, bytes | str)
    }


def _pairs(pairs: list[tuple[object, object]]) -> list[tuple[object, object]]:
    """A map as it came, whatever its keys are."""
    return pairs


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, str):
        return value
    raise FramingError("format", f"text expected, not {type(value).__name__}")


def _is_array(first: int) -> bool:
    return 0x90 <= first <= 0x9F or first in (0xDC, 0xDD)


def _is_bytes(first: int) -> bool:
    return 0xA0 <= first <= 0xBF or first in (0xC4, 0xC5, 0xC6, 0xD9, 0xDA, 0xDB)
