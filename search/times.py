"""Times, reads time modifiers such as `-24h@h` as instants."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType

from search.answer import TimeRange

_UNITS: Mapping[str, str] = MappingProxyType(
    {
        word: unit
        for unit, words in {
            "second": "s sec secs second seconds",
            "minute": "m min mins minute minutes",
            "hour": "h hr hrs hour hours",
            "day": "d day days",
            "week": "w week weeks",
            "month": "mon month months",
            "quarter": "q qtr qtrs quarter quarters",
            "year": "y yr yrs year years",
        }.items()
        for word in words.split()
    }
)
_FIXED = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_STEP = re.compile(r"([+-])(\d{0,6})([a-z]+)|@([a-z]+)([0-7]?)|(now)", re.IGNORECASE)
_EPOCH = re.compile(r"-?\d{1,12}(\.\d+)?")
_SPAN = re.compile(r"(\d{1,6})?\s*([a-z]+)", re.IGNORECASE)
_SPLUNK = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})(?::(\d\d?):(\d\d):(\d\d))?")


def instant(modifier: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The instant in UTC; None for `0`, the beginning of everything.

    Days, weeks and months begin in `zone`; a time without a zone is read in it.
    Raises: ValueError when it is no time modifier, or leaves the years 1 to 9999.
    """
    text = modifier.strip()
    if text == "0":
        return None
    try:
        if _EPOCH.fullmatch(text):
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(text))
        relative = _relative(text, now.astimezone(zone))
        return (relative or _absolute(text, zone)).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"`{text}` is outside of the years 1 to 9999.") from None


def time_range(earliest: str | None, latest: str | None, now: datetime, zone: tzinfo) -> TimeRange:
    """Without `earliest`, the last 24 hours before `latest`; without `latest`, until now.

    Raises: ValueError as `instant` does.
    """
    end = now.astimezone(UTC) if latest is None else instant(latest, now, zone)
    start = (end or now) - timedelta(hours=24) if earliest is None else instant(earliest, now, zone)
    return TimeRange(start.astimezone(UTC) if start else None, end)


def span(text: str) -> tuple[int, str]:
    """A length such as `15m` as number and unit.  Raises ValueError."""
    found = _SPAN.fullmatch(text.strip())
    unit = _unit(found[2]) if found else None
    if found is None or unit is None or found[1] == "0":
        raise ValueError(f"`{text}` is no length of time; write it like `30s`, `5m`, `1h` or `1d`.")
    return int(found[1] or 1), unit


def floor(when: datetime, count: int, unit: str) -> datetime:
    """The start of the bucket that holds `when`, in the zone of `when`."""
    if unit in _MONTHS:
        months = _MONTHS[unit] * count
        number = (when.year * 12 + when.month - 1) // months * months
        year, month = max(divmod(number, 12), (1, 0))
        return _midnight(when).replace(year=year, month=month + 1, day=1)
    if unit == "week":
        return _moved(_snapped(when, "week"), 0, "day")
    if unit == "day":
        day = _midnight(when)
        return day - timedelta(days=min(day.toordinal() % count, day.toordinal() - 1))
    day = _midnight(when)
    length = _FIXED[unit] * count
    passed = when.astimezone(UTC) - day.astimezone(UTC)
    return (day.astimezone(UTC) + passed // length * length).astimezone(when.tzinfo)


def after(when: datetime, count: int, unit: str) -> datetime:
    """The start of the bucket after the one that starts at `when`."""
    moved = _moved(when, count, unit)
    if unit in {"second", "minute", "hour"}:
        # A bucket never reaches over midnight, so that each day begins with one.
        following = _moved(_midnight(when), 1, "day")
        return min(moved, following, key=lambda time: time.astimezone(UTC))
    return moved


def _relative(text: str, now: datetime) -> datetime | None:
    """None when the text is not of that kind."""
    when, at = now, 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            return None
        when = _step(found, when, text)
        at = found.end()
    return when if text else None


def _step(found: re.Match[str], when: datetime, text: str) -> datetime:
    sign, number, unit, snap, weekday, _ = found.groups()
    if sign:
        return _moved(when, int(f"{sign}{number or 1}"), _known(unit, text))
    if snap:
        snapped = _snapped(when, _known(snap, text))
        days = (when.isoweekday() - int(weekday)) % 7 if weekday else 0
        return _midnight(when) - timedelta(days=days) if weekday else snapped
    return when


def _known(word: str, text: str) -> str:
    unit = _unit(word)
    if unit is None:
        raise ValueError(
            f"`{word}` in `{text}` is no unit of time; units are s, m, h, d, w, mon, y."
        )
    return unit


def _unit(word: str) -> str | None:
    """`M` is no month in Splunk, so case means nothing."""
    return _UNITS.get(word.lower())


def _moved(when: datetime, count: int, unit: str) -> datetime:
    """Days and longer keep the clock's time; shorter lengths are exact, over a change of clocks."""
    if unit in _MONTHS:
        number = when.year * 12 + when.month - 1 + count * _MONTHS[unit]
        year, month = divmod(number, 12)
        if not 1 <= year <= 9999:
            raise OverflowError
        for day in range(when.day, when.day - 4, -1):
            try:
                return when.replace(year=year, month=month + 1, day=day)
            except ValueError:
                continue
    if unit in {"day", "week"}:
        return when + _FIXED[unit] * count
    return (when.astimezone(UTC) + _FIXED[unit] * count).astimezone(when.tzinfo)


def _midnight(when: datetime) -> datetime:
    return when.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _snapped(when: datetime, unit: str) -> datetime:
    match unit:
        case "second":
            return when.replace(microsecond=0)
        case "minute":
            return when.replace(second=0, microsecond=0)
        case "hour":
            return when.replace(minute=0, second=0, microsecond=0)
        case "week":
            return _midnight(when) - timedelta(
                days=min(when.isoweekday() % 7, when.toordinal() - 1)
            )
        case "day":
            return _midnight(when)
        case _:
            return floor(when, 1, unit)


def _absolute(text: str, zone: tzinfo) -> datetime:
    splunk = _SPLUNK.fullmatch(text)
    try:
        if splunk:
            month, day, year, hour, minute, second = (int(part or 0) for part in splunk.groups())
            return datetime(year, month, day, hour, minute, second, tzinfo=zone)
        when = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"`{text}` is no time; write it like `-24h@h`, `now`, `2026-09-13T21:40` or as seconds "
            "since 1970."
        ) from None
    return when if when.tzinfo is not None else when.replace(tzinfo=zone)


def micros(when: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
