"""`frequency` as timelines: run one event at a time and all at once, the same alerts."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.rule import Rule
from alerts.types.step import Row
from tests.alerts.timeline import DAY, NOW, alerts_of, one_by_one, rule, shown, timeline

THREE_IN_FIVE_MINUTES = rule()

CASES = {
    "too few events raise nothing": ("21:40 a\n21:41 a", []),
    "the third event raises": ("21:40 a\n21:41 a\n21:42 a", ["a 21:40:00 – 21:42:00 3 (0 held)"]),
    "a window is shorter than the timeframe": ("21:40 a\n21:41 a\n21:45 a", []),
    "a window slides over box boundaries": (
        "21:43:30 a\n21:44:59 a\n21:45:01 a",
        ["a 21:43:30 – 21:45:01 3 (0 held)"],
    ),
    "keys are counted apart": (
        "21:40 a\n21:40 b\n21:41 a\n21:41 b\n21:42 b",
        ["b 21:40:00 – 21:42:00 3 (0 held)"],
    ),
    "events without the field are a key of their own": (
        "21:40 -\n21:40 -\n21:41 -",
        ["None 21:40:00 – 21:41:00 3 (0 held)"],
    ),
    "each value of a list counts": (
        "21:40 a,b\n21:40 a,c\n21:41 a,d",
        ["a 21:40:00 – 21:41:00 3 (0 held)"],
    ),
    "more events in the quiet time are held and counted": (
        "21:40 a\n21:41 a\n21:42 a\n21:43 a\n22:11:59 a",
        ["a 21:40:00 – 22:11:59 5 (2 held)"],
    ),
    "after the quiet time three new events raise again": (
        "21:40 a\n21:41 a\n21:42 a\n22:12 a\n22:13 a\n22:14 a",
        ["a 21:40:00 – 21:42:00 3 (0 held)", "a 22:12:00 – 22:14:00 3 (0 held)"],
    ),
    "after the quiet time two new events do not": (
        "21:40 a\n21:41 a\n21:42 a\n22:12 a\n22:13 a",
        ["a 21:40:00 – 21:42:00 3 (0 held)"],
    ),
    "a late event counts where it happened": (
        "21:40 a\n21:42 a\n21:50 a\n21:41 a 22:00",
        ["a 21:40:00 – 21:50:00 4 (0 held)"],
    ),
    "a backlog that arrives an hour late raises": (
        "22:30 a\n21:40 a 22:40\n21:41 a 22:40\n21:42 a 22:40",
        ["a 21:40:00 – 21:42:00 3 (0 held)"],
    ),
    "a late event of an alert's time is held": (
        "21:40 a\n21:42 a\n21:43 a\n21:41 a 22:00",
        ["a 21:40:00 – 21:43:00 4 (1 held)"],
    ),
    "a late event does not reach over an alert": (
        "21:40 a\n21:41 a\n21:42 a\n22:12 a\n21:39 a 22:13\n21:38 a 22:13",
        ["a 21:40:00 – 21:42:00 3 (0 held)"],
    ),
    "an event is forgotten when its companions come too late": (
        "21:40 a\n21:41 a\n23:00 b\n21:42 a 23:00",
        [],
    ),
    "history that is imported raises by its own time": (
        "01:00 a 21:00\n01:01 a 21:00\n01:02 a 21:00\n09:00 a 21:00\n09:01 a 21:00\n09:02 a 21:00",
        ["a 01:00:00 – 01:02:00 3 (0 held)", "a 09:00:00 – 09:02:00 3 (0 held)"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_timeline(text: str, expected: list[str]) -> None:
    rows = timeline(text)
    at_once = alerts_of(THREE_IN_FIVE_MINUTES, [rows])
    assert shown(at_once) == expected
    assert alerts_of(THREE_IN_FIVE_MINUTES, one_by_one(rows)) == at_once


def test_without_a_key_all_events_count_together() -> None:
    plain = rule(condition={"type": "frequency", "num_events": 2, "timeframe": "1m"})
    assert shown(alerts_of(plain, [timeline("21:40 a\n21:40 b")])) == [
        "* 21:40:00 – 21:40:00 2 (0 held)"
    ]


def test_one_event_is_enough_where_the_rule_says_so() -> None:
    single = rule(
        condition={"type": "frequency", "num_events": 1, "timeframe": "1m"},
        suppression={"realert": "0s"},
    )
    assert len(alerts_of(single, [timeline("21:40 a\n21:40:01 b\n21:40:01 c")])) == 2


def test_quiet_times_double_while_alerts_follow_each_other_and_fall_back() -> None:
    backing_off = rule(
        condition={"type": "frequency", "num_events": 1, "timeframe": "1m"},
        suppression={"realert": "10m", "exponential_realert": "40m"},
    )
    rows = timeline(
        """
        00:00 a
        00:10 a
        00:29 a
        00:30 a
        01:09 a
        01:10 a
        01:49 a
        05:00 a
        05:09 a
        05:10 a
        """
    )
    found = alerts_of(backing_off, [rows])
    assert shown(found) == [
        "* 00:00:00 – 00:00:00 1 (0 held)",
        "* 00:10:00 – 00:29:00 2 (1 held)",
        "* 00:30:00 – 01:09:00 2 (1 held)",
        "* 01:10:00 – 01:49:00 2 (1 held)",
        "* 05:00:00 – 05:09:00 2 (1 held)",
        "* 05:10:00 – 05:10:00 1 (0 held)",
    ]
    assert alerts_of(backing_off, one_by_one(rows)) == found


def test_too_many_waiting_events_forget_the_oldest_and_say_so() -> None:
    patient = rule(condition={"type": "frequency", "num_events": 100_000, "timeframe": "1h"})
    rows = [
        Row(DAY + timedelta(hours=2 * (n % 2)), n, DAY + timedelta(milliseconds=n), {})
        for n in range(100_500)
    ]
    state, changes = patient.type.step(patient.condition, patient.suppression, {}, rows, NOW)
    assert not changes
    assert len(state["keys"]["[]"]["waiting"]) == 100_000
    assert state["overflow"] == 500


@st.composite
def timelines(draw: st.DrawFn) -> list[Row]:
    """Up to 40 events of two users in an hour, many of them late."""
    rows: list[Row] = []
    arrived = 0
    for sequence in range(draw(st.integers(0, 40))):
        arrived += draw(st.integers(0, 200))
        happened = arrived - draw(st.sampled_from([0, 0, 0, 60, 300, 1500, 5000]))
        user = draw(st.sampled_from(["alice", "bob"]))
        rows.append(
            Row(
                DAY + timedelta(hours=6, seconds=happened),
                sequence,
                DAY + timedelta(hours=6, seconds=arrived),
                {"user.name": user},
            )
        )
    return rows


RULES = [
    rule(),
    rule(suppression={"realert": "2m"}),
    rule(suppression={"realert": "1m", "exponential_realert": "8m"}),
    rule(condition=rule().condition.model_dump() | {"late": "0s"}),
]


@given(timelines(), st.lists(st.integers(0, 40)), st.sampled_from(RULES))
def test_however_rows_are_cut_into_runs_the_alerts_are_the_same(
    rows: list[Row], cuts: list[int], judged: Rule
) -> None:
    edges = sorted({0, len(rows), *(cut for cut in cuts if cut < len(rows))})
    runs = [rows[start:end] for start, end in pairwise(edges)]
    assert alerts_of(judged, runs) == alerts_of(judged, [rows])


@given(timelines(), st.sampled_from(RULES[:3]))
def test_an_alert_has_the_events_of_its_stretch_and_no_event_has_two(
    rows: list[Row], judged: Rule
) -> None:
    found = alerts_of(judged, [rows]).values()
    for alert in found:
        events = [
            row
            for row in rows
            if row.fields["user.name"] == alert.key[0][1]
            and alert.earliest <= row.time < alert.latest
            and row.sequence <= alert.last_sequence
        ]
        assert len(events) == alert.count >= judged.condition.num_events
    stretches = sorted((alert.key, alert.first_seen, alert.last_seen) for alert in found)
    for (key, _, last), (next_key, first, _) in pairwise(stretches):
        assert key != next_key or last < first


@given(timelines())
def test_three_events_close_together_never_go_unnoticed(rows: list[Row]) -> None:
    """Against the plain reading of the rule: every full window touches an alert's stretch."""
    remembering = rule(condition=rule().condition.model_dump() | {"late": "2d"})
    found = alerts_of(remembering, [rows]).values()
    for user in ("alice", "bob"):
        times = sorted(row.time for row in rows if row.fields["user.name"] == user)
        for first, _, last in zip(times, times[1:], times[2:], strict=False):
            if last - first < timedelta(minutes=5):
                assert any(
                    alert.key[0][1] == user
                    and first < alert.last_seen + remembering.suppression.realert
                    and last >= alert.first_seen
                    for alert in found
                )
