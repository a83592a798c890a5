"""Local users and their passwords."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.tables import UserRow

ADMINISTRATOR = "admin"
# Longer ones are refused before hashing, so that nobody makes us hash megabytes.
LONGEST_PASSWORD = 1024
# Four groups of five from 32 signs: 100 bits, readable aloud, no 0 O 1 l.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class Theme(StrEnum):
    """Colours of the pages; `auto` follows the browser."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in."""

    id: int
    name: str
    theme: Theme


class Users:
    """Users in the state database.  Every method waits for the database."""

    def __init__(self, engine: Engine, hasher: PasswordHasher | None = None) -> None:
        self._engine = engine
        self._hasher = hasher or PasswordHasher()
        # An unknown name must take as long as a wrong password.
        self._nobody = self._hasher.hash(secrets.token_hex())

    def verify(self, name: str, password: str) -> User | None:
        """The user of that name and password."""
        with Session(self._engine) as session:
            row = session.scalar(select(UserRow).where(UserRow.name == name))
            stored = row.password_hash if row else self._nobody
            if not self._matches(stored, password) or row is None:
                return None
            if self._hasher.check_needs_rehash(stored):
                row.password_hash = self._hasher.hash(password)
                session.commit()
            return User(row.id, row.name, Theme(row.theme))

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return len(password) <= LONGEST_PASSWORD and self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def add(self, name: str, password: str, now: datetime) -> User:
        """Make a user.  Raises IntegrityError when the name is taken."""
        with Session(self._engine) as session:
            row = UserRow(
                name=name,
                password_hash=self._hasher.hash(password),
                theme=Theme.AUTO,
                created=now,
            )
            session.add(row)
            session.commit()
            return User(row.id, row.name, Theme(row.theme))

    def exists(self, name: str) -> bool:
        """Whether there is a user of that name."""
        with Session(self._engine) as session:
            return session.scalar(select(UserRow.id).where(UserRow.name == name)) is not None

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password."""
        self._change(name, password_hash=self._hasher.hash(password))

    def set_theme(self, name: str, theme: Theme) -> None:
        """Give a user other colours."""
        self._change(name, theme=theme)

    def _change(self, name: str, **values: str) -> None:
        with Session(self._engine) as session:
            session.execute(update(UserRow).where(UserRow.name == name).values(**values))
            session.commit()


def ensure_administrator(
    engine: Engine, password: str | None, now: datetime, hasher: PasswordHasher | None = None
) -> str | None:
    """See to it that there is an administrator; give back a password that was made up for it.

    `password`: what the operator set.  It wins over the password kept from a start before, so
    that a forgotten one can be replaced.  Without it an administrator who is there stays as is.
    """
    users = Users(engine, hasher)
    known = users.exists(ADMINISTRATOR)
    if password is None and known:
        return None
    if password is not None and known:
        if users.verify(ADMINISTRATOR, password) is None:
            users.set_password(ADMINISTRATOR, password)
        return None
    made_up = None if password is not None else make_password()
    try:
        users.add(ADMINISTRATOR, password or made_up or "", now)
    except IntegrityError:
        # Another node that starts in the same moment was faster.
        return None
    return made_up


def make_password() -> str:
    """A password for a person to type once."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups)
