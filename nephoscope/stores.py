"""The store that the settings name: embedded in the data folder, or an Elasticsearch cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nephoscope.folder import Folder
from nephoscope.settings import EMBEDDED, Settings, SettingsError
from search.stores.store import Store

if TYPE_CHECKING:
    from search.stores.elasticsearch.connection import Connection


def open_store(
    settings: Settings, folder: Folder, *, beside: bool = False, patient: bool = False
) -> Store:
    """The store, with all that it needs before the first event.

    `beside`: this process has the embedded store open too, whose engine a cluster's has to share.
    `patient`: a cluster may be away now and answer later.
    Raises: StoreError when it does not answer or another process has the folder.
    """
    # Each brings libraries that the other does not need.
    if settings.store == EMBEDDED:
        from search.stores.embedded import EmbeddedStore

        return EmbeddedStore(folder.events)
    from search.stores.elasticsearch.store import ElasticsearchStore

    engine = folder.events if beside else None
    return ElasticsearchStore(connection_of(settings), engine, patient=patient)


def connection_of(settings: Settings) -> Connection:
    """How to reach the cluster.  Raises SettingsError for what cannot be."""
    from search.stores.elasticsearch.connection import Connection

    password, api_key = settings.store_password, settings.store_api_key
    try:
        return Connection(
            hosts=tuple(settings.store.split(",")),
            username=settings.store_user,
            password=password.get_secret_value() if password else "",
            api_key=api_key.get_secret_value() if api_key else "",
            ca=settings.store_ca,
            certificate=settings.store_certificate,
            key=settings.store_key,
            namespace=settings.store_namespace,
        )
    except ValueError as error:
        raise SettingsError("store", settings.store, str(error)) from None
