"""Identity, which tells who is asking: by cookie, by token of this run, by name and password."""

import hashlib
import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from argon2 import PasswordHasher
from sqlalchemy import Engine

from web.security.attempts import Allowance, Attempts
from web.security.sessions import Sessions
from web.security.users import User, Users

log = logging.getLogger("nephoscope.audit")

# Argon2 takes 50 ms and 64 MB on purpose; a script that sends Basic with each request need not
# pay that each time.
REMEMBER_BASIC = timedelta(minutes=1)
REMEMBERED_MOST = 100


@dataclass(frozen=True, slots=True)
class Refused:
    """A sign-in that did not succeed, and what is left of the attempts."""

    allowance: Allowance


class Identity:
    """People of this service.  Every method waits for the state database.

    `token`: bearer token of this run, by which the command line asks; empty is none.
    `idle`: how long a session lasts without use.
    """

    def __init__(
        self,
        engine: Engine,
        token: str = "",
        idle: timedelta = timedelta(hours=12),
        hasher: PasswordHasher | None = None,
    ) -> None:
        self.users = Users(engine, hasher)
        self.sessions = Sessions(engine, idle)
        self.attempts = Attempts(engine)
        self._token = token
        self._key = secrets.token_bytes(32)
        self._remembered: dict[bytes, tuple[User, datetime]] = {}
        self._lock = Lock()

    def is_token(self, token: str) -> bool:
        """Whether this is the token of this run, compared in constant time."""
        return bool(self._token) and hmac.compare_digest(token.encode(), self._token.encode())

    def sign_in(self, name: str, password: str, address: str, now: datetime) -> User | Refused:
        """Check a name and password, count a failure, and write either into the audit log."""
        allowance = self.attempts.allowance(name, address, now)
        if allowance.left <= 0:
            log.warning("sign-in refused, too many attempts: user=%r address=%s", name, address)
            return Refused(allowance)
        user = self.users.verify(name, password)
        if user is None:
            log.warning("sign-in failed: user=%r address=%s", name, address)
            return Refused(self.attempts.fail(name, address, now))
        self.attempts.clear(name, address)
        log.info("signed in: user=%r address=%s", name, address)
        return user

    def basic(self, name: str, password: str, address: str, now: datetime) -> User | Refused:
        """Like `sign_in`; a pair that was right is remembered for a minute."""
        mark = hmac.new(self._key, f"{name}\0{password}".encode(), hashlib.sha256).digest()
        with self._lock:
            known = self._remembered.get(mark)
        if known and known[1] > now:
            return known[0]
        found = self.sign_in(name, password, address, now)
        if isinstance(found, User):
            self._remember(mark, found, now)
        return found

    def forget_basic(self) -> None:
        """A password was changed: what was right may be wrong now."""
        with self._lock:
            self._remembered.clear()

    def _remember(self, mark: bytes, user: User, now: datetime) -> None:
        with self._lock:
            if len(self._remembered) >= REMEMBERED_MOST:
                self._remembered.clear()
            self._remembered[mark] = (user, now + REMEMBER_BASIC)
