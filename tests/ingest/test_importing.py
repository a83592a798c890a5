"""Whole files through the spool: stored, counted, each content once."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.importing import AlreadyImportedError, import_file
from ingest.spool import Spool, open_spool
from parsers.event import Source
from search.stores.embedded import EmbeddedStore
from tests.ingest.running import make_pipeline, originals, rows, running, wall_clock

pytestmark = pytest.mark.anyio

TEXT = "".join(
    f"2026-09-13 22:00:{number % 60:02d},000 INFO  [c.c.a.ApiServer] (main:[]) {number}\n"
    + ("\tat com.cloud.A.b(A.java:1)\n" if number % 3 == 0 else "")
    for number in range(300)
)
LINES = TEXT.count("\n")


@pytest.fixture
def small_spool(tmp_path: Path) -> Iterator[Spool]:
    """A spool of 2 MB, so that a file of 4 MB has to wait for room."""
    opened = open_spool(tmp_path / "spool.sqlite", wall_clock, limit_bytes=2_000_000)
    yield opened
    opened.close()


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
async def test_a_file_is_stored_when_the_import_returns(
    small_spool: Spool, store: EmbeddedStore, tmp_path: Path, packed: bool
) -> None:
    file = tmp_path / "a.log"
    file.write_bytes(gzip.compress(TEXT.encode()) if packed else TEXT.encode())
    pipeline = make_pipeline(small_spool, store)
    steps: list[tuple[int, int]] = []
    async with running(pipeline):
        imported = await import_file(
            file,
            Source("mgmt-01"),
            small_spool,
            pipeline,
            wall_clock,
            progress=lambda read, size: steps.append((read, size)),
        )
        found = originals(store)
        with pytest.raises(AlreadyImportedError, match=r"a\.log was imported before"):
            await import_file(file, Source("mgmt-01"), small_spool, pipeline, wall_clock)
        again = await import_file(
            file, Source("mgmt-01"), small_spool, pipeline, wall_clock, again=True
        )
    assert "\n".join(found) + "\n" == TEXT
    assert (imported.lines, sum(imported.events.values()), imported.unread) == (LINES, 300, 0)
    assert imported.events == again.events == {"cloudstack.management": 300}
    assert steps[-1][0] == steps[-1][1] > 0
    assert {row["log.file.path"] for row in rows(store)} == {str(file)}
    assert small_spool.counters().waiting == 0


async def test_a_large_file_waits_for_room_and_keeps_its_order(
    small_spool: Spool, store: EmbeddedStore, tmp_path: Path
) -> None:
    text = "".join(f"line {number:07d} {'x' * 200}\n" for number in range(20_000))
    file = tmp_path / "big.log"
    file.write_text(text, encoding="utf-8")
    pipeline = make_pipeline(small_spool, store)
    async with running(pipeline):
        imported = await import_file(file, Source(), small_spool, pipeline, wall_clock)
    assert imported.lines == 20_000
    assert "\n".join(originals(store)) + "\n" == text
