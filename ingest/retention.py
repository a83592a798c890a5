"""Retention, drops the days of events that are too old to keep."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from search.stores.store import Day, Store

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Retained:
    """The days that a store had: those that were `dropped`, and the others."""

    dropped: Sequence[Day]
    kept: Sequence[Day]


def drop_old_days(store: Store, now: datetime, keep: timedelta) -> Retained:
    """Raises StoreError."""
    days = store.days()
    old = days_to_drop((day.day for day in days), now, keep)
    if old:
        LOG.info("retention: dropping %d days up to %d", len(old), old[-1])
        store.drop_days(old)
    gone = frozenset(old)
    return Retained(
        [day for day in days if day.day in gone], [day for day in days if day.day not in gone]
    )


def days_to_drop(days: Iterable[int], now: datetime, keep: timedelta) -> list[int]:
    """Those of the days (yyyymmdd, UTC) that ended before the time to keep began, oldest first.

    Days ahead of now stay: a wrong clock on one sender must not cost anything, and dropping
    them is a person's decision.
    """
    try:
        oldest = now - keep
    except OverflowError:
        return []
    first_kept = oldest.year * 10_000 + oldest.month * 100 + oldest.day
    return sorted(day for day in days if day < first_kept)
