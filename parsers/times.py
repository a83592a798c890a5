"""Texts of times to instants in UTC: zones, dates without a year, and where a line has its time."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

INFERRED = "time-inferred"
"""What `tags` of an event holds whose date or time is not its own."""

_A_WHILE = timedelta(minutes=25)
_TWO_HOURS = timedelta(hours=2)
_AHEAD = timedelta(days=1)
"""A date without a year may lie so far ahead of now: clocks differ, and zones may be wrong."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan janv ene gen янв 1月 1월",
            "feb févr fév fev фев 2月 2월",
            "mar mär mars märz мар 3月 3월",
            "apr avr abr апр 4月 4월",
            "may mai mag maj май мая 5月 5월",
            "jun juin giu июн 6月 6월",
            "jul juil lug июл 7月 7월",
            "aug août ago авг 8月 8월",
            "sep sept set сен 9月 9월",
            "oct okt ott out окт 10月 10월",
            "nov ноя 11月 11월",
            "dec dez déc dic дек 12月 12월",
        ),
        start=1,
    )
    for name in names.split()
}
"""Abbreviated month to number, in the languages in which journalctl was seen to write them."""

_ENGLISH = {name.capitalize(): number for name, number in MONTHS.items()}
_ISO = re.compile(
    r"(?:19|20)\d\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d:[0-6]\d(?:[.,]\d{1,9})?"
    r"(?:Z|[+-]\d\d:?\d\d\b)?"
)
_BSD = re.compile(
    r"(?:<\d{1,3}>)?\*?(?P<month>[^\W\d_]{3,5}\.?|\d{1,2}[月월]) +(?P<day>\d{1,2})"
    r"(?: (?P<year>\d{4}))? (?P<clock>\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?)"
)
_NCSA = re.compile(
    r"\[(?P<day>\d\d)/(?P<month>[A-Z][a-z]{2})/(?P<year>\d{4}):(?P<clock>\d\d:\d\d:\d\d)"
    r" (?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)\]"
)
_HEAD = 96
"""Characters of a line in which its own time stands; farther on it is a time that it tells of."""


_UTC_BY_NAME = ZoneInfo("UTC")


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name; UTC where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return UTC


def to_utc(naive: datetime, zone: tzinfo, received: datetime | None = None) -> datetime | None:
    """The instant of a time in that zone; None where it lies outside of years 1 to 9999.

    When clocks are put back a time comes twice: it is the first one, but where it was `received`
    about an hour later than that, and so soon after the second.  A time that clocks leave out is
    read as if they had not been put forward yet.
    """
    if zone is UTC or zone is _UTC_BY_NAME:
        return naive.replace(tzinfo=UTC)
    try:
        first = naive.replace(tzinfo=zone).astimezone(UTC)
        if received is None or not _A_WHILE < received - first < _TWO_HOURS:
            return first
        second = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    except OverflowError:
        return None
    return second if second > first and abs(received - second) < _A_WHILE else first


def iso_time(text: str, zone: str = "UTC", received: datetime | None = None) -> datetime | None:
    """`2026-09-13T21:40:00,123+02:00` and its variants; without an offset in `zone`.

    `received`: tells a time that clocks show twice, see `to_utc`.
    """
    try:
        when = datetime.fromisoformat(text)
        return (
            to_utc(when, zone_of(zone), received) if when.tzinfo is None else when.astimezone(UTC)
        )
    except (ValueError, OverflowError):
        return None


def bare_iso_time(text: str, zone: str, received: datetime | None = None) -> datetime | None:
    """`iso_time` of a text that seldom has an offset, in a tenth of the time where `zone` is UTC.

    Reading an offset with the text is much cheaper than putting a zone to what was read.
    """
    if zone != "UTC":
        return iso_time(text, zone, received)
    try:
        return datetime.fromisoformat(f"{text}+00:00")
    except ValueError:
        return iso_time(text)


