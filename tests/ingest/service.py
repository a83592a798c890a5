"""A small service as a child process that a test may kill: `-m tests.ingest.service FOLDER`.

Says its port on standard output as soon as it takes connections.  With `read` behind the folder
it says instead what the store holds: the events' texts as JSON.
"""

import asyncio
import json
import sys
from pathlib import Path

from ingest.pipeline import Pipeline
from ingest.receivers.forward import ForwardReceiver
from ingest.spool import open_spool
from parsers.mask import Mask
from search.stores.embedded import EmbeddedStore
from tests.ingest.running import originals, wall_clock


async def serve(folder: Path) -> None:
    spool = open_spool(folder / "spool.sqlite", wall_clock)
    receiver = ForwardReceiver("127.0.0.1", 0, wall_clock)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(receiver.run(spool))
        await receiver.listening.wait()
        sys.stdout.write(f"{receiver.address[1]}\n")
        sys.stdout.flush()
        store = await asyncio.to_thread(EmbeddedStore, folder / "events")
        tasks.create_task(Pipeline(spool, store, Mask(), wall_clock, workers=1).run())


def read(folder: Path) -> None:
    store = EmbeddedStore(folder / "events")
    json.dump(originals(store), sys.stdout)
    store.close()


if __name__ == "__main__":
    if "read" in sys.argv[2:]:
        read(Path(sys.argv[1]))
    else:
        asyncio.run(serve(Path(sys.argv[1])))
