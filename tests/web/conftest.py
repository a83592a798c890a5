"""A whole web application over a real store, a real spool and a real state database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine

from alerts import tables as alert_tables
from alerts.book import AlertBook
from alerts.rule import Rule
from alerts.rulebook import RuleBook
from alerts.source import Arrived, Horizon, Span
from alerts.types.step import Row
from ingest.importing import Imported, Progress
from ingest.spool import Spool, open_spool
from parsers.event import Event, Source
from search.stores.arrow import to_table
from search.stores.store import Store
from web import tables
from web.app import create_app
from web.security.csrf import csrf_token
from web.security.identity import Identity
from web.security.users import ensure_administrator
from web.services import Services

NOW = datetime(2026, 9, 13, 23, 0, tzinfo=UTC)
PASSWORD = "a right password"
TOKEN = "token-of-this-run"
# As cheap as Argon2 gets: what is tested is not how slow it is.
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clock:
    """A clock that tests turn."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **passed: float) -> None:
        """Let time pass."""
        self.now += timedelta(**passed)


@dataclass
class NoEvents:
    """An EventSource without any."""

    rows_asked: list[Rule] = field(default_factory=list)

    def horizon(self) -> Horizon:
        return {"0": Arrived(0, 1)}

    def rows(self, rule: Rule, span: Span, limit: int) -> Sequence[Row]:
        self.rows_asked.append(rule)
        return []


async def import_one_line(path: Path, source: Source, again: bool, progress: Progress) -> Imported:
    """What an import answers, without a pipeline."""
    progress(5, 10)
    return Imported(str(path), 1, {source.format or "plain": 1}, 0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'state.sqlite'}")
    tables.METADATA.create_all(engine)
    alert_tables.METADATA.create_all(engine)
    ensure_administrator(engine, PASSWORD, NOW, HASHER)
    yield engine
    engine.dispose()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    opened = open_spool(tmp_path / "spool.sqlite", clock)
    yield opened
    opened.close()


@pytest.fixture
def rule_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    return folder


@pytest.fixture
def services(
    store: Store, spool: Spool, state: Engine, clock: Clock, rule_folder: Path
) -> Services:
    return Services(
        store=store,
        sink=spool,
        counters=spool.counters,
        alerts=AlertBook(state),
        rules=RuleBook(state, (rule_folder,)),
        event_source=NoEvents(),
        import_file=import_one_line,
        identity=Identity(state, TOKEN, hasher=HASHER),
        clock=clock,
        version="0.1.0",
        ready=lambda: True,
    )


@pytest.fixture
def app(services: Services) -> FastAPI:
    return create_app(services)


@pytest.fixture
def stranger(app: FastAPI) -> Iterator[TestClient]:
    """A browser that is not signed in."""
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture
def machine(app: FastAPI) -> Iterator[TestClient]:
    """A program with the token of this run."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(app, follow_redirects=False, headers=headers) as client:
        yield client


@pytest.fixture
def browser(app: FastAPI) -> Iterator[TestClient]:
    """A browser in which the administrator is signed in; `csrf_of` makes its forms' word."""
    with TestClient(app, follow_redirects=False) as client:
        assert sign_in(client).status_code == 303
        yield client


def sign_in(client: TestClient, password: str = PASSWORD, after: str = "/search"):  # type: ignore[no-untyped-def]
    """Fill in the form of the sign-in page and send it."""
    client.get("/login")
    word = csrf_token(client.cookies["nephoscope_form"])
    data = {"name": "admin", "password": password, "next": after, "csrf": word}
    return client.post("/login", data=data)


def csrf_of(client: TestClient) -> str:
    """The word that a signed-in browser's forms carry."""
    return csrf_token(client.cookies["nephoscope_session"])


def event(minutes_ago: float, original: str, **more: object) -> Event:
    """An event shortly before NOW; `host__name` is the field `host.name`."""
    fields = {name.replace("__", "."): value for name, value in more.items()}
    time = NOW - timedelta(minutes=minutes_ago)
    return Event({"@timestamp": time, "event.original": original, "message": original, **fields})


def keep(store: Store, *events: Event) -> None:
    """Store events as one batch."""
    store.insert(1, to_table(list(events), 1, 1, NOW))
