"""Sessions of browsers: a random cookie, of which only the hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from web.security.users import Theme, User
from web.tables import SessionRow, UserRow

# Whoever works without a pause signs in again after so long; the browser drops the cookie too.
LONGEST = timedelta(days=30)
# Use is written down when so much of the idle time has passed, not at each request.
NOTED = 0.05


class Sessions:
    """Sessions in the state database.  Every method waits for the database.

    `idle`: how long a session lasts without use.
    """

    def __init__(self, engine: Engine, idle: timedelta = timedelta(hours=12)) -> None:
        self._engine = engine
        self._idle = idle

    def open(self, user: User, now: datetime) -> str:
        """Begin a session and give back its cookie, which is kept nowhere else."""
        token = secrets.token_urlsafe(32)
        row = SessionRow(
            token_hash=_hash(token), user_id=user.id, created=now, expires=now + self._idle
        )
        with Session(self._engine) as session:
            session.execute(delete(SessionRow).where(SessionRow.expires <= now))
            session.add(row)
            session.commit()
        return token

    def find(self, token: str, now: datetime) -> User | None:
        """The user of a session that still runs; it runs on from now."""
        wanted = (
            select(UserRow, SessionRow)
            .join(SessionRow, SessionRow.user_id == UserRow.id)
            .where(
                SessionRow.token_hash == _hash(token),
                SessionRow.expires > now,
                SessionRow.created > now - LONGEST,
            )
        )
        with Session(self._engine) as session:
            found = session.execute(wanted).one_or_none()
            if found is None:
                return None
            row, running = found
            user = User(row.id, row.name, Theme(row.theme))
            if now - (running.expires - self._idle) > self._idle * NOTED:
                running.expires = now + self._idle
                session.commit()
            return user

    def close(self, token: str) -> None:
        """End a session."""
        with Session(self._engine) as session:
            session.execute(delete(SessionRow).where(SessionRow.token_hash == _hash(token)))
            session.commit()

    def close_others(self, user: User, token: str) -> None:
        """End every session of a user but this one."""
        with Session(self._engine) as session:
            session.execute(
                delete(SessionRow).where(
                    SessionRow.user_id == user.id, SessionRow.token_hash != _hash(token)
                )
            )
            session.commit()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
