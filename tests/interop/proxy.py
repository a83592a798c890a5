"""Proxy, stands before a cluster and does to requests what networks and servers do."""

import contextlib
import http.client
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Fault(Enum):
    """What may be done to a request besides passing it on."""

    RESET = auto()  #: the connection ends before the cluster got it
    LATE = auto()  #: the cluster did it, the answer takes longer than anybody waits
    LOST = auto()  #: the cluster did it, the answer never comes
    CUT = auto()  #: the answer ends in its middle
    FEWER = auto()  #: the answer tells of half the documents


_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came.  `headers`: with small names."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def is_bulk(self) -> bool:
        return self.path.startswith("/_bulk")


Decide = Callable[[Asked], "Fault | int | None"]
"""What to do with a request: a fault, a status to answer, or None to pass it on."""


@contextmanager
def proxy(upstream: str, decide: Decide, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """URL of a proxy before `upstream` while this lasts."""
    place = urlsplit(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            return

        def _handle(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            action = decide(Asked(self.command, self.path, headers, body))
            if action is Fault.RESET:
                self._hang_up()
                return
            if isinstance(action, int):
                self._answer(action, json.dumps({"error": "by the proxy"}).encode(), {})
                return
            status, answer, sent = self._pass_on(headers, body)
            match action:
                case Fault.LATE:
                    self._outlast()
                    self._hang_up()
                case Fault.LOST:
                    self._hang_up()
                case Fault.CUT:
                    self._answer(status, answer, sent, len(answer) // 2)
                    self._hang_up()
                case Fault.FEWER:
                    found = json.loads(answer)
                    found["items"] = found["items"][: len(found["items"]) // 2]
                    self._answer(status, json.dumps(found).encode(), sent)
                case _:
                    self._answer(status, answer, sent)

        def _pass_on(
            self, headers: dict[str, str], body: bytes
        ) -> tuple[int, bytes, dict[str, str]]:
            behind = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
            kept = {k: v for k, v in headers.items() if k not in {"host", "accept-encoding"}}
            behind.request(self.command, self.path, body or None, kept)
            reply = behind.getresponse()
            answer = reply.read()
            sent = {name.lower(): value for name, value in reply.getheaders()}
            behind.close()
            return reply.status, answer, sent

        def _answer(
            self, status: int, body: bytes, sent: dict[str, str], only: int | None = None
        ) -> None:
            self.send_response(status)
            for name in ("x-elastic-product", "retry-after"):
                if name in sent:
                    self.send_header(name, sent[name])
            self.send_header("content-type", sent.get("content-type", "application/json"))
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[:only])
            self.wfile.flush()

        def _outlast(self) -> None:
            """Return when the other side has hung up."""
            self.connection.settimeout(_PATIENCE_S)
            with contextlib.suppress(ConnectionResetError):
                while self.connection.recv(1024):
                    continue

        def _hang_up(self) -> None:
            self.close_connection = True
            self.connection.close()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle  # noqa: N815 - of http.server

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        scheme = "http" if context is None else "https"
        yield f"{scheme}://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
