"""Runs of a rule: nothing is missed and nothing fires twice, whatever fails in between."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from alerts.alert import AlertState, Result
from alerts.book import AlertBook
from alerts.judge import Judge
from alerts.rule import Rule
from alerts.rulebook import RuleBook
from alerts.tables import NotificationRow
from alerts.types.step import Row
from search.errors import StoreError
from tests.alerts.timeline import NOW, Listed, at, judge_of, rule, shown, timeline

ATTACK = "21:40 a\n21:41 a\n21:42 a\n21:43 a"
TOLD = rule(notifications=[{"name": "soc", "url": "http://127.0.0.1:1/"}])
MINUTE = timedelta(minutes=1)


def run(judge: Judge, judged: Rule, now: datetime) -> int:
    events = judge.run(judged, now)
    judge.succeeded(judged, events, now, now)
    return events


def book_shown(state: Engine) -> list[str]:
    return shown({alert.id: alert for alert in AlertBook(state).list()})


def test_runs_one_after_the_other_judge_each_event_once(state: Engine) -> None:
    source = Listed()
    judge = judge_of(state, source)
    for row in timeline(ATTACK):
        source.events.append(row)
        assert run(judge, rule(), NOW) == 1
    assert run(judge, rule(), NOW) == 0
    assert book_shown(state) == ["a 21:40:00 – 21:43:00 4 (1 held)"]


def test_pages_of_a_long_run_are_judged_like_one(state: Engine) -> None:
    judge = judge_of(state, Listed(timeline(ATTACK)), page_rows=1)
    assert run(judge, rule(), NOW) == 4
    assert book_shown(state) == ["a 21:40:00 – 21:43:00 4 (1 held)"]


def test_an_event_that_becomes_searchable_late_is_not_missed(state: Engine) -> None:
    """The event that arrived second is stored after the third; the horizon waits for it."""
    rows = timeline("21:40 a\n21:41 a\n21:42 a")
    source = Listed([rows[0], rows[2]], visible=rows[1].sequence)
    judge = judge_of(state, source)
    run(judge, rule(), NOW)
    source.events, source.visible = rows, rows[2].sequence + 1
    run(judge, rule(), NOW)
    assert book_shown(state) == ["a 21:40:00 – 21:42:00 3 (0 held)"]


def test_a_new_rule_begins_with_what_arrives_from_now_on(state: Engine) -> None:
    source = Listed(timeline(ATTACK))
    judge = Judge(state, source)
    assert run(judge, rule(), NOW) == 0
    source.events.append(Row(NOW, 900, NOW, {"user.name": "a"}))
    assert run(judge, rule(), NOW) == 1


class Killed(BaseException):
    """The process ends here."""


def test_a_run_that_is_killed_between_pages_goes_on_where_it_was(state: Engine) -> None:
    pages = iter([None, None, Killed()])

    def answers(judged: Rule) -> None:
        if (end := next(pages, None)) is not None:
            raise end

    judge = judge_of(state, Listed(timeline(ATTACK), answers=answers), page_rows=1)
    with pytest.raises(Killed):
        judge.run(TOLD, NOW)
    run(judge, TOLD, NOW)
    assert book_shown(state) == ["a 21:40:00 – 21:43:00 4 (1 held)"]
    with Session(state) as session:
        assert session.query(NotificationRow).count() == 1


def away(judged: Rule) -> None:
    raise StoreError("embedded", "query", "away")


def test_a_failed_run_is_listed_and_made_up(state: Engine) -> None:
    source = Listed()
    judge = judge_of(state, source)
    run(judge, rule(), at("21:39"))
    source.events, source.answers = timeline(ATTACK), away
    for now in (at("21:44"), at("21:45")):
        with pytest.raises(StoreError):
            judge.run(rule(), now)
        judge.failed(rule(), "the store is away", now, now)
    book = RuleBook(state)
    status = book.status("failed-logins")
    assert status is not None
    assert (status.error, status.last_success) == ("the store is away", at("21:39"))
    source.answers = lambda judged: None
    run(judge, rule(), at("21:46"))
    (gap,) = book.gaps("failed-logins")
    assert (gap.start, gap.end, gap.made_up) == (at("21:39"), at("21:46"), at("21:46"))
    assert book_shown(state) == ["a 21:40:00 – 21:43:00 4 (1 held)"]


def test_a_rule_whose_first_run_fails_does_not_begin_with_all_history(state: Engine) -> None:
    judge = Judge(state, Listed(timeline(ATTACK)))
    judge.failed(rule(), "the store is away", NOW, NOW)
    assert run(judge, rule(), NOW) == 0


def test_a_time_without_runs_is_listed_and_made_up(state: Engine) -> None:
    source = Listed()
    judge = judge_of(state, source)
    run(judge, rule(), at("21:39"))
    source.events = timeline(ATTACK)
    run(judge, rule(), at("23:00"))
    (gap,) = RuleBook(state).gaps("failed-logins")
    assert (gap.start, gap.reason, gap.made_up) == (at("21:39"), "did not run", at("23:00"))
    assert book_shown(state) == ["a 21:40:00 – 21:43:00 4 (1 held)"]


def test_a_time_switched_off_is_listed_and_not_judged(state: Engine) -> None:
    source = Listed()
    judge = judge_of(state, source)
    run(judge, rule(), at("21:39"))
    judge.switched_off(rule(), at("21:39:30"))
    judge.switched_off(rule(), at("21:50"))
    source.events = timeline(ATTACK)
    run(judge, rule(), at("23:00"))
    (gap,) = RuleBook(state).gaps("failed-logins")
    assert (gap.start, gap.end) == (at("21:39:30"), at("23:00"))
    assert (gap.reason, gap.made_up) == ("switched off", None)
    assert book_shown(state) == []


def test_another_condition_begins_with_an_empty_memory(state: Engine) -> None:
    rows = timeline(ATTACK)
    source = Listed(rows[:2])
    judge = judge_of(state, source)
    run(judge, rule(), NOW)
    source.events = rows
    run(judge, rule(query="event.action=other"), NOW)
    assert book_shown(state) == []


def test_held_events_leave_a_row_that_says_why_nobody_was_told(state: Engine) -> None:
    source = Listed(timeline(ATTACK))
    judge = judge_of(state, source)
    run(judge, TOLD, NOW)
    source.events += [replace(row, sequence=row.sequence + 50) for row in timeline("21:50 a")]
    run(judge, TOLD, NOW + MINUTE)
    (alert,) = AlertBook(state).list()
    (delivery,) = AlertBook(state).deliveries(alert.id)
    assert (delivery.result, delivery.target) == (Result.NOT_SENT, "webhook · soc")
    assert delivery.why == "held back for 30m by the rule, 2 more events"


def test_an_alert_recovers_when_the_rule_says_so_and_opens_again(state: Engine) -> None:
    recovering = rule(recover_after="10m", notifications=TOLD.as_json()["notifications"])
    source = Listed(timeline("21:40 a\n21:41 a\n21:42 a"))
    judge = judge_of(state, source)
    run(judge, recovering, at("21:43"))
    run(judge, recovering, at("21:52"))
    (alert,) = AlertBook(state).list()
    assert alert.state is AlertState.RECOVERED
    source.events.append(Row(at("21:55"), 200, at("21:55"), {"user.name": "a"}))
    run(judge, recovering, at("21:56"))
    changes = AlertBook(state).history(alert.id)
    assert [(change.state, change.why) for change in changes] == [
        (AlertState.OPEN, ""),
        (AlertState.RECOVERED, "no event for 10m"),
        (AlertState.OPEN, "more events"),
    ]
