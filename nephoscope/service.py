"""Service, the one place where every part is put together and run."""

import asyncio
import logging
import secrets
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from alerts.book import AlertBook
from alerts.judge import Judge
from alerts.notify.outbox import Outbox
from alerts.rulebook import RuleBook
from alerts.scheduler import Scheduler
from alerts.stored import StoredEvents
from ingest.forward import ForwardLimits
from ingest.http import BodyLimits
from ingest.receivers.forward import ForwardReceiver
from ingest.retention import days_to_drop
from nephoscope import __version__
from nephoscope.clock import clock
from nephoscope.connection import Address, remove_address, write_address
from nephoscope.database import open_database
from nephoscope.folder import Folder
from nephoscope.intake import Intake, open_intake
from nephoscope.local import limits_of
from nephoscope.settings import Settings
from web.app import create_app
from web.security.identity import Identity
from web.security.users import ensure_administrator
from web.services import Services

LOG = logging.getLogger(__name__)

RETENTION_EVERY = timedelta(hours=1)
GRACE_S = 5
"""How long requests may finish after the signal to stop."""


class Service:
    """Everything that runs over one data folder.

    `password`: the administrator's, when one was made up; to be shown once.
    """

    def __init__(
        self, settings: Settings, folder: Folder, intake: Intake, resources: ExitStack
    ) -> None:
        """Opens the state database and the address of the pages; `resources` closes them.

        Raises: OSError.
        """
        self.settings = settings
        self.folder = folder
        self.intake = intake
        self._engine = open_database(folder.state)
        resources.callback(self._engine.dispose)
        given = settings.admin_password
        self.password = ensure_administrator(
            self._engine, given.get_secret_value() if given else None, clock()
        )
        self._rules = RuleBook(self._engine, (settings.rules or folder.rules, shipped_rules()))
        self._source = StoredEvents(intake.store, intake.spool.horizon, clock, limits_of(settings))
        self._socket = _listen(settings.http)
        resources.callback(self._socket.close)
        self.address = Address(_url(self._socket), secrets.token_urlsafe(32))
        host, port = _host_port(settings.forward)
        self.forward = ForwardReceiver(
            host,
            port,
            clock,
            settings.tz,
            ForwardLimits(settings.message_size, settings.chunk_size),
        )
        self._ready = asyncio.Event()

    async def run(self, started: Callable[["Service"], Awaitable[None]]) -> None:
        """Run until SIGINT or SIGTERM.  `started` is awaited when requests are taken.

        Raises: what ended it where it ends by itself; OSError where an address is taken.
        """
        server = _Server(
            uvicorn.Config(
                self._app(), log_config=None, access_log=False, timeout_graceful_shutdown=GRACE_S
            )
        )
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        async with asyncio.TaskGroup() as group:
            parts = [
                group.create_task(part)
                for part in (
                    self.intake.pipeline.run(),
                    self.forward.run(self.intake.spool),
                    self._alerting(),
                    self._retention(),
                )
            ]
            pages = group.create_task(server.serve(sockets=[self._socket]))
            await self._started(server, started)
            await stop.wait()
            LOG.info("stopping")
            server.should_exit = True
            await pages
            for part in parts:
                part.cancel()

    async def _started(
        self, server: "_Server", started: Callable[["Service"], Awaitable[None]]
    ) -> None:
        await self.forward.listening.wait()
        await server.listening.wait()
        write_address(self.folder.root, self.address)
        self._ready.set()
        await started(self)

    def _app(self) -> FastAPI:
        return create_app(
            Services(
                store=self.intake.store,
                sink=self.intake.spool,
                counters=self.intake.spool.counters,
                alerts=AlertBook(self._engine),
                rules=self._rules,
                event_source=self._source,
                import_file=self.intake.import_file,
                identity=Identity(self._engine, self.address.token, self.settings.session_time),
                clock=clock,
                version=__version__,
                ready=self._is_ready,
                limits=limits_of(self.settings),
                body_limits=BodyLimits(self.settings.line_size, self.settings.upload_size),
            )
        )

    def _is_ready(self) -> bool:
        self.intake.store.days()
        return self._ready.is_set()

    async def _alerting(self) -> None:
        judge = Judge(self._engine, self._source)
        outbox = Outbox(self._engine, clock, self.settings.url or self.address.url)
        async with asyncio.TaskGroup() as group:
            group.create_task(Scheduler(judge, self._rules.rules, clock).run())
            group.create_task(outbox.run())

    async def _retention(self) -> None:
        """Drop days that are too old, once an hour."""
        keep = timedelta(days=self.settings.retention_days)
        while keep:
            await asyncio.to_thread(self._drop_days, keep)
            await asyncio.sleep(RETENTION_EVERY.total_seconds())

    def _drop_days(self, keep: timedelta) -> None:
        old = days_to_drop((day.day for day in self.intake.store.days()), clock(), keep)
        if old:
            LOG.info("retention: dropping %d days up to %d", len(old), old[-1])
            self.intake.store.drop_days(old)


@contextmanager
def open_service(settings: Settings, folder: Folder) -> Iterator[Service]:
    """The service over a folder; nobody else can open it until this ends.

    Raises: StoreError when another process has the folder, OSError when an address is taken.
    """
    with open_intake(settings, folder) as intake, ExitStack() as resources:
        service = Service(settings, folder, intake, resources)
        resources.callback(partial(remove_address, folder.root))
        yield service


def shipped_rules() -> Path:
    """The rules that come with the product."""
    return Path(str(files("alerts"))) / "shipped"


class _Server(uvicorn.Server):
    """uvicorn's server, which leaves signals to the service and says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


def _host_port(address: str) -> tuple[str, int]:
    host, port = address.rsplit(":", 1)
    return host.strip("[]"), int(port)


def _listen(address: str) -> socket.socket:
    host, port = _host_port(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise OSError(
            f"cannot listen on {address} ({error.strerror}); set NEPHOSCOPE_HTTP to another address"
        ) from None
    # asyncio sets it only where a socket names its protocol, which one made so does not: without
    # it an answer waits 40 ms for the client to acknowledge its head.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _url(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
