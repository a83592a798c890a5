"""Values reach the engine as they are, whatever characters they hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from parsers.schema import FieldType
from search.relation import Column, Relation
from search.stores.embedded import EmbeddedStore
from search.stores.parameters import parameter
from search.stores.store import Limits

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.fixture(scope="module")
def one_store(engine: Path) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(engine, "parameters")
    yield opened
    opened.close()


def answer(store: EmbeddedStore, kind: str, value: object) -> object:
    """What the engine makes of a parameter of that type."""
    query = parse_one(f"SELECT {{p:{kind}}} AS a", dialect="clickhouse")
    assert isinstance(query, exp.Query)
    relation = Relation(query, (Column("a", FieldType.KEYWORD),), {"p": value})
    return store.query(relation, Limits())["a"][0].as_py()


once_a_test = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@once_a_test
@given(TEXT)
def test_text_comes_back(one_store: EmbeddedStore, value: str) -> None:
    assert answer(one_store, "String", value) == value


@once_a_test
@given(st.lists(TEXT))
def test_a_list_of_texts_comes_back(one_store: EmbeddedStore, value: list[str]) -> None:
    assert answer(one_store, "Array(String)", value) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("Nullable(String)", None),
        ("Nullable(String)", "NULL"),
        ("Nullable(String)", "\\N"),
        ("Array(Nullable(String))", ["a", None, "NULL"]),
        ("Int64", -(2**63)),
        ("Float64", 1e300),
        ("Float64", float("-inf")),
        ("Bool", True),
        ("Array(Int64)", [1, -2]),
        ("Array(String)", []),
        ("DateTime64(6, 'UTC')", datetime(1, 1, 1, 0, 0, 0, 1, UTC)),
        ("DateTime64(6, 'UTC')", datetime(9999, 12, 31, 23, 59, 59, 999999, UTC)),
        ("DateTime64(6, 'UTC')", datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)),
        ("DateTime64(6, 'UTC')", datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=9)))),
        ("Array(DateTime64(6, 'UTC'))", [datetime(2026, 1, 1, tzinfo=UTC)]),
    ],
)
def test_a_value_of_each_type_comes_back(
    one_store: EmbeddedStore, kind: str, value: object
) -> None:
    assert answer(one_store, kind, value) == value


def test_a_value_that_no_type_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        parameter(object())
