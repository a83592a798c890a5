"""Queries under the ids by which they are cancelled."""

import time
from contextlib import ExitStack

from search.stores.running import Running

PAUSE_S = 0.02


def test_all_queries_of_an_id_are_told_and_asked_to_end_until_they_are_over() -> None:
    running = Running()
    with ExitStack() as first, ExitStack() as second, running.listed("other") as other:
        queries = [ending.enter_context(running.listed("one")) for ending in (first, second)]
        told = []

        def end() -> None:
            told.append([query.cancelled.is_set() for query in queries])
            (second if len(told) == 1 else first).close()

        running.cancel("one", end)
        assert told == [[True, True]] * 2
        assert not other.cancelled.is_set()


def test_a_query_that_goes_on_is_not_asked_without_pause_when_another_is_over() -> None:
    running = Running()
    with ExitStack() as ending:
        ending.enter_context(running.listed("one"))
        with running.listed("one") as over:
            asked: list[float] = []

            def end() -> None:
                over.done.set()
                asked.append(time.monotonic())
                if len(asked) == 4:
                    ending.close()

            running.cancel("one", end)
    assert len(asked) == 4
    assert asked[-1] - asked[0] >= 3 * PAUSE_S


def test_cancelling_what_does_not_run_does_nothing() -> None:
    running = Running()
    with running.listed("one"), running.listed(None):
        pass
    running.cancel("one", lambda: 1 / 0)
