"""The bytes of a file to lines, and those to records: what `import` and `parse` read with."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from parsers.event import Record, Source
from parsers.framing import separate_frames
from parsers.join import Joiner, JoinLimits


def split_lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Lines without their LF, whatever the chunks; what is not UTF-8 as U+FFFD.

    A CR stays.  After a last LF there is no line, so that the lines joined by LF are the bytes
    without it.
    """
    rest: list[bytes] = []
    for chunk in chunks:
        first, lf, tail = chunk.partition(b"\n")
        rest.append(first)
        if not lf:
            continue
        yield _text(b"".join(rest))
        *lines, last = tail.split(b"\n")
        for line in lines:
            yield _text(line)
        rest = [last]
    last = b"".join(rest)
    if last:
        yield _text(last)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def read_records(
    chunks: Iterable[bytes],
    source: Source,
    limits: JoinLimits | None = None,
    received: datetime | None = None,
    now: datetime | None = None,
) -> Iterator[Record]:
    """Records of one file, all received at that time (`None` where nothing is received).

    `now`: what dates without a year are measured by in that case.
    """
    joiner = Joiner(source, limits, now)
    for line in split_lines(separate_frames(chunks)):
        yield from joiner.feed(line, received)
    yield from joiner.flush()
