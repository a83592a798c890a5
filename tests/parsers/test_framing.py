"""Files of frames that say how long they are: each frame a line of its own, nothing lost."""

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.event import Source
from parsers.framing import FRAME_BYTES, OctetFrames, separate_frames
from parsers.lines import read_records
from parsers.mask import Mask
from parsers.read import read

NOW = datetime(2026, 9, 13, 12, 0, tzinfo=UTC)
ALERT = b"<180>WARN  [cloud.alert.AlertManagerImpl] (main:) (logid:) x"
TRACE = b"<179>ERROR [c.c.a.ApiServer] (main:[]) (logid:) y\njava.lang.E: z\n\tat a.B.c(B.java:1)\n"
PLAIN = b"<34>1 2026-09-13T21:40:00Z h su 1 - - failed"


def framed(*messages: bytes) -> bytes:
    return b"".join(b"%d %s" % (len(message), message) for message in messages)


def lines_of(data: bytes, size: int) -> bytes:
    return b"".join(separate_frames(data[at : at + size] for at in range(0, len(data), size)))


@pytest.mark.parametrize("size", [1, 2, 7, 50, 10_000])
@pytest.mark.parametrize("last", [b"", b"\n"])
def test_each_frame_is_a_line_however_the_bytes_are_cut(size: int, last: bytes) -> None:
    data = framed(ALERT, TRACE, PLAIN + last)
    wanted = [b"%d %s" % (len(message), message) for message in (ALERT, TRACE, PLAIN + last)]
    assert lines_of(data, size).rstrip(b"\n").split(b"\n") == b"\n".join(
        line.rstrip(b"\n") for line in wanted
    ).split(b"\n")


def test_frames_may_have_line_ends_between_them() -> None:
    data = framed(PLAIN) + b"\n" + framed(ALERT) + b"\n"
    assert lines_of(data, 9) == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"12",
        b"12 ",
        b"text\nmore\n",
        b"2026-09-13 12:00:00,000 INFO  [c.c.X] (a:b) x\n",
        b"<34>Sep 13 21:40:00 h a: b\n",
        b"99 <34>Sep 13 21:40:00 h a: too short\n",
        b"5 <34>Sep 13 21:40:00 h a: too long\n" * 3,
        b"%d <34>x" % (FRAME_BYTES + 1),
    ],
)
@pytest.mark.parametrize("size", [1, 1000])
def test_what_is_no_frame_stays(data: bytes, size: int) -> None:
    assert lines_of(data, size) == data


def test_from_a_broken_frame_on_nothing_is_changed() -> None:
    rest = b"broken\n" + framed(ALERT)
    assert lines_of(framed(ALERT, PLAIN) + rest, 11) == (
        framed(ALERT) + b"\n" + framed(PLAIN) + b"\n" + rest
    )


@given(st.binary(max_size=80), st.lists(st.integers(0, 120), max_size=6), st.booleans())
def test_nothing_but_line_ends_is_added(data: bytes, cuts: list[int], begun: bool) -> None:
    data = framed(PLAIN) + data if begun else data
    edges = [0, *sorted(cuts), len(data)]
    frames = OctetFrames()
    pieces = [frames.feed(data[a:b]) for a, b in itertools.pairwise(edges)]
    found = b"".join(pieces) + frames.finish()
    assert found == lines_of(data, 1000)
    assert found.replace(b"\n", b"") == data.replace(b"\n", b"")


def test_each_frame_begins_a_record() -> None:
    data = framed(ALERT, TRACE, PLAIN, ALERT)
    records = list(read_records([data], Source(), now=NOW))
    events = [read(record, Mask(), NOW).fields for record in records]
    assert [fields["event.dataset"] for fields in events] == [
        *["cloudstack.alert"] * 2, "syslog", "cloudstack.alert"
    ]  # fmt: skip
    assert events[1]["error.type"] == "java.lang.E"
    assert events[0]["log.syslog.priority"] == 180
    assert events[2]["process.name"] == "su"


def test_datagrams_one_after_another_are_records() -> None:
    data = b"\n".join([ALERT, b"", TRACE, ALERT])
    records = [record.text.encode() for record in read_records([data], Source())]
    assert [text.strip() for text in records] == [ALERT, TRACE.strip(), ALERT]
