"""A chunk counts as sent when its own acknowledgement came, and never before."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgpack
import pytest

from ingest.shipping.sender import AcknowledgedSender, NotAcknowledged

LINES = [{"message": "one"}, {"message": "caf\udce9"}]


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """Takes connections one after another and lets `answer` serve each; the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                answer(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


@contextmanager
def sending_to(
    answer: Callable[[socket.socket], None], timeout_s: float = 5.0
) -> Iterator[AcknowledgedSender]:
    with server(answer) as port:
        sender = AcknowledgedSender("a.tag", "127.0.0.1", port, timeout_s)
        yield sender
        sender.close()


def read_message(connection: socket.socket) -> list[object]:
    unpacker = msgpack.Unpacker(raw=False)
    while data := connection.recv(65536):
        unpacker.feed(data)
        for message in unpacker:
            return list(message)
    return []


def test_a_chunk_is_one_packedforward_message() -> None:
    got: list[list[object]] = []

    def answer(connection: socket.socket) -> None:
        got.append(read_message(connection))
        connection.sendall(msgpack.packb({"ack": "id"}))

    with sending_to(answer) as sender:
        sender.send_chunk("id", LINES, 1_789_336_800_000_000_000)
    ((tag, entries, option),) = got
    assert tag == "a.tag"
    assert option == {"chunk": "id", "size": 2}
    assert isinstance(entries, bytes)
    unpacker = msgpack.Unpacker(raw=True)
    unpacker.feed(entries)
    moment = msgpack.ExtType(0, (1_789_336_800).to_bytes(4, "big") + bytes(4))
    assert list(unpacker) == [
        [moment, {b"message": b"one"}],
        [moment, {b"message": b"caf\xe9"}],
    ]


def closes(connection: socket.socket) -> None:
    read_message(connection)


def closes_at_once(connection: socket.socket) -> None:
    pass


def acknowledges_another(connection: socket.socket) -> None:
    read_message(connection)
    connection.sendall(msgpack.packb({"ack": "another"}))


def says_nothing(connection: socket.socket) -> None:
    while read_message(connection):
        pass


def talks_http(connection: socket.socket) -> None:
    read_message(connection)
    connection.sendall(b"\xc1\xc1")


WRONG = {
    "the connection closes": (closes, "closed the connection"),
    "the connection closes before anything was read": (closes_at_once, "closed|reset|Broken pipe"),
    "another chunk is acknowledged": (acknowledges_another, "closed the connection"),
    "no answer comes": (says_nothing, "no acknowledgement in 0.2 s"),
    "the answer is no MessagePack": (talks_http, "not MessagePack"),
}


@pytest.mark.parametrize(("answer", "words"), WRONG.values(), ids=WRONG)
def test_without_its_acknowledgement_a_chunk_is_not_sent(
    answer: Callable[[socket.socket], None], words: str
) -> None:
    with sending_to(answer, timeout_s=0.2) as sender, pytest.raises(OSError, match=words):
        sender.send_chunk("id", LINES, 0)


def test_after_a_failure_the_next_call_connects_again() -> None:
    answers = iter([closes, closes])
    got: list[object] = []

    def answer(connection: socket.socket) -> None:
        if (early := next(answers, None)) is not None:
            early(connection)
            return
        got.append(read_message(connection)[2])
        connection.sendall(msgpack.packb({"ack": "id"}))

    with sending_to(answer) as sender:
        for _ in range(2):
            with pytest.raises(NotAcknowledged):
                sender.send_chunk("id", LINES, 0)
        sender.send_chunk("id", LINES, 0)
    assert got == [{"chunk": "id", "size": 2}]


def test_an_answer_in_pieces_is_an_answer() -> None:
    def answer(connection: socket.socket) -> None:
        read_message(connection)
        for byte in msgpack.packb({"ack": "id"}):
            connection.sendall(bytes([byte]))

    with sending_to(answer) as sender:
        sender.send_chunk("id", LINES, 0)


def test_abort_ends_a_call_that_waits() -> None:
    reached = threading.Event()

    def answer(connection: socket.socket) -> None:
        read_message(connection)
        reached.set()
        says_nothing(connection)

    with sending_to(answer, timeout_s=30) as sender:

        def abort() -> None:
            reached.wait(10)
            sender.abort()

        thread = threading.Thread(target=abort)
        thread.start()
        with pytest.raises(NotAcknowledged):
            sender.send_chunk("id", LINES, 0)
        thread.join()
        with pytest.raises(NotAcknowledged, match="the agent stops"):
            sender.send_chunk("id", LINES, 0)
