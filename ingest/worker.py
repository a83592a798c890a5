"""Worker, a process that parses: `-m ingest.worker FD`, a socket to who started it.

It must not import the store's engine, which takes 230 MB in every process that does.
"""

import gc
import itertools
import os
import pickle
import signal
import sys

import pyarrow as pa

from ingest.batch import unpack
from ingest.channel import Channel, Data
from ingest.parsing import parse_batch
from parsers.esva.dialect_book import use_dialects
from parsers.mask import Mask

NICENESS = 5
"""Whoever acknowledges and answers people goes before the workers."""

READY = b"ready"
"""Said when the first batch may come: whatever ends the process before is no record's fault."""


COLLECTED_EVERY = 64
"""Batches.  Events are in no cycles, and looking through what the parsers keep takes 50 ms and
more, a tenth of a batch.  The first batch makes the parsers, which leaves much behind."""


def work(channel: Channel) -> None:
    """Take the mask and what a site says, say READY, then answer batches until the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(NICENESS)
    pa.set_cpu_count(1)
    # A batch is a hundred thousand objects that live until its end: looking through them for
    # cycles again and again took a fifth of the time.
    gc.freeze()
    gc.disable()
    try:
        mask, dialects, longest_answer = pickle.loads(channel.receive()[0])
        use_dialects(dialects)
        channel.send(READY)
        for batches in itertools.count():
            channel.send(*_answer(channel.receive()[0], mask, longest_answer))
            if batches % COLLECTED_EVERY == 0:
                gc.collect()
    except (EOFError, OSError):
        # Who started it is gone, maybe in the middle of a message.
        return


def _answer(data: Data, mask: Mask, longest_answer: int) -> tuple[bytes, Data]:
    """What became of the records, pickled, and their table; or what went wrong, and nothing."""
    try:
        parsed = parse_batch(unpack(data, longest_answer), mask)
    except Exception as error:
        return pickle.dumps(f"{type(error).__name__}: {error}"), b""
    return pickle.dumps(parsed.outcomes, protocol=pickle.HIGHEST_PROTOCOL), parsed.table


if __name__ == "__main__":
    work(Channel.of(int(sys.argv[1])))
