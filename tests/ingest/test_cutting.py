"""Cuts: a batch made again from its cut is the very same, wherever the cuts fall."""

import tempfile
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.batch import Batch, pack, unpack
from ingest.chunk import Chunk, Encoding
from ingest.cut import Cut
from ingest.cutter import CutLimits, Cutter
from ingest.cutting import replay
from ingest.spool import open_spool
from parsers.event import Source
from parsers.join import JoinLimits

START = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
LIMITS = JoinLimits(lines=4, size_bytes=400)

LINES = st.sampled_from(
    [
        "2026-09-13 22:00:00,001 INFO  [c.c.a.ApiServer] (qtp1-22:[ctx-1]) one",
        "2026-09-13 21:00:00,002 ERROR [c.c.a.ApiServer] (qtp1-22:[ctx-1]) two",
        "\tat com.cloud.vm.Start(A.java:1)",
        "Caused by: java.lang.Exception: why",
        "<13>Sep 13 22:00:00 kvm-11 sshd[1]: hello",
        "CEF:0|a|b|1|2|name|5|act=x",
        '{"a":1}',
        "plain words",
        "",
        " \r",
        "caf\u00e9 \ufffd",
    ]
)
CHUNKS = st.builds(
    lambda lines, path, gap_ms, last: (lines, path, gap_ms, last),
    st.lists(LINES, min_size=1, max_size=6),
    st.sampled_from(["/a", "/b", None]),
    st.sampled_from([0, 10, 600, 4_000_000]),
    st.booleans(),
)


class Steps:
    """A clock that goes a second a look, and stops the cutter when all waiting is over."""

    def __init__(self, start: datetime, stopping: threading.Event) -> None:
        self.now = start
        self.end = start + timedelta(seconds=10)
        self.stopping = stopping

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        if self.now > self.end:
            self.stopping.set()
        return self.now


@settings(max_examples=40, deadline=None)
@given(st.lists(CHUNKS, max_size=8), st.integers(1, 6))
def test_a_replay_makes_the_very_same_batch(
    given_chunks: list[tuple[list[str], str | None, int, bool]], records: int
) -> None:
    """The records come out whole and in order too: nothing is lost or doubled by cutting."""
    received = START
    chunks = []
    for lines, path, gap_ms, last in given_chunks:
        received += timedelta(milliseconds=gap_ms)
        body = "".join(f"{line}\n" for line in lines).encode()
        source = Source("h", path)
        chunks.append(
            Chunk("http", "p", Encoding.LINES, received, body, len(lines), source, last=last)
        )
    dispatched: list[tuple[Cut, Batch]] = []
    with tempfile.TemporaryDirectory() as folder:
        spool = open_spool(Path(folder) / "s", lambda: START)
        if chunks:
            spool.append(chunks).result(10)
        stopping = threading.Event()
        cutter = Cutter(
            spool,
            Steps(received, stopping),
            LIMITS,
            CutLimits(records=records),
            lambda cut, batch: dispatched.append((cut, batch)),
        )
        cutter.run(stopping)
        for cut, batch in dispatched:
            again = replay(cut, spool.rows(*cut.rows, 10**9))
            assert again.records == batch.records
            assert [again.keys[o] for o in again.origins] == [batch.keys[o] for o in batch.origins]
        assert spool.unfinished() == [cut for cut, _ in dispatched]
        for cut, _ in dispatched:
            spool.finish(cut, [])
        counts = spool.counters()
        spool.close()
    assert (counts.waiting, counts.adds_up) == (0, True)
    for path in ("/a", "/b", None):
        sent = [line for lines, at, _, _ in given_chunks if at == path for line in lines]
        stored = [r.text for _, b in dispatched for r in b.records if r.source.path == path]
        assert "\n".join(stored) == "\n".join(sent)


def test_a_batch_travels_whole() -> None:
    from tests.ingest.test_poison import batch

    made = replace(batch("a", "b"), failures={1: "why"})
    assert unpack(pack(made)) == made
