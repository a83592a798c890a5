"""The life of an alert, the order of the list, and the link to its events."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import Engine

from alerts.alert import AlertState
from alerts.book import AlertBook
from alerts.events import events_query, narrowed
from tests.alerts.timeline import NOW, Listed, judge_of, rule, timeline


@pytest.fixture
def book(state: Engine) -> AlertBook:
    """Three open alerts: medium of a and b, critical of c."""
    everything = Listed(timeline("21:40 a\n21:41 a\n21:42 a\n21:43 b\n21:44 b\n21:45 b"))
    worst = Listed(timeline("20:40 c\n20:41 c\n20:42 c"))
    judge_of(state, everything).run(rule(), NOW)
    judge_of(state, worst).run(rule(id="worst", severity="critical"), NOW)
    return AlertBook(state)


def who(book: AlertBook) -> list[str | None]:
    return [alert.key[0][1] for alert in book.list()]


def test_open_alerts_come_first_by_severity_then_by_time(book: AlertBook) -> None:
    assert who(book) == ["c", "b", "a"]
    book.acknowledge(book.list()[0].id, "admin", NOW)
    assert who(book) == ["b", "a", "c"]
    assert [alert.rule_id for alert in book.list(rule_id="worst")] == ["worst"]
    assert len(book.list(AlertState.OPEN, limit=1, offset=1)) == 1


def test_an_alert_is_acknowledged_closed_and_opened_again(book: AlertBook) -> None:
    alert_id = book.list()[0].id
    assert book.open_count() == 3
    book.acknowledge(alert_id, "alice", NOW)
    book.acknowledge(alert_id, "bob", NOW)
    book.close(alert_id, "bob", NOW, "a drill")
    book.close(alert_id, "bob", NOW)
    assert book.counts() == {
        AlertState.OPEN: 2,
        AlertState.ACKNOWLEDGED: 0,
        AlertState.RECOVERED: 0,
        AlertState.CLOSED: 1,
    }
    book.reopen(alert_id, "bob", NOW)
    assert [(change.state, change.who, change.why) for change in book.history(alert_id)] == [
        (AlertState.OPEN, "rule", ""),
        (AlertState.ACKNOWLEDGED, "alice", ""),
        (AlertState.CLOSED, "bob", "a drill"),
        (AlertState.OPEN, "bob", ""),
    ]


def test_what_is_not_there_is_none(book: AlertBook) -> None:
    assert book.get("no-such") is None
    assert book.acknowledge("no-such", "admin", NOW) is None
    assert book.history("no-such") == []


def test_the_sentence_has_the_numbers(book: AlertBook) -> None:
    assert book.list()[0].sentence == "3 events of user.name c in 2 m 0 s. The limit is 3 in 5m."


def test_one_event_takes_no_time(state: Engine) -> None:
    condition = {"type": "frequency", "num_events": 1, "timeframe": "5m"}
    judge_of(state, Listed(timeline("21:40 a"))).run(rule(condition=condition), NOW)
    assert AlertBook(state).list()[0].sentence == "1 event. The limit is 1 in 5m."


def test_a_rule_may_word_the_sentence(state: Engine) -> None:
    worded = rule(summary="{{ count }} failed logins of {{ key['user.name'] }}.\n {{ limit }}")
    judge_of(state, Listed(timeline("21:40 a\n21:40 a\n21:40 a"))).run(worded, NOW)
    assert AlertBook(state).list()[0].sentence == "3 failed logins of a. The limit is 3 in 5m."


def test_a_summary_that_cannot_be_filled_does_not_cost_the_alert(state: Engine) -> None:
    worded = rule(summary="{{ nothing }}")
    judge_of(state, Listed(timeline("21:40 a\n21:40 a\n21:40 a"))).run(worded, NOW)
    assert AlertBook(state).list()[0].sentence.startswith("3 events of user.name a")


def test_the_link_shows_the_stretch_of_the_alert(book: AlertBook) -> None:
    link = urlsplit(book.list()[0].link)
    assert {name: values[0] for name, values in parse_qs(link.query).items()} == {
        "q": "event.action=login-failed event.sequence<=102 | where 'user.name'=\"c\"",
        "earliest": "2026-09-13T20:40:00.000000Z",
        "latest": "2026-09-13T20:42:00.000001Z",
    }


NARROWED = {
    "words": ("a b", "a b x=1"),
    "an alternative": ("a OR b", "(a OR b) x=1"),
    "a pipe": ("a | stats count", "a x=1 | stats count"),
    "a pipe in quotes": ('"a | b" | stats count', '"a | b" x=1 | stats count'),
    "a quote in quotes": (r'"a \" | b" | head', r'"a \" | b" x=1 | head'),
    "the word search": ("search a | fields b", "a x=1 | fields b"),
    "nothing before the pipe": ("| where a=1", "x=1 | where a=1"),
}


@pytest.mark.parametrize(("query", "expected"), NARROWED.values(), ids=NARROWED)
def test_a_query_is_narrowed_before_its_first_pipe(query: str, expected: str) -> None:
    assert narrowed(query, "x=1") == expected


KEYS = {
    "an address": ("a", (("source.ip", "10.0.0.1"),), 'a source.ip="10.0.0.1" event.sequence<=9'),
    "letters, whose case counts": (
        "a",
        (("user.name", 'x"\\'),),
        'a event.sequence<=9 | where \'user.name\'="x\\"\\\\"',
    ),
    "a field that the query makes": (
        "a | rename y as n",
        (("n", "1"),),
        'a event.sequence<=9 | rename y as n | search n="1"',
    ),
    "no value": ("a", (("user.name", None),), "a NOT user.name=* event.sequence<=9"),
    "a star that is no wildcard": (
        "a",
        (("n", "*"),),
        "a event.sequence<=9 | where 'n'=\"*\"",
    ),
}


@pytest.mark.parametrize(("query", "key", "expected"), KEYS.values(), ids=KEYS)
def test_the_events_of_a_key(
    query: str, key: tuple[tuple[str, str | None], ...], expected: str
) -> None:
    assert events_query(query, key, 9) == expected
