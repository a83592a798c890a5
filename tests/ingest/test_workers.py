"""What workers are told when they start reaches the parsers."""

from datetime import UTC, datetime

from ingest.batch import Batch
from ingest.storing import read_table
from ingest.streams import StreamKey
from ingest.workers import Workers
from parsers.event import Record
from parsers.mask import Mask
from search.stores.columns import column_name

NOW = datetime(2026, 9, 13, tzinfo=UTC)
KEY = StreamKey("http", "p", "", "h", "/a", None, "UTC")
REQUEST = (
    "2026-09-13 21:40:00,118 INFO  [a.c.c.a.ApiServlet] (qtp1-17:[ctx-055fdf1f]) (logid:b070f500) "
    '(userId=2 accountId=2 sessionId=null) 192.0.2.10 -- GET command=listZones 200 {"count":12345}'
)


def test_the_longest_answer_is_what_the_pipeline_was_told() -> None:
    workers = Workers(1, Mask(), longest_answer=8)
    workers.start()
    try:
        records = [Record(REQUEST, KEY.source, received=NOW)]
        parsed = workers.parse(Batch(7, 100, NOW, [KEY], [0], records))
    finally:
        workers.stop()
    table = read_table(parsed.table)
    kept = table[column_name("http.response.body.content")].to_pylist()
    assert kept == ['{"count"']
    assert table[column_name("event.original")].to_pylist() == [REQUEST]
