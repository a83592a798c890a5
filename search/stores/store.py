"""Store, what keeps events and answers queries over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import pyarrow as pa

from search.relation import Relation


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use.  Going over one raises LimitError with the setting's name."""

    time: timedelta = timedelta(seconds=60)
    memory_bytes: int = 512 * 1024 * 1024
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Day:
    """What the store keeps of one day of event time.  `day`: 20261123."""

    day: int
    events: int
    size_bytes: int


class Store(Protocol):
    """Keeps events by day of their time and answers relations over them.

    Must be safe to call from several threads at once.  Every method raises StoreError when the
    store does not answer.
    """

    name: str

    def insert(self, batch: int, rows: pa.Table) -> None:
        """Store the rows of one batch.

        `rows`: the columns of FIELDS that its events have, under the names that
        `search.stores.arrow` gives them, and the columns `batch` and `day`.  Returning means
        durable.  Raising means that any subset of the batch's days may be stored, each whole.
        """

    def stored_days(self, batch: int) -> frozenset[int]:
        """The days of the batch that are stored."""

    def events(self) -> Relation:
        """Every event, all columns, in no order."""

    def query(self, relation: Relation, limits: Limits, query_id: str | None = None) -> pa.Table:
        """Run a relation whole.  Raises LimitError."""

    def cancel(self, query_id: str) -> None:
        """End the running query of that id; its caller gets LimitError of kind `cancelled`."""

    def days(self) -> Sequence[Day]:
        """Days that hold events, oldest first."""

    def drop_days(self, days: Sequence[int]) -> None:
        """Forget these days for good."""

    def close(self) -> None:
        """Let go of the folder or connections."""
