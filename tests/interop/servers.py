"""Servers, real ones for tests: a process group each, gone when the one that started it is."""

import base64
import contextlib
import json
import os
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

ROOT = Path(__file__).parent.parent.parent
T = TypeVar("T")

START_S = 240.0
STOP_S = 30.0
FORK_S = 5.0
"""The shell has started the program by then."""
_PAUSE_S = 0.05

# The shell keeps the other end of our pipe: when we are gone, however, the group goes too.
_GUARD = '"$@" </dev/null & cat >/dev/null; kill -9 0'


class ServerMissing(Exception):  # noqa: N818 - a state of the machine, not a mistake
    """What a server needs is not on this machine; the text says how to get it."""


def folder() -> Path:
    """Where servers are kept and run: `build/servers`, or where another user cannot go there
    and has to (root runs no Elasticsearch), a folder beside the temporary ones."""
    kept = ROOT / "build" / "servers"
    if os.geteuid() == 0 and not _reachable(ROOT):
        kept = Path("/var/tmp/nephoscope-servers")
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def _reachable(path: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in [path, *path.parents])


def chosen(variable: str, releases: Mapping[str, str], usual: str) -> str:
    """The release that the environment names by its first number or whole, or the usual one."""
    named = os.environ.get(variable) or usual
    return releases.get(named, named)


def free_port(before: int = 0) -> int:
    """A port that nobody listens on; with `before` the ones just before it are free too."""
    while True:
        with contextlib.ExitStack() as taken, contextlib.suppress(OSError):
            port = _bind(taken, 0)
            for number in range(port - before, port):
                _bind(taken, number)
            return port


def _bind(taken: contextlib.ExitStack, port: int) -> int:
    listening = taken.enter_context(socket.socket())
    listening.bind(("127.0.0.1", port))
    return int(listening.getsockname()[1])


def wait(condition: Callable[[], T], what: str, seconds: float = START_S) -> T:
    """What the condition gives as soon as that is true.  Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(_PAUSE_S)
    return found


HEALTH = "/_cluster/health?wait_for_status=yellow&timeout=1s"
"""Refused until the state of a search server is recovered; before, it answers, and lacks things."""


def get_json(url: str, password: str = "", context: ssl.SSLContext | None = None) -> Any:
    """What a server answers; None where it does not, or refuses.  `password`: of `elastic`."""
    asked = urllib.request.Request(url)
    if password:
        token = base64.b64encode(f"elastic:{password}".encode()).decode()
        asked.add_header("authorization", f"Basic {token}")
    try:
        with urllib.request.urlopen(asked, timeout=5, context=context) as answer:
            return json.load(answer)
    except (OSError, urllib.error.URLError, ValueError):
        return None


@dataclass(slots=True)
class Server:
    """One program that listens.  `url`: where.  `ready` must tell whether it answers.

    Root starts it as `nobody`, because Elasticsearch and PostgreSQL refuse to run as root.
    """

    name: str
    url: str
    home: Path
    command: Sequence[str]
    ready: Callable[[], object]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    _process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Return when it answers.  Raises RuntimeError with the end of its log."""
        give_away(self.home)
        environment = {**os.environ, "HOME": str(self.home), **self.environment}
        with (self.home / "output.log").open("ab") as log:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _GUARD, "sh", *self.command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.home,
                env=environment,
                start_new_session=True,
                **_identity(),
            )
        with contextlib.suppress(TimeoutError):
            wait(self.pids, f"{self.name} does not begin", FORK_S)
        try:
            wait(lambda: self.ready() or not self.pids(), f"{self.name} does not answer")
        except TimeoutError as error:
            self.kill()
            raise RuntimeError(f"{error}\n{self.tail()}") from None
        if not self.pids():
            raise RuntimeError(f"{self.name} ended\n{self.tail()}")

    def stop(self) -> None:
        """As an operator does; return when it is gone."""
        self._end(self.stop_signal)

    def kill(self) -> None:
        """As `kill -9` does."""
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        """Kill it and forget its data."""
        self.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def pids(self) -> list[int]:
        """Its processes, without those that are dead and not yet buried, and its guard."""
        if self._process is None:
            return []
        guards = {self._process.pid, *_children_named("cat", self._process.pid)}
        return [pid for pid in _group(self._process.pid) if pid not in guards]

    def tail(self) -> str:
        text = (self.home / "output.log").read_text(errors="replace")
        return "\n".join(text.splitlines()[-30:])

    def _end(self, by: signal.Signals) -> None:
        if self._process is None:
            return
        for number in (by, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            with contextlib.suppress(TimeoutError):
                wait(lambda: not self.pids(), f"{self.name} does not end", STOP_S)
                break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()
        self._process = None


def _identity() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def give_away(path: Path) -> None:
    """Let the user that servers run as own the folder and what is in it."""
    path.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        for each in [path, *path.rglob("*")]:
            shutil.chown(each, "nobody", "nogroup")


def run_as_server(
    command: Sequence[str],
    home: Path,
    environment: Mapping[str, str] = MappingProxyType({}),
    given: str = "",
) -> None:
    """Run a program to its end as the user that servers run as.  `given`: what it is told."""
    give_away(home)
    done = subprocess.run(
        command,
        cwd=home,
        env={**os.environ, "HOME": str(home), **environment},
        input=given.encode(),
        capture_output=True,
        check=False,
        **_identity(),
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {(done.stdout + done.stderr).decode(errors='replace')}")


def _group(leader: int) -> list[int]:
    return [pid for pid, state, group in _processes() if group == leader and state != "Z"]


def _children_named(name: str, leader: int) -> list[int]:
    found = []
    for pid in _group(leader):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/comm").read_text().strip() == name:
                found.append(pid)
    return found


def _processes() -> list[tuple[int, str, int]]:
    """Number, state and group of every process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, _, group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
                found.append((int(entry.name), state, int(group)))
    return found
