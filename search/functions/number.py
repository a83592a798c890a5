"""Functions of numbers."""

from sqlglot import exp

from parsers.schema import FieldType
from search.functions.function import Function, Given, decimal, integer, unify
from search.sql import NUMBERS, Typed, call, each, number, variable


def _plain(name: str, engine: str, meaning: str) -> Function:
    return Function(name, 1, 1, lambda g: decimal(call(engine, _float(g, 0))), meaning)


def _float(given: Given, at: int) -> exp.Expression:
    return call("toFloat64", given.number(at))


def _kept(name: str, engine: str, meaning: str) -> Function:
    """Of a whole number it gives a whole number."""

    def build(given: Given) -> Typed:
        value = given.values[0]
        kind = FieldType.LONG if value.type is FieldType.LONG else FieldType.DOUBLE
        return Typed(call(engine, given.number(0)), kind)

    return Function(name, 1, 1, build, meaning)


def _round(given: Given) -> Typed:
    """Half away from zero, as people round."""
    places = given.values[1].constant if len(given.values) > 1 else "0"
    if places is None or not places.lstrip("-").isdigit() or abs(int(places)) > 15:
        raise given.error("`round` needs a whole number of places up to 15.")
    scale = number(float(10 ** int(places)))
    scaled = call("multiply", _float(given, 0), scale)
    half = call("floor", call("plus", call("abs", scaled), number(0.5)))
    rounded = call("divide", call("multiply", call("sign", scaled.copy()), half), scale.copy())
    return decimal(rounded)


def _log(given: Given) -> Typed:
    if len(given.values) == 1:
        return decimal(call("log10", _float(given, 0)))
    return decimal(call("divide", call("log", _float(given, 0)), call("log", _float(given, 1))))


def _extreme(name: str, engine: str, word: str) -> Function:
    def build(given: Given) -> Typed:
        kind, many, values = unify(given.values)
        if many:
            raise given.error(f"`{name}` cannot compare lists.")
        shown = call("arrayFilter", _is_there(), call("array", *values))
        found = call(engine, shown)
        same = kind if kind in NUMBERS else FieldType.KEYWORD
        none = exp.Null()
        return Typed(call("if", call("empty", shown.copy()), none, found), same)

    return Function(name, 1, None, build, f"The {word} of the values that are there")


def _is_there() -> exp.Expression:
    return each("v", call("isNotNull", variable("v")))


ROWS = (
    _kept("abs", "abs", "Without its sign"),
    _kept("ceil", "ceil", "Rounded up"),
    _kept("ceiling", "ceil", "Rounded up"),
    _kept("floor", "floor", "Rounded down"),
    Function("round", 1, 2, _round, "Rounded to a number of places"),
    _plain("sqrt", "sqrt", "Square root"),
    _plain("exp", "exp", "e to that power"),
    _plain("ln", "log", "Natural logarithm"),
    Function("log", 1, 2, _log, "Logarithm to base 10, or another"),
    Function(
        "pow", 2, 2, lambda g: decimal(call("pow", _float(g, 0), _float(g, 1))), "To that power"
    ),
    Function("pi", 0, 0, lambda _: decimal(call("pi")), "3.14159…"),
    Function("random", 0, 0, lambda _: integer(call("rand")), "Any number from 0 to 2^32 - 1"),
    _extreme("max", "arrayMax", "largest"),
    _extreme("min", "arrayMin", "smallest"),
)
