"""Sessions of browsers: a random cookie, of which only the hash is kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from web.security.users import Theme, User
from web.tables import SessionRow, UserRow


class Sessions:
    """Sessions in the state database.  Every method waits for the database.

    `lifetime`: how long after signing in one must sign in again.
    """

    def __init__(self, engine: Engine, lifetime: timedelta = timedelta(days=7)) -> None:
        self._engine = engine
        self.lifetime = lifetime

    def open(self, user: User, now: datetime) -> str:
        """Begin a session and give back its cookie, which is kept nowhere else."""
        token = secrets.token_urlsafe(32)
        row = SessionRow(
            token_hash=_hash(token), user_id=user.id, created=now, expires=now + self.lifetime
        )
        with Session(self._engine) as session:
            session.execute(delete(SessionRow).where(SessionRow.expires <= now))
            session.add(row)
            session.commit()
        return token

    def find(self, token: str, now: datetime) -> User | None:
        """The user of a session that still runs."""
        wanted = (
            select(UserRow)
            .join(SessionRow, SessionRow.user_id == UserRow.id)
            .where(SessionRow.token_hash == _hash(token), SessionRow.expires > now)
        )
        with Session(self._engine) as session:
            row = session.scalar(wanted)
            return User(row.id, row.name, Theme(row.theme)) if row else None

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
