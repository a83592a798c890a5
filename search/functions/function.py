"""Function, what a row of FUNCTIONS is: a function of `eval` and `where`."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from parsers.schema import FieldType
from search.context import Context
from search.convert import as_condition, as_number, as_text, as_texts
from search.errors import QueryError, Span, StoreError
from search.relation import Relation
from search.sql import NUMBERS, Typed, call


@dataclass(frozen=True, slots=True)
class Given:
    """What a function is called with.  `span`: of its name."""

    name: str
    values: tuple[Typed, ...]
    context: Context
    span: Span

    def text(self, at: int) -> exp.Expression:
        return as_text(self.values[at])

    def texts(self, at: int) -> exp.Expression:
        return as_texts(self.values[at])

    def number(self, at: int) -> exp.Expression:
        return as_number(self.values[at])

    def condition(self, at: int) -> exp.Expression:
        return as_condition(self.values[at])

    def constant(self, at: int, what: str) -> str:
        """The text that stands in the query.  Raises QueryError when it is computed."""
        found = self.values[at].constant
        if found is None:
            raise self.error(f"`{self.name}` needs {what} in quotation marks.")
        return found

    def error(self, message: str, hint: str = "") -> QueryError:
        return self.context.error(message, self.span, hint)

    def regex(self, at: int) -> exp.Expression:
        """A regular expression of RE2 as a value.  Raises QueryError when RE2 refuses it."""
        return regex(self.constant(at, "a regular expression"), self.context, self.span)


@dataclass(frozen=True, slots=True)
class Function:
    """`least`, `most`: how many values it takes; None is any number."""

    name: str
    least: int
    most: int | None
    build: Callable[[Given], Typed]
    meaning: str


def regex(pattern: str, context: Context, span: Span) -> exp.Expression:
    """As `Given.regex`."""
    written = pattern.replace("(?<", "(?P<").replace("(?P<=", "(?<=").replace("(?P<!", "(?<!")
    wanted = context.values.text(written)
    probe = exp.select(call("match", exp.Literal.string(""), wanted.copy()))
    try:
        context.run(Relation(probe, (), context.values.held))
    except StoreError as error:
        reason = error.cause.partition("pattern compile error: ")[2].split(". ")[0].split(":")[0]
        raise context.error(
            f"The regular expression cannot be read{f' ({reason})' if reason else ''}.",
            span,
            "Expressions are RE2's: no look-around and no back-references.",
        ) from None
    return wanted


def text(sql: exp.Expression) -> Typed:
    return Typed(sql, FieldType.KEYWORD)


def texts(sql: exp.Expression) -> Typed:
    return Typed(sql, FieldType.KEYWORD, many=True)


def integer(sql: exp.Expression) -> Typed:
    return Typed(sql, FieldType.LONG)


def decimal(sql: exp.Expression) -> Typed:
    return Typed(sql, FieldType.DOUBLE)


def truth(sql: exp.Expression) -> Typed:
    return Typed(sql, FieldType.BOOLEAN)


def is_null(value: Typed) -> bool:
    """Whether it is the word null itself, which fits every type."""
    return isinstance(value.sql, exp.Null)


def unify(values: tuple[Typed, ...]) -> tuple[FieldType, bool, tuple[exp.Expression, ...]]:
    """The values as one type: type, whether a list, and each of them."""
    known = [value for value in values if not is_null(value)]
    if any(value.many for value in known):
        empty = call("emptyArrayString")
        lists = tuple(empty.copy() if is_null(v) else as_texts(v) for v in values)
        return FieldType.KEYWORD, True, lists
    types = {value.type for value in known}
    if len(types) == 1:
        return types.pop(), False, tuple(value.sql for value in values)
    if types and types <= NUMBERS:
        return FieldType.DOUBLE, False, tuple(value.sql for value in values)
    return FieldType.KEYWORD, False, tuple(v.sql if is_null(v) else as_text(v) for v in values)
