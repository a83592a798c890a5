"""Nearest, finds the names that a person may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The closest of `names`, best first; those that `name` is the last part of count as close."""
    lowered = {known.lower(): known for known in names}
    wanted = name.lower()
    parts = {known for known in lowered if known.rsplit(".", 1)[-1] == wanted}
    close = get_close_matches(wanted, lowered, limit, 0.6)
    ordered = [*close, *sorted(parts - set(close), key=len)]
    return tuple(lowered[known] for known in ordered[:limit])
