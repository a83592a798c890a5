"""`/metrics` in Prometheus's text format, and the times of all requests that it tells."""

import time
from collections.abc import Iterator

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.services import Services

router = APIRouter()
# Seconds; 0.04 and 0.15 are what searches are promised to stay under.
BUCKETS = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Every figure of this service."""
    text = await to_thread.run_sync(_text, request.app)
    return Response(text, media_type=CONTENT_TYPE_PLAIN_0_0_4)


def times_of(app: FastAPI) -> Histogram:
    """The times of requests of one application, in a registry of its own."""
    registry = CollectorRegistry()
    registry.register(Figures(app.state.services))
    app.state.registry = registry
    return Histogram(
        "nephoscope_http_request_seconds",
        "Time until the last byte of an answer.",
        ("method", "address", "status"),
        buckets=BUCKETS,
        registry=registry,
    )


def _text(app: FastAPI) -> bytes:
    registry: CollectorRegistry = app.state.registry
    return generate_latest(registry)


class Figures(Collector):
    """What the parts of the service count themselves, asked when somebody wants to know."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        """The figures of this moment."""
        yield from self._of_lines()
        yield from self._of_events()
        yield GaugeMetricFamily(
            "nephoscope_alerts_open",
            "Alerts that are open.",
            value=self._services.alerts.open_count(),
        )

    def describe(self) -> Iterator[Metric]:
        """Nothing: registering must not ask the store."""
        return iter(())

    def _of_lines(self) -> Iterator[Metric]:
        counters = self._services.counters()
        received = CounterMetricFamily(
            "nephoscope_lines_received", "Lines that came, by way in.", labels=["protocol"]
        )
        for protocol, lines in counters.received.items():
            received.add_metric([protocol], lines)
        refused = CounterMetricFamily(
            "nephoscope_lines_refused", "Lines that were not taken, by reason.", labels=["reason"]
        )
        for reason, lines in counters.refused.items():
            refused.add_metric([reason], lines)
        yield received
        yield refused
        yield CounterMetricFamily(
            "nephoscope_lines_stored", "Lines that are stored.", value=counters.stored
        )
        yield CounterMetricFamily(
            "nephoscope_lines_dead", "Lines in dead letters.", value=counters.dead_lettered
        )
        yield GaugeMetricFamily(
            "nephoscope_lines_waiting", "Lines in the spool.", value=counters.waiting
        )
        yield GaugeMetricFamily(
            "nephoscope_spool_bytes", "Bytes in the spool.", value=counters.spool_bytes
        )

    def _of_events(self) -> Iterator[Metric]:
        days = self._services.store.days()
        yield GaugeMetricFamily(
            "nephoscope_store_events", "Events in the store.", value=sum(d.events for d in days)
        )
        yield GaugeMetricFamily(
            "nephoscope_store_bytes", "Bytes of the store.", value=sum(d.size_bytes for d in days)
        )
        yield GaugeMetricFamily("nephoscope_store_days", "Days that hold events.", value=len(days))


class Timed:
    """Middleware that takes the time of each request, by the route that answered."""

    def __init__(self, app: ASGIApp, times: Histogram) -> None:
        self._app = app
        self._times = times

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = "500"

        async def send_and_see(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, send_and_see)
        finally:
            # Unknown addresses are one label: a stranger must not make series at will.
            address = getattr(scope.get("route"), "path", "unknown")
            labels = (scope["method"], address, status)
            self._times.labels(*labels).observe(time.perf_counter() - began)
