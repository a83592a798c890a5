"""The demo plays the samples before now, equal each time, with the incident told once."""

from datetime import UTC, datetime, timedelta

from nephoscope.demo import EVENTS, Place, Sample, load_samples, play

NOW = datetime(2027, 1, 5, 8, 0, 0, tzinfo=UTC)
CALL = (
    "2026-09-13 10:00:00,123 DEBUG [c.c.a.ApiServlet] (qtp1-2:[ctx-00000001]) (logid:00000002) "
    "===START===  192.0.2.10 -- GET  command=listZones"
)
ATTACK = (
    "2026-09-13 21:41:00,000 INFO  [c.c.u.AccountManagerImpl] (qtp1-2:[ctx-00000003]) "
    "(logid:00000004) login from 203.0.113.66"
)
SAMPLE = Sample("cloudstack.management", Place("mgmt-01", "/log"), (CALL, ATTACK))


def test_the_incident_is_played_once_at_its_own_time_before_now() -> None:
    attacks = [item for item in play([SAMPLE], NOW) if "203.0.113.66" in item.text]
    assert [item.text for item in attacks] == [
        ATTACK.replace("2026-09-13 21:41:00", "2027-01-05 06:11:00")
    ]


def test_the_quiet_part_is_played_over_the_day_before_now() -> None:
    times = [item.time for item in play([SAMPLE], NOW)]
    assert times == sorted(times)
    assert NOW - timedelta(days=1) <= times[0] < times[-1] < NOW
    assert abs(len(times) - EVENTS) < EVENTS // 10


def test_each_play_is_another_call() -> None:
    calls = {item.text for item in play([SAMPLE], NOW) if "listZones" in item.text}
    logids = {text.split("logid:")[1][:8] for text in calls}
    assert len(logids) == len(calls)


def test_two_plays_are_equal() -> None:
    found = load_samples()
    first = [(item.time, item.text) for item in play(found, NOW)]
    assert first == [(item.time, item.text) for item in play(found, NOW)]


def test_all_samples_together_make_about_20_000_events() -> None:
    assert abs(len(play(load_samples(), NOW)) - EVENTS) < EVENTS // 5
