"""How much comes a second, from counters looked at again and again."""

from dataclasses import replace
from datetime import timedelta

from ingest.counters import Counters
from tests.web.conftest import NOW
from tests.web.test_sources_page import COUNTERS, source
from web.pages.sources import hour_line, rate_words
from web.rates import RECEIVED, Rates, key_of

SECOND = timedelta(seconds=1)


def counted(lines: int, events: int) -> Counters:
    """Counters after so many lines, and events of one source."""
    return replace(COUNTERS, received={"forward": lines}, sources=(source("a", 0, events=events),))


def test_a_rate_is_over_the_last_minute() -> None:
    rates = Rates()
    assert rates.per_second(RECEIVED) is None
    for passed in range(0, 301, 10):
        rates.note(NOW + passed * SECOND, counted(passed * 5 if passed > 200 else 0, 0))
    assert rates.per_second(RECEIVED) == 5


def test_a_source_has_a_rate_of_its_own() -> None:
    rates = Rates()
    own = key_of(source("a", 0))
    rates.note(NOW, counted(0, 100))
    rates.note(NOW + 10 * SECOND, counted(0, 120))
    assert rates.per_second(own) == 2
    assert rates.per_second(RECEIVED) == 0


def test_looks_that_follow_at_once_are_left_out() -> None:
    rates = Rates()
    rates.note(NOW, counted(0, 0))
    rates.note(NOW + SECOND, counted(1000, 0))
    assert rates.per_second(RECEIVED) is None


def test_the_hour_is_kept_by_minutes_and_no_longer() -> None:
    rates = Rates()
    for passed in range(0, 7200, 10):
        rates.note(NOW + passed * SECOND, counted(passed * 3, 0))
    history = rates.history(RECEIVED)
    assert 58 <= len(history) <= 61
    assert set(history) == {3.0}


def test_counts_of_a_new_spool_are_no_negative_rate() -> None:
    rates = Rates()
    rates.note(NOW, counted(1000, 0))
    rates.note(NOW + 10 * SECOND, counted(10, 0))
    assert rates.per_second(RECEIVED) == 0


def test_rates_and_their_hour_as_they_are_shown() -> None:
    shown = [rate_words(rate) for rate in (None, 0.0, 0.24, 48.2, 1204.0)]
    assert shown == ["–", "0", "0.2", "48", "1,204"]
    assert hour_line([1.0, 2.0]) == ""
    assert hour_line([0.0, 5.0, 10.0]) == "96.7,11.0 98.3,6.0 100.0,1.0"
    assert hour_line([2.0] * 61).startswith("0.0,1.0 1.7,1.0")
