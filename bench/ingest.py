"""How many events a second come in and can be searched, and how late: `-m bench.ingest`.

The service's parts run in this process and its workers, a sender in one of its own.  Memory is
that of the process tree without the sender, shared pages counted once.
"""

import asyncio
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import pyarrow as pa

from ingest.pipeline import Pipeline
from ingest.receivers.forward import ForwardReceiver
from ingest.spool import Spool, open_spool
from nephoscope.collector import spare
from parsers.mask import Mask
from search.stores.embedded import EmbeddedStore

POLL_S = 0.05
MEMORY_EVERY_S = 5
"""Looking takes the kernel some 60 ms, which are not the service's."""
SETTLED_S = 120
SPOOL_BYTES = 64 * 1024 * 1024
"""So that a sender that goes as fast as it is acknowledged soon goes as fast as is stored."""


class Watched(EmbeddedStore):
    """A store that is asked after each insert how many events it finds, and keeps when it was.

    Asking every 50 ms instead took a tenth of a processor, which was not the service's.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.seen: list[tuple[float, int]] = [(time.time(), 0)]
        self._asking = threading.Lock()

    def insert(self, batch: int, rows: pa.Table, again: bool = False) -> Sequence[int]:
        refused = super().insert(batch, rows, again)
        with self._asking:
            events = sum(day.events for day in self.days())
            self.seen.append((time.time(), events))
        return refused


@dataclass(slots=True)
class Watch:
    """The most memory that the process tree took."""

    memory_bytes: int = 0

    async def run(self) -> None:
        while True:
            self.memory_bytes = max(self.memory_bytes, tree_bytes(os.getpid()))
            await asyncio.sleep(MEMORY_EVERY_S)


class Bench:
    """The service's parts over an empty folder."""

    def __init__(self, folder: Path, paths: Sequence[Path], resources: ExitStack) -> None:
        self.paths = [str(path) for path in paths]
        self.spool: Spool = open_spool(folder / "spool.sqlite", _now, SPOOL_BYTES)
        resources.callback(self.spool.close)
        self.store = Watched(folder / "events")
        resources.callback(self.store.close)
        self.receiver = ForwardReceiver("127.0.0.1", 0, _now)
        self.pipeline = Pipeline(self.spool, self.store, Mask(), _now)
        self.watch = Watch()

    async def run(self, rate: int, seconds: float) -> None:
        async with asyncio.TaskGroup() as tasks:
            works = (self.receiver.run(self.spool), self.pipeline.run(), self.watch.run())
            running = [tasks.create_task(work) for work in works]
            await self.receiver.listening.wait()
            await self._packed("warm-up", 2000, 5)
            await self._packed("as fast as acknowledged", 0, seconds / 2)
            await self._packed(f"{rate:,} events/s", rate, seconds)
            await self._fluent_logger(seconds / 4)
            click.echo(f"memory of the process tree: {self.watch.memory_bytes / 2**20:,.0f} MB")
            for task in running:
                task.cancel()

    async def _packed(self, title: str, rate: int, seconds: float) -> None:
        """A PackedForward sender with 500 lines a chunk, acknowledged."""
        before = self.spool.counters()
        at = len(self.store.seen) - 1
        cpu_s = tree_cpu_s(os.getpid())
        figures = await self._send("--rate", str(rate), "--seconds", str(seconds))
        await self._settled()
        due, acked = figures["due_at"], figures["acked_at"]
        cpu_s = tree_cpu_s(os.getpid()) - cpu_s
        lines = self.spool.counters().stored - before.stored
        seen = self.store.seen[at:]
        stored = [(when, events - seen[0][1]) for when, events in seen]
        events = stored[-1][1]
        held = next(when for when, count in stored if count >= events) - due[0]
        waits = sorted(done - begun for begun, done in zip(due, acked, strict=True))
        late = sorted(_lateness(acked, stored, events))
        click.echo(
            f"{title}: {lines:,} lines, {events:,} events, {lines / held:,.0f} lines/s searchable; "
            f"acknowledged p50 {_at(waits, 0.5):.0f} ms, p99 {_at(waits, 0.99):.0f} ms; "
            f"searchable after that p50 {_at(late, 0.5):.0f} ms, p95 {_at(late, 0.95):.0f} ms, "
            f"p99 {_at(late, 0.99):.0f} ms; {cpu_s / lines * 1e6:.0f} us of processor a line"
        )

    async def _fluent_logger(self, seconds: float) -> None:
        before = self.spool.counters().stored
        figures = await self._send("--fluent-logger", "--seconds", str(seconds))
        begun = time.time()
        await self._settled()
        stored = self.spool.counters().stored - before
        click.echo(
            f"fluent-logger, one connection: {figures['sent']:,} sent, {stored:,} stored, "
            f"{figures['sent'] / figures['seconds']:,.0f} events/s, "
            f"the rest {time.time() - begun:.1f} s later"
        )

    async def _send(self, *options: str) -> dict:  # type: ignore[type-arg]
        port = str(self.receiver.address[1])
        command = (sys.executable, "-m", "bench.sender", "--port", port, *options, *self.paths)
        sender = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        output, _ = await sender.communicate()
        if sender.returncode:
            raise click.ClickException("the sender failed")
        figures: dict = json.loads(output)  # type: ignore[type-arg]
        return figures

    async def _settled(self) -> None:
        """Wait until nothing waits."""
        deadline = time.time() + SETTLED_S
        while self.spool.counters().waiting:
            if time.time() > deadline:
                raise click.ClickException(f"still waiting: {self.spool.counters().waiting}")
            await asyncio.sleep(POLL_S)


