"""The one sentence of an alert: what happened, to whom, in which time, against which limit.

A rule's `summary` is filled with `count`, `span` (a duration in words), `first`, `last`, `limit`
(the condition in words) and `key` (a mapping of field to value).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from alerts.notify.template import FillError, fill
from alerts.rule import Rule

Pairs = Sequence[tuple[str, str | None]]


def sentence(rule: Rule, key: Pairs, first: datetime, last: datetime, count: int) -> str:
    """The rule's summary filled, or a sentence made of the same parts where it cannot be."""
    limit = rule.type.limit(rule.condition)
    values = {
        "count": count,
        "span": span(last - first),
        "first": first,
        "last": last,
        "limit": limit,
        "key": {field: "–" if value is None else value for field, value in key},
    }
    if rule.summary is not None:
        try:
            return " ".join(fill(rule.summary, values).split())
        except FillError:
            pass  # The alert counts more than its wording; `summary` was checked when saved.
    of = " and ".join(f"{field} {value}" for field, value in key if value is not None)
    what = "1 event" if count == 1 else f"{count:,} events"
    within = f" in {span(last - first)}" if count > 1 else ""
    return f"{what}{f' of {of}' if of else ''}{within}. {limit}"


def span(value: timedelta) -> str:
    """A duration for people, three figures at most: `84 ms`, `41.8 s`, `3 m 12 s`, `3 h 12 m`."""
    seconds = value.total_seconds()
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    if seconds < 100:
        return f"{seconds:.3g} s"
    for size, unit, part, smaller in ((86_400, "d", 3600, "h"), (3600, "h", 60, "m")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit} {int(seconds % size // part)} {smaller}"
    return f"{int(seconds // 60)} m {int(seconds % 60)} s"
