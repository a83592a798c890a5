"""An agent as a process of its own, to be killed: `python -m … FOLDER PORT`."""

import asyncio
import signal
import sys
from datetime import timedelta
from pathlib import Path

from ingest.shipping.ship import ShipSettings, run
from tests.ingest.shipping.receiving import wall_clock


async def main(logs: Path, port: int) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    settings = ShipSettings(
        files=[str(logs / "*.log")],
        to=("127.0.0.1", port),
        positions=logs.parent / "agent" / "positions.json",
        host="mgmt-01",
        chunk_bytes=4096,
        poll=timedelta(milliseconds=5),
        shortest_wait=timedelta(milliseconds=5),
        linger=timedelta(seconds=1),
    )
    await run(settings, stop, wall_clock)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
