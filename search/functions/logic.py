"""Functions that choose between values and ask what a value is."""

from sqlglot import exp

from parsers.schema import FieldType
from search.convert import as_number
from search.functions.function import Function, Given, is_null, text, truth, unify
from search.sql import NUMBERS, Typed, both, call, null, number


def _if(given: Given) -> Typed:
    kind, many, (yes, no) = unify(given.values[1:])
    return Typed(call("if", given.condition(0), yes, no), kind, many)


def _case(given: Given) -> Typed:
    if len(given.values) % 2:
        raise given.error("`case` needs pairs of a condition and a value.")
    kind, many, chosen = unify(given.values[1::2])
    pairs: list[exp.Expression] = []
    for at, value in enumerate(chosen):
        pairs += [given.condition(2 * at), value]
    nothing = call("emptyArrayString") if many else null()
    return Typed(call("multiIf", *pairs, nothing), kind, many)


def _coalesce(given: Given) -> Typed:
    kind, many, values = unify(given.values)
    if not many:
        return Typed(call("coalesce", *values), kind)
    pairs: list[exp.Expression] = []
    for value in values[:-1]:
        pairs += [call("notEmpty", value), value.copy()]
    return Typed(call("multiIf", *pairs, values[-1]) if pairs else values[0], kind, True)


def present(value: Typed) -> exp.Expression:
    """Whether the value is there: lists and maps are never null, the absent ones are empty."""
    never_null = value.many or value.type is FieldType.FLATTENED
    return call("notEmpty" if never_null else "isNotNull", value.sql)


def _is_null(given: Given) -> Typed:
    return truth(call("not", present(given.values[0])))


def _is_not_null(given: Given) -> Typed:
    return truth(present(given.values[0]))


def _is_number(given: Given) -> Typed:
    return truth(call("isNotNull", as_number(given.values[0])))


def _is_integer(given: Given) -> Typed:
    found = as_number(given.values[0])
    whole = call("equals", call("floor", found.copy()), found.copy())
    return truth(both([call("isNotNull", found), call("ifNull", whole, number(0))]))


def _is_text(given: Given) -> Typed:
    value = given.values[0]
    if value.type in NUMBERS:
        return truth(exp.false())
    nothing = call("isNull", as_number(value))
    return truth(both([present(value), nothing]))


def _null_if(given: Given) -> Typed:
    kind, many, (first, second) = unify(given.values)
    if many:
        raise given.error("`nullif` cannot compare lists.")
    return Typed(call("nullIf", first, second), kind)


def _null(_: Given) -> Typed:
    return Typed(null(), FieldType.KEYWORD)


def _type_of(given: Given) -> Typed:
    value = given.values[0]
    word = "Number" if value.type in NUMBERS else "String"
    word = "Boolean" if value.type is FieldType.BOOLEAN else word
    if is_null(value):
        return text(exp.Literal.string("Null"))
    names = exp.Literal.string(word), exp.Literal.string("Null")
    return text(call("if", present(value), *names))


ROWS = (
    Function("if", 3, 3, _if, "The second value where the first is true, else the third"),
    Function("case", 2, None, _case, "The value after the first condition that is true"),
    Function("coalesce", 1, None, _coalesce, "The first value that is there"),
    Function("isnull", 1, 1, _is_null, "Whether the value is absent"),
    Function("isnotnull", 1, 1, _is_not_null, "Whether the value is there"),
    Function("isnum", 1, 1, _is_number, "Whether the value is a number"),
    Function("isint", 1, 1, _is_integer, "Whether the value is a whole number"),
    Function("isstr", 1, 1, _is_text, "Whether the value is text and no number"),
    Function("null", 0, 0, _null, "No value"),
    Function("nullif", 2, 2, _null_if, "The first value, or none where both are equal"),
    Function("true", 0, 0, lambda _: truth(exp.true()), "True"),
    Function("false", 0, 0, lambda _: truth(exp.false()), "False"),
    Function("typeof", 1, 1, _type_of, "Number, String, Boolean or Null"),
)
