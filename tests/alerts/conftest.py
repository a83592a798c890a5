"""The state database that tests of alerts use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from alerts.tables import METADATA


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Engine]:
    """An empty state database on disk."""
    engine = create_engine(f"sqlite:///{tmp_path / 'state.sqlite'}")
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def anyio_backend() -> str:
    """Coroutine tests run on asyncio."""
    return "asyncio"
