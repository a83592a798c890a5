"""Failed sign-ins, counted so that passwords cannot be tried out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from web.tables import FailureRow


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of the attempts.  `again`: when there is one more, if there is none now."""

    left: int
    again: datetime | None = None


class Attempts:
    """Failures in the state database: few for a name from one address, more from all together.

    The second limit is wide, so that a stranger cannot lock a user out from everywhere quickly.
    """

    def __init__(
        self,
        engine: Engine,
        limit: int = 5,
        limit_of_name: int = 50,
        window: timedelta = timedelta(minutes=15),
    ) -> None:
        self._engine = engine
        self._limit = limit
        self._limit_of_name = limit_of_name
        self._window = window

    def allowance(self, name: str, address: str, now: datetime) -> Allowance:
        """How many more times this name may fail from this address."""
        with Session(self._engine) as session:
            here = self._count(session, name, now, address)
            anywhere = self._count(session, name, now)
            left = min(self._limit - here, self._limit_of_name - anywhere)
            if left > 0:
                return Allowance(left)
            return Allowance(0, self._oldest(session, name, now) + self._window)

    def fail(self, name: str, address: str, now: datetime) -> Allowance:
        """Remember a failure."""
        with Session(self._engine) as session:
            session.execute(delete(FailureRow).where(FailureRow.at <= now - self._window))
            session.add(FailureRow(name=name[:100], address=address[:50], at=now))
            session.commit()
        return self.allowance(name, address, now)

    def clear(self, name: str, address: str) -> None:
        """Forget the failures of this name from this address: it has signed in."""
        with Session(self._engine) as session:
            session.execute(
                delete(FailureRow).where(FailureRow.name == name, FailureRow.address == address)
            )
            session.commit()

    def _count(self, session: Session, name: str, now: datetime, address: str | None = None) -> int:
        counted = select(func.count()).where(
            FailureRow.name == name[:100], FailureRow.at > now - self._window
        )
        if address is not None:
            counted = counted.where(FailureRow.address == address[:50])
        return session.scalar(counted) or 0

    def _oldest(self, session: Session, name: str, now: datetime) -> datetime:
        oldest = select(func.min(FailureRow.at)).where(
            FailureRow.name == name[:100], FailureRow.at > now - self._window
        )
        return session.scalar(oldest) or now
