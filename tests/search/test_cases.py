"""The language, case by case: each file of cases/ holds events, queries, and what they answer.

A case has `rows` (a table's rows, absent values left out), `lines` (the original text of the
events found, in their order), or `message` and `caret` (the refusal).  `make golden` never
rewrites them: what a query means is decided by a person.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
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

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 9, 14, tzinfo=UTC)
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(CASES.glob("*.toml"))}
COMMON = FILES.pop("events")["events"]

_DATABASES = count()


@pytest.fixture(scope="module")
def stores(engine: Path) -> Iterator[dict[str, EmbeddedStore]]:
    """A store for each set of events, filled when a case first asks for it."""
    found: dict[str, EmbeddedStore] = {}
    yield found
    for store in found.values():
        store.close()


def filled(stores: dict[str, EmbeddedStore], engine: Path, events: list[Any]) -> EmbeddedStore:
    key = repr(events)
    if key not in stores:
        store = stores[key] = EmbeddedStore(engine, f"cases_{next(_DATABASES)}")
        if events:
            made = [Event(dict(fields)) for fields in events]
            store.insert(1, to_table(made, 1, 1, NOW))
    return stores[key]


def cases() -> Iterator[Any]:
    for file, text in FILES.items():
        for case in text["case"]:
            events = case.get("events", text.get("events", COMMON))
            yield pytest.param(case, events, id=f"{file}: {case['name']}")


@pytest.mark.parametrize(("case", "events"), [*cases()])
def test_case(
    case: Mapping[str, Any], events: list[Any], stores: dict[str, EmbeddedStore], engine: Path
) -> None:
    store = filled(stores, engine, events)
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
