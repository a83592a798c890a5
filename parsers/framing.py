"""Octet counting undone: frames of RFC 6587, as some files of syslog have them, to lines."""

import re
from collections.abc import Iterable, Iterator

_HEAD = re.compile(rb"(\d{1,7}) (?=<\d{1,3}>)")
_HEAD_BYTES = 13
"""Of the longest head: seven digits, a blank, and a priority of five characters."""

FRAME_BYTES = 1_048_576
"""What says that it is longer is no frame."""


class OctetFrames:
    """Bytes with a line end behind each frame, whatever the pieces in which they come.

    Where the first frame does not end where its count says, nothing is changed; nor from the place
    on where a later one does not.  Counts stay: the syslog head tells them.
    """

    __slots__ = ("_framed", "_rest")

    def __init__(self) -> None:
        self._rest = b""
        self._framed: bool | None = None
        """None until the first frame is seen whole."""

    def feed(self, data: bytes) -> bytes:
        if self._framed is False:
            return data
        self._rest += data
        return self._take(final=False)

    def finish(self) -> bytes:
        """The rest, after the last byte."""
        taken = b"" if self._framed is False else self._take(final=True)
        rest, self._rest = self._rest, b""
        return taken + rest

    def _take(self, final: bool) -> bytes:
        frames = []
        at = 0
        while at < len(self._rest):
            end = self._end_of_frame(at, final)
            if end is None:
                break
            if end < 0:
                self._framed = False
                frames.append(self._rest[at:])
                at = len(self._rest)
                break
            frame = self._rest[at:end]
            frames.append(frame if frame.endswith(b"\n") else frame + b"\n")
            at = end
        self._rest = self._rest[at:]
        return b"".join(frames)

    def _end_of_frame(self, at: int, final: bool) -> int | None:
        """Where the frame ends that begins here; None while that is not known, -1 if it is none."""
        head = _HEAD.match(self._rest, at)
        if head is None:
            undecided = not final and len(self._rest) - at < _HEAD_BYTES
            return None if undecided and self._rest[at : at + 1].isdigit() else -1
        length = int(head[1])
        end = head.end() + length
        if length > FRAME_BYTES:
            return -1
        if end > len(self._rest):
            return -1 if final else None
        end += self._rest[end : end + 1] == b"\n"
        if self._framed is None:
            if end == len(self._rest) and not final:
                return None
            self._framed = end == len(self._rest) or self._rest[end : end + 1].isdigit()
        return end if self._framed else -1


def separate_frames(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks of a file with a line end behind each frame, where it has frames."""
    frames = OctetFrames()
    for chunk in chunks:
        yield frames.feed(chunk)
    yield frames.finish()
