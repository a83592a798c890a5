"""Workers, processes that parse, each replaced when it dies or hangs."""

import pickle
import queue
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ingest.batch import Batch, Parsed, pack
from ingest.channel import Channel
from ingest.worker import READY
from parsers.esva.dialect import Dialect
from parsers.event import LONGEST_ANSWER
from parsers.mask import Mask

PATIENCE = timedelta(seconds=60)
"""A batch takes a second; a worker that takes this long is caught in a record."""

START_PATIENCE_S = 60.0


class WorkerError(Exception):
    """A worker did not survive a batch, or could not make its columns."""


class StartError(Exception):
    """A worker ended before it took a batch."""


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    channel: Channel
    ready: bool = False


class Workers:
    """As many processes as were asked for.  `parse` may be called from any thread.

    They are programs of their own: a fork of a process that holds the store's engine hangs, and
    what multiprocessing spawns imports the caller's main module, the engine with it.
    """

    def __init__(
        self,
        count: int,
        mask: Mask,
        patience: timedelta = PATIENCE,
        dialects: Sequence[Dialect] = (),
        longest_answer: int = LONGEST_ANSWER,
    ) -> None:
        """`dialects`: that a site adds to those that are shipped.

        `longest_answer`: characters of an answer of CloudStack's API that its field keeps.
        """
        self._said = pickle.dumps((mask, tuple(dialects), longest_answer))
        self._patience_s = patience.total_seconds()
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._count = count

    def start(self) -> None:
        for _ in range(self._count):
            self._idle.put(self._spawn())

    def parse(self, batch: Batch) -> Parsed:
        """Waits for a worker that is idle.  Raises WorkerError and StartError."""
        data = pack(batch)
        worker = self._idle.get()
        try:
            self._await_start(worker)
            answer = self._ask(worker, data)
        except BaseException:
            _end(worker)
            self._idle.put(self._spawn())
            raise
        self._idle.put(worker)
        if isinstance(answer, str):
            raise WorkerError(answer)
        return answer

    def stop(self) -> None:
        """End all workers; none may be in use."""
        for _ in range(self._count):
            _end(self._idle.get())

    def _await_start(self, worker: _Worker) -> None:
        if worker.ready:
            return
        try:
            worker.channel.send(self._said)
            worker.ready = (
                worker.channel.poll(START_PATIENCE_S) and worker.channel.receive()[0] == READY
            )
        except (EOFError, OSError):
            pass
        if not worker.ready:
            raise StartError("a worker process does not start")

    def _ask(self, worker: _Worker, data: bytes) -> Parsed | str:
        """The events, or what went wrong."""
        try:
            worker.channel.send(data)
            if not worker.channel.poll(self._patience_s):
                raise WorkerError(f"a worker took longer than {self._patience_s:g} s")
            head, table = worker.channel.receive()
        except (EOFError, OSError):
            raise WorkerError(f"a worker ended ({_exit_code(worker)})") from None
        outcomes = pickle.loads(head)
        return outcomes if isinstance(outcomes, str) else Parsed(table, outcomes)

    def _spawn(self) -> _Worker:
        ours, theirs = Channel.pair()
        number = theirs.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "ingest.worker", str(number)],
            stdin=subprocess.DEVNULL,
            pass_fds=[number],
        )
        theirs.close()
        return _Worker(process, ours)


def _end(worker: _Worker) -> None:
    worker.channel.close()
    worker.process.kill()
    worker.process.wait()


def _exit_code(worker: _Worker) -> int | None:
    try:
        return worker.process.wait(1)
    except subprocess.TimeoutExpired:
        return None
