"""The store without a running service: opened by the command itself, as long as it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from nephoscope.clock import clock
from nephoscope.connection import ServiceError
from nephoscope.folder import Folder
from nephoscope.settings import EMBEDDED, Settings
from nephoscope.stores import open_store
from search.answer import SearchRequest
from search.stores.store import Limits, Store


def limits_of(settings: Settings) -> Limits:
    """What one search may use."""
    rows = settings.query_rows or None
    return Limits(settings.query_time, settings.query_memory, settings.query_threads, rows)


@contextmanager
def local_store(settings: Settings, *, beside: bool = False) -> Iterator[Store]:
    """The store, asked by the command itself.  `beside`: as `open_store` says.

    Raises: ServiceError when nothing was ever stored in the folder; StoreError when another
    process has it or the cluster does not answer.
    """
    folder = Folder(settings.data)
    if settings.store == EMBEDDED and not folder.events.is_dir():
        raise ServiceError(
            f"there are no events in {settings.data}; "
            "run `nephoscope import FILE` or `nephoscope serve`"
        )
    store = open_store(settings, folder, beside=beside)
    try:
        yield store
    finally:
        store.close()


def local_request(
    settings: Settings, query: str, earliest: str | None, latest: str | None, tz: str
) -> SearchRequest:
    """A search as of now."""
    return SearchRequest(
        query=query,
        now=clock(),
        earliest=earliest,
        latest=latest,
        zone=ZoneInfo(tz),
        limits=limits_of(settings),
    )
