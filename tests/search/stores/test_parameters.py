"""Values reach the engine as they are, whatever characters they hold."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import parse_one
from sqlglot.expressions import Select

from parsers.schema import FieldType
from search.relation import Column, Relation
from search.stores.embedded import EmbeddedStore
from search.stores.parameters import parameter
from search.stores.store import Limits

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def answer(store: EmbeddedStore, kind: str, value: object) -> object:
    query = parse_one(f"SELECT {{p:{kind}}} AS a", dialect="clickhouse")
    assert isinstance(query, Select)
    relation = Relation(query, (Column("a", FieldType.KEYWORD),), {"p": value})
    return store.query(relation, Limits())["a"][0].as_py()


@pytest.fixture(scope="module")
def shared(engine: object) -> EmbeddedStore:
    from pathlib import Path

    assert isinstance(engine, Path)
    return EmbeddedStore(engine, "parameters")
