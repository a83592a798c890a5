"""Messages between processes arrive whole, or not at all."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.channel import KERNEL_BYTES, Channel


def test_a_message_is_received_as_it_was_sent() -> None:
    ours, theirs = Channel.pair()
    body = bytes(range(256)) * (KERNEL_BYTES // 64)
    with ThreadPoolExecutor(1) as sender:
        sent = [sender.submit(ours.send, b"head", body), sender.submit(ours.send, b"")]
        assert [bytes(part) for part in theirs.receive()] == [b"head", body]
        assert [bytes(part) for part in theirs.receive()] == [b"", b""]
        for one in sent:
            one.result()
    assert not theirs.poll(0)
    ours.close()
    theirs.close()


def test_the_end_within_a_message_is_no_message() -> None:
    near, far = socket.socketpair()
    channel = Channel.of(far.detach())
    whole = (3).to_bytes(8, "big") + (100).to_bytes(8, "big") + b"abc"
    near.sendall(whole + b"a part")
    near.close()
    assert channel.poll(10)
    with pytest.raises(EOFError):
        channel.receive()
    with pytest.raises(EOFError):
        channel.receive()
    channel.close()
