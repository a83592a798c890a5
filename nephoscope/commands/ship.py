"""`nephoscope ship`: follows files on a host without a shipper, and sends their lines."""

import asyncio
import os
import signal
import socket
from pathlib import Path

import click

from ingest.shipping.ship import ShipSettings, run
from nephoscope.clock import clock


def _state_folder() -> Path:
    """`nephoscope` in the user's state folder (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(home) / "nephoscope"


def _address(context: click.Context, option: click.Parameter, value: str) -> tuple[str, int]:
    host, colon, port = value.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise click.BadParameter("write an address and a port: 10.0.0.5:24224")
    return host.strip("[]"), int(port)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--to", required=True, metavar="HOST:PORT", callback=_address,
              help="The Forward receiver.")  # fmt: skip
@click.option("--positions", type=click.Path(path_type=Path, dir_okay=False),
              help="File that remembers how far each is sent."
              "  [default: positions-HOST-PORT.json in the user's state folder]")  # fmt: skip
@click.option("--host", default=socket.gethostname, show_default="this host's name",
              help="Name under which the lines are kept.")  # fmt: skip
@click.option("--from-end", is_flag=True,
              help="At the first start, begin with what is written from now on.")  # fmt: skip
def ship(
    files: tuple[str, ...],
    to: tuple[str, int],
    positions: Path | None,
    host: str,
    from_end: bool,
) -> None:
    """Follow FILES (patterns too) over rotation and send their lines until stopped.

    A line counts as sent when the receiver has acknowledged it; after a kill it goes on where it
    was.
    """
    kept = positions or _state_folder() / f"positions-{to[0]}-{to[1]}.json"
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = ShipSettings(files, to, kept, host=host, from_end=from_end)
    sent = asyncio.run(_until_signal(settings))
    click.echo(f"{sent:,} lines sent", err=True)


async def _until_signal(settings: ShipSettings) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return await run(settings, stop, clock)
