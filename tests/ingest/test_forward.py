"""The Forward protocol without sockets."""

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.forward import (
    ForwardLimits,
    ForwardProtocol,
    Message,
    Mode,
    acknowledgement,
)
from tests.ingest import wire

ENTRIES: list[object] = [[1, {"log": "one"}], [wire.event_time(2, 5), {"log": "two"}]]

EVERY_MODE = [
    pytest.param(wire.message("t", 1, {"log": "one"}, "id"), Mode.MESSAGE, 1, id="Message"),
    pytest.param(wire.forward("t", ENTRIES, "id"), Mode.FORWARD, 2, id="Forward"),
    pytest.param(wire.packed("t", ENTRIES, "id"), Mode.PACKED, 2, id="PackedForward"),
    pytest.param(
        wire.compressed("t", [ENTRIES, ENTRIES[:1]], "id"),
        Mode.COMPRESSED,
        3,
        id="CompressedPackedForward of two members",
    ),
]


def read(data: bytes, limits: ForwardLimits | None = None) -> list[Message]:
    """The messages of these bytes, which must be good."""
    protocol = ForwardProtocol(limits or ForwardLimits())
    messages = protocol.feed(data)
    assert protocol.failure is None, protocol.failure
    return messages


def failure(data: bytes, limits: ForwardLimits | None = None) -> str:
    """Name of the limit that these bytes pass."""
    protocol = ForwardProtocol(limits or ForwardLimits())
    protocol.feed(data)
    assert protocol.failure is not None
    return protocol.failure.limit


@pytest.mark.parametrize(("data", "mode", "entries"), EVERY_MODE)
def test_every_mode_is_read(data: bytes, mode: Mode, entries: int) -> None:
    (message,) = read(data)
    assert (message.mode, message.entries, message.tag, message.chunk, message.raw) == (
        mode,
        entries,
        "t",
        b"id",
        data,
    )


def test_text_is_the_name_of_no_compression() -> None:
    body = wire.pack_entries(ENTRIES)
    (message,) = read(wire.packb(["t", body, {"compressed": "text", "size": 2}]))
    assert (message.mode, message.packed) == (Mode.PACKED, body)


def test_old_clients_pack_entries_as_str() -> None:
    body = wire.pack_entries(ENTRIES)
    (message,) = read(wire.packb(["t", body], use_bin_type=False))
    assert message.packed == body


def test_a_heartbeat_is_no_message() -> None:
    assert read(b"\xc0" + wire.message("t", 1, {"log": "one"}) + b"\xc0") != []
    assert read(b"\xc0\xc0") == []


def test_options_may_be_nil_or_hold_anything() -> None:
    option = {"chunk": "id", "fluent_signal": 0, "metadata": {"a": [1]}, "x": None}
    assert read(wire.packb(["t", [[1, {}]], None]))[0].chunk is None
    assert read(wire.packb(["t", [[1, {}]], option]))[0].chunk == b"id"


def test_a_tag_that_is_not_utf8_is_replaced() -> None:
    (message,) = read(wire.packb([b"t\xff", 1, {}], use_bin_type=False))
    assert message.tag == "t�"


@pytest.mark.parametrize("chunk", ["id", b"id", "p8n9gmxTQVC8/nh2wlKKeQ==", "x" * 40])
def test_the_acknowledgement_is_a_str(chunk: str | bytes) -> None:
    answer = msgpack.unpackb(acknowledgement(chunk))
    assert answer == {"ack": chunk if isinstance(chunk, str) else chunk.decode()}


@pytest.mark.parametrize("rest", [b"\xc1\xc1\xc1", wire.pack_entries(ENTRIES[:1])[:-1], b"\x9d"])
def test_a_rest_that_is_not_msgpack_counts_as_one_entry(rest: bytes) -> None:
    (message,) = read(wire.packb(["t", wire.pack_entries(ENTRIES) + rest]))
    assert message.entries == 3


@pytest.mark.parametrize(
    ("data", "limit"),
    [
        pytest.param(b"\xc1", "format", id="a byte that msgpack does not have"),
        pytest.param(b"GET / HTTP/1.1\r\n", "format", id="HTTP"),
        pytest.param(wire.packb({"tag": 1}), "format", id="a map"),
        pytest.param(wire.packb([]), "format", id="an empty array"),
        pytest.param(wire.packb(["t"]), "format", id="a tag alone"),
        pytest.param(wire.packb([1, 2, 3]), "format", id="a tag that is no text"),
        pytest.param(wire.packb(["t", 1, {}, {}, 5]), "format", id="five items"),
        pytest.param(wire.packb(["t", b"x", {"compressed": "zstd"}]), "format", id="zstd"),
        pytest.param(wire.packb(["t", b"x", {"compressed": "gzip"}]), "gzip", id="not gzip"),
        pytest.param(b"\x91" * 5000, "nesting", id="nested too deep"),
    ],
)
def test_what_is_not_forward_is_refused(data: bytes, limit: str) -> None:
    assert failure(data) == limit


def test_a_message_may_have_the_largest_size_and_no_more() -> None:
    data = wire.message("t", 1, {"log": "x" * 100})
    assert len(read(data, ForwardLimits(chunk_bytes=len(data)))) == 1
    assert failure(data, ForwardLimits(chunk_bytes=len(data) - 1)) == "chunk_bytes"
    assert failure(data[:-1], ForwardLimits(chunk_bytes=50)) == "chunk_bytes"


def test_a_gzip_bomb_is_refused() -> None:
    bomb = wire.compressed("t", [[[1, {"log": "0" * 1_000_000}]]])
    assert failure(bomb, ForwardLimits(decompressed_bytes=100_000)) == "decompressed_bytes"


def test_messages_before_the_failure_are_good() -> None:
    protocol = ForwardProtocol()
    assert len(protocol.feed(wire.message("t", 1, {}) + b"\xc1")) == 1
    assert protocol.failure is not None
    assert protocol.feed(wire.message("t", 1, {})) == []


TEXT = st.text(max_size=20)
LOGGED = st.dictionaries(TEXT, st.one_of(TEXT, st.integers(-5, 5), st.binary(max_size=9)))
TIMES = st.one_of(st.none(), st.integers(0, 2**31), st.just(wire.event_time(1_700_000_000, 1)))
ENTRY_LISTS = st.lists(st.tuples(TIMES, LOGGED).map(list), max_size=4)
CHUNKS = st.one_of(st.none(), TEXT)
MESSAGES = st.one_of(
    st.just(b"\xc0"),
    st.builds(wire.message, TEXT, TIMES, LOGGED, CHUNKS),
    st.builds(wire.forward, TEXT, ENTRY_LISTS, CHUNKS),
    st.builds(wire.packed, TEXT, ENTRY_LISTS, CHUNKS),
    st.builds(wire.compressed, TEXT, st.lists(ENTRY_LISTS, min_size=1, max_size=3), CHUNKS),
    st.binary(max_size=8),
)


@given(st.lists(MESSAGES, max_size=5), st.lists(st.integers(1, 40), max_size=60))
def test_however_the_bytes_are_cut_the_messages_are_the_same(
    wires: list[bytes], sizes: list[int]
) -> None:
    data = b"".join(wires)
    whole = ForwardProtocol()
    expected = whole.feed(data)
    cut = ForwardProtocol()
    found: list[Message] = []
    at = 0
    for size in [*sizes, len(data)]:
        found += cut.feed(data[at : at + size])
        at += size
    assert found == expected
    assert str(cut.failure) == str(whole.failure)
