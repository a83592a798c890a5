"""Bodies of requests to chunks: whole lines, gzip, limits, however the bytes arrive."""

import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import Chunk, Encoding
from ingest.http import Body, BodyEncoding, BodyError, BodyLimits, take
from ingest.spool import Spool
from parsers.event import Source
from tests.ingest.conftest import Clock

NOW = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
SOURCE = Source("h", "/a", "json", "Asia/Tokyo")


def read(
    parts: list[bytes],
    encoding: BodyEncoding = BodyEncoding.IDENTITY,
    limits: BodyLimits | None = None,
) -> list[Chunk]:
    body = Body(SOURCE, "p", encoding=encoding, limits=limits or BodyLimits())
    return [chunk for part in parts for chunk in body.feed(part, NOW)] + body.finish(NOW)


def test_a_body_is_one_chunk_with_what_the_address_said() -> None:
    (chunk,) = read([b"one\n", b"two"])
    assert (chunk.body, chunk.lines, chunk.source, chunk.last) == (b"one\ntwo", 2, SOURCE, True)
    assert (chunk.protocol, chunk.peer, chunk.encoding) == ("http", "p", Encoding.LINES)


def test_an_empty_body_has_no_chunk() -> None:
    assert read([]) == []
    assert read([gzip.compress(b"")], BodyEncoding.GZIP) == []


@given(
    st.lists(st.binary(max_size=12), max_size=12).map(b"\n".join),
    st.lists(st.integers(1, 9), max_size=40),
    st.booleans(),
)
def test_however_the_bytes_arrive_the_lines_are_the_same(
    data: bytes, sizes: list[int], packed: bool
) -> None:
    sent = gzip.compress(data[:7]) + gzip.compress(data[7:]) if packed else data
    parts, at = [], 0
    for size in [*sizes, len(sent)]:
        parts.append(sent[at : at + size])
        at += size
    encoding = BodyEncoding.GZIP if packed else BodyEncoding.IDENTITY
    chunks = read(parts, encoding, BodyLimits(chunk_bytes=10))
    assert b"".join(chunk.body for chunk in chunks) == data
    assert sum(chunk.lines for chunk in chunks) == len(data.removesuffix(b"\n").split(b"\n")) * (
        data != b""
    )
    assert [chunk.last for chunk in chunks] == [False] * (len(chunks) - 1) + [True] * bool(chunks)
    assert all(chunk.body.endswith(b"\n") for chunk in chunks[:-1])


@pytest.mark.parametrize(
    ("parts", "encoding", "limits", "limit"),
    [
        pytest.param(
            [b"x" * 99],
            BodyEncoding.IDENTITY,
            BodyLimits(line_bytes=50, chunk_bytes=20),
            "line_bytes",
            id="a line without end",
        ),
        pytest.param(
            [gzip.compress(b"0\n" * 10**6)],
            BodyEncoding.GZIP,
            BodyLimits(body_bytes=10**5),
            "body_bytes",
            id="a gzip bomb",
        ),
        pytest.param([b"plain"], BodyEncoding.GZIP, BodyLimits(), "gzip", id="no gzip"),
        pytest.param(
            [gzip.compress(b"cut short")[:-9]],
            BodyEncoding.GZIP,
            BodyLimits(),
            "gzip",
            id="a gzip that ends too early",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(
    parts: list[bytes], encoding: BodyEncoding, limits: BodyLimits, limit: str
) -> None:
    with pytest.raises(BodyError) as refused:
        read(parts, encoding, limits)
    assert refused.value.limit == limit


@pytest.mark.anyio
async def test_a_body_that_is_sent_again_is_kept_once(spool: Spool, clock: Clock) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"one\ntwo\n"
        yield b"three\n"

    for _ in range(2):
        body = Body(SOURCE, "p", chunk_name="f00", limits=BodyLimits(chunk_bytes=6))
        assert await take(body, parts(), spool, clock) == 3
    kept = b"".join(row.chunk.body for row in spool.rows(0, None, 10**9))
    assert kept == b"one\ntwo\nthree\n"
