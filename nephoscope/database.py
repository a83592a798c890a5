"""The state database: users, sessions, rules, alerts and nodes, its tables the newest at start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 10_000
CONNECT_TIMEOUT_S = 10

_MIGRATING = 0x6E6570686F
"""The advisory lock of whoever brings the tables up to date: "nepho" as a number."""


def open_database(place: Path | str) -> Engine:
    """Engine over the SQLite file, or over PostgreSQL at this URL; tables up to date.

    The file is made readable by this user alone.
    Raises: SQLAlchemyError when the server does not answer.
    """
    engine = _sqlite(place) if isinstance(place, Path) else _postgresql(place)
    try:
        _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _sqlite(path: Path) -> Engine:
    path.touch(mode=0o600, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _prepare)
    return engine


def _postgresql(url: str) -> Engine:
    """`pool_pre_ping`: a server that was started again is connected to again."""
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "nephoscope"},
    )


def _migrate(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Nodes that start together do it one after the other; the commit unlocks.
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _prepare(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """SQLite checks no foreign keys, and loses the last commits at a power cut, unless told."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()
