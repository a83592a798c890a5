"""PostgreSQL of its own for tests, in a folder of its own."""

import itertools
import os
import shutil
import signal
import socket
from pathlib import Path

from tests.interop.servers import Server, ServerMissing, folder, free_port, run_as_server

USER = "nephoscope"
_NUMBERS = itertools.count()


def server() -> Server:
    """A server with an empty database, not yet started; its `url` has user and database."""
    programs = _programs()
    home = folder() / "run" / f"postgresql-{os.getpid()}-{next(_NUMBERS)}"
    home.mkdir(parents=True)
    data = home / "data"
    run_as_server(
        [str(programs / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "-N"],
        home,
    )
    port = free_port()
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return Server(
        "PostgreSQL",
        f"postgresql://{USER}@127.0.0.1:{port}/postgres",
        home,
        [str(programs / "postgres"), "-D", str(data), "-p", str(port), *options],
        lambda: _listens(port),
        # It ends at once, without waiting for who is connected.
        stop_signal=signal.SIGINT,
    )


def _programs() -> Path:
    """Folder of the server's programs, the newest where there are several."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3])
    )
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    if found is None:
        raise ServerMissing("no PostgreSQL: apt-get install postgresql")
    return Path(found).parent


def _listens(port: int) -> bool:
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex(("127.0.0.1", port)) == 0
