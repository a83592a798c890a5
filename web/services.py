"""Services, everything that pages and the API need, handed in by who composes the product."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from alerts.book import AlertBook
from ingest.counters import Counters
from ingest.sink import Sink
from search.stores.store import Limits, Store
from starlette.requests import HTTPConnection
from web.security.identity import Identity


@dataclass(frozen=True, slots=True)
class Services:
    """What one running service offers to its pages.

    `clock`: now, aware, in UTC.
    `counters`: what became of every line, as of now; waits for the spool.
    `ready`: whether the store answers and lines are taken; asked by `/ready` in a thread.
    """

    store: Store
    sink: Sink
    counters: Callable[[], Counters]
    alerts: AlertBook
    identity: Identity
    clock: Callable[[], datetime]
    version: str
    ready: Callable[[], bool]
    limits: Limits = field(default_factory=Limits)


def services_of(connection: HTTPConnection) -> Services:
    """The services of the application that serves this request."""
    services: Services = connection.app.state.services
    return services
