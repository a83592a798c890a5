"""What the tests of the ship agent share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.ingest.shipping.receiving import Receiving, receiving


@pytest.fixture
async def receiver(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Receiving]:
    folder = tmp_path / "receiver"
    folder.mkdir()
    async with receiving(folder) as found:
        yield found


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """An empty folder of log files."""
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder
