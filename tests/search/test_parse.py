"""Any text is a query or a QueryError; the canonical text of a query is that query."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.commands import COMMANDS
from search.commands.eval import Eval
from search.commands.search import Search
from search.commands.stats import Stats
from search.commands.table import Table
from search.commands.where import Where
from search.errors import QueryError
from search.spl import ast
from search.spl.build import Aggregate, Assignment
from search.spl.parse import LONGEST, parse
from search.spl.query import Query, Step

SNIPPETS = st.sampled_from(
    [*COMMANDS, "|", "(", ")", '"', "'", "\\", "*", "=", "!=", "<", ",", ".", "-", "+", "AND", "or",
     "NOT", "IN", "by", "as", "host", "count", "dc(host)", "span=1h", "limit=3", "5", "1.5", "a.b",
     "é", "\n", "[", "`", "earliest=-1h@h", "eval(", "x=", "like(", "#", "%", "\x00", "😀"]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(SNIPPETS, max_size=12).map(" ".join),
    st.lists(SNIPPETS).map("".join),
)


@given(TEXTS)
@example("(" * 3000 + "a" + ")" * 3000)
@example("NOT " * 3000 + "a")
@example("* | where " + "(" * 2000 + "1" + ")" * 2000)
@example("* | where " + "1+" * 3000 + "1")
@example("a" * (LONGEST + 1))
@settings(max_examples=600, deadline=None)
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Query):
        assert parse(str(found)) == found
    else:
        assert 0 <= found.span.start <= len(text) + 1
        assert found.message.endswith(".")
        assert "^" in found.caret()


def outcome(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


PIECES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
NAMES = st.one_of(
    st.sampled_from(
        ["host", "a.b", "x_1", "by", "and", "with space", 'q"', "back\\", "it's", "1a", "-0", ".a"]
    ),
    PIECES.filter(lambda text: bool(text.strip())),
).map(ast.Name)
PATTERNS = st.lists(PIECES, min_size=1, max_size=3).map(tuple) | st.sampled_from(
    [("",), ("job-", ""), ("", "x"), ("", "x", ""), ("AND",), ("or",), ("a=b",), ("\\",), ("*",)]
)
WORDS = PATTERNS.filter(any).map(ast.Text)
OPERATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


def times(name: ast.Name) -> bool:
    return name.text.lower() in {"earliest", "latest"}


COMPARED = st.builds(ast.Compare, NAMES, OPERATORS, PATTERNS).filter(lambda c: not times(c.name))
CHOICES = st.builds(ast.Within, NAMES, st.lists(PATTERNS, min_size=1, max_size=3).map(tuple))
LEAVES = st.one_of(WORDS, COMPARED, CHOICES, st.just(ast.Everything()))


def flat(kind: type[ast.And] | type[ast.Or], items: list[ast.SearchExpr]) -> ast.SearchExpr:
    return kind(tuple(items))


SEARCHES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(ast.Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: flat(ast.And, items)),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: flat(ast.Or, items)),
    ),
    max_leaves=6,
)
VALUES = st.one_of(
    st.sampled_from(["0", "12", "1.5", "3e10"]).map(ast.Number),
    PIECES.map(ast.String),
    NAMES.map(ast.Field),
)
BETWEEN = st.sampled_from(
    ["+", "-", "*", "/", "%", ".", "=", "!=", "<", "<=", ">", ">=", "LIKE", "AND", "OR", "XOR"]
)
EXPRESSIONS = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.builds(ast.Binary, BETWEEN, inner, inner),
        inner.map(ast.Negative),
        inner.map(ast.NotExpr),
        st.builds(ast.InExpr, inner, st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(
            ast.Call,
            st.sampled_from(["if", "upper", "in_x", "case"]),
            st.lists(inner, max_size=3).map(tuple),
        ),
    ),
    max_leaves=6,
)
PLAIN = NAMES.filter(lambda name: "*" not in name.text and not name.text.startswith("#"))
STAGES = st.one_of(
    SEARCHES.map(Search),
    EXPRESSIONS.map(Where),
    st.lists(st.builds(Assignment, PLAIN, EXPRESSIONS), min_size=1, max_size=2).map(
        lambda items: Eval(tuple(items))
    ),
    st.lists(NAMES, min_size=1, max_size=3).map(lambda names: Table(tuple(names))),
    st.builds(
        lambda name, given, by: Stats((Aggregate("dc", name, given.text),), (by,)),
        NAMES, PLAIN, PLAIN,
    ).filter(lambda stage: stage.aggregates[0].name != stage.by[0].text),
)  # fmt: skip


@given(SEARCHES, st.lists(STAGES, max_size=3))
@settings(max_examples=400, deadline=None)
def test_the_canonical_text_is_the_query(
    leading: ast.SearchExpr, stages: list[Search | Where | Eval | Table | Stats]
) -> None:
    query = Query(leading, tuple(Step(stage) for stage in stages))
    assert parse(str(query)) == query


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("search  ERROR  ", "ERROR"),
        ("", "*"),
        ("a b OR c NOT d", "a (b OR c) NOT d"),
        ('"two words" host="x y"', '"two words" host="x y"'),
        ("* | stats  count,dc( host ) as n by level", "* | stats count, dc(host) as n by level"),
        ("* | where a==1 and b", "* | where (a = 1) AND b"),
        ("* | sort 5 -count", "* | sort 5 -count"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    assert str(parse(text)) == canonical


def test_real_searches_parse_or_are_refused_with_a_sentence(corpus: Path) -> None:
    lines = (corpus / "spl" / "searches.jsonl").read_text("utf-8").splitlines()
    parsed = 0
    for line in lines:
        found = outcome(without_macros(json.loads(line)["search"]))
        if isinstance(found, Query):
            parsed += 1
            assert parse(str(found)) == found
        else:
            assert found.message.endswith(".")
    # Most of the others begin with `tstats`.
    assert parsed >= 240


def without_macros(text: str) -> str:
    """Every real search holds macros, which are names for parts of searches."""
    return re.sub(r"\|\s*`[^`]*`", "| search word", text).replace("`", " ")
