"""Services, everything that pages and the API need, handed in by who composes the product."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from starlette.requests import HTTPConnection

from alerts.book import AlertBook
from alerts.rulebook import RuleBook
from alerts.source import EventSource
from ingest.counters import Counters
from ingest.http import BodyLimits
from ingest.importing import Imported, Progress
from ingest.sink import Sink
from parsers.event import Source
from search.stores.store import Limits, Store
from web.rates import Rates
from web.security.identity import Identity

ImportFile = Callable[[Path, Source, bool, Progress], Awaitable[Imported]]
"""Imports a file of this machine: path, source, again, progress."""


@dataclass(frozen=True, slots=True)
class Services:
    """What one running service offers to its pages.

    `clock`: now, aware, in UTC.
    `sink`, `import_file`: None on a node that takes no lines.
    `counters`: what became of every line, as of now; waits for the spool or the state database.
    `event_source`: what a rule is tested on.
    `rates`: what the counters said in the last hour; who composes the product keeps it up to date.
    `ready`: whether the store answers and lines are taken; asked by `/ready` in a thread.
    """

    store: Store
    sink: Sink | None
    counters: Callable[[], Counters]
    alerts: AlertBook
    rules: RuleBook
    event_source: EventSource
    import_file: ImportFile | None
    identity: Identity
    clock: Callable[[], datetime]
    version: str
    ready: Callable[[], bool]
    limits: Limits = field(default_factory=Limits)
    body_limits: BodyLimits = field(default_factory=BodyLimits)
    rates: Rates = field(default_factory=Rates)


def services_of(connection: HTTPConnection) -> Services:
    """The services of the application that serves this request."""
    services: Services = connection.app.state.services
    return services
