"""`nephoscope import`: whole files into the store, by the running service or without one."""

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import httpx
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.importing import AlreadyImportedError
from nephoscope.connection import ServiceError, checked, refusal, service_client
from nephoscope.folder import Folder
from nephoscope.intake import Intake
from nephoscope.options import STORE, settings_from, settings_options
from nephoscope.parts import open_parts
from nephoscope.settings import SettingsError, load_settings
from parsers.event import Source
from parsers.formats import FORMATS

Report = Callable[[int, int], None]
"""Called with the bytes that are read, and the size of the file."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "name", type=click.Choice(list(FORMATS)), help="What the files are.")
@click.option("--host", help="Machine that wrote the files.")
@click.option("--tz", "zone", default="UTC", show_default=True, help="Zone of times without one.")
@click.option("--again", is_flag=True, help="Import files that were imported before.")
@settings_options(*STORE, "state", "workers", "spool_size")
def import_files(
    files: tuple[Path, ...],
    name: str | None,
    host: str | None,
    zone: str,
    again: bool,
    **options: Any,
) -> None:
    """Import FILES, gzip too, and end when every event of them is stored."""
    settings = settings_from(options)
    load_settings({"tz": zone})
    source = Source(host, None, name, zone)
    for path in files:
        path.stat()
    with service_client(settings.data) as client:
        if client is not None:
            for path in files:
                _by_service(client, path, source, again)
            return
    with open_parts(settings, Folder(settings.data)) as parts:
        if parts.intake is None:
            raise SettingsError("role", ",".join(sorted(settings.role)), "importing needs ingest")
        asyncio.run(_here(parts.intake, files, source, again))
        parts.publish()


async def _here(intake: Intake, files: Sequence[Path], source: Source, again: bool) -> None:
    async with asyncio.TaskGroup() as group:
        running = group.create_task(intake.pipeline.run())
        for path in files:
            with _progress(path) as report:
                try:
                    done = await intake.import_file(path, source, again, report)
                except AlreadyImportedError as error:
                    _tell_before(str(error))
                    continue
            _tell(str(path), done.lines, done.events, done.unread)
        running.cancel()


def _by_service(client: httpx.Client, path: Path, source: Source, again: bool) -> None:
    asked = {
        "path": str(path.resolve()),
        "format": source.format,
        "host": source.host,
        "tz": source.zone,
        "again": again,
    }
    given = {key: value for key, value in asked.items() if value is not None}
    with (
        _progress(path) as report,
        client.stream("POST", "/api/import", params=given) as response,
    ):
        for step in map(json.loads, checked(response).iter_lines()):
            if "imported" in step:
                done = step["imported"]
                break
            if "error" in step:
                done = step
                break
            report(step["read"], step["size"])
        else:
            raise ServiceError(f"the service ended before {path} was imported; run it again")
    if "error" not in done:
        _tell(str(path), done["lines"], done["events"], done["unread"])
    elif done["error"]["kind"] == "imported-before":
        _tell_before(done["error"]["message"].removesuffix("."))
    else:
        raise refusal(done["error"])


def _tell_before(message: str) -> None:
    click.echo(f"{message}; nothing was done, --again imports it twice")


def _tell(path: str, lines: int, events: dict[str, int] | Any, unread: int) -> None:
    by_format = ", ".join(f"{count:,} {name}" for name, count in sorted(events.items()))
    click.echo(f"{path}: {lines:,} lines, events: {by_format or 'none'}; {unread:,} not read")


@contextmanager
def _progress(path: Path) -> Iterator[Report]:
    """A bar on standard error, when a person watches."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task(path.name, total=None)
        yield lambda read, size: bar.update(task, completed=read, total=size)
