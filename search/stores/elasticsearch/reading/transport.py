"""Transport, how searches reach a cluster."""

from collections.abc import Mapping
from typing import Protocol

from search.errors import StoreError
from search.stores.elasticsearch.reading.dsl import Json


class AwayError(StoreError):
    """No node of the cluster answers now; it may be back soon."""


class LateError(AwayError):
    """The answer did not come in time."""


class Transport(Protocol):
    """Sends one request and waits for its answer.  Must be safe to call from several threads."""

    def request(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        *,
        params: Mapping[str, str] | None = None,
        timeout: float,
        opaque_id: str | None = None,
    ) -> Json:
        """The answer's JSON.

        `timeout`: seconds.  `opaque_id`: by which the cluster lists the task.
        Raises: StoreError; of these LateError when the time is over.
        """
