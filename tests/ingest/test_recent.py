"""The newest rows in memory: in order, without gaps, bounded, and the same as in the file."""

from ingest.chunk import Chunk, Encoding, Row
from ingest.recent import Recent
from ingest.spool import Spool
from parsers.event import Source
from tests.ingest.conftest import START


def row(number: int, size: int = 10) -> Row:
    source = Source("h", "/a", "plain", "Asia/Tokyo")
    body = b"%d" % (number % 10) * size
    return Row(number, Chunk("forward", "p", Encoding.LINES, START, body, 1, source))


def numbers(recent: Recent, start: int, size_bytes: int = 10**9) -> list[int]:
    return [found.number for found in recent.take(start, size_bytes)]


def test_rows_end_at_a_gap_and_where_they_have_the_size() -> None:
    recent = Recent()
    recent.add([row(3), row(4), row(5), row(7)])
    assert numbers(recent, 3, 15) == [3, 4]
    assert numbers(recent, 3) == [3, 4, 5]
    assert numbers(recent, 6) == []
    assert numbers(recent, 7) == [7]


def test_rows_before_the_start_are_forgotten() -> None:
    recent = Recent(30)
    recent.add([row(1), row(2), row(3)])
    assert numbers(recent, 3) == [3]
    assert numbers(recent, 1) == []
    recent.add([row(4), row(5)])
    assert numbers(recent, 3) == [3, 4, 5]
    recent.forget(5)
    assert numbers(recent, 5) == [5]


def test_there_is_no_more_than_the_limit() -> None:
    recent = Recent(25)
    recent.add([row(1), row(2), row(3)])
    assert numbers(recent, 1) == [1, 2]


def test_a_row_from_memory_is_the_one_of_the_file(spool: Spool) -> None:
    given = [row(number).chunk for number in range(4)]
    newest = spool.append(given).result(10)
    from_memory = spool.rows(1, None, 10**9)
    assert from_memory == spool.rows(1, newest + 1, 10**9)
    assert len(from_memory) == 4
