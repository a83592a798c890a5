"""`nephoscope store`: checks the store, prepares it, copies it, drops old days."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.retention import drop_old_days
from nephoscope.clock import clock
from nephoscope.connection import ServiceError
from nephoscope.folder import Folder
from nephoscope.local import limits_of, local_store
from nephoscope.options import STORE, settings_from, settings_options
from nephoscope.settings import EMBEDDED, Settings, SettingsError, load_settings
from nephoscope.stores import connection_of, open_store
from search.copying import Copied, copy_day
from search.copying import Progress as Tell
from search.stores.store import Day, Store

_BATCHES_A_SECOND = 1_000_000


@click.group()
def store() -> None:
    """The store of events."""


@store.command()
@settings_options(*STORE)
def check(**options: Any) -> None:
    """Tell whether the store can be reached and used, a line for each thing looked at."""
    settings = settings_from(options)
    if settings.store == EMBEDDED:
        _check_embedded(settings)
        return
    from search.stores.elasticsearch.check import check as check_cluster

    failed = 0
    for found in check_cluster(connection_of(settings)):
        failed += not found.ok
        click.echo(f"{'ok' if found.ok else 'FAILED':<6} {found.name}: {found.sentence}")
    if failed:
        raise ServiceError(f"{failed} of these must be mended first")


def _check_embedded(settings: Settings) -> None:
    with local_store(settings) as opened:
        days = opened.days()
    events = sum(day.events for day in days)
    click.echo(f"ok     events: {events:,} in {len(days):,} days")


@store.command()
@settings_options(*STORE)
def init(**options: Any) -> None:
    """Make what the store needs before the first event, or bring it up to date."""
    settings = settings_from(options)
    folder = Folder(settings.data)
    folder.prepare()
    open_store(settings, folder).close()
    click.echo(f"{settings.store}: ready")


@store.command()
@click.option("--from", "origin", default=EMBEDDED, show_default=True, help="Store to read.")
@click.option("--to", "target", required=True, help="Store to write: `embedded` or addresses.")
@settings_options(*(name for name in STORE if name != "store"), "query_memory")
def copy(origin: str, target: str, **options: Any) -> None:
    """Copy every event from one store to another; what is there is left out.

    May be broken off and run again.  The other settings of stores are those of the cluster.
    """
    settings = settings_from(options)
    reading, writing = (
        load_settings(settings.model_dump(exclude_unset=True) | {"store": place})
        for place in (origin, target)
    )
    if reading.store == writing.store:
        raise SettingsError("to", target, "write another store than the one that is read")
    folder = Folder(settings.data)
    folder.prepare()
    with local_store(reading, beside=writing.store == EMBEDDED) as source:
        into = open_store(writing, folder, beside=reading.store == EMBEDDED)
        try:
            copied = _copy(source, into, settings)
        finally:
            into.close()
    _tell(copied)


def _copy(source: Store, target: Store, settings: Settings) -> list[Copied]:
    days = source.days()
    batches = count(int(clock().timestamp()) * _BATCHES_A_SECOND)
    limits = limits_of(settings)
    with _progress(days) as tell:
        return [copy_day(source, target, each.day, batches, limits, tell) for each in days]


def _tell(copied: list[Copied]) -> None:
    """The counts of both stores, and the days where they differ."""
    for each in copied:
        if not each.whole:
            click.echo(f"{each.day}: {each.found:,} events were read, {each.there:,} are there")
    there = sum(each.there for each in copied)
    click.echo(f"{there:,} events in {len(copied):,} days")
    if not all(each.whole for each in copied):
        raise ServiceError("the stores differ on the days above; run it again")


@store.command()
@settings_options(*STORE, "retention_days")
def retention(**options: Any) -> None:
    """Drop the days that are older than `--retention-days`, now."""
    settings = settings_from(options)
    if not settings.retention_days:
        raise SettingsError("retention_days", "0", "write how many days to keep")
    with local_store(settings) as opened:
        done = drop_old_days(opened, clock(), timedelta(days=settings.retention_days))
    events = sum(day.events for day in done.dropped)
    click.echo(
        f"dropped {len(done.dropped):,} days with {events:,} events; kept {len(done.kept):,}"
    )


@contextmanager
def _progress(days: Sequence[Day]) -> Iterator[Tell]:
    """A bar on standard error, when a person watches."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task("events", total=sum(day.events for day in days))
        yield lambda events: bar.advance(task, events)


@store.command()
@settings_options(*STORE)
def replay(**options: Any) -> None:
    """Try again what the cluster refused and keeps as dead letters."""
    settings = settings_from(options)
    if settings.store == EMBEDDED:
        raise SettingsError("store", EMBEDDED, "name a cluster: the embedded store refuses nothing")
    from search.stores.elasticsearch.store import ElasticsearchStore

    opened = ElasticsearchStore(connection_of(settings))
    try:
        done = opened.replay_dead_letters()
    finally:
        opened.close()
    click.echo(f"stored {done.stored:,} dead letters; {done.refused:,} are still refused")
