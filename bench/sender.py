"""Senders of the ingest benchmark, each a process of its own: `-m bench.sender`.

What can be made before the clock starts is, since a sender shares the processors with what it
measures.  Times at the start of lines go on as those of a real log do: each line has the time at
which it is due.
"""

import asyncio
import gc
import json
import random
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import click
import msgpack

SEED = 8514
CHUNK_LINES = 500
DISTINCT_CHUNKS = 400
WINDOW = 64
"""Chunks that a sender has under way without an acknowledgement."""

TIME = 1_789_336_800
SAMPLES = ("cloudstack/management.log", "esva/cef.log", "generic/syslog.log")
_TIME = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}")
_MILLISECONDS = [b",%03d" % number for number in range(1000)]
_NUMBER = re.compile(r"(?<=job-)\d+|(?<=ctx-)[0-9a-f]{8}|(?<=logid:)[0-9a-f]{8}|(?<=,)\d{3}(?= )")


@dataclass(frozen=True, slots=True)
class Packed:
    """Packed entries and where in them the times stand that their lines begin with."""

    body: bytearray
    times: list[int]

    def stamped(self, due: float, rate: int) -> bytes:
        """The entries with times that begin at `due`, so many lines a second."""
        step = 1000 / (rate or CHUNK_LINES * 50)
        whole = int(due)
        second = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(whole)).encode()
        first = (due - whole) * 1000
        for number, at in enumerate(self.times):
            # The rest of a chunk that runs into the next second stays in this one.
            milli = min(999, int(first + number * step))
            self.body[at : at + 23] = second + _MILLISECONDS[milli]
        return bytes(self.body)


def read_lines(paths: Iterable[Path]) -> list[str]:
    """Lines of these files, by default of the samples."""
    folder = files("samples")
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths] or [
        (folder / name).read_text(encoding="utf-8") for name in SAMPLES
    ]
    return [line for text in texts for line in text.splitlines()]


def make_chunks(lines: list[str]) -> list[Packed]:
    """Packed entries of the lines in their order, over and over, with other ids each time."""
    chance = random.Random(SEED)
    chunks, at = [], 0
    for _ in range(DISTINCT_CHUNKS):
        body, times = bytearray(), []
        for _ in range(CHUNK_LINES):
            line = _varied(lines[at % len(lines)], chance).encode()
            entry = msgpack.packb([TIME, {"log": line.decode()}])
            if _TIME.match(line):
                times.append(len(body) + len(entry) - len(line))
            body += entry
            at += 1
        chunks.append(Packed(body, times))
    return chunks


def _varied(line: str, chance: random.Random) -> str:
    def other(found: re.Match[str]) -> str:
        width = len(found.group())
        if width == 8:
            return f"{chance.randrange(16**8):08x}"
        return str(chance.randrange(10 ** (width - 1), 10**width))

    return _NUMBER.sub(other, line)


async def send(
    host: str, port: int, rate: int, seconds: float, lines: list[str]
) -> dict[str, object]:
    """Send chunks at `rate` lines a second (0: as fast as acknowledged).

    Gives when each was due and when it was acknowledged: being late counts.
    """
    chunks = make_chunks(lines)
    gc.freeze()
    reader, writer = await asyncio.open_connection(host, port)
    free = asyncio.Semaphore(WINDOW)
    due_at: list[float] = []
    acked_at: list[float] = []

    async def listen() -> None:
        unpacker = msgpack.Unpacker()
        while len(acked_at) < len(due_at) or time.time() < begun + seconds:
            unpacker.feed(await reader.read(65536))
            for _ in unpacker:
                acked_at.append(time.time())
                free.release()

    begun = time.time()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listen())
        while (now := time.time()) < begun + seconds:
            due = begun + len(due_at) * CHUNK_LINES / rate if rate else now
            await asyncio.sleep(max(0, due - now))
            await free.acquire()
            number = len(due_at)
            due_at.append(due if rate else time.time())
            body = chunks[number % len(chunks)].stamped(due_at[-1], rate)
            writer.write(msgpack.packb(["bench", body, {"chunk": f"{begun}-{number}"}]))
            await writer.drain()
    writer.close()
    return {"due_at": due_at, "acked_at": acked_at, "lines": CHUNK_LINES}


def send_with_fluent_logger(
    host: str, port: int, seconds: float, lines: list[str]
) -> dict[str, object]:
    """Message by message, as applications use fluent-logger; nothing is acknowledged."""
    from fluent import sender

    logger = sender.FluentSender("bench", host=host, port=port, nanosecond_precision=True)
    begun = time.time()
    number = 0
    while time.time() < begun + seconds:
        logger.emit("app", {"log": lines[number % len(lines)]})
        number += 1
    logger.close()
    return {"sent": number, "seconds": time.time() - begun}


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--rate", type=int, default=0)
@click.option("--seconds", type=float, default=60)
@click.option("--fluent-logger", is_flag=True)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def main(
    port: int, rate: int, seconds: float, fluent_logger: bool, paths: tuple[Path, ...]
) -> None:
    """Send lines to a Forward receiver on this machine; figures as JSON on standard output."""
    lines = read_lines(paths)
    if fluent_logger:
        figures = send_with_fluent_logger("127.0.0.1", port, seconds, lines)
    else:
        figures = asyncio.run(send("127.0.0.1", port, rate, seconds, lines))
    click.echo(json.dumps(figures))


if __name__ == "__main__":
    main()
