"""Buckets, cuts a time range into lengths that people find round."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta, tzinfo

from search import times
from search.answer import TimeRange

ROUND = (
    *((count, "second") for count in (1, 2, 5, 10, 15, 30)),
    *((count, "minute") for count in (1, 2, 5, 10, 15, 30)),
    *((count, "hour") for count in (1, 3, 6, 12)),
    *((count, "day") for count in (1, 2, 5, 10, 30)),
    *((count, "month") for count in (3, 6)),
    *((count, "year") for count in (1, 2, 5, 10, 20, 50, 100)),
)
"""Lengths of a bucket, from short to long."""

_SECONDS = {
    "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629800,
    "quarter": 7889400, "year": 31557600,
}  # fmt: skip

MOST = 10_000
"""Buckets of one answer."""


def length(count: int, unit: str) -> timedelta:
    """How long a bucket is; of months and longer, on average."""
    return timedelta(seconds=count * _SECONDS[unit])


def round_span(start: datetime, end: datetime, most: int) -> tuple[int, str]:
    """The shortest round length that cuts the range into at most that many buckets."""
    for count, unit in ROUND:
        # A range seldom begins where a bucket does: one more.
        if (end - start) / length(count, unit) <= most - 1:
            return count, unit
    return ROUND[-1]


def starts(start: datetime, end: datetime, span: tuple[int, str], zone: tzinfo) -> list[datetime]:
    """Starts of the buckets in UTC that cover `[start, end)`, of which the first may begin before.

    Raises: ValueError when there would be more than MOST.
    """
    count, unit = span
    if (end - start) / length(count, unit) > MOST:
        raise ValueError(f"There would be more than {MOST:,} points; take a longer `span`.")
    found: list[datetime] = []
    when = times.floor(start.astimezone(zone), count, unit)
    try:
        while (instant := _in_utc(when)) < end:
            found.append(instant)
            when = times.after(when, count, unit)
    except OverflowError:
        pass  # The year 9999 ends here.
    return found


def _in_utc(when: datetime) -> datetime:
    """The instant in UTC; what UTC would put before the year 1 is its first.

    Raises: OverflowError after the year 9999.
    """
    try:
        return when.astimezone(UTC)
    except OverflowError:
        if when.year > 1:
            raise
        return datetime.min.replace(tzinfo=UTC)


def place(found: list[datetime], when: datetime) -> int:
    """Which bucket holds the instant."""
    return bisect_right(found, when) - 1


def closed(time_range: TimeRange, first: datetime | None, last: datetime | None) -> TimeRange:
    """The range with its open sides moved to the first and last event; both None without any."""
    if first is None or last is None:
        return time_range if time_range.length is not None else TimeRange(None, None)
    just_after = last + timedelta(microseconds=1) if last.year < 9999 else last
    return TimeRange(time_range.start or first, time_range.end or just_after)
