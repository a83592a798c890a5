"""Functions of time: an instant is a number of seconds since 1970, as in Splunk."""

import re
from collections.abc import Mapping
from datetime import timedelta, tzinfo
from types import MappingProxyType

from sqlglot import exp

from search import times
from search.convert import as_instant
from search.functions.function import Function, Given, decimal, text
from search.sql import Typed, call, number

_CODES: Mapping[str, str] = MappingProxyType(
    {
        "Y": "%Y", "m": "%m", "d": "%d", "H": "%H", "M": "%i", "S": "%S", "T": "%T", "F": "%F",
        "b": "%b", "B": "%M", "a": "%a", "A": "%W", "y": "%y", "j": "%j", "p": "%p", "I": "%I",
        "e": "%e", "z": "%z", "w": "%w", "D": "%D", "R": "%R", "n": "%n", "t": "%t", "%": "%%",
        "V": "%V", "G": "%G", "u": "%u", "f": "%f", "6N": "%f", "6Q": "%f",
    }
)  # fmt: skip
"""Splunk's letters to the engine's."""

_CODE = re.compile(r"%(\d?[A-Za-z%])")
_PARTS = re.compile(r"([+-])(\d*)([a-z]+)|@([a-z]+)|now", re.IGNORECASE)


def zone_name(zone: tzinfo) -> str:
    """The name by which the engine knows a zone; fixed whole hours have one, else UTC."""
    key = getattr(zone, "key", None)
    if isinstance(key, str):
        return key
    offset = zone.utcoffset(None) or timedelta()
    hours, rest = divmod(offset, timedelta(hours=1))
    return "UTC" if rest or not hours else f"Etc/GMT{-hours:+d}"


def _now(given: Given) -> Typed:
    stamp = given.context.now.timestamp()
    return Typed(number(int(stamp)), decimal(exp.Null()).type)


def _zone(given: Given) -> exp.Expression:
    return exp.Literal.string(zone_name(given.context.zone))


def _format(given: Given) -> Typed:
    when = as_instant(given.values[0])
    written = given.constant(1, "a format such as `%Y-%m-%d`")
    pieces: list[exp.Expression] = []
    last = 0
    for found in _CODE.finditer(written):
        pieces += _plain(given, written[last : found.start()])
        pieces.append(_code(given, when, found[1]))
        last = found.end()
    pieces += _plain(given, written[last:])
    if not pieces:
        return text(exp.Literal.string(""))
    return text(call("concat", *pieces, exp.Literal.string("")))


def _plain(given: Given, written: str) -> list[exp.Expression]:
    return [given.context.values.text(written)] if written else []


def _code(given: Given, when: exp.Expression, code: str) -> exp.Expression:
    shown = "formatDateTime"
    match code:
        case "3N" | "3Q" | "Q" | "N":
            micros = call(shown, when.copy(), exp.Literal.string("%f"))
            return call("substring", micros, number(1), number(3))
        case "s":
            return call("toString", call("toUnixTimestamp", when.copy()))
        case "Z":
            return _zone(given)
    known = _CODES.get(code)
    if known is None:
        raise given.error(f"`%{code}` is no part of a time that `strftime` knows.")
    return call(shown, when.copy(), exp.Literal.string(known), _zone(given))


def _parse(given: Given) -> Typed:
    written = given.constant(1, "a format such as `%Y-%m-%d %H:%M:%S`")
    codes = [found[1] for found in _CODE.finditer(written)]
    unknown = [code for code in codes if code not in _CODES]
    if unknown:
        raise given.error(f"`%{unknown[0]}` is no part of a time that `strptime` knows.")
    pattern = _CODE.sub(lambda found: _CODES[found[1]], written)
    wanted = given.context.values.text(pattern)
    found = call("parseDateTimeOrNull", given.text(0), wanted, _zone(given))
    return decimal(call("toFloat64", call("toUnixTimestamp", found)))


def _relative(given: Given) -> Typed:
    modifier = given.constant(1, "a time modifier such as `-1d@d`")
    try:
        times.instant(modifier, given.context.now, given.context.zone)
    except ValueError as error:
        raise given.error(str(error)) from None
    when = call("toTimeZone", as_instant(given.values[0]), _zone(given))
    for sign, count, unit, snap in _PARTS.findall(modifier):
        when = (
            _moved(given, when, sign, count or "1", unit) if sign else _snapped(given, when, snap)
        )
    micros = call("toUnixTimestamp64Micro", call("toDateTime64", when, number(6)))
    return decimal(call("divide", micros, number(1_000_000)))


def _moved(given: Given, when: exp.Expression, sign: str, count: str, unit: str) -> exp.Expression:
    length, name = times.span(f"{count}{unit}")

    return call(f"add{name.capitalize()}s", when, number(-length if sign == "-" else length))


def _snapped(given: Given, when: exp.Expression, snap: str) -> exp.Expression:
    if not snap:
        return when
    name = times.span(snap.rstrip("01234567"))[1]
    if name == "week":
        start = call("toStartOfWeek", when, number(0), _zone(given))
        return call("toDateTime64", start, number(6), _zone(given))
    start = call("dateTrunc", exp.Literal.string(name), when, _zone(given))
    return call("toDateTime64", start, number(6), _zone(given))


ROWS = (
    Function("now", 0, 0, _now, "When the search began"),
    Function("time", 0, 0, _now, "When the search began"),
    Function("strftime", 2, 2, _format, "An instant as text, by a format such as `%H:%M`"),
    Function("strptime", 2, 2, _parse, "Text as an instant, by a format"),
    Function("relative_time", 2, 2, _relative, "An instant moved by a time modifier"),
)