def _lateness(
    acked: Sequence[float], stored: Sequence[tuple[float, int]], events: int
) -> Iterator[float]:
    """Seconds from each chunk's acknowledgement until that share of the events was found."""
    at = 0
    for number, when in enumerate(acked, 1):
        while stored[at][1] < number * events / len(acked):
            at += 1
        yield max(0.0, stored[at][0] - when)


def _at(ordered: Sequence[float], share: float) -> float:
    """Milliseconds."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


def tree_bytes(pid: int) -> int:
    """Proportional set size of a process and those below it, senders left out."""
    rollups = _of_tree(pid, "smaps_rollup")
    lines = [line for rollup in rollups for line in rollup.splitlines()]
    return sum(int(line.split()[1]) for line in lines if line[:4] == "Pss:") * 1024


def tree_cpu_s(pid: int) -> float:
    """Processor time of a process and those below it, senders left out."""
    # proc(5): utime and stime are fields 14 and 15, counted behind the name in brackets.
    fields = [stat.rpartition(")")[2].split() for stat in _of_tree(pid, "stat")]
    return sum(int(field[11]) + int(field[12]) for field in fields) / os.sysconf("SC_CLK_TCK")


def _of_tree(pid: int, name: str) -> Iterator[str]:
    """That file of /proc for each process of the tree."""
    for process in [pid, *_below(pid)]:
        try:
            if b"bench.sender" not in Path(f"/proc/{process}/cmdline").read_bytes():
                yield Path(f"/proc/{process}/{name}").read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError):
            continue


def _below(pid: int) -> Iterator[int]:
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield int(child)
                yield from _below(int(child))
    except (FileNotFoundError, ProcessLookupError):
        return


def _now() -> datetime:
    return datetime.now(UTC)


@click.command()
@click.option("--rate", type=int, default=25_000, help="Events a second to hold.")
@click.option("--seconds", type=float, default=60, help="How long to hold it.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def main(rate: int, seconds: float, paths: tuple[Path, ...]) -> None:
    """Send lines of the samples, or of PATHS, and say how they fared."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as resources:
        bench = Bench(Path(folder), paths, resources)
        spare()
        asyncio.run(bench.run(rate, seconds))


if __name__ == "__main__":
    main()
