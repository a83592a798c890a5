"""Transport, how searches reach a cluster."""

from collections.abc import Mapping
from typing import Protocol

from search.stores.elasticsearch.reading.dsl import Json


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
        Raises: StoreError, LimitError of kind `time`.
        """
