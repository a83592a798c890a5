"""`nephoscope serve`: everything in one service."""

import asyncio
from typing import Any

import click

from nephoscope.clock import clock
from nephoscope.collector import spare
from nephoscope.demo import load_demo
from nephoscope.folder import Folder
from nephoscope.options import settings_from, settings_options
from nephoscope.service import Service, open_service

DEMO = "demo"
"""Folder of the demo below the data folder."""


@click.command()
@click.option("--demo", is_flag=True, help="Load demo events into a folder of their own.")
@settings_options()
def serve(demo: bool, **options: Any) -> None:
    """Take logs in, keep them, and serve the pages and the API."""
    settings = settings_from(options)
    folder = Folder(settings.data / DEMO if demo else settings.data)
    if demo:
        folder.empty()
    with open_service(settings, folder) as service:
        spare()
        try:
            asyncio.run(service.run(_load_and_tell if demo else _tell))
        except BaseExceptionGroup as group:
            raise _first(group) from group


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The one error that ended the service: the others are tasks that it took along."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


async def _tell(service: Service) -> None:
    click.echo(f"Nephoscope listens: pages at {service.address.url}")
    if service.forward is not None:
        click.echo("Forward receiver on {}:{}".format(*service.forward.address))
    if service.password is not None:
        click.echo(f"User admin, password {service.password} (shown once)")


async def _load_and_tell(service: Service) -> None:
    click.echo("Loading the demo ...")
    intake = service.parts.intake
    if intake is not None:
        await asyncio.to_thread(load_demo, intake.spool, clock())
    await _tell(service)
