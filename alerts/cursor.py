"""Cursor, up to where a rule has judged what arrived at each node."""

from collections.abc import Mapping

from alerts.source import Arrived, Horizon

Cursor = Mapping[str, int]
"""Node → every event of it with a lower `event.sequence` is judged; a new node is not in it."""


def waiting(cursor: Cursor, horizon: Horizon) -> tuple[Arrived, ...]:
    """What is not judged yet, in the order of `event.sequence`."""
    parts = (
        Arrived(max(arrived.first, cursor.get(node, arrived.first)), arrived.end)
        for node, arrived in horizon.items()
    )
    return tuple(sorted(part for part in parts if part.first < part.end))


def judged(cursor: Cursor, horizon: Horizon, last: int | None = None) -> dict[str, int]:
    """The cursor after everything was judged, or after all up to the sequence number `last`."""
    after = dict(cursor)
    for node, arrived in horizon.items():
        end = arrived.end if last is None else min(arrived.end, last + 1)
        if end > after.get(node, arrived.first):
            after[node] = end
    return after
