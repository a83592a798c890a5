"""Beside, runs one part of a question while another runs: each waits for the store most of its
time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Answer = TypeVar("Answer")


@contextmanager
def beside(work: Callable[[], Answer]) -> Iterator[Callable[[], Answer]]:
    """Start `work` in a thread; what this gives waits for its answer, or raises its error.

    The end of the block waits for the work too, so that nothing of a question outlives it.
    """
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(work).result
