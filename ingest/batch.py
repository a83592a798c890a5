"""Batch, records that are parsed and stored together, and how they travel to a worker."""

import pickle
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from ingest.channel import Data
from ingest.streams import StreamKey
from parsers.event import LONGEST_ANSWER, NO_LABELS, Record


@dataclass(frozen=True, slots=True)
class Batch:
    """The records of one cut; the ordinal of an event is its record's place here.

    `at`: when it was cut.  `keys`, `origins`: each record's stream, as an index into `keys`.
    `failures`: ordinal to why that record must not be read but kept as an error.  `spool`:
    identity of the spool that numbered it.
    """

    number: int
    first_sequence: int
    at: datetime
    keys: Sequence[StreamKey]
    origins: Sequence[int]
    records: Sequence[Record]
    failures: Mapping[int, str] = field(default_factory=dict)
    spool: str = ""

    def part(self, start: int, end: int) -> "Batch":
        """The records `[start, end)`, to find the one that a worker does not survive."""
        return Batch(
            self.number,
            self.first_sequence,
            self.at,
            self.keys,
            self.origins[start:end],
            self.records[start:end],
            {at - start: why for at, why in self.failures.items() if start <= at < end},
            self.spool,
        )


class Outcome(NamedTuple):
    """What became of records, to count them by."""

    origin: int
    dataset: str
    unread: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A batch's events.  `table`: one Arrow table in IPC stream form."""

    table: Data
    outcomes: Counter[Outcome]


def pack(batch: Batch) -> bytes:
    """The batch as a worker's input: by column, since most values repeat from row to row."""
    records = batch.records
    columns = (
        [record.text for record in records],
        [record.transport_time for record in records],
        [record.stream_time for record in records],
        [record.received for record in records],
        [record.labels or None for record in records],
        [record.tags for record in records],
    )
    return pickle.dumps(
        (
            batch.number,
            batch.first_sequence,
            batch.at,
            [tuple(key) for key in batch.keys],
            batch.origins,
            batch.failures,
            batch.spool,
            columns,
        ),
        protocol=pickle.HIGHEST_PROTOCOL,
    )


def unpack(data: Data, longest_answer: int = LONGEST_ANSWER) -> Batch:
    """`longest_answer`: that the sources get, which a cut does not keep: it changes no record."""
    number, first_sequence, at, keys, origins, failures, spool, columns = pickle.loads(data)
    stream_keys = [StreamKey(*key) for key in keys]
    sources = [replace(key.source, longest_answer=longest_answer) for key in stream_keys]
    texts, transports, streams, received, labels, tags = columns
    records = list(
        map(
            Record._make,
            zip(
                texts,
                [sources[origin] for origin in origins],
                transports,
                streams,
                received,
                [some or NO_LABELS for some in labels],
                tags,
                strict=True,
            ),
        )
    )
    return Batch(number, first_sequence, at, stream_keys, origins, records, failures, spool)
