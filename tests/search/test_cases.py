"""The language, case by case: each file of cases/ holds events, queries, and what they answer.

A case has `rows` (a table's rows, absent values left out), `lines` (the original text of the
events found, in their order), or `message` and `caret` (the refusal).  `make golden` never
rewrites them: what a query means is decided by a person.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parsers.event import Event
from search.answer import SearchRequest
from search.commands import COMMANDS
from search.errors import QueryError
from search.service import search
from search.spl.parse import parse
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from search.stores.store import Store
from tests.search.clusters import cluster_store

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 9, 14, tzinfo=UTC)
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(CASES.glob("*.toml"))}
COMMON = FILES.pop("events")["events"]
REFUSED: Mapping[str, Sequence[str]] = tomllib.loads(
    (Path(__file__).parent / "refused.toml").read_text("utf-8")
)
"""Kind of store to the cases that it cannot answer."""

_DATABASES = count()


@dataclass
class Stores:
    """A store of one kind for each set of events, filled when a case first asks for it."""

    kind: str
    make: Callable[[], Store]
    found: dict[str, Store] = field(default_factory=dict)

    def of(self, events: list[Any]) -> Store:
        key = repr(events)
        if key not in self.found:
            store = self.found[key] = self.make()
            if events:
                made = [Event(dict(fields)) for fields in events]
                store.insert(1, to_table(made, 1, 1, NOW))
        return self.found[key]


@pytest.fixture(scope="module", params=["embedded", "elasticsearch", "opensearch"])
def stores(request: pytest.FixtureRequest, engine: Path) -> Iterator[Stores]:
    with ExitStack() as closing:
        if request.param == "embedded":
            make = partial(_embedded, engine, closing)
        else:
            make = partial(_cluster, request.getfixturevalue(request.param), engine, closing)
        yield Stores(request.param, make)


def _embedded(engine: Path, closing: ExitStack) -> Store:
    store = EmbeddedStore(engine, f"cases_{next(_DATABASES)}")
    closing.callback(store.close)
    return store


def _cluster(url: str, engine: Path, closing: ExitStack) -> Store:
    return closing.enter_context(cluster_store(url, engine))


def cases() -> Iterator[Any]:
    for file, text in FILES.items():
        for case in text["case"]:
            events = case.get("events", text.get("events", COMMON))
            yield pytest.param(case | {"file": file}, events, id=f"{file}: {case['name']}")


@pytest.mark.parametrize(("case", "events"), [*cases()])
def test_case(case: Mapping[str, Any], events: list[Any], stores: Stores) -> None:
    if f"{case['file']}: {case['name']}" in REFUSED.get(stores.kind, ()):
        return
    store = stores.of(events)
    zone = ZoneInfo(case.get("zone", "UTC"))
    request = SearchRequest(case["query"], NOW, case.get("earliest", "0"), None, zone)
    if "message" in case:
        with pytest.raises(QueryError) as caught:
            search(store, request)
        assert caught.value.message == case["message"]
        assert caught.value.caret() == case["caret"].strip("\n")
        assert list(caught.value.suggestions) == case.get("suggestions", [])
        return
    answer = search(store, request)
    rows = [shown(row) for row in answer.rows.to_pylist()]
    if "lines" in case:
        assert [row.get("event.original") for row in rows] == case["lines"]
    else:
        assert rows == case["rows"]
        assert [list(row) for row in rows] == [list(row) for row in case["rows"]]
    query = parse(case["query"])
    assert parse(str(query)) == query
    assert list(answer.warnings) == case.get("warnings", [])


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a person writes it down: no absent values, times in ISO 8601."""
    return {name: plain(value) for name, value in row.items() if value not in (None, [])}


def plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case float():
            return round(value, 9)
        case _:
            return value


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_cases(name: str) -> None:
    assert name in FILES


@pytest.mark.parametrize("kind", REFUSED)
def test_what_a_store_refuses_are_cases(kind: str) -> None:
    names = {f"{file}: {case['name']}" for file, text in FILES.items() for case in text["case"]}
    assert set(REFUSED[kind]) <= names
