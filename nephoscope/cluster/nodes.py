"""Nodes, which ingest nodes there are, how far each has stored, and what each has counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from alerts.source import Arrived, Horizon
from ingest.counters import Counters, SourceCount
from nephoscope.cluster.tables import NodeRow, SharedRow

PUBLISHED_EVERY = timedelta(seconds=1)

SEQUENCES = 2**44
"""Numbers of events that a node can give out: 22 years of 25,000 a second.  Node n begins with n
times this, so that the numbers of two nodes are never the same."""

_COUNTERS = TypeAdapter(Counters)


class Nodes:
    """The table of nodes.  Every method waits for the state database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def register(self, spool: str, name: str, now: datetime) -> int:
        """Number of the node that has this spool, from 1; a new one the first time."""
        found = self._number(spool)
        if found is None:
            try:
                with Session(self._engine) as session, session.begin():
                    row = NodeRow(spool=spool, name=name, horizon=0, counters={}, seen=now)
                    session.add(row)
                    session.flush()
                    row.horizon = first_sequence(row.number)
                    return row.number
            except IntegrityError:
                found = self._number(spool)
        if found is None:
            raise RuntimeError(f"the node of spool {spool} vanished while it was registered")
        return found

    def publish(self, number: int, horizon: int, counters: Counters, now: datetime) -> None:
        """Say how far the node is."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(NodeRow, number)
            row.horizon, row.seen = horizon, now
            row.counters = _COUNTERS.dump_python(counters, mode="json")

    def horizon(self) -> Horizon:
        """What of each node has arrived for good."""
        with Session(self._engine) as session:
            return {
                str(row.number): Arrived(first_sequence(row.number), row.horizon)
                for row in session.scalars(select(NodeRow))
            }

    def counters(self) -> Counters:
        """What became of every line that came to any node."""
        with Session(self._engine) as session:
            kept = [row.counters for row in session.scalars(select(NodeRow)) if row.counters]
        return total([_COUNTERS.validate_python(one) for one in kept])

    def _number(self, spool: str) -> int | None:
        with Session(self._engine) as session:
            return session.scalar(select(NodeRow.number).where(NodeRow.spool == spool))


def first_sequence(number: int) -> int:
    return number * SEQUENCES


def total(parts: Sequence[Counters]) -> Counters:
    """The counts of several nodes together."""
    received: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    sources: dict[tuple[str, str, str, str, str], SourceCount] = {}
    for part in parts:
        received.update(part.received)
        refused.update(part.refused)
        for one in part.sources:
            key = (one.protocol, one.peer, one.host, one.path, one.format)
            sources[key] = _both(sources[key], one) if key in sources else one
    return Counters(
        received=dict(received),
        refused=dict(refused),
        stored=sum(part.stored for part in parts),
        waiting=sum(part.waiting for part in parts),
        dead_lettered=sum(part.dead_lettered for part in parts),
        duplicates=sum(part.duplicates for part in parts),
        spool_bytes=sum(part.spool_bytes for part in parts),
        sources=tuple(sources[key] for key in sorted(sources)),
    )


def _both(one: SourceCount, other: SourceCount) -> SourceCount:
    return replace(
        one,
        events=one.events + other.events,
        unread=one.unread + other.unread,
        last=max(one.last, other.last),
    )


def shared_value(engine: Engine, name: str, own: str) -> str:
    """The value that all nodes use under this name: the first node's own."""
    for _ in range(2):
        with Session(engine) as session:
            row = session.get(SharedRow, name)
            if row is not None:
                return row.value
        try:
            with Session(engine) as session, session.begin():
                session.add(SharedRow(name=name, value=own))
            return own
        except IntegrityError:
            continue
    raise RuntimeError(f"the shared value {name} vanished while it was read")