def month_time(
    month: str, day: int, year: int | None, clock: str, zone: str, reference: datetime | None
) -> datetime | None:
    """`Sep 13 [2026] 21:40:00[.123]`.

    Without a year it is the latest one that does not lie more than a day ahead of `reference`;
    without a reference there is no answer.
    """
    number = _ENGLISH.get(month) or MONTHS.get(month.rstrip(".").lower())
    if number is None:
        return None
    if year is not None:
        return _clock_time(year, number, day, clock, zone)
    if reference is None:
        return None
    latest = reference.year
    when = _clock_time(latest, number, day, clock, zone)
    if when is not None and when <= reference and reference.month < 12:
        return when  # as nearly always
    # Eight years back at most: February 29th may be that far away.
    if reference.month == 12 and latest < 9999:
        latest = (reference + _AHEAD).year
    for candidate in range(latest, max(latest - 9, 0), -1):
        when = _clock_time(candidate, number, day, clock, zone)
        if when is not None and when - reference <= _AHEAD:
            return when
    return None


@lru_cache(maxsize=4096)
def _clock_time(year: int, month: int, day: int, clock: str, zone: str) -> datetime | None:
    """Such times mostly are of whole seconds, of which busy streams have many records each."""
    hour, minute, seconds = clock.split(":")
    micros = int(seconds[3:9].ljust(6, "0")) if len(seconds) > 2 else 0
    second = 59 if seconds[:2] == "60" else int(seconds[:2])  # a leap second
    known = zone_of(zone)
    try:
        if known is _UTC_BY_NAME:
            return datetime(year, month, day, int(hour), int(minute), second, micros, UTC)
        naive = datetime(  # noqa: DTZ001 - the zone follows
            year, month, day, int(hour), int(minute), second, micros
        )
    except ValueError:
        return None
    return to_utc(naive, known)


def clock_time(clock: str, zone: str, reference: datetime, ahead: timedelta) -> datetime | None:
    """`21:40:00,123` without a date: the latest instant of this time that is at most `ahead`.

    `ahead`: of the reference, less than a day.
    """
    try:
        day = (reference + ahead).astimezone(zone_of(zone)).date()
        days = [day - timedelta(days=offset) for offset in (0, 1)]
    except OverflowError:
        return None
    text = clock.replace(",", ".")
    found = (_clock_time(day.year, day.month, day.day, text, zone) for day in days)
    return next((when for when in found if when and when - reference <= ahead), None)


def half_day_clock(clock: str, half: str) -> str:
    """`9:40:00` and `PM` as `21:40:00`."""
    hour, _, rest = clock.partition(":")
    return f"{int(hour) % 12 + (12 if half == 'PM' else 0)}:{rest}"


def epoch_time(value: int | float) -> datetime | None:
    """Seconds or milliseconds since 1970.

    What is larger than 10**11 is in milliseconds: as seconds that were after the year 5138.
    """
    seconds = value / 1000 if abs(value) >= 10**11 else value
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def written_time(line: str, zone: str, reference: datetime | None) -> datetime | None:
    """The time that stands in the head of a line, in whatever format, or None."""
    bsd = _BSD.match(line)
    if bsd is not None:
        year = int(bsd["year"]) if bsd["year"] else None
        return month_time(bsd["month"], int(bsd["day"]), year, bsd["clock"], zone, reference)
    iso = _ISO.search(line, 0, _HEAD)
    if iso is not None:
        return iso_time(iso.group(), zone)
    ncsa = _NCSA.search(line, 0, _HEAD)
    return _ncsa_time(ncsa) if ncsa is not None else None


def _ncsa_time(found: re.Match[str]) -> datetime | None:
    """`[23/Nov/2026:00:14:51 +0000]` of web servers' access logs."""
    when = month_time(
        found["month"], int(found["day"]), int(found["year"]), found["clock"], "UTC", None
    )
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    try:
        return when and (when - offset if found["sign"] == "+" else when + offset)
    except OverflowError:
        return None
