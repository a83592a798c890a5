"""Rolling, begins new indices behind data streams in time, where no policy of ours does so."""

import logging
import threading
from collections.abc import Callable, Set
from typing import Final

from search.errors import StoreError
from search.stores.elasticsearch.client import Client, cause
from search.stores.elasticsearch.reading.dsl import Json

LOG = logging.getLogger(__name__)

EVERY_S: Final = 3_600.0
"""How often a data stream is looked at."""

_TIMEOUT_S: Final = 60.0
CONDITIONS: Final[Json] = {"max_age": "1d", "max_size": "50gb"}
"""One of which is enough."""

Stopwatch = Callable[[], float]
"""Seconds that passed on this machine, whatever the time of day."""


class Rolling:
    """The data streams that this process writes to.  Other processes may roll them over too."""

    def __init__(self, client: Client, stopwatch: Stopwatch, conditions: Json = CONDITIONS) -> None:
        self._client = client
        self._stopwatch = stopwatch
        self._conditions = conditions
        self._guard = threading.Lock()
        self._looked: dict[str, float] = {}

    def before_writing(self, streams: Set[str]) -> None:
        """Begin a new index behind those whose newest is old or large enough."""
        for name in sorted(self._due(streams)):
            self._roll(name)

    def _due(self, streams: Set[str]) -> Set[str]:
        now = self._stopwatch()
        with self._guard:
            due = {
                name
                for name in streams
                if name not in self._looked or now - self._looked[name] >= EVERY_S
            }
            self._looked |= dict.fromkeys(due, now)
        return due

    def _roll(self, name: str) -> None:
        """What fails is looked at again in an hour: events must not wait for it."""
        try:
            path = f"/{name}/_rollover"
            body = {"conditions": self._conditions}
            reply = self._client.ask("POST", path, body, timeout=_TIMEOUT_S)
        except StoreError as error:
            LOG.warning("%s is not rolled over: %s", name, error)
            return
        if reply.status >= 300 and not _is_missing(reply.status, cause(reply)):
            LOG.warning("%s is not rolled over: %s", name, cause(reply))


def _is_missing(status: int, text: str) -> bool:
    """Whether there is no such data stream yet: its first event makes it."""
    return status == 404 or "does not exist" in text
