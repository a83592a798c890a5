"""Rules over the real store: what arrived is found by sequence, and links show the same events."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine

from alerts.book import AlertBook
from alerts.files import SHIPPED, RuleFile, read_folder
from alerts.source import Arrived, Span
from alerts.stored import StoredEvents
from parsers.event import Event
from search.answer import SearchRequest
from search.service import search
from search.stores.arrow import to_table
from search.stores.embedded import EmbeddedStore
from tests.alerts.timeline import NOW, judge_of, rule

START = datetime(2026, 9, 13, 21, 40, tzinfo=UTC)


def failed_login(seconds: int, user: str | None, **more: object) -> Event:
    fields: dict[str, object] = {
        "@timestamp": START + timedelta(seconds=seconds),
        "event.original": f"failed login of {user}",
        "event.action": "login-failed",
        "event.category": ["authentication"],
        "event.outcome": "failure",
    }
    if user is not None:
        fields["user.name"] = user
    return Event(fields | more)


def keep(store: EmbeddedStore, batch: int, *events: Event) -> None:
    store.insert(batch, to_table(events, batch, batch * 1000, NOW))


def source(store: EmbeddedStore, horizon: int = 10**9) -> StoredEvents:
    return StoredEvents(store, lambda: {"0": Arrived(0, horizon)}, lambda: NOW)


def test_rows_come_by_sequence_whatever_their_time(store: EmbeddedStore) -> None:
    far = {"@timestamp": datetime(9999, 1, 1, tzinfo=UTC)}
    keep(store, 2, failed_login(0, "a"), failed_login(-(10**9), "b", **far))
    keep(store, 1, failed_login(5, "a"))
    rows = source(store).rows(rule(), Span((Arrived(0, 10**9),)), 10)
    assert [(row.sequence, row.fields) for row in rows] == [
        (1000, {"user.name": "a"}),
        (2000, {"user.name": "a"}),
        (2001, {"user.name": "b"}),
    ]
    assert rows[0].time == START + timedelta(seconds=5)
    assert rows[0].ingested == NOW


def test_a_span_bounds_sequence_and_time(store: EmbeddedStore) -> None:
    keep(store, 1, *(failed_login(n, "a") for n in range(10)))
    events = source(store)
    assert [row.sequence for row in events.rows(rule(), Span((Arrived(1002, 1005),)), 10)] == [
        1002,
        1003,
        1004,
    ]
    assert [row.sequence for row in events.rows(rule(), Span((Arrived(0, 10**9),)), 2)] == [
        1000,
        1001,
    ]
    since = Span((Arrived(0, 10**9),), START + timedelta(seconds=8), START + timedelta(seconds=9))
    assert [row.sequence for row in events.rows(rule(), since, 10)] == [1008]


def test_lists_and_absent_fields_are_keys(store: EmbeddedStore) -> None:
    by_category = rule(
        condition={
            "type": "frequency",
            "num_events": 1,
            "timeframe": "1m",
            "query_key": ["event.category", "user.name"],
        }
    )
    keep(store, 1, failed_login(0, None, **{"event.category": ["authentication", "session"]}))
    (row,) = source(store).rows(by_category, Span((Arrived(0, 10**9),)), 10)
    assert row.fields == {"event.category": ["authentication", "session"]}


ALTERNATIVE = "event.action=login-failed OR event.action=other"
PIPED = "failed | where 'event.outcome'=\"failure\""
MADE = 'failed | rex "of (?<who>\\w+)" | rename who as user.name'
LINKED = {
    "words and a name": ("failed login", "alice"),
    "words and marks": ("failed login", 'a"b\\c*'),
    "words and nobody": ("failed login", None),
    "an alternative and a name": (ALTERNATIVE, "alice"),
    "an alternative and nobody": (ALTERNATIVE, None),
    "a pipe and a name": (PIPED, "alice"),
    "a pipe and marks": (PIPED, 'a"b\\c*'),
    "a pipe and nobody": (PIPED, None),
    "a field that the query makes": (MADE, "alice"),
}


@pytest.mark.parametrize(("query", "who"), LINKED.values(), ids=LINKED)
def test_the_link_shows_exactly_the_events_of_the_alert(
    state: Engine, store: EmbeddedStore, query: str, who: str | None
) -> None:
    judged = rule(query=query)
    others = [
        failed_login(1, "ALICE"),
        failed_login(2, "bob"),
        failed_login(3, None if who else "b"),
    ]
    keep(store, 1, *(failed_login(n, who) for n in (0, 10, 20, 30)), *others)
    judge_of(state, source(store)).run(judged, NOW)
    keep(store, 2, failed_login(15, who))
    (alert,) = AlertBook(state).list()
    assert alert.count == 4
    values = {name: texts[0] for name, texts in parse_qs(urlsplit(alert.link).query).items()}
    shown = search(store, SearchRequest(values["q"], NOW, values["earliest"], values["latest"]))
    assert shown.kind == "events"
    found = shown.rows.column("event.sequence").to_pylist()
    assert set(found) == {1000, 1001, 1002, 1003}


@pytest.mark.parametrize("file", read_folder(SHIPPED), ids=lambda file: file.path.stem)
def test_a_shipped_rule_runs(store: EmbeddedStore, file: RuleFile) -> None:
    keep(store, 1, failed_login(0, "a"))
    assert file.rule is not None
    source(store).rows(file.rule, Span((Arrived(0, 10**9),)), 10)
