"""AcknowledgedSender, fluent-logger's sender with PackedForward, chunk ids and acknowledgements."""

import logging
import socket
import time
from collections.abc import Iterable, Mapping

import msgpack
from fluent.sender import EventTime, FluentSender

LOG = logging.getLogger(__name__)

_READ_BYTES = 4096
_LARGEST_ANSWER_BYTES = 64 * 1024


class NotAcknowledged(OSError):  # noqa: N818 - what happened, as the log says it
    """The receiver did not say that it has the chunk: it is to be sent again."""


class AcknowledgedSender(FluentSender):  # type: ignore[misc]  # fluent-logger has no types
    """Sends chunks one at a time and returns when the receiver has them.

    fluent-logger sends in Message mode, forgets what does not fit its buffer, and throws answers
    away; here a call means one PackedForward message and its acknowledgement, and every failure
    raises, so that who calls keeps the lines.
    """

    def __init__(self, tag: str, host: str, port: int, timeout_s: float) -> None:
        """`timeout_s`: for connecting, and for an acknowledgement."""
        super().__init__(tag, host=host, port=port, timeout=timeout_s)
        self._aborted = False

    def send_chunk(self, chunk: str, records: Iterable[Mapping[str, str]], time_ns: int) -> None:
        """Returning means durable at the receiver.

        `records`: text may hold lone surrogates in place of bytes that are not UTF-8.
        Raises: OSError; the connection is then closed, and the next call opens another.
        """
        entries = pack(records, time_ns)
        option = {"chunk": chunk, "size": len(entries)}
        message = self._make_packet(None, b"".join(entries), option)
        with self.lock:
            try:
                self._send_data(message)
                self._await_acknowledgement(chunk)
            except OSError:
                self._close()
                raise

    def abort(self) -> None:
        """End a call that waits, from another thread; later calls fail."""
        self._aborted = True
        waiting = self.socket
        if waiting is not None:
            try:
                waiting.shutdown(socket.SHUT_RDWR)
            except OSError:
                LOG.debug("the connection was closed already")

    def _check_recv_side(self) -> None:
        """fluent-logger's reads and forgets what the receiver says; we wait for that."""
        if self._aborted:
            raise NotAcknowledged("the agent stops")
        self.socket.settimeout(self.timeout)

    def _await_acknowledgement(self, chunk: str) -> None:
        unpacker = msgpack.Unpacker(raw=False, max_buffer_size=_LARGEST_ANSWER_BYTES)
        deadline = time.monotonic() + self.timeout
        while True:
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                data = self.socket.recv(_READ_BYTES)
            except TimeoutError:
                raise NotAcknowledged(f"no acknowledgement in {self.timeout:g} s") from None
            if not data:
                raise NotAcknowledged("the receiver closed the connection")
            try:
                unpacker.feed(data)
                answers = list(unpacker)
            except (ValueError, msgpack.UnpackException, msgpack.BufferFull) as error:
                raise NotAcknowledged(f"the answer is not MessagePack: {error}") from None
            for answer in answers:
                if isinstance(answer, dict) and answer.get("ack") == chunk:
                    return
                LOG.warning("the receiver answered %r", answer)


def pack(records: Iterable[Mapping[str, str]], time_ns: int) -> list[bytes]:
    """Entries of PackedForward, one for each record."""
    packer = msgpack.Packer(unicode_errors="surrogateescape")
    moment = EventTime.from_unix_nano(time_ns)
    return [packer.pack((moment, record)) for record in records]
