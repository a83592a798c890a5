"""The questions that pages, rules and the command line ask: search and what goes with it."""

from search.answer import (
    Answer,
    Completion,
    Explanation,
    FieldSummary,
    FieldValues,
    SearchRequest,
    Timeline,
)
from search.stores.store import Store

__all__ = [
    "Answer",
    "Completion",
    "Explanation",
    "FieldSummary",
    "FieldValues",
    "SearchRequest",
    "Timeline",
    "complete",
    "events_page",
    "explain",
    "field_summary",
    "field_values",
    "search",
    "timeline",
]


def search(store: Store, request: SearchRequest) -> Answer:
    """Every row of the query.  Raises QueryError, LimitError, StoreError."""
    raise NotImplementedError


def events_page(store: Store, request: SearchRequest, limit: int, offset: int) -> Answer:
    """The rows `[offset, offset + limit)` of the query's result, in its order."""
    raise NotImplementedError


def timeline(store: Store, request: SearchRequest) -> Timeline:
    """When the events that the query's leading search finds happened, by log.level."""
    raise NotImplementedError


def field_summary(store: Store, request: SearchRequest) -> list[FieldSummary]:
    """The fields that the found events have, most covered first."""
    raise NotImplementedError


def field_values(store: Store, request: SearchRequest, field: str, limit: int = 10) -> FieldValues:
    """The most frequent values of a field in the found events.  Raises QueryError."""
    raise NotImplementedError


def explain(store: Store, request: SearchRequest) -> Explanation:
    """How the query would run, without running it."""
    raise NotImplementedError


def complete(store: Store, request: SearchRequest, cursor: int) -> list[Completion]:
    """What may stand at the cursor (an offset into the query), best first."""
    raise NotImplementedError
