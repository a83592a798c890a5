"""Collector, how often the interpreter looks for objects that only hold each other."""

import gc

COLLECTED_AFTER = 50_000
"""Objects that came and did not go.  A batch of records is some ten thousand, which go by
themselves: after 700, the default, each was looked at several times, 1.7 us for each line."""


def spare() -> None:
    """Look seldom, and never again at what the program itself is made of."""
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER)
