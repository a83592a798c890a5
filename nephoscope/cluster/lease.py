"""Lease, by which one node of a cluster at a time does what must be done once."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from nephoscope.cluster.tables import LeaseRow

LOG = logging.getLogger(__name__)

BEAT = timedelta(seconds=4)
"""How often the holder says that it lives, and the others look."""
LAPSE = timedelta(seconds=16)
"""A holder that was silent for so long has lost the lease: four beats."""

Stopwatch = Callable[[], float]
"""Seconds that passed on this machine, whatever the time of day."""


class Lease:
    """One row of the state database that one holder keeps changing.

    Whether a holder lives is judged by whether the row changes while one looks on, on the
    looker's own stopwatch, so that clocks that differ do no harm.
    """

    def __init__(
        self, engine: Engine, name: str, holder: str, stopwatch: Stopwatch = monotonic
    ) -> None:
        """`holder`: must be unlike that of any other process, also an earlier one."""
        self._engine = engine
        self.name = name
        self._holder = holder
        self._stopwatch = stopwatch
        self._seen: tuple[str, int] | None = None
        self._since = 0.0

    def beat(self) -> bool:
        """Say that this holder lives, or take the lease if it is free; whether it is held now.

        Raises: SQLAlchemyError when the database does not answer.
        """
        try:
            with Session(self._engine) as session, session.begin():
                row = session.get(LeaseRow, self.name, with_for_update=True)
                if row is None:
                    session.add(LeaseRow(name=self.name, holder=self._holder, beat=0))
                    return True
                if row.holder != self._holder and not self._lapsed(row):
                    return False
                row.holder, row.beat = self._holder, row.beat + 1
                return True
        except IntegrityError:
            # Another node made the row in the same moment.
            return False

    def release(self) -> None:
        """Let another node have it at once."""
        with Session(self._engine) as session, session.begin():
            row = session.get(LeaseRow, self.name, with_for_update=True)
            if row is not None and row.holder == self._holder:
                row.holder = ""

    def _lapsed(self, row: LeaseRow) -> bool:
        now = self._stopwatch()
        if self._seen != (row.holder, row.beat):
            self._seen, self._since = (row.holder, row.beat), now
        return not row.holder or now - self._since >= LAPSE.total_seconds()


async def while_held(
    lease: Lease,
    work: Callable[[], Coroutine[None, None, None]],
    beat: timedelta = BEAT,
    stopwatch: Stopwatch = monotonic,
) -> None:
    """Do the work whenever the lease is held, until cancelled; then let it go.

    A holder that cannot say that it lives stops before others may begin.
    """
    try:
        while True:
            while not await _held(lease):  # noqa: ASYNC110 - no event tells that it is free
                await asyncio.sleep(beat.total_seconds())
            LOG.info("this node holds the lease %s", lease.name)
            async with asyncio.TaskGroup() as group:
                working = group.create_task(work())
                await _lost(lease, beat, stopwatch)
                working.cancel()
            LOG.warning("this node holds the lease %s no longer", lease.name)
    finally:
        with suppress(SQLAlchemyError):
            await asyncio.to_thread(lease.release)


async def _lost(lease: Lease, beat: timedelta, stopwatch: Stopwatch) -> None:
    """Keep the lease, and return when another has it or may soon have it."""
    last = stopwatch()
    while True:
        await asyncio.sleep(beat.total_seconds())
        asked = stopwatch()
        match await _held(lease):
            case True:
                last = asked
            case False:
                return
            case None:
                if stopwatch() - last >= (LAPSE - 2 * beat).total_seconds():
                    return


async def _held(lease: Lease) -> bool | None:
    """None where the database does not answer."""
    try:
        return await asyncio.to_thread(lease.beat)
    except SQLAlchemyError as error:
        LOG.warning("the state database does not answer: %s", str(error).partition("\n")[0])
        return None
