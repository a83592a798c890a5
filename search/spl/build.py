"""Build, turns the trees that the grammar gives into the parts of a query."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lark import Token, Tree

from search.errors import QueryError, Span
from search.nearest import nearest
from search.spl import ast

Node = Tree[Token] | Token
_ESCAPE = re.compile(r'\\(["\\*])|(\*)|(\\?[^\\*]+|\\)', re.DOTALL)
_MARKS = re.compile(r"\\([\"'\\])")


@dataclass(frozen=True, slots=True)
class Option:
    """`limit=5` beside a command.  `name`: in lower case."""

    name: str
    value: str
    span: Span = field(default=ast.NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class By:
    """The names after `by`."""

    names: tuple[ast.Name, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`dc(host) as hosts`.  `function`: in lower case.  `given`: the name after `as`."""

    function: str
    argument: ast.Name | ast.Expr | None = None
    given: str | None = None
    span: Span = field(default=ast.NOWHERE, compare=False)

    @property
    def name(self) -> str:
        """The column's name."""
        return self.given if self.given is not None else self.call

    @property
    def call(self) -> str:
        """The function and what is in its parentheses."""
        match self.argument:
            case None:
                return self.function
            case ast.Name(text=text):
                return f"{self.function}({text})"
            case expression:
                return f"{self.function}(eval({expression}))"

    def __str__(self) -> str:
        inside = f"({self.argument})" if isinstance(self.argument, ast.Name) else None
        call = self.call if inside is None else f"{self.function}{inside}"
        return call if self.given is None else f"{call} as {ast.Name(self.given)}"


