"""Parts: the store, the state database and the intake of a node, opened as the settings say."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from alerts.source import Arrived, Horizon
from ingest.counters import Counters
from ingest.spool import Spool, open_spool
from nephoscope.clock import clock
from nephoscope.cluster.nodes import SEQUENCES, Nodes, first_sequence, shared_value
from nephoscope.connection import ServiceError
from nephoscope.database import open_database
from nephoscope.folder import Folder
from nephoscope.intake import Intake, make_intake
from nephoscope.settings import EMBEDDED, Role, Settings, SettingsError
from nephoscope.stores import open_store
from parsers.mask import Mask
from search.stores.store import Store

MASK_KEY = "mask_key"
"""Name of the shared value by which hashes of one key are the same on every node."""

_ALONE = "0"
"""The node whose events the embedded store has."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a node works with.

    `intake`: None on a node that takes no lines.  `node`: its number among the nodes that do,
    None where the store and the state are this service's alone.
    """

    settings: Settings
    folder: Folder
    store: Store
    state: Engine
    intake: Intake | None
    node: int | None = None

    @property
    def shared(self) -> bool:
        """Whether other nodes may have the same store or state."""
        return is_shared(self.settings)

    def horizon(self) -> Horizon:
        """What has arrived for good, at any node."""
        if self.shared or self.intake is None:
            return Nodes(self.state).horizon()
        return {_ALONE: Arrived(0, self.intake.spool.horizon())}

    def counters(self) -> Counters:
        """What became of every line that came, to any node."""
        if self.shared or self.intake is None:
            return Nodes(self.state).counters()
        return self.intake.spool.counters()

    def publish(self) -> None:
        """Tell the other nodes how far this one is."""
        if self.intake is not None and self.node is not None:
            spool = self.intake.spool
            # In this order: what the horizon says is stored, the counts have too.
            horizon = spool.horizon()
            Nodes(self.state).publish(self.node, horizon, spool.counters(), clock())


def is_shared(settings: Settings) -> bool:
    return settings.state is not None or settings.store != EMBEDDED


def node_name(settings: Settings) -> str:
    return settings.node or socket.gethostname()


def open_state(settings: Settings, folder: Folder) -> Engine:
    """Users, rules, alerts and nodes.  Raises ServiceError when the database does not answer."""
    place = settings.state
    try:
        return open_database(place.get_secret_value() if place is not None else folder.state)
    except SQLAlchemyError as error:
        first = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise ServiceError(f"the state database does not answer: {first}") from None


@contextmanager
def open_parts(settings: Settings, folder: Folder) -> Iterator[Parts]:
    """The parts over a data folder, made if it is not there.

    Raises: SettingsError where the roles do not go with the store; StoreError when the store does
    not answer or another process has the folder; ServiceError when the state does not.
    """
    _check(settings)
    folder.prepare()
    with ExitStack() as resources:
        store = open_store(settings, folder, patient=True)
        resources.callback(store.close)
        state = open_state(settings, folder)
        resources.callback(state.dispose)
        if Role.INGEST not in settings.role:
            yield Parts(settings, folder, store, state, None)
            return
        spool = open_spool(folder.spool, clock, settings.spool_size)
        resources.callback(spool.close)
        node, key = None, folder.mask_key()
        if is_shared(settings):
            node = _join(settings, spool, state)
            key = bytes.fromhex(shared_value(state, MASK_KEY, key.hex()))
        intake = make_intake(settings, spool, store, Mask(key))
        yield Parts(settings, folder, store, state, intake, node)


def _join(settings: Settings, spool: Spool, state: Engine) -> int:
    """Number of this node among the others; its events are numbered by it."""
    number = Nodes(state).register(spool.identity, node_name(settings), clock())
    spool.number_from(first_sequence(number), SEQUENCES)
    return number


def _check(settings: Settings) -> None:
    if settings.role == frozenset(Role):
        return
    shown = ",".join(sorted(settings.role))
    if settings.store == EMBEDDED:
        raise SettingsError(
            "role", shown, "the embedded store is one process's; set store to Elasticsearch first"
        )
    if settings.state is None:
        raise SettingsError(
            "role", shown, "nodes share users and rules in PostgreSQL; set state to its address"
        )
