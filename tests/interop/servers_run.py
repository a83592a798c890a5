"""Run, starts one server of each kind, prints their addresses and keeps them until stopped."""

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

from tests.interop import servers_elasticsearch, servers_opensearch, servers_postgresql
from tests.interop.servers import Server

KINDS = {
    "NEPHOSCOPE_TEST_STORE": servers_elasticsearch.node,
    "NEPHOSCOPE_TEST_OPENSEARCH": servers_opensearch.node,
    "NEPHOSCOPE_TEST_POSTGRESQL": servers_postgresql.server,
}
"""The variable that gives tests a server that is there, and how one is started else."""


def main() -> None:
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with ExitStack() as ending, ThreadPoolExecutor(len(KINDS)) as threads:
        starting = {name: threads.submit(_start, name) for name in KINDS}
        for name, server in starting.items():
            ending.callback(server.result().remove)
            sys.stdout.write(f"export {name}={server.result().url}  # {server.result().name}\n")
            sys.stdout.flush()
        stopped.wait()


def _start(name: str) -> Server:
    server = KINDS[name]()
    server.start()
    return server


if __name__ == "__main__":
    main()
