"""Records that workers do not survive: the pipeline goes on, and every one is accounted for."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.batch import Batch
from ingest.chunk import Chunk, Encoding
from ingest.cutter import CutLimits
from ingest.pipeline import Pipeline
from ingest.spool import Spool, open_spool
from ingest.storing import culprit, parse
from ingest.streams import StreamKey
from ingest.workers import StartError, WorkerError, Workers
from parsers.event import Record
from parsers.mask import Mask
from search.stores.embedded import EmbeddedStore
from tests.ingest.deadly import DeadlyMask
from tests.ingest.running import rows, running, until_all_stored, wall_clock

NOW = datetime(2026, 9, 13, tzinfo=UTC)
KEY = StreamKey("http", "p", "", "h", "/a", None, "UTC")


def batch(*texts: str) -> Batch:
    records = [Record(text, KEY.source, received=NOW) for text in texts]
    return Batch(7, 100, NOW, [KEY], [0] * len(texts), records)


@pytest.fixture
def workers() -> Iterator[Workers]:
    started = Workers(1, DeadlyMask(), timedelta(seconds=5))
    started.start()
    yield started
    started.stop()


@pytest.mark.parametrize("count", [1, 2, 7, 8])
def test_the_culprit_is_found_wherever_it_stands(count: int) -> None:
    for bad in range(count):
        texts = ["poison" if at == bad else "fine" for at in range(count)]

        def attempt(part: Batch) -> str:
            return "died" if any(record.text == "poison" for record in part.records) else ""

        assert culprit(batch(*texts), attempt) == (bad, "died")
    assert culprit(batch(*["fine"] * count), lambda part: "") is None


def test_a_worker_that_dies_is_replaced(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="ended"):
        workers.parse(batch("poison"))
    assert workers.parse(batch("fine")).outcomes.total() == 1


def test_a_worker_that_hangs_is_replaced(workers: Workers) -> None:
    with pytest.raises(WorkerError, match="longer"):
        workers.parse(batch("hang"))
    assert workers.parse(batch("fine")).outcomes.total() == 1


def test_a_worker_that_cannot_start_is_no_fault_of_a_record() -> None:
    workers = Workers(1, Mask())
    workers._said = b"not a pickle"  # noqa: SLF001 - what a broken installation does
    workers.start()
    with pytest.raises(StartError):
        workers.parse(batch("fine"))
    workers.stop()


def test_every_poisonous_record_of_a_batch_is_found(workers: Workers) -> None:
    parsed, found = parse(workers, batch("a", "poison", "b", "c", "poison"), threading.Event())
    assert set(found.failures) == {1, 4}
    assert parsed.outcomes.total() == 5


@pytest.mark.anyio
async def test_the_pipeline_goes_on_and_the_counts_add_up(
    tmp_path: Path, store: EmbeddedStore
) -> None:
    spool: Spool = open_spool(tmp_path / "spool", wall_clock)
    body = b"one\npoison\nthree\n"
    chunk = Chunk("http", "p", Encoding.LINES, NOW, body, 3, KEY.source, last=True)
    await spool.accept(chunk)
    limits = CutLimits(age=timedelta(milliseconds=20))
    pipeline = Pipeline(spool, store, DeadlyMask(), wall_clock, cut_limits=limits, workers=1)
    async with running(pipeline):
        await until_all_stored(spool)
    counts = spool.counters()
    spool.close()
    assert (counts.stored, counts.dead_lettered) == (2, 1)
    events = rows(store)
    assert [event.get("event.original") for event in events] == ["one", "", "three"]
    assert events[1]["event.kind"] == "pipeline_error"
    assert "ended" in str(events[1]["error.message"])
