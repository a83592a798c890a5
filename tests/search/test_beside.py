"""Parts of a question that run beside each other."""

import threading

import pytest

from search.beside import beside


def test_the_work_runs_while_the_block_does() -> None:
    met = threading.Barrier(2, timeout=10)
    with beside(met.wait) as other:
        met.wait()
        assert other() in {0, 1}


def test_an_error_of_the_work_comes_to_who_asks_for_its_answer() -> None:
    with beside(lambda: int("nine")) as other, pytest.raises(ValueError, match="nine"):
        other()


def test_the_block_ends_no_earlier_than_the_work() -> None:
    may_end, ended = threading.Event(), threading.Event()

    def work() -> None:
        assert may_end.wait(10)
        ended.set()

    with beside(work):
        may_end.set()
    assert ended.is_set()
