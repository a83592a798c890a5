"""Channel, whole messages between this process and a worker, each copied once on its way."""

import socket
import struct
from multiprocessing.connection import wait
from typing import TypeAlias

Data: TypeAlias = bytes | bytearray | memoryview

_SIZES = struct.Struct("!QQ")

KERNEL_BYTES = 1024 * 1024
"""Asked for what is under way: a batch is some megabytes, and each wait for the other side is two
turns of the processor."""


class Channel:
    """One end of a socket.  A message has a head and, where it is large, a body beside it.

    `multiprocessing.connection` reads 64 kB and more into a new buffer of all that is missing
    each time, and a body inside of a pickle is copied again: 2.2 µs an event for both, 0.2 here.
    """

    def __init__(self, end: socket.socket) -> None:
        self._socket = end

    @classmethod
    def pair(cls) -> tuple["Channel", "Channel"]:
        ends = socket.socketpair()
        for end in ends:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
        return cls(ends[0]), cls(ends[1])

    @classmethod
    def of(cls, number: int) -> "Channel":
        """The end that was inherited as this file."""
        return cls(socket.socket(fileno=number))

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, head: Data, body: Data = b"") -> None:
        """Raises OSError."""
        with memoryview(head) as first, memoryview(body) as second:
            self._socket.sendall(_SIZES.pack(first.nbytes, second.nbytes))
            self._socket.sendall(first)
            self._socket.sendall(second)

    def receive(self) -> tuple[bytearray, bytearray]:
        """Head and body of the next message.  Raises EOFError, OSError."""
        head, body = _SIZES.unpack(self._read(_SIZES.size))
        return self._read(head), self._read(body)

    def poll(self, timeout_s: float) -> bool:
        """Whether something can be received within this time."""
        return bool(wait([self._socket], timeout_s))

    def close(self) -> None:
        self._socket.close()

    def _read(self, size: int) -> bytearray:
        data = bytearray(size)
        with memoryview(data) as rest:
            there = 0
            while there < size:
                # A signal may cut it short.
                came = self._socket.recv_into(rest[there:], 0, socket.MSG_WAITALL)
                if not came:
                    raise EOFError
                there += came
        return data
