"""Forward, listens for Fluentd, Fluent Bit and every client of their protocol."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from itertools import groupby

from ingest.chunk import Chunk, Encoding
from ingest.forward import ForwardLimits, ForwardProtocol, Message, acknowledgement
from ingest.framing import FramingError
from ingest.sink import Sink, SpoolFull
from parsers.event import Source

LOG = logging.getLogger(__name__)

READ_BYTES = 256 * 1024
"""Read at once from a connection: what one commit then acknowledges together."""

INLINE_BYTES = 64 * 1024
"""A larger message is read in a thread: it may hold many entries, or be compressed."""

PROTOCOL = "forward"


class ForwardReceiver:
    """Listens on `host:port` (port 0: any free one) and gives what comes to a sink.

    `zone`: of times in lines that are written without one.  A message is acknowledged after the
    sink has it; while the sink has no room, nothing more is read and nothing acknowledged.
    """

    name = PROTOCOL

    def __init__(
        self,
        host: str,
        port: int,
        clock: Callable[[], datetime],
        zone: str = "UTC",
        limits: ForwardLimits = ForwardLimits(),  # noqa: B008 - frozen
    ) -> None:
        self._host = host
        self._port = port
        self._clock = clock
        self._source = Source(zone=zone)
        self._limits = limits
        self.listening = asyncio.Event()
        self.address = (host, port)

    async def run(self, sink: Sink) -> None:
        """Serve until cancelled.  Raises OSError where the address cannot be had.

        `listening` is set and `address` is the real one when connections are taken.
        """

        async with asyncio.TaskGroup() as connections:

            def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                connections.create_task(self._connection(reader, writer, sink))

            server = await asyncio.start_server(connected, self._host, self._port, limit=READ_BYTES)
            async with server:
                self.address = server.sockets[0].getsockname()[:2]
                self.listening.set()
                LOG.info("listening for Forward on %s:%s", *self.address)
                await server.serve_forever()

    async def _connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sink: Sink
    ) -> None:
        peer = str(writer.get_extra_info("peername", ("",))[0])
        try:
            await self._serve(reader, writer, sink, peer)
        except FramingError as error:
            sink.refuse(PROTOCOL, error.limit)
            LOG.warning("%s: connection closed: %s (%s)", peer, error, error.limit)
        except ConnectionError as error:
            # Fluentd closes with a reset on purpose (SO_LINGER 0).
            LOG.debug("%s: %s", peer, error)
        except Exception:
            LOG.exception("%s: connection closed", peer)
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sink: Sink, peer: str
    ) -> None:
        protocol = ForwardProtocol(self._limits)
        while data := await reader.read(READ_BYTES):
            if protocol.waiting_bytes + len(data) > INLINE_BYTES:
                messages = await asyncio.to_thread(protocol.feed, data)
            else:
                messages = protocol.feed(data)
            if messages:
                await self._keep(sink, list(self._chunks(messages, peer)))
                for message in messages:
                    if message.chunk is not None:
                        writer.write(acknowledgement(message.chunk))
                await writer.drain()
            if protocol.failure is not None:
                raise protocol.failure

    async def _keep(self, sink: Sink, chunks: list[Chunk]) -> None:
        while True:
            try:
                return await sink.accept(*chunks)
            except SpoolFull as full:
                LOG.warning("reading no more from %s: %s", chunks[0].peer, full)
                await sink.room()

    def _chunks(self, messages: Iterable[Message], peer: str) -> Iterable[Chunk]:
        """A chunk for each message with an id; the others that came together share one."""
        received = self._clock()
        for has_id, group in groupby(messages, lambda message: message.chunk is not None):
            together = list(group)
            for some in [[message] for message in together] if has_id else [together]:
                yield Chunk(
                    PROTOCOL,
                    peer,
                    Encoding.FORWARD,
                    received,
                    b"".join(message.raw for message in some),
                    sum(message.entries for message in some),
                    self._source,
                    _chunk_id(some[0]) if has_id else None,
                )


def _chunk_id(message: Message) -> str:
    chunk = message.chunk
    text = chunk.decode("latin-1") if isinstance(chunk, bytes) else str(chunk)
    return f"{message.tag}\n{text}"
