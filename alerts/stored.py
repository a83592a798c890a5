"""StoredEvents, the events of the store as rules judge them, found by the search of the pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from alerts.events import narrowed
from alerts.rule import Rule
from alerts.source import Horizon, Span
from alerts.types.step import Row
from search.answer import SearchRequest
from search.service import search
from search.stores.store import Limits, Store

_ALWAYS = ("@timestamp", "event.sequence", "event.ingested")
_BEGINNING = "0"
_END = "9999-12-31T23:59:59.999999Z"


@dataclass(frozen=True, slots=True)
class StoredEvents:
    """An EventSource over a store.

    `known`: the horizon, as who fills the store knows it.  `limits`: of each search.
    """

    store: Store
    known: Callable[[], Horizon]
    clock: Callable[[], datetime]
    limits: Limits = field(default_factory=Limits)

    def horizon(self) -> Horizon:
        """What arrived until now, and all of it can be found.  Raises: StoreError."""
        known = self.known()
        self.store.refresh()
        return known

    def rows(self, rule: Rule, span: Span, limit: int) -> Sequence[Row]:
        """Raises: QueryError, StoreError, LimitError."""
        names = rule.type.fields(rule.condition)
        request = SearchRequest(
            query=_query(rule, span, names, limit),
            now=self.clock(),
            earliest=_instant(span.since) or _BEGINNING,
            latest=_instant(span.until) or _END,
            limits=self.limits,
        )
        answer = search(self.store, request)
        return list(_rows(answer.rows, names))


def _query(rule: Rule, span: Span, names: tuple[str, ...], limit: int) -> str:
    condition = " OR ".join(
        f"(event.sequence>={part.first} event.sequence<{part.end})" for part in span.arrived
    )
    fields = " ".join(dict.fromkeys((*_ALWAYS, *names)))
    return (
        f"{narrowed(rule.query, f'({condition})')} | sort {limit} event.sequence | table {fields}"
    )


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _rows(table: pa.Table, names: tuple[str, ...]) -> Sequence[Row]:
    found = {name: table.column(name).to_pylist() for name in table.column_names}
    nothing = [None] * table.num_rows
    columns = [found.get(name, nothing) for name in names]
    return [
        Row(time, sequence, ingested, _present(names, values))
        for time, sequence, ingested, *values in zip(
            *(found[name] for name in _ALWAYS), *columns, strict=True
        )
    ]


def _present(names: tuple[str, ...], values: Sequence[object]) -> dict[str, object]:
    return {
        name: value for name, value in zip(names, values, strict=True) if value not in (None, [])
    }
