"""Counters, what became of every line that came: received = stored + waiting + refused + dead."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum


class Total(StrEnum):
    """What is counted over all sources, in lines, by a label (protocol or reason)."""

    RECEIVED = "received"  #: by protocol; with those that were refused
    REFUSED = "refused"  #: by reason
    STORED = "stored"
    DEAD = "dead"  #: in the dead letters of the spool (no worker survived them) or of the store
    CARRIED = "carried"  #: in open records whose spool rows are gone
    DUPLICATES = "duplicates"  #: chunks sent again, by protocol; not in RECEIVED


@dataclass(frozen=True, slots=True)
class SourceCount:
    """One place that sends, since the spool was made.

    `unread`: events that their format could not read.  `last`: when an event was last stored.
    """

    protocol: str
    peer: str
    host: str
    path: str
    format: str
    events: int
    unread: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Counters:
    """All counts at one moment, in lines except where said."""

    received: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    stored: int = 0
    waiting: int = 0
    dead_lettered: int = 0
    duplicates: int = 0
    spool_bytes: int = 0
    sources: tuple[SourceCount, ...] = ()

    @property
    def received_total(self) -> int:
        return sum(self.received.values())

    @property
    def refused_total(self) -> int:
        return sum(self.refused.values())

    @property
    def adds_up(self) -> bool:
        """True where no line was lost silently."""
        kept = self.stored + self.waiting + self.dead_lettered
        return self.received_total == kept + self.refused_total


def add(connection: sqlite3.Connection, total: Total, label: str, lines: int) -> None:
    connection.execute(
        "insert into totals values (?, ?, ?) "
        "on conflict do update set value = value + excluded.value",
        (total, label, lines),
    )


def add_sources(connection: sqlite3.Connection, counts: Iterable[SourceCount]) -> None:
    connection.executemany(
        "insert into sources values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set "
        "events = events + excluded.events, unread = unread + excluded.unread, "
        "last = excluded.last",
        [
            (*_key(count), count.events, count.unread, int(count.last.timestamp() * 1_000_000))
            for count in counts
        ],
    )


def read(connection: sqlite3.Connection) -> Counters:
    """The counts as of the last commit."""
    connection.execute("begin")
    try:
        totals = connection.execute("select name, label, value from totals").fetchall()
        spooled, size = connection.execute(
            "select coalesce(sum(lines), 0), coalesce(sum(length(body)), 0) from chunks"
        ).fetchone()
        sources = connection.execute("select * from sources order by 1, 2, 3, 4, 5").fetchall()
    finally:
        connection.execute("commit")
    by_total = {
        total: {label: value for name, label, value in totals if name == total} for total in Total
    }
    return Counters(
        received=by_total[Total.RECEIVED],
        refused=by_total[Total.REFUSED],
        stored=sum(by_total[Total.STORED].values()),
        waiting=spooled + sum(by_total[Total.CARRIED].values()),
        dead_lettered=sum(by_total[Total.DEAD].values()),
        duplicates=sum(by_total[Total.DUPLICATES].values()),
        spool_bytes=size,
        sources=tuple(_source_count(*row) for row in sources),
    )


def _source_count(
    protocol: str,
    peer: str,
    host: str,
    path: str,
    format_: str,
    events: int,
    unread: int,
    last_us: int,
) -> SourceCount:
    last = datetime.fromtimestamp(last_us / 1_000_000, UTC)
    return SourceCount(protocol, peer, host, path, format_, events, unread, last)


def _key(count: SourceCount) -> tuple[str, str, str, str, str]:
    return count.protocol, count.peer, count.host, count.path, count.format
