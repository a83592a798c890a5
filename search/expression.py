"""Expression, turns what `where` and `eval` compute into SQL."""

from typing import assert_never

from sqlglot import exp

from parsers.schema import FieldType
from search import names
from search.context import Context
from search.convert import as_condition, as_instant, as_number, as_text
from search.functions import FUNCTIONS
from search.functions.function import Given, is_null
from search.nearest import nearest
from search.numerals import numeral
from search.relation import Relation
from search.spl import ast
from search.sql import (
    NUMBERS,
    TEXTS,
    Typed,
    both,
    call,
    each,
    either,
    negated,
    number,
    operator,
    variable,
)

_ARITHMETIC = {"+": "plus", "-": "minus", "*": "multiply", "/": "divide", "%": "modulo"}


def condition(item: ast.Expr, relation: Relation, context: Context) -> exp.Expression:
    """True, false or null.  Raises QueryError."""
    return as_condition(compute(item, relation, context))


def compute(item: ast.Expr, relation: Relation, context: Context) -> Typed:
    """Raises QueryError for an unknown name or function, or values that do not fit."""
    match item:
        case ast.Number(text=text):
            return _number(text)
        case ast.String(value=written):
            return Typed(context.values.text(written), FieldType.KEYWORD, constant=written)
        case ast.Field(name=name):
            return _field(name, relation, context)
        case ast.Call():
            return _call(item, relation, context)
        case ast.Negative(item=inner):
            value = compute(inner, relation, context)
            constant = f"-{value.constant}" if value.constant is not None else None
            kind = value.type if value.type in NUMBERS else FieldType.DOUBLE
            return Typed(call("negate", as_number(value)), kind, constant=constant)
        case ast.NotExpr(item=inner):
            return _truth(negated(condition(inner, relation, context)))
        case ast.Binary():
            return _binary(item, relation, context)
        case ast.InExpr(item=inner, choices=choices):
            left = compute(inner, relation, context)
            found = (compare("=", left, compute(c, relation, context)) for c in choices)
            return _truth(either(found))
        case _:
            assert_never(item)


def _number(text: str) -> Typed:
    value = numeral(text)
    kind = FieldType.LONG if isinstance(value, int) else FieldType.DOUBLE
    return Typed(number(value), kind, constant=text)


def _truth(sql: exp.Expression) -> Typed:
    return Typed(sql, FieldType.BOOLEAN)


def _field(name: ast.Name, relation: Relation, context: Context) -> Typed:
    word = name.text.lower()
    if word in {"true", "false"} and names.find(name.text, relation) is None:
        return _truth(exp.true() if word == "true" else exp.false())
    return names.value(name, relation, context)


def _call(item: ast.Call, relation: Relation, context: Context) -> Typed:
    function = FUNCTIONS.get(item.function)
    if function is None:
        close = nearest(item.function, FUNCTIONS)
        message = f"There is no function `{item.function}`."
        raise context.error(message, item.span, "", close)
    count = len(item.arguments)
    if count < function.least or (function.most is not None and count > function.most):
        raise context.error(_wrong_count(item.function, function.least, function.most), item.span)
    values = tuple(compute(argument, relation, context) for argument in item.arguments)
    return function.build(Given(item.function, values, context, item.span))


def _wrong_count(name: str, least: int, most: int | None) -> str:
    words = ("no values", "1 value")
    low = words[least] if least < 2 else f"{least} values"
    if most is None:
        return f"`{name}` needs at least {low}."
    return (
        f"`{name}` needs {low}." if least == most else f"`{name}` needs {least} to {most} values."
    )


def _binary(item: ast.Binary, relation: Relation, context: Context) -> Typed:
    left = compute(item.left, relation, context)
    right = compute(item.right, relation, context)
    match item.operator:
        case "AND":
            return _truth(both([as_condition(left), as_condition(right)]))
        case "OR":
            return _truth(either([as_condition(left), as_condition(right)]))
        case "XOR":
            return _truth(call("xor", as_condition(left), as_condition(right)))
        case ".":
            return Typed(call("concat", as_text(left), as_text(right)), FieldType.KEYWORD)
        case "LIKE":
            return _truth(call("like", as_text(left), as_text(right)))
        case "=" | "!=" | "<" | "<=" | ">" | ">=" as sign:
            return _truth(compare(sign, left, right))
        case sign:
            return _arithmetic(sign, left, right)


def _arithmetic(sign: str, left: Typed, right: Typed) -> Typed:
    """`+` joins text that is no number, as in Splunk; dividing by zero gives no value."""
    if sign == "+" and _worded(left) and _worded(right):
        return Typed(call("concat", as_text(left), as_text(right)), FieldType.KEYWORD)
    first, second = as_number(left), as_number(right)
    whole = left.type is right.type is FieldType.LONG
    if sign in "/%":
        second = call("nullIf", second, number(0))
    result = call(_ARITHMETIC[sign], first, second)
    return Typed(result, FieldType.LONG if whole and sign != "/" else FieldType.DOUBLE)


def _worded(value: Typed) -> bool:
    """Whether it is text that cannot be meant as a number."""
    if value.constant is None:
        return value.type in TEXTS
    return value.type in TEXTS and not value.constant.replace(".", "", 1).isdigit()


def compare(sign: str, left: Typed, right: Typed) -> exp.Expression:
    """Case counts; numbers compare as numbers; any value of a list may fit, for `!=` none."""
    if is_null(left) or is_null(right):
        return exp.Null()
    if left.many or right.many:
        return _compare_lists(sign, left, right)
    types = {left.type, right.type}
    if FieldType.DATE in types and types <= {FieldType.DATE, *TEXTS}:
        return operator(sign, as_instant(left), as_instant(right))
    if not types & TEXTS:
        return operator(sign, as_number(left), as_number(right))
    if FieldType.BOOLEAN in types:
        return operator(sign, as_text(left), as_text(right))
    if types <= TEXTS and (left.constant is not None or right.constant is not None):
        return operator(sign, as_text(left), as_text(right))
    return _compare_either(sign, left, right)


def _compare_either(sign: str, left: Typed, right: Typed) -> exp.Expression:
    """As numbers where both are, else as text."""
    first, second = as_number(left), as_number(right)
    numeric = both([call("isNotNull", first), call("isNotNull", second)])
    as_numbers = operator(sign, first.copy(), second.copy())
    return call("if", numeric, as_numbers, operator(sign, as_text(left), as_text(right)))


def _compare_lists(sign: str, left: Typed, right: Typed) -> exp.Expression:
    if not left.many:
        turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)
        return _compare_lists(turned, right, left)
    if right.many:
        same = call("hasAny", left.sql, right.sql)
        return negated(same) if sign == "!=" else same
    value = Typed(variable("v"), left.type)
    fits = each("v", compare("=" if sign == "!=" else sign, value, right))
    found = call("arrayExists", fits, left.sql)
    if sign != "!=":
        return found
    return both([call("notEmpty", left.sql.copy()), negated(found)])
