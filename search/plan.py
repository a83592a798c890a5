"""Plan, turns a query into the relation that the embedded engine runs."""

from dataclasses import dataclass, replace

from search.answer import SearchRequest, TimeRange
from search.check import time_range
from search.commands import COMMANDS
from search.context import Context
from search.errors import QueryError, Span
from search.pipeline import begin, follow, in_range
from search.relation import Relation
from search.spl.parse import parse
from search.spl.query import Query
from search.stores.store import Pushed, Store


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query's parts are as relations.

    `events`: all of the time range.  `found`: those that the leading search finds.  `result`:
    what the commands make of them.
    """

    query: Query
    events: Relation
    found: Relation
    result: Relation
    context: Context
    pushed: Pushed | None = None

    @property
    def time_range(self) -> TimeRange:
        return self.context.time_range


def plan(query: Query, store: Store, request: SearchRequest) -> Plan:
    """Raises QueryError.  Commands whose columns depend on the data ask the store here."""
    context = _context(query, store, request)
    pushed = store.push(query, context, request.limits)
    if pushed is None:
        events = in_range(store.events(), context.time_range, context)
        found = begin(query, events, context)
        result = follow(query.steps, found, context)
    else:
        events, found = pushed.events, pushed.found
        result = follow(query.steps[pushed.taken :], pushed.rows, context)
    if _lacks_bar(query):
        context.warn(f"These are looked for as words. The command is `* | {query.text.strip()}`.")
    return Plan(query, events, found, result, context, pushed)


def plan_leading(query: Query, store: Store, request: SearchRequest) -> Plan:
    """As `plan`, of the search before the first `|` alone."""
    context = _context(query, store, request)
    pushed = store.push(replace(query, steps=()), context, request.limits)
    if pushed is not None:
        return Plan(query, pushed.events, pushed.found, pushed.found, context, pushed)
    events = in_range(store.events(), context.time_range, context)
    found = begin(query, events, context)
    return Plan(query, events, found, found, context)


def _lacks_bar(query: Query) -> bool:
    """Whether the query reads like a command whose `* |` was forgotten, as in `stats count`."""
    name, _, rest = query.text.strip().partition(" ")
    if query.steps or not rest or name not in COMMANDS or name == "search":
        return False
    try:
        parse(f"* | {query.text}")
    except QueryError:
        return False
    return True


def _context(query: Query, store: Store, request: SearchRequest) -> Context:
    try:
        found = time_range(query, request.earliest, request.latest, request.now, request.zone)
    except ValueError as error:
        raise QueryError(str(error), query.text, Span(0, 0)) from None
    return Context(
        query.text,
        request.now,
        lambda relation: store.query(relation, request.limits, request.query_id),
        request.zone,
        found,
        any_events=lambda: bool(store.days()),
        has_label=lambda relation, key: store.has_label(relation, key, request.limits),
    )
