"""Times in extensions: CEF's ways of writing one, and LEEF's own, which brings its format."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from parsers.times import epoch_time, iso_time, month_time, to_utc, zone_of
from parsers.values import to_long

_MONTH_TIME = re.compile(
    r"(?P<month>[^\W\d_]{3,5}) +(?P<day>\d{1,2})(?: (?P<year>\d{4}))? "
    r"(?P<clock>\d{1,2}:\d\d:\d\d(?:\.\d{1,9})?)(?: (?P<zone>[A-Za-z][\w/+:-]*))?"
)
_OFFSET = re.compile(r"(?:GMT|UTC)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?")


def cef_time(text: str, zone: str, reference: datetime | None) -> datetime | None:
    """Milliseconds since 1970, `Sep 07 [2018] 14:50:39[.123] [zone]`, or ISO 8601."""
    number = to_long(text)
    if number is not None:
        return epoch_time(number)
    text = text.strip('"')
    found = _MONTH_TIME.fullmatch(text)
    if found is None:
        return _other_time(text, zone)
    year = int(found["year"]) if found["year"] else None
    written, offset = found["zone"] or zone, None
    if found["zone"]:
        offset = _offset(written)
    when = month_time(
        found["month"],
        int(found["day"]),
        year,
        found["clock"],
        written if offset is None else "UTC",
        reference,
    )
    return when if when is None or offset is None else _shifted(when, offset)


_JAVA_DATE = re.compile(
    r"[A-Z][a-z]{2} (?P<date>[A-Z][a-z]{2} \d{1,2}) (?P<clock>[\d:.]+) (?P<zone>[\w/+:-]+) "
    r"(?P<year>\d{4})"
)


def _other_time(text: str, zone: str) -> datetime | None:
    """ISO 8601, also with slashes; seconds with a fraction; what Java's Date writes."""
    if text[:10].isdigit() and text[10:11] == ".":
        try:
            return epoch_time(float(text))
        except ValueError:
            return None
    java = _JAVA_DATE.fullmatch(text)
    if java is not None:
        return cef_time(f"{java['date']} {java['year']} {java['clock']} {java['zone']}", zone, None)
    if text[4:5] == "/" and text[7:8] == "/":
        text = text.replace("/", "-", 2)
    return iso_time(text, zone)


_ABBREVIATED = {
    "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "BST": 1, "WEST": 1, "CEST": 2, "MEST": 2, "EEST": 3, "MSK": 3, "SAST": 2,
    "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
}  # fmt: skip
"""Short names of zones that zoneinfo does not know, but for those of several zones (CST, IST)."""


def _offset(text: str) -> timedelta | None:
    """`GMT+08:00`, `+0200`, `-03`: what an hour there is ahead of one in UTC."""
    hours = _ABBREVIATED.get(text)
    if hours is not None:
        return timedelta(hours=hours)
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return -ahead if found["sign"] == "-" else ahead


def _shifted(when: datetime, offset: timedelta) -> datetime | None:
    try:
        return when - offset
    except OverflowError:
        return None


def java_time(text: str, pattern: str, zone: str, reference: datetime | None) -> datetime | None:
    """A time by the pattern of Java's SimpleDateFormat that the record brings with it.

    A pattern without a year, or with letters that are not known here, gives None.
    """
    regex = _java_regex(pattern)
    found = regex.fullmatch(" ".join(text.split())) if regex is not None else None
    if found is None:
        return None
    parts = found.groupdict()
    written = "".join((parts.get("zone") or "").split())
    offset = _offset(written) if written else None
    clock = f"{_hour(parts)}:{parts.get('minute') or '00'}:{parts.get('second') or '00'}"
    fraction = parts.get("fraction")
    if fraction:
        clock += f".{fraction:0>3}"
    named = "UTC" if written in ("Z", "GMT", "UTC") or offset is not None else written or zone
    when = _java_instant(parts, clock, named, reference)
    return when if when is None or offset is None else _shifted(when, offset)


def _hour(parts: dict[str, str | None]) -> str:
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02d}"


def _java_instant(
    parts: dict[str, str | None], clock: str, zone: str, reference: datetime | None
) -> datetime | None:
    month, day, year = parts.get("month") or "", parts.get("day") or "1", parts.get("year")
    if not month.isdigit():
        return month_time(month, int(day), int(year) if year else None, clock, zone, reference)
    if year is None:
        return None
    full = f"20{year}" if len(year) == 2 else year
    try:
        naive = datetime.fromisoformat(f"{full}-{int(month):02d}-{int(day):02d} {clock}")
    except ValueError:
        return None
    return to_utc(naive, UTC if zone == "UTC" else zone_of(zone))


_LETTERS = re.compile(r"'(?P<quoted>[^']*)'|(?P<letters>([A-Za-z])\3*)|(?P<other>[\s\S])")
_PARTS = {
    "y": r"(?P<year>\d{2}(?:\d\d)?)",
    "d": r"(?P<day>\d{1,2})",
    "H": r"(?P<hour>\d{1,2})",
    "k": r"(?P<hour>\d{1,2})",
    "h": r"(?P<hour>\d{1,2})",
    "K": r"(?P<hour>\d{1,2})",
    "m": r"(?P<minute>\d\d)",
    "s": r"(?P<second>\d\d)",
    "S": r"(?P<fraction>\d{1,6})",
    "a": r"(?P<half>[AaPp]\.?[Mm]\.?)",
    "z": r"(?P<zone>[A-Za-z+-][\w/+: -]*)",
    "Z": r"(?P<zone>[A-Za-z+-][\w/+: -]*)",
    "X": r"(?P<zone>Z|[+-]\d\d:?(?:\d\d)?)",
    "E": r"[^\W\d_]{2,12}\.?",
}
"""Letter of SimpleDateFormat to what it stands for, but for months.  A zone may hold blanks:
tables that were copied break them anywhere."""


@lru_cache(maxsize=64)
def _java_regex(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile("".join(_java_parts(" ".join(pattern.split()))))
    except (re.error, LookupError):
        return None


def _java_parts(pattern: str) -> Iterator[str]:
    """Raises: LookupError for a letter that is not known, as re.error is for one twice."""
    for found in _LETTERS.finditer(pattern):
        letters = found["letters"]
        if letters is None:
            yield re.escape(found["quoted"] if found["other"] is None else found["other"])
        elif letters[0] in "ML":
            yield r"(?P<month>\d{1,2})" if len(letters) < 3 else r"(?P<month>[^\W\d_]{3,5})\.?"
        else:
            yield _PARTS[letters[0]]
