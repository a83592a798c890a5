"""The real client libraries of the Forward protocol against the real receiver."""

import asyncio
import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fluent import asyncsender, sender

from ingest.entries import Entry, entries
from ingest.receivers.forward import ForwardReceiver
from ingest.spool import Spool, open_spool

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 9, 13, 22, 0, tzinfo=UTC)
NODE_LOGGER = "@fluent-org/logger@1.0.10"
NODE_CLIENT = """
const { FluentClient } = require("@fluent-org/logger");
const [port, mode, compressed] = process.argv.slice(2);
const client = new FluentClient("node", {
  socket: { host: "127.0.0.1", port: Number(port), timeout: 10000 },
  eventMode: mode,
  ack: { ackTimeout: 10000 },
});
(async () => {
  await client.connect();
  const sent = [1, 2, 3].map((n) => client.emit("app", { log: `line ${n}`, level: "info" }));
  await client.flush();
  await Promise.all(sent);
  await client.disconnect();
  console.log("acknowledged");
})().catch((error) => { console.error(error); process.exit(1); });
"""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    opened = open_spool(tmp_path / "spool.sqlite", lambda: NOW)
    yield opened
    opened.close()


@asynccontextmanager
async def receiving(spool: Spool) -> AsyncIterator[int]:
    """The port of a receiver that gives to this spool."""
    receiver = ForwardReceiver("127.0.0.1", 0, lambda: NOW)
    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(receiver.run(spool))
        await receiver.listening.wait()
        yield receiver.address[1]
        task.cancel()


async def spooled(spool: Spool, count: int) -> list[Entry]:
    """The first entries that arrive."""
    while spool.counters().received_total < count:  # noqa: ASYNC110 - another process sends
        await asyncio.sleep(0.01)
    rows = spool.rows(0, None, 10**9)
    return [entry for row in rows for entry in entries(row.chunk)]


@pytest.mark.parametrize("precise", [False, True], ids=["seconds", "EventTime"])
@pytest.mark.parametrize("kind", [sender, asyncsender], ids=["sync", "async"])
async def test_fluent_logger_of_python(spool: Spool, precise: bool, kind: object) -> None:
    def emit(port: int) -> None:
        logger = kind.FluentSender(  # type: ignore[attr-defined]
            "app", host="127.0.0.1", port=port, nanosecond_precision=precise
        )
        for number in range(100):
            assert logger.emit("web", {"log": f"line {number}", "café": "naïve"})
        logger.close()

    async with receiving(spool) as port:
        await asyncio.to_thread(emit, port)
        found = await spooled(spool, 100)
    assert [entry.text for entry in found] == [f"line {number}" for number in range(100)]
    assert found[0].labels == {"tag": "app.web", "café": "naïve"}
    assert found[0].time is not None


@pytest.fixture(scope="session")
def node_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program over @fluent-org/logger."""
    if shutil.which("npm") is None:
        pytest.skip("npm is missing: apt-get install npm")
    folder = tmp_path_factory.mktemp("node")
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", NODE_LOGGER]
    installed = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    if installed.returncode:
        pytest.skip(f"npm cannot install {NODE_LOGGER}: {installed.stderr.strip()[:200]}")
    program = folder / "client.js"
    program.write_text(NODE_CLIENT, encoding="utf-8")
    return program


@pytest.mark.parametrize("mode", ["Message", "Forward", "PackedForward", "CompressedPackedForward"])
async def test_fluent_org_logger_of_node(spool: Spool, node_client: Path, mode: str) -> None:
    async with receiving(spool) as port:
        client = await asyncio.create_subprocess_exec(
            "node",
            str(node_client),
            str(port),
            mode,
            cwd=node_client.parent,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await client.communicate()
        assert output.decode().strip() == "acknowledged"
        found = await spooled(spool, 3)
    assert [entry.text for entry in found] == ["line 1", "line 2", "line 3"]
    assert json.loads(json.dumps(found[0].labels)) == {"tag": "node.app", "level": "info"}
