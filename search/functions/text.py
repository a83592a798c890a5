"""Functions of text."""

import ipaddress

from sqlglot import exp

from parsers.schema import FieldType
from search.functions.function import Function, Given, integer, text, truth
from search.sql import Typed, call, number, operator


def _like(given: Given) -> Typed:
    """`%` is any text and `_` any character."""
    return truth(call("like", given.text(0), given.text(1)))


def _match(given: Given) -> Typed:
    return truth(call("match", given.text(0), given.regex(1)))


def _replace(given: Given) -> Typed:
    parts = given.text(0), given.regex(1), given.text(2)
    return text(call("replaceRegexpAll", *parts))


def _substr(given: Given) -> Typed:
    """Counted from 1; a negative start counts from the end."""
    return text(call("substringUTF8", given.text(0), *_whole(given, 1)))


def _whole(given: Given, first: int) -> list[exp.Expression]:
    places = range(first, len(given.values))
    return [call("toInt64", call("ifNull", given.number(at), number(0))) for at in places]


def _trimmed(side: str) -> Function:
    names = {"": "trimBoth", "l": "trimLeft", "r": "trimRight"}
    words = {"": "both ends", "l": "the start", "r": "the end"}

    def build(given: Given) -> Typed:
        others = [given.text(1)] if len(given.values) > 1 else []
        return text(call(names[side], given.text(0), *others))

    return Function(
        f"{side}trim", 1, 2, build, f"Without blanks, or those characters, at {words[side]}"
    )


def _to_text(given: Given) -> Typed:
    if len(given.values) == 1:
        return text(given.text(0))
    how = given.constant(1, "`commas`, `hex` or `duration`").lower()
    whole = call("toInt64", given.number(0))
    match how:
        case "hex":
            sign = exp.Literal.string("0x")
            return text(call("concat", sign, call("hex", call("toUInt64", whole))))
        case "duration":
            clock = call(
                "toDateTime", call("modulo", whole, number(86400)), exp.Literal.string("UTC")
            )
            shown = call("formatDateTime", clock, exp.Literal.string("%T"))
            days = call("intDiv", whole.copy(), number(86400))
            many = call("concat", call("toString", days), exp.Literal.string("+"), shown.copy())
            return text(call("if", operator(">", days.copy(), number(0)), many, shown))
        case "commas":
            rounded = call("toString", call("round", given.number(0), number(2)))
            return text(_with_commas(rounded))
        case _:
            raise given.error(
                f"`tostring` cannot write as `{how}`.", "Write hex, commas or duration."
            )


def _with_commas(digits: exp.Expression) -> exp.Expression:
    """Groups of three digits before the decimal point."""
    point = exp.Literal.string(".")
    parts = call("splitByString", point, digits)
    whole = call("arrayElement", parts, number(1))
    rest = call("substring", digits.copy(), call("plus", call("length", whole.copy()), number(1)))
    backwards = call("reverse", whole.copy())
    grouped = call(
        "replaceRegexpAll", backwards, exp.Literal.string(r"(\d\d\d)"), exp.Literal.string(r"\1,")
    )
    forwards = call("reverse", call("trimRight", grouped, exp.Literal.string(",")))
    return call("concat", forwards, rest)


def _to_number(given: Given) -> Typed:
    if len(given.values) == 1:
        return Typed(given.number(0), FieldType.DOUBLE)
    base = given.values[1].constant
    if base == "16":
        digits = call(
            "replaceRegexpOne", given.text(0), exp.Literal.string("^0[xX]"), exp.Literal.string("")
        )
        padded = call("leftPad", digits, number(16), exp.Literal.string("0"))
        folded = call("reinterpretAsInt64", call("reverse", call("unhex", padded)))
        return integer(folded)
    if base == "10":
        return Typed(given.number(0), FieldType.DOUBLE)
    raise given.error("`tonumber` reads base 10 and 16 only.")


def _cidr(given: Given) -> Typed:
    written = given.constant(0, "a network such as `10.0.0.0/8`")
    try:
        network = str(ipaddress.ip_network(written, strict=False))
    except ValueError:
        raise given.error(f"`{written}` is no network.", "Write it like `10.0.0.0/8`.") from None
    return truth(within_network(given.text(1), given.context.values.text(network)))


def within_network(address: exp.Expression, network: exp.Expression) -> exp.Expression:
    """Whether text is an address of the network; text that is no address is not."""
    known = call("ifNull", call("toString", address), exp.Literal.string(""))
    four, six = (call(f"isIPv{version}String", known.copy()) for version in (4, 6))
    nowhere = exp.Literal.string("::")
    usable = call("if", call("or", four, six), known, nowhere)
    inside = call("isIPAddressInRange", usable, network)
    valid = call("or", four.copy(), six.copy())
    return call("and", valid, inside)


def _digest(name: str, engine: str) -> Function:
    def build(given: Given) -> Typed:
        return text(call("lower", call("hex", call(engine, given.text(0)))))

    return Function(name, 1, 1, build, f"The {engine} of the text, in hexadecimal digits")


ROWS = (
    Function("lower", 1, 1, lambda g: text(call("lowerUTF8", g.text(0))), "In small letters"),
    Function("upper", 1, 1, lambda g: text(call("upperUTF8", g.text(0))), "In capital letters"),
    Function("len", 1, 1, lambda g: integer(call("lengthUTF8", g.text(0))), "Number of characters"),
    Function("substr", 2, 3, _substr, "Characters from a place on, counted from 1"),
    Function("like", 2, 2, _like, "Whether text fits a pattern of `%` and `_`"),
    Function("match", 2, 2, _match, "Whether a regular expression finds something in the text"),
    Function("replace", 3, 3, _replace, "Text with what a regular expression finds replaced"),
    _trimmed(""),
    _trimmed("l"),
    _trimmed("r"),
    Function("tostring", 1, 2, _to_text, "As text; also as `hex`, `commas` or `duration`"),
    Function("tonumber", 1, 2, _to_number, "As a number, of base 10 or 16; none where it is none"),
    Function("cidrmatch", 2, 2, _cidr, "Whether an address is in a network"),
    Function(
        "urldecode", 1, 1, lambda g: text(call("decodeURLComponent", g.text(0))), "Without %XX"
    ),
    _digest("md5", "MD5"),
    _digest("sha1", "SHA1"),
    _digest("sha256", "SHA256"),
)
