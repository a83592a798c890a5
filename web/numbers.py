"""Numbers, times and durations as pages say them."""

from datetime import datetime, timedelta

from web.messages import gettext as _

THIN = "\u2009"
MINUS = "−"
NONE = "–"


def grouped(number: int) -> str:
    """`1,158`."""
    return f"{number:,}".replace("-", MINUS)


def short(number: int) -> str:
    """`1,158`, and from 100,000 on `412 k` or `1.02 M`."""
    if abs(number) < 100_000:
        return grouped(number)
    for size, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")):
        # 999,500 and more would round to 1000 of the smaller unit.
        if abs(number) >= size * 0.9995:
            return f"{_three_figures(number / size)} {unit}"
    return grouped(number)


def percent(part: float) -> str:
    """`71.4 %` of a part between 0 and 1."""
    if 0 < part < 0.001:
        return f"< 0.1{THIN}%"
    if 0.9995 <= part < 1:
        return f"> 99.9{THIN}%"
    return f"{part * 100:.1f}{THIN}%"


def size(size_bytes: int) -> str:
    """`6.75 GB`, 1024-based."""
    amount = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{int(amount)} B" if unit == "B" else f"{_three_figures(amount)} {unit}"
        amount /= 1024
    return f"{_three_figures(amount)} TB"


def duration(length: timedelta) -> str:
    """Three figures at most: `84 ms`, `0.42 s`, `41.8 s`, `3 m 12 s`, `3 h 12 m`, `38 d 4 h`."""
    seconds = length.total_seconds()
    if seconds < 0:
        return MINUS + duration(-length)
    if seconds < 0.1:
        return f"{round(seconds * 1000)} ms"
    if seconds < 59.95:
        return f"{_three_figures(seconds) if seconds >= 1 else f'{seconds:.2f}'} s"
    total = round(seconds)
    if total < 3600:
        return _two(total // 60, "m", total % 60, "s")
    if total < 86400:
        return _two(total // 3600, "h", total % 3600 // 60, "m")
    return _two(total // 86400, "d", total % 86400 // 3600, "h")


def roughly(length: timedelta) -> str:
    """A duration in its largest unit: `44 m`, `3 h`, `2 d`."""
    whole = int(length.total_seconds())
    for size_s, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if whole >= size_s:
            return f"{whole // size_s} {unit}"
    return f"{whole} s"


def age(then: datetime, now: datetime) -> str:
    """`44 m ago` below a day, then the date."""
    passed = now - then
    if passed < timedelta(seconds=1):
        return _("now")
    if passed >= timedelta(days=1):
        return day(then, now)
    whole = int(passed.total_seconds())
    if whole < 60:
        return _("%(count)s s ago", count=whole)
    if whole < 3600:
        return _("%(count)s m ago", count=whole // 60)
    return _("%(count)s h ago", count=whole // 3600)


def day(then: datetime, now: datetime) -> str:
    """`Sun 13 Sep`, with the year when it is not this one."""
    text = f"{then:%a} {then.day} {then:%b}"
    return text if then.year == now.astimezone(then.tzinfo).year else f"{text} {then.year}"


def clock_time(then: datetime) -> str:
    """`22:12:41`."""
    return f"{then:%H:%M:%S}"


def whole_time(then: datetime) -> str:
    """`Sun 13 Sep 2026 22:12:41.921 UTC`, everything that is known."""
    return f"{then:%a} {then.day} {then:%b %Y %H:%M:%S}.{then.microsecond // 1000:03} {then:%Z}"


def _three_figures(number: float) -> str:
    magnitude = abs(number)
    places = 2 if magnitude < 9.995 else 1 if magnitude < 99.95 else 0
    return f"{number:.{places}f}".replace("-", MINUS)


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit} {small} {small_unit}" if small else f"{large} {large_unit}"
