"""State databases of both kinds, each empty but for its tables."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from nephoscope.database import open_database


@pytest.fixture
def state_url(postgresql: str) -> Iterator[str]:
    """URL of an empty PostgreSQL database."""
    name = f"t_{secrets.token_hex(6)}"
    server = create_engine(
        make_url(postgresql).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield make_url(postgresql).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    place: Path | str = tmp_path / "state.sqlite"
    if request.param == "postgresql":
        place = str(request.getfixturevalue("state_url"))
    engine = open_database(place)
    yield engine
    engine.dispose()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