@dataclass(frozen=True, slots=True)
class SortKey:
    """`-num(x)`.  `kind`: auto, num, str, ip."""

    name: ast.Name
    descending: bool = False
    kind: str = "auto"

    def __str__(self) -> str:
        inner = str(self.name) if self.kind == "auto" else f"{self.kind}({self.name})"
        return f"{'-' if self.descending else '+'}{inner}"


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name=expression`."""

    name: ast.Name
    value: ast.Expr

    def __str__(self) -> str:
        return f"{ast.field_text(self.name)}={self.value}"


@dataclass(frozen=True, slots=True)
class Renamed:
    """`old as new`."""

    old: ast.Name
    new: ast.Name

    def __str__(self) -> str:
        return f"{self.old} as {self.new}"


Part = (
    ast.SearchExpr | ast.Expr | ast.Name | Option | By | Aggregate | SortKey | Assignment
    | Renamed | Token
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Builder:
    """Reads trees of one command whose text begins at `offset` of the query `text`."""

    text: str
    offset: int

    def part(self, node: Node) -> Part:
        """Whatever stands directly within a command."""
        if isinstance(node, Token):
            return node
        build = _PARTS.get(node.data)
        if build is not None:
            return build(self, node)
        search = _SEARCHES.get(node.data)
        return search(self, node) if search is not None else self.expression(node)

    def span(self, node: Node) -> Span:
        """Where the node stands in the query."""
        if isinstance(node, Token):
            start = self.offset + (node.start_pos or 0)
            return Span(start, start + len(node))
        first, last = node.meta.start_pos, node.meta.end_pos
        return Span(self.offset + first, self.offset + last)

    def name(self, token: Node) -> ast.Name:
        assert isinstance(token, Token)
        return ast.Name(unquoted(token), self.span(token))

    # Searching

    def search(self, node: Node) -> ast.SearchExpr:
        assert isinstance(node, Tree)
        return _SEARCHES[node.data](self, node)

    def all_of(self, tree: Tree[Token]) -> ast.SearchExpr:
        return ast.And(tuple(self.search(item) for item in tree.children if isinstance(item, Tree)))

    def any_of(self, tree: Tree[Token]) -> ast.SearchExpr:
        return ast.Or(tuple(self.search(item) for item in tree.children if isinstance(item, Tree)))

    def word(self, tree: Tree[Token]) -> ast.SearchExpr:
        word = str(tree.children[0])
        if word in {"AND", "OR"}:
            message = f"Something is missing before `{word}`."
            raise QueryError(message, self.text, self.span(tree), "In small letters it is a word.")
        found = pattern(word)
        everything = not any(found) and len(found) > 1
        return ast.Everything() if everything else ast.Text(found, self.span(tree))

    def compare(self, tree: Tree[Token]) -> ast.SearchExpr:
        name, operator, value = tree.children
        span = self.span(tree)
        side = unquoted(name).lower()
        if side in {"earliest", "latest"} and operator == "=":
            return ast.TimeBound(side, "*".join(pattern(str(value))), self.span(value))
        return ast.Compare(self.name(name), str(operator), pattern(str(value)), span)

    def within(self, tree: Tree[Token]) -> ast.SearchExpr:
        values = [c for c in tree.children[1:] if isinstance(c, Token) and c.type in _VALUES]
        return ast.Within(self.name(tree.children[0]), tuple(pattern(str(v)) for v in values))

    # Computing

    def expression(self, node: Node) -> ast.Expr:
        assert isinstance(node, Tree)
        build = _EXPRESSIONS.get(node.data)
        return build(self, node) if build is not None else self.chain(node)

    def chain(self, tree: Tree[Token]) -> ast.Expr:
        """Operands with operators between them, from left to right."""
        left = self.expression(tree.children[0])
        for operator, right in zip(tree.children[1::2], tree.children[2::2], strict=True):
            sign = str(operator).upper().replace("==", "=")
            left = ast.Binary(sign, left, self.expression(right))
        return left

    def signed(self, tree: Tree[Token]) -> ast.Expr:
        item = self.expression(tree.children[1])
        return ast.Negative(item) if tree.children[0] == "-" else item

    def call(self, tree: Tree[Token]) -> ast.Expr:
        arguments = tuple(self.expression(c) for c in tree.children if isinstance(c, Tree))
        name = tree.children[0]
        return ast.Call(str(name).lower(), arguments, self.span(name))

    def one_of(self, tree: Tree[Token]) -> ast.Expr:
        item, *choices = (self.expression(c) for c in tree.children if isinstance(c, Tree))
        found = ast.InExpr(item, tuple(choices))
        negated = any(isinstance(c, Token) and c.type == "NOT" for c in tree.children)
        return ast.NotExpr(found) if negated else found

    # Parts of commands

    def option(self, tree: Tree[Token]) -> Option:
        value = tree.children[2]
        return Option(str(tree.children[0]).lower(), unquoted(value), self.span(tree))

    def by(self, tree: Tree[Token]) -> By:
        return By(tuple(self.listed(c) for c in tree.children if isinstance(c, Tree)))

    def listed(self, tree: Tree[Token]) -> ast.Name:
        return self.name(tree.children[0])

    def aggregate(self, tree: Tree[Token]) -> Aggregate:
        names = [c for c in tree.children if isinstance(c, Tree)]
        renamed = any(isinstance(c, Token) and c.type == "AS" for c in tree.children)
        given = unquoted(names.pop().children[0]) if renamed else None
        function = str(tree.children[0]).lower()
        if not any(child == "(" for child in tree.children) and function not in {"count", "c"}:
            raise self._no_function(tree.children[0])
        argument: ast.Name | ast.Expr | None = None
        if names:
            inner = names[0]
            argument = self.listed(inner) if inner.data == "name" else self.expression(inner)
        return Aggregate("count" if function == "c" else function, argument, given, self.span(tree))

    def _no_function(self, word: Node) -> QueryError:
        message = f"`{word}` is no function to sum up rows with."
        hint = "`count` stands alone; others have a field in parentheses, as in `dc(host)`."
        close = nearest(str(word), ("count", "c"))
        return QueryError(message, self.text, self.span(word), hint, close)

    def sort_key(self, tree: Tree[Token]) -> SortKey:
        tokens = [c for c in tree.children if isinstance(c, Token)]
        kinds = [str(t).lower() for t in tokens if t.type == "FUNCTION"] or ["auto"]
        if kinds[0] not in {"auto", "num", "str", "ip"}:
            at = next(t for t in tokens if t.type == "FUNCTION")
            message = f"`sort` cannot order by `{at}(…)`."
            choices = ("num", "str", "ip", "auto")
            raise QueryError(message, self.text, self.span(at), suggestions=choices)
        name = next(c for c in tree.children if isinstance(c, Tree))
        return SortKey(self.listed(name), tokens[:1] == ["-"], kinds[0])

    def assignment(self, tree: Tree[Token]) -> Assignment:
        return Assignment(self.name(tree.children[0]), self.expression(tree.children[2]))

    def renamed(self, tree: Tree[Token]) -> Renamed:
        old, new = (self.listed(c) for c in tree.children if isinstance(c, Tree))
        return Renamed(old, new)


_VALUES = frozenset({"STRING", "ITEM"})
_SEARCHES: Mapping[str, Callable[[Builder, Tree[Token]], ast.SearchExpr]] = MappingProxyType(
    {
        "search_and": Builder.all_of,
        "search_or": Builder.any_of,
        "search_negated": lambda b, t: ast.Not(b.search(t.children[1])),
        "search_group": lambda b, t: b.search(t.children[1]),
        "search_text": Builder.word,
        "search_compare": Builder.compare,
        "search_within": Builder.within,
    }
)
_EXPRESSIONS: Mapping[str, Callable[[Builder, Tree[Token]], ast.Expr]] = MappingProxyType(
    {
        "number": lambda _, t: ast.Number(str(t.children[0])),
        "string": lambda b, t: ast.String(unquoted(t.children[0]), b.span(t)),
        "field": lambda b, t: ast.Field(b.name(t.children[0])),
        "group": lambda b, t: b.expression(t.children[1]),
        "not_expr": lambda b, t: ast.NotExpr(b.expression(t.children[1])),
        "in_expr": Builder.one_of,
        "signed": Builder.signed,
        "call": Builder.call,
    }
)
_PARTS: Mapping[str, Callable[[Builder, Tree[Token]], Part]] = MappingProxyType(
    {
        "option": Builder.option,
        "by": Builder.by,
        "name": Builder.listed,
        "aggregate": Builder.aggregate,
        "sort_key": Builder.sort_key,
        "assignment": Builder.assignment,
        "renamed": Builder.renamed,
    }
)


def unquoted(token: Node) -> str:
    r"""The text without quotation marks; `\"` and `\\` within them stand for one character."""
    text = str(token)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return _MARKS.sub(r"\1", text[1:-1])
    return text


def pattern(text: str) -> ast.Pattern:
    r"""Pieces between the wildcards; `\*`, `\"` and `\\` stand for the character itself."""
    inner = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    pieces = [""]
    for escaped, star, plain in _ESCAPE.findall(inner):
        if star:
            pieces.append("")
        else:
            pieces[-1] += escaped or plain
    joined = [piece for at, piece in enumerate(pieces) if piece or at in (0, len(pieces) - 1)]
    return tuple(joined)
