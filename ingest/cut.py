"""Cut, which rows of the spool and which open records make one batch, written down for good."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from parsers.join import JoinLimits


@dataclass(frozen=True, slots=True)
class Position:
    """Where the next cut begins: the first row that no batch has, and the next numbers."""

    row: int
    batch: int
    sequence: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Everything that a batch is made from; made again from it, a batch is the very same.

    `rows`: spool rows `[start, end)`.  `at`: when it was cut, also its events' `event.ingested`.
    `close_at`: records whose waiting time is over at this instant are closed after the rows.
    `before`: key of each stream that the batch touches to the stream's state before it, None
    where the stream begins here.  `lines`: in the rows.  `carried`: lines in open records after
    the batch, less those before it.  `records`: how many events it gives.
    """

    batch: int
    first_sequence: int
    rows: tuple[int, int]
    at: datetime
    close_at: datetime
    limits: JoinLimits
    before: Mapping[str, str | None]
    lines: int
    carried: int
    records: int

    @property
    def next_position(self) -> Position:
        return Position(self.rows[1], self.batch + 1, self.first_sequence + self.records)

    def to_json(self) -> str:
        return json.dumps(
            {
                "batch": self.batch,
                "first_sequence": self.first_sequence,
                "rows": self.rows,
                "at": self.at.isoformat(),
                "close_at": self.close_at.isoformat(),
                "limits": [
                    self.limits.lines,
                    self.limits.size_bytes,
                    self.limits.wait / timedelta(microseconds=1),
                ],
                "before": self.before,
                "lines": self.lines,
                "carried": self.carried,
                "records": self.records,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Cut":
        cut = json.loads(text)
        lines, size_bytes, wait_us = cut["limits"]
        return cls(
            batch=cut["batch"],
            first_sequence=cut["first_sequence"],
            rows=(cut["rows"][0], cut["rows"][1]),
            at=datetime.fromisoformat(cut["at"]),
            close_at=datetime.fromisoformat(cut["close_at"]),
            limits=JoinLimits(lines, size_bytes, timedelta(microseconds=wait_us)),
            before=cut["before"],
            lines=cut["lines"],
            carried=cut["carried"],
            records=cut["records"],
        )
