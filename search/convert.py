"""Convert, reads a value as another type, as Splunk does without being asked."""

from datetime import timedelta

from sqlglot import exp

from parsers.schema import FieldType
from search.sql import NUMBERS, TEXTS, Typed, call, each, number, variable

_MICROS = number(1_000_000)


def as_text(value: Typed) -> exp.Expression:
    """A scalar as text; a list as its values joined by a line end."""
    if value.many:
        return call("arrayStringConcat", as_texts(value), exp.Literal.string("\n"))
    match value.type:
        case FieldType.KEYWORD | FieldType.TEXT | FieldType.IP:
            return value.sql
        case FieldType.DATE:
            return call("toString", as_number(value))
        case FieldType.BOOLEAN:
            yes, no = exp.Literal.string("true"), exp.Literal.string("false")
            return call("multiIf", call("isNull", value.sql), exp.Null(), value.sql, yes, no)
        case FieldType.FLATTENED:
            there = call("notEmpty", value.sql)
            return call("if", there, call("toString", value.sql.copy()), exp.Null())
        case _:
            return call("toString", value.sql)


def as_texts(value: Typed) -> exp.Expression:
    """A list of text; an absent scalar is an empty list."""
    if value.many:
        if value.type in TEXTS:
            return call("arrayMap", each("v", call("toString", variable("v"))), value.sql)
        return call("arrayMap", each("v", call("toString", variable("v"))), value.sql)
    text = as_text(value)
    filled = call("ifNull", text, exp.Literal.string(""))
    present = call("isNotNull", text.copy())
    empty = call("emptyArrayString")
    return call("if", present, call("array", call("toString", filled)), empty)


def as_number(value: Typed) -> exp.Expression:
    """A number; null for text that is none.  An instant is seconds since 1970."""
    if value.many:
        return call("toFloat64OrNull", call("arrayElement", as_texts(value), number(1)))
    match value.type:
        case FieldType.LONG | FieldType.DOUBLE:
            return value.sql
        case FieldType.DATE:
            micros = call("toUnixTimestamp64Micro", value.sql)
            return call("divide", micros, _MICROS.copy())
        case FieldType.BOOLEAN:
            return call("toInt64", value.sql)
        case _:
            return call("toFloat64OrNull", call("toString", value.sql))


def as_instant(value: Typed) -> exp.Expression:
    """An instant; a number is seconds since 1970, text is read as a date."""
    if value.type is FieldType.DATE:
        return value.sql
    zone = exp.Literal.string("UTC")
    if value.type in TEXTS:
        six = number(6)
        return call("parseDateTime64BestEffortOrNull", as_text(value), six, zone)
    micros = call("toInt64", call("multiply", as_number(value), _MICROS.copy()))
    return call("fromUnixTimestamp64Micro", micros, zone)


def as_condition(value: Typed) -> exp.Expression:
    """True or false; numbers are true when they are not zero."""
    if value.type is FieldType.BOOLEAN and not value.many:
        return value.sql
    if value.type in NUMBERS:
        return call("notEquals", value.sql, number(0))
    return call("equals", call("lower", as_text(value)), exp.Literal.string("true"))


def seconds(length: timedelta) -> float:
    return length.total_seconds()
