"""Cutting, turns spool rows into batches, live and again after a crash: the same both times."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from ingest.batch import Batch
from ingest.chunk import Chunk, Row
from ingest.cut import Cut
from ingest.entries import Place, entries
from ingest.streams import Stream, StreamKey, Streams
from parsers.event import Record


class Cutting:
    """One batch in the making: rows are fed, then what waited long enough is closed.

    Pure: the same streams, rows and instant give the same records in the same order.
    """

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._index: dict[StreamKey, int] = {}
        self._open_before: dict[StreamKey, int] = {}
        self.records: list[Record] = []
        self.origins: list[int] = []
        self.failures: dict[int, str] = {}
        self.lines = 0
        self.size_bytes = 0
        self.end_row: int | None = None

    @property
    def touched(self) -> Iterable[StreamKey]:
        return self._index

    @property
    def carried(self) -> int:
        """Lines in open records now, less those before."""
        return sum(
            self._streams.stream(key).open_lines - before
            for key, before in self._open_before.items()
        )

    def before(self) -> dict[str, str | None]:
        """State of each touched stream before this batch."""
        return {key.to_json(): self._streams.saved(key) for key in self._index}

    def feed(self, row: Row) -> None:
        chunk = row.chunk
        self.end_row = row.number + 1
        self.lines += chunk.lines
        self.size_bytes += len(chunk.body)
        fed = self._feed(chunk)
        if chunk.last:
            for key in fed:
                self._close(key, self._streams.stream(key).flush())

    def close_due(self, now: datetime, keys: Iterable[StreamKey]) -> None:
        """Close what waited long enough in these streams, which come in a fixed order."""
        for key in keys:
            closed = self._streams.stream(key).close_due(now)
            if closed:
                self._close(key, closed)

    def batch(self, cut: Cut) -> Batch:
        return Batch(
            cut.batch,
            cut.first_sequence,
            cut.at,
            list(self._index),
            self.origins,
            self.records,
            self.failures,
        )

    def _feed(self, chunk: Chunk) -> dict[StreamKey, None]:
        """Feed every line to its stream; the streams, in order."""
        received = chunk.received
        records, origins = self.records, self.origins
        fed: dict[StreamKey, None] = {}
        place: Place | None = None
        stream: Stream | None = None
        origin = 0
        for text, its_place, time, labels, error in entries(chunk):
            if stream is None or (its_place is not place and its_place != place):
                place = its_place
                key = _key(chunk, place)
                fed[key] = None
                stream = self._streams.stream(key)
                origin = self._touch(key, stream)
            if error:
                self.failures[len(records)] = error
                closed = [Record(text, key.source, time, None, received, labels)]
            else:
                closed = stream.feed(text, received, time, labels)
            if closed:
                records += closed
                origins += [origin] * len(closed)
        return fed

    def _touch(self, key: StreamKey, stream: Stream) -> int:
        """Index of the stream in this batch."""
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = len(self._index)
            self._open_before[key] = stream.open_lines
        return index

    def _close(self, key: StreamKey, closed: list[Record]) -> None:
        index = self._index.get(key)
        if index is None:
            # Closing set the count to nothing; what was open before is in the saved state.
            index = self._index[key] = len(self._index)
            self._open_before[key] = self._streams.saved_open_lines(key)
        self.records += closed
        self.origins += [index] * len(closed)


def replay(cut: Cut, rows: Iterable[Row]) -> Batch:
    """The batch of this cut, made again."""
    begun: Mapping[str, str] = {
        key: state for key, state in cut.before.items() if state is not None
    }
    streams = Streams(begun, cut.limits)
    cutting = Cutting(streams)
    for row in rows:
        cutting.feed(row)
    keys = sorted(cut.before)
    cutting.close_due(cut.close_at, [StreamKey.from_json(key) for key in keys])
    return cutting.batch(cut)


def _key(chunk: Chunk, place: Place) -> StreamKey:
    source = chunk.source
    return StreamKey(
        chunk.protocol,
        chunk.peer,
        place.tag,
        place.host or source.host,
        place.path or source.path,
        place.format or source.format,
        source.zone,
    )
