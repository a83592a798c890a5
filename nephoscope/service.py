"""Service, the one place where every part is put together and run."""

import asyncio
import logging
import secrets
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from alerts.book import AlertBook
from alerts.judge import Judge
from alerts.notify.outbox import Outbox
from alerts.rulebook import RuleBook
from alerts.scheduler import Scheduler
from alerts.stored import StoredEvents
from ingest.forward import ForwardLimits
from ingest.http import BodyLimits
from ingest.receivers.forward import ForwardReceiver
from ingest.retention import drop_old_days
from nephoscope import __version__
from nephoscope.clock import clock
from nephoscope.cluster.lease import Lease, while_held
from nephoscope.cluster.nodes import PUBLISHED_EVERY
from nephoscope.connection import Address, remove_address, write_address
from nephoscope.folder import Folder
from nephoscope.listening import Server, host_port, listen, url_of
from nephoscope.local import limits_of
from nephoscope.parts import Parts, node_name, open_parts
from nephoscope.settings import Role, Settings
from search.errors import StoreError
from web.app import create_app
from web.rates import Rates, follow
from web.security.identity import Identity
from web.security.users import ensure_administrator
from web.services import Services

LOG = logging.getLogger(__name__)

RETENTION_EVERY = timedelta(hours=1)
GRACE_S = 5
"""How long requests may finish after the signal to stop."""

Part = Coroutine[None, None, None]


class Service:
    """Everything that a node runs over one data folder.

    `password`: the administrator's, when one was made up; to be shown once.
    `forward`: None on a node that takes no lines.
    """

    def __init__(self, parts: Parts, resources: ExitStack) -> None:
        """Opens the address of the pages; `resources` closes it.  Raises: OSError."""
        settings = self.settings = parts.settings
        self.parts = parts
        given = settings.admin_password
        self.password = ensure_administrator(
            parts.state, given.get_secret_value() if given else None, clock()
        )
        folders = (settings.rules or parts.folder.rules, shipped_rules())
        self._rules = RuleBook(parts.state, folders)
        self._source = StoredEvents(parts.store, parts.horizon, clock, limits_of(settings))
        self._socket = listen(settings.http)
        resources.callback(self._socket.close)
        self.address = Address(url_of(self._socket), secrets.token_urlsafe(32))
        self.forward = _receiver(settings) if parts.intake is not None else None
        self._ready = asyncio.Event()
        self._rates = Rates()

    async def run(self, started: Callable[["Service"], Awaitable[None]]) -> None:
        """Run until SIGINT or SIGTERM.  `started` is awaited when requests are taken.

        Raises: what ended it where it ends by itself; OSError where an address is taken.
        """
        server = Server(
            uvicorn.Config(
                self._app(), log_config=None, access_log=False, timeout_graceful_shutdown=GRACE_S
            )
        )
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        async with asyncio.TaskGroup() as group:
            parts = [group.create_task(part) for part in self._parts()]
            pages = group.create_task(server.serve(sockets=[self._socket]))
            await self._started(server, started)
            await stop.wait()
            LOG.info("stopping")
            server.should_exit = True
            await pages
            for part in parts:
                part.cancel()

    def _parts(self) -> Iterator[Part]:
        """What runs beside the pages, by the roles of this node."""
        intake = self.parts.intake
        if intake is not None and self.forward is not None:
            yield intake.pipeline.run()
            yield self.forward.run(intake.spool)
        if self.parts.node is not None:
            yield self._publish()
        if Role.WEB in self.settings.role:
            yield follow(self._rates, self.parts.counters, clock)
        if Role.ALERTS in self.settings.role:
            yield self._once("alerts", self._alerting)
        if self.settings.retention_days and intake is not None:
            yield self._once("retention", self._retention)

    async def _started(
        self, server: Server, started: Callable[["Service"], Awaitable[None]]
    ) -> None:
        if self.forward is not None:
            await self.forward.listening.wait()
        await server.listening.wait()
        write_address(self.parts.folder.root, self.address)
        self._ready.set()
        await started(self)

    def _app(self) -> FastAPI:
        intake, state = self.parts.intake, self.parts.state
        services = Services(
            store=self.parts.store,
            sink=intake.spool if intake is not None else None,
            counters=self.parts.counters,
            alerts=AlertBook(state),
            rules=self._rules,
            event_source=self._source,
            import_file=intake.import_file if intake is not None else None,
            identity=Identity(state, self.address.token, self.settings.session_time),
            clock=clock,
            version=__version__,
            ready=self._is_ready,
            limits=limits_of(self.settings),
            body_limits=BodyLimits(self.settings.line_size, self.settings.upload_size),
            rates=self._rates,
        )
        return create_app(services, pages=Role.WEB in self.settings.role)

    def _is_ready(self) -> bool:
        self.parts.store.days()
        return self._ready.is_set()

    async def _once(self, name: str, work: Callable[[], Part]) -> None:
        """What one node of a cluster at a time does."""
        if not self.parts.shared:
            await work()
            return
        holder = f"{node_name(self.settings)} {secrets.token_hex(4)}"
        await while_held(Lease(self.parts.state, name, holder), work)

    async def _alerting(self) -> None:
        judge = Judge(self.parts.state, self._source)
        outbox = Outbox(self.parts.state, clock, self.settings.url or self.address.url)
        async with asyncio.TaskGroup() as group:
            group.create_task(Scheduler(judge, self._rules.rules, clock).run())
            group.create_task(outbox.run())

    async def _publish(self) -> None:
        """Tell the other nodes how far this one is, once a second."""
        while True:
            try:
                await asyncio.to_thread(self.parts.publish)
            except SQLAlchemyError as error:
                LOG.warning("the state database does not answer: %s", str(error).partition("\n")[0])
            await asyncio.sleep(PUBLISHED_EVERY.total_seconds())

    async def _retention(self) -> None:
        """Drop days that are too old, once an hour."""
        keep = timedelta(days=self.settings.retention_days)
        while True:
            try:
                await asyncio.to_thread(drop_old_days, self.parts.store, clock(), keep)
            except StoreError as error:
                LOG.warning("retention waits for %s: %s", RETENTION_EVERY, error)
            await asyncio.sleep(RETENTION_EVERY.total_seconds())


@contextmanager
def open_service(settings: Settings, folder: Folder) -> Iterator[Service]:
    """The service over a folder; nobody else can open it until this ends.

    Raises: what `open_parts` raises, OSError when an address is taken.
    """
    with open_parts(settings, folder) as parts, ExitStack() as resources:
        service = Service(parts, resources)
        resources.callback(partial(remove_address, folder.root))
        yield service


def shipped_rules() -> Path:
    """The rules that come with the product."""
    return Path(str(files("alerts"))) / "shipped"


def _receiver(settings: Settings) -> ForwardReceiver:
    host, port = host_port(settings.forward)
    limits = ForwardLimits(settings.message_size, settings.chunk_size)
    return ForwardReceiver(host, port, clock, settings.tz, limits)
