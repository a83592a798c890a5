"""Targets, the one place that knows in which data stream or index an event belongs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from parsers.formats import FORMATS

OTHER: Final = "nephoscope.other"
"""Dataset of events whose `event.dataset` is no format: senders must not make indices."""

DEAD_LETTERS: Final = "nephoscope.deadletter"

DATASETS: Final = (*FORMATS, OTHER)

_DAILY = range(-1, 8)
"""Days from an event to its arrival for which it goes into the index of its day.  What is older,
or ahead, goes into one of its month: a year of old logs must not make a thousand indices."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Of one namespace.  `streams`: the cluster has data streams."""

    namespace: str
    streams: bool

    def name(self, dataset: str) -> str:
        """Data stream, or alias where there are none."""
        return f"logs-{dataset}-{self.namespace}"

    def index(self, dataset: str, day: int, ingested: date) -> str:
        """Where an event of that day (yyyymmdd) is sent.

        A dated index depends on the event alone, so that a replay meets what is there.
        """
        name = self.name(dataset)
        if self.streams:
            return name
        when = date(day // 10_000, day // 100 % 100, day % 100)
        if (ingested - when) // timedelta(days=1) in _DAILY:
            return f"{name}-{when:%Y.%m.%d}"
        return f"{name}-{when.year:04}.{when.month:02}"

    @property
    def everything(self) -> str:
        """Expression for the indices of all events."""
        return ",".join(map(self.pattern, DATASETS))

    @property
    def patterns(self) -> Sequence[str]:
        """Names of every namespace's indices, for their template."""
        return [f"logs-{dataset}-*" for dataset in DATASETS]

    def pattern(self, dataset: str) -> str:
        """A wildcard finds nothing where nothing is; OpenSearch takes a name for a mistake then.

        `logs*-` begins no other name: neither a dataset nor a namespace has a `-` in it.
        """
        if self.streams:
            return f"logs*-{dataset}-{self.namespace}"
        return f"{self.name(dataset)}-*"

    def alias(self, index: str) -> str:
        """The name before the date of a dated index."""
        return index.rpartition("-")[0]


def dataset_of(written: str | None) -> str:
    """The dataset of an event that calls itself so."""
    return written if written is not None and written in FORMATS else OTHER
