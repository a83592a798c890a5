"""Forward messages as clients write them."""

import gzip
import struct
from collections.abc import Sequence

import msgpack

Record = dict[object, object]


def event_time(seconds: int, nanoseconds: int = 0) -> msgpack.ExtType:
    return msgpack.ExtType(0, struct.pack(">II", seconds, nanoseconds))


def packb(value: object, use_bin_type: bool = True) -> bytes:
    packed: bytes = msgpack.packb(value, use_bin_type=use_bin_type)
    return packed


def message(tag: str, time: object, record: Record, chunk: str | None = None) -> bytes:
    return packb([tag, time, record, *_option(chunk)])


def forward(tag: str, entries: Sequence[object], chunk: str | None = None) -> bytes:
    return packb([tag, list(entries), *_option(chunk)])


def packed(tag: str, entries: Sequence[object], chunk: str | None = None) -> bytes:
    return packb([tag, pack_entries(entries), *_option(chunk)])


def compressed(tag: str, members: Sequence[Sequence[object]], chunk: str | None = None) -> bytes:
    """Each member is a gzip of its own, as Fluentd appends them."""
    body = b"".join(gzip.compress(pack_entries(entries)) for entries in members)
    option: dict[str, object] = {"compressed": "gzip"}
    if chunk is not None:
        option["chunk"] = chunk
    return packb([tag, body, option])


def pack_entries(entries: Sequence[object]) -> bytes:
    return b"".join(packb(entry) for entry in entries)


def _option(chunk: str | None) -> list[dict[str, object]]:
    return [] if chunk is None else [{"chunk": chunk}]
