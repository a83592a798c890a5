"""Retention, says which days of events are too old to keep."""

from collections.abc import Iterable
from datetime import datetime, timedelta


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
