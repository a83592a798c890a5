"""What the tests of ingest share: asyncio, a clock that stands, a spool."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.spool import Spool, open_spool

START = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    """A spool of 1,000 bytes."""
    opened = open_spool(tmp_path / "spool.sqlite", clock, limit_bytes=1000)
    yield opened
    opened.close()
