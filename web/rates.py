"""Rates, how much comes a second: counters looked at every ten seconds and kept for an hour."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from ingest.counters import Counters, SourceCount

log = logging.getLogger(__name__)
EVERY = timedelta(seconds=10)
# A rate is over this time; the hour is kept in steps of it.
STEP = timedelta(minutes=1)
HOUR = timedelta(hours=1)
# Totals beside those of the sources.
RECEIVED, PARSED, STORED = "received", "parsed", "stored"


@dataclass(frozen=True, slots=True)
class _Sample:
    at: datetime
    totals: Mapping[Hashable, int]


class Rates:
    """What was counted in the last hour; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._fresh: deque[_Sample] = deque()
        self._hour: deque[_Sample] = deque()

    def note(self, now: datetime, counters: Counters) -> None:
        """Remember counts; those that come sooner than `EVERY` after others tell nothing new."""
        with self._lock:
            if self._fresh and now - self._fresh[-1].at < EVERY / 2:
                return
            sample = _Sample(now, _totals(counters))
            self._fresh.append(sample)
            while now - self._fresh[0].at > STEP + EVERY:
                self._fresh.popleft()
            if not self._hour or now - self._hour[-1].at >= STEP:
                self._hour.append(sample)
            while now - self._hour[0].at > HOUR + STEP:
                self._hour.popleft()

    def per_second(self, of: Hashable) -> float | None:
        """Over the last minute; None before two looks."""
        with self._lock:
            if len(self._fresh) < 2:
                return None
            return _rate(self._fresh[0], self._fresh[-1], of)

    def history(self, of: Hashable) -> Sequence[float]:
        """A rate for each minute of the last hour that was seen, oldest first."""
        with self._lock:
            return [_rate(first, later, of) for first, later in pairwise(self._hour)]


def key_of(source: SourceCount) -> Hashable:
    """By which a source's events are counted."""
    return source.protocol, source.peer, source.host, source.path, source.format


def _totals(counters: Counters) -> dict[Hashable, int]:
    found: dict[Hashable, int] = {key_of(one): one.events for one in counters.sources}
    found[RECEIVED] = counters.received_total
    found[PARSED] = sum(one.events for one in counters.sources)
    found[STORED] = counters.stored
    return found


def _rate(first: _Sample, later: _Sample, of: Hashable) -> float:
    # What was not there yet has begun in between; counts never fall but when a spool is new.
    grown = later.totals.get(of, 0) - first.totals.get(of, 0)
    return max(0.0, grown / (later.at - first.at).total_seconds())


async def follow(
    rates: Rates, counters: Callable[[], Counters], clock: Callable[[], datetime]
) -> None:
    """Look at the counters again and again, until cancelled."""
    while True:
        try:
            rates.note(clock(), await asyncio.to_thread(counters))
        except (SQLAlchemyError, sqlite3.Error) as error:
            log.warning("rates wait for the counters: %s", str(error).partition("\n")[0])
        await asyncio.sleep(EVERY.total_seconds())
