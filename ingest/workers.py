"""Workers, processes that parse, each replaced when it dies or hangs."""

import logging
import multiprocessing
import pickle
import queue
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from ingest.batch import Batch, Parsed, pack
from ingest.parsing import work
from parsers.mask import Mask

LOG = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=60)
"""A batch takes a second; a worker that takes this long is caught in a record."""


class WorkerError(Exception):
    """A worker did not survive a batch, or could not make its columns."""


@dataclass(frozen=True, slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection


class Workers:
    """As many processes as were asked for.  `parse` may be called from any thread.

    They are spawned: a fork of a process that holds the store's engine hangs.
    """

    def __init__(self, count: int, mask: Mask, patience: timedelta = PATIENCE) -> None:
        self._mask = mask
        self._patience = patience
        self._context = multiprocessing.get_context("spawn")
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._count = count

    def start(self) -> None:
        for _ in range(self._count):
            self._idle.put(self._spawn())

    def parse(self, batch: Batch) -> Parsed:
        """Waits for a worker that is idle.  Raises WorkerError."""
        data = pack(batch)
        worker = self._idle.get()
        try:
            answer = self._ask(worker, data)
        except BaseException:
            self._end(worker)
            self._idle.put(self._spawn())
            raise
        self._idle.put(worker)
        match answer:
            case Parsed():
                return answer
            case _:
                raise WorkerError(str(answer))

    def stop(self) -> None:
        """End all workers; none may be in use."""
        for _ in range(self._count):
            self._end(self._idle.get())

    def _ask(self, worker: _Worker, data: bytes) -> object:
        try:
            worker.connection.send_bytes(data)
            if not worker.connection.poll(self._patience.total_seconds()):
                raise WorkerError(f"a worker took longer than {self._patience}")
            return pickle.loads(worker.connection.recv_bytes())
        except (EOFError, OSError):
            worker.process.join(1)
            raise WorkerError(f"a worker ended ({worker.process.exitcode})") from None

    def _spawn(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=work, args=(theirs, self._mask), name="nephoscope-parser", daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _end(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join()
        worker.process.close()
