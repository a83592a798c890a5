"""Functions of fields that hold several values."""

from sqlglot import exp

from search.functions.function import Function, Given, integer, text, texts
from search.sql import Typed, call, each, null, number, variable


def _count(given: Given) -> Typed:
    """Null of an empty list, as Splunk has it."""
    length = call("toInt64", call("length", given.texts(0)))
    return integer(call("nullIf", length, number(0)))


def _index(given: Given) -> Typed:
    """From 0; negative from the end; with an end, a list that includes it."""
    first = _place(given, 1)
    if len(given.values) == 2:
        found = call("arrayElement", given.texts(0), first)
        size = call("length", given.texts(0))
        outside = call("greater", call("abs", first.copy()), size)
        none = call("or", outside, call("equals", first.copy(), number(0)))
        return text(call("if", none, null(), found))
    size = call("toInt64", call("length", given.texts(0)))
    start, end = (_forward(_place(given, at), size) for at in (1, 2))
    start = call("greatest", start, number(1))
    length = call("greatest", call("plus", call("minus", end, start.copy()), number(1)), number(0))
    return texts(call("arraySlice", given.texts(0), start, length))


def _forward(place: exp.Expression, size: exp.Expression) -> exp.Expression:
    """A place from the end as one from the start."""
    backward = call("plus", call("plus", size.copy(), place), number(1))
    return call("if", call("less", place.copy(), number(0)), backward, place.copy())


def _place(given: Given, at: int) -> exp.Expression:
    """The engine counts from 1."""
    whole = call("toInt64", call("ifNull", given.number(at), number(0)))
    moved = call("plus", whole.copy(), number(1))
    return call("if", call("less", whole, number(0)), whole.copy(), moved)


def _append(given: Given) -> Typed:
    return texts(call("arrayConcat", *(given.texts(at) for at in range(len(given.values)))))


def _split(given: Given) -> Typed:
    filled = call("ifNull", call("toString", given.text(0)), exp.Literal.string(""))
    mark = given.context.values.text(given.constant(1, "what to split at"))
    absent = call("isNull", given.text(0))
    return texts(call("if", absent, call("emptyArrayString"), call("splitByString", mark, filled)))


def _join(given: Given) -> Typed:
    mark = given.context.values.text(given.constant(1, "what to join with"))
    joined = call("arrayStringConcat", given.texts(0), mark)
    return text(call("if", call("empty", given.texts(0)), null(), joined))


def _find(given: Given) -> Typed:
    """Place of the first value that fits, from 0."""
    fits = each("v", call("match", variable("v"), given.regex(1)))
    place = call("toInt64", call("arrayFirstIndex", fits, given.texts(0)))
    return integer(
        call("if", call("equals", place, number(0)), null(), call("minus", place.copy(), number(1)))
    )


ROWS = (
    Function("split", 2, 2, _split, "The parts of a text between a mark, as a list"),
    Function("mvappend", 1, None, _append, "All the values in one list"),
    Function("mvcount", 1, 1, _count, "Number of values"),
    Function(
        "mvdedup", 1, 1, lambda g: texts(call("arrayDistinct", g.texts(0))), "Each value once"
    ),
    Function("mvfind", 2, 2, _find, "Place of the first value a regular expression fits, from 0"),
    Function("mvindex", 2, 3, _index, "The value at a place, or those from one to another, from 0"),
    Function("mvjoin", 2, 2, _join, "The values as one text with a mark between them"),
    Function("mvsort", 1, 1, lambda g: texts(call("arraySort", g.texts(0))), "The values in order"),
)
