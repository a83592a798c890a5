"""Followed, one open file: its bytes in whole lines, a chunk at a time."""

import base64
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ingest.shipping.positions import HEAD_BYTES, Place

_MOST_UTF8_BYTES = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines on their way.  `chunk`: the id, the same whenever the same bytes are sent.

    `lines`: without their line feeds.  `after`: the place of the file when they are acknowledged.
    """

    chunk: str
    lines: Sequence[bytes]
    after: Place


class Followed:
    """A file that is followed by what it is, whatever its name becomes.

    `place`: None while the file is empty.  `gone_since`: when its name was first seen to lead
    elsewhere.
    """

    def __init__(self, path: str, descriptor: int, place: Place | None, now: datetime) -> None:
        """Owns the descriptor."""
        self.path = path
        self.descriptor = descriptor
        self.place = place
        self.gone_since: datetime | None = None
        self._grew = now
        self._size = -1
        self._checked = (-1, -1)
        self._piece: Piece | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Device and inode."""
        status = os.fstat(self.descriptor)
        return status.st_dev, status.st_ino

    def was_rewritten(self) -> bool:
        """Whether the bytes that were sent are no longer there: the file was truncated."""
        status = os.fstat(self.descriptor)
        now = (status.st_size, status.st_mtime_ns)
        if self.place is None or self._piece is not None or now == self._checked:
            return False
        self._checked = now
        return not self.place.fits(self.descriptor)

    def identify(self) -> None:
        """Give the file a place once it has bytes, and a longer head while that is short."""
        if self.place is None:
            self.place = Place.first(self.path, self.descriptor)
        elif self.place.head_bytes < HEAD_BYTES and self._piece is None:
            self.place = self.place.with_longer_head(self.descriptor)

    def restart(self) -> None:
        """Follow the file from its beginning: what it was before is gone."""
        self.place, self._size = None, -1
        self.identify()

    def quiet_for(self, now: datetime) -> timedelta:
        """How long it has not grown, or since it lost its name where that is shorter."""
        size = os.fstat(self.descriptor).st_size
        if size != self._size:
            self._size, self._grew = size, now
        return now - max(self._grew, self.gone_since or self._grew)

    def has_more(self) -> bool:
        """Whether there are bytes that are not acknowledged."""
        offset = self.place.offset if self.place else 0
        return self._piece is not None or os.fstat(self.descriptor).st_size > offset

    def next_piece(self, most_bytes: int, unfinished: bool) -> Piece | None:
        """The next lines, or the piece that is on its way until `acknowledged` is called.

        `most_bytes`: of one piece; a longer line is cut.  `unfinished`: take a last line that has
        no line feed too.
        """
        if self._piece is None:
            self.identify()
            if self.place is not None:
                self._piece = self._read(self.place, most_bytes, unfinished)
        if self._piece is not None and self.place is not None:
            self.place = replace(self.place, end=self._piece.after.offset)
        return self._piece

    def acknowledged(self) -> None:
        """The piece is durable at the receiver; move on."""
        if self._piece is not None:
            self.place = self._piece.after
            self._piece = None

    def close(self) -> None:
        os.close(self.descriptor)

    def _read(self, place: Place, most_bytes: int, unfinished: bool) -> Piece | None:
        if place.end is not None:  # On its way when the agent was killed: the same bytes again.
            data = os.pread(self.descriptor, place.end - place.offset, place.offset)
        else:
            data = os.pread(self.descriptor, most_bytes, place.offset)
            data = data[: _whole(data, most_bytes, unfinished)]
        if not data:
            return None
        lines = data.split(b"\n")
        cut = bool(lines.pop())
        if cut:
            lines.append(data[data.rfind(b"\n") + 1 :])
        if place.cut and lines and data.startswith(b"\n"):
            del lines[0]  # The line feed of a line that was sent without it.
        after = place.advanced(self.descriptor, place.offset + len(data), cut)
        if not place.fits(self.descriptor):  # Truncated since it was looked at.
            self._checked = (-1, -1)
            return None
        return Piece(_chunk_id(place, data), lines, after)


def _whole(data: bytes, most_bytes: int, unfinished: bool) -> int:
    """How many bytes to take: up to the last line feed, else all of a line that is too long."""
    end = data.rfind(b"\n") + 1
    if end:
        return end
    if len(data) >= most_bytes:
        return _before_character(data)
    return len(data) if unfinished else 0


def _before_character(data: bytes) -> int:
    """The length without the beginning of a UTF-8 character that is cut at the end."""
    for back in range(1, min(_MOST_UTF8_BYTES, len(data))):
        byte = data[-back]
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(data) - back if needed > back else len(data)
        if byte < 0x80:
            break
    return len(data)


def _chunk_id(place: Place, data: bytes) -> str:
    """16 bytes in base64, as fluent clients write ids: the file, the offset, the bytes."""
    text = f"{place.origin} {place.offset} {len(data)} ".encode()
    return base64.b64encode(hashlib.sha256(text + data).digest()[:16]).decode()
