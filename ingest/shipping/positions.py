"""Positions, how far each file is sent, kept on disk so that a kill loses and doubles nothing.

A position moves only after the receiver acknowledged.  The range of a chunk is on disk before the
chunk is sent, so that after a kill the very same range is sent again, under the same chunk id.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

HEAD_BYTES = 1024
TAIL_BYTES = 128


class PositionsError(Exception):
    """The positions cannot be used, and who runs the agent can mend it."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far one file is sent.

    `path`: its name when it was first seen, which its records carry.  `device`, `inode`: where it
    is now.  `origin`: names the file in chunk ids, through renaming and copying.  `head`: digest
    of its first `head_bytes`.  `offset`: bytes acknowledged.  `tail`: digest of the last bytes
    before it.  `end`: the chunk on its way is `[offset, end)`; None when there is none.
    `cut`: the last line sent had no line feed yet.
    """

    path: str
    device: int
    inode: int
    origin: str
    head: str
    head_bytes: int
    offset: int = 0
    tail: str = ""
    end: int | None = None
    cut: bool = False

    @classmethod
    def first(cls, path: str, descriptor: int) -> Self | None:
        """The beginning of a file; None while it is empty and so cannot be told from others."""
        head = os.pread(descriptor, HEAD_BYTES, 0)
        if not head:
            return None
        status = os.fstat(descriptor)
        identity = f"{status.st_dev} {status.st_ino} ".encode()
        # The random part tells a truncated file from what it was, where both begin alike.
        origin = digest(identity + head + os.urandom(16))
        return cls(path, status.st_dev, status.st_ino, origin, digest(head), len(head))

    def fits(self, descriptor: int) -> bool:
        """Whether the file has the bytes that were sent: same head, long enough, same tail."""
        if os.fstat(descriptor).st_size < max(self.offset, self.end or 0):
            return False
        head = os.pread(descriptor, self.head_bytes, 0)
        return digest(head) == self.head and tail(descriptor, self.offset) == self.tail

    def with_longer_head(self, descriptor: int) -> "Place":
        """The place with as much of the head as the file has by now."""
        head = os.pread(descriptor, HEAD_BYTES, 0)
        if len(head) <= self.head_bytes or digest(head[: self.head_bytes]) != self.head:
            return self
        return replace(self, head=digest(head), head_bytes=len(head))

    def advanced(self, descriptor: int, offset: int, cut: bool) -> "Place":
        """The place after a chunk that ends at `offset`."""
        return replace(self, offset=offset, tail=tail(descriptor, offset), end=None, cut=cut)

    def at_end(self, descriptor: int) -> "Place":
        """The same file after its last whole line."""
        end = os.fstat(descriptor).st_size
        while end:
            start = max(0, end - HEAD_BYTES)
            found = os.pread(descriptor, end - start, start).rfind(b"\n")
            if found >= 0:
                end = start + found + 1
                break
            end = start
        return replace(self, offset=end, tail=tail(descriptor, end))

    def moved_to(self, descriptor: int) -> "Place":
        """The same place in a copy of the file."""
        status = os.fstat(descriptor)
        return replace(self, device=status.st_dev, inode=status.st_ino)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def tail(descriptor: int, offset: int) -> str:
    """Digest of the last bytes before an offset; empty at the beginning."""
    start = max(0, offset - TAIL_BYTES)
    return digest(os.pread(descriptor, offset - start, start)) if offset else ""


class Positions:
    """The file of places, held by one agent at a time."""

    def __init__(self, path: Path) -> None:
        """Take the file.  Raises: PositionsError when another agent has it, OSError."""
        self._path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise PositionsError(
                f"another agent uses the positions {path}; give this one a file of its own"
            ) from None

    def read(self) -> Sequence[Place]:
        """Places as last written; none at the first start.  Raises: PositionsError, OSError."""
        try:
            text = self._path.read_text(encoding="utf-8")
            return [Place(**values) for values in json.loads(text)]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError) as error:
            raise PositionsError(
                f"the positions {self._path} cannot be read ({error}); "
                "remove the file to send every file from its beginning"
            ) from None

    def write(self, places: Iterable[Place]) -> None:
        """Replace the file whole, durably, readable by this user alone.

        Raises: PositionsError when it cannot: without positions nothing may be sent.
        """
        try:
            self._replace(places)
        except OSError as error:
            raise PositionsError(f"the positions {self._path} cannot be written: {error}") from None

    def _replace(self, places: Iterable[Place]) -> None:
        unfinished = self._path.with_name(f"{self._path.name}.new")
        descriptor = os.open(
            unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600
        )
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump([asdict(place) for place in places], file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def close(self) -> None:
        os.close(self._lock)
