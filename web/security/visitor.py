"""Who is asking: the dependency that every page and address of the API has, apart from a few."""

import base64
import binascii
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request

from web.errors import ApiError, SignedOutError
from web.messages import gettext as _
from web.security import cookies, csrf
from web.security.identity import Identity, Refused
from web.security.users import Theme, User
from web.services import services_of

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class Way(StrEnum):
    """How somebody has shown who they are."""

    SESSION = "session"
    TOKEN = "token"
    BASIC = "basic"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is asking.  `user`: None for the token of this run."""

    name: str
    way: Way
    user: User | None
    open_alerts: int = 0

    @property
    def theme(self) -> Theme:
        """The colours this person wants."""
        return self.user.theme if self.user else Theme.AUTO

    def seeing(self, open_alerts: int) -> Self:
        """The same person after the number of open alerts has changed."""
        return replace(self, open_alerts=open_alerts)


async def visitor(request: Request) -> Visitor:
    """Who is asking.  Raises SignedOutError, and ApiError for a form that is not of our pages."""
    found = await to_thread.run_sync(_find, request)
    request.state.visitor = found
    if found.way is Way.SESSION and request.method not in SAFE_METHODS:
        await check_form(request, request.cookies[cookies.SESSION])
    return found


async def recognise(request: Request) -> None:
    """Note who is asking, by cookie, where no dependency did: at addresses that there are not."""
    if getattr(request.state, "visitor", None) is None and cookies.SESSION in request.cookies:
        with suppress(SignedOutError):
            request.state.visitor = await to_thread.run_sync(_by_session, request)


async def check_form(request: Request, cookie: str) -> None:
    """Raise ApiError unless the request carries the word that belongs to the cookie."""
    word = request.headers.get(csrf.HEADER, "")
    form = request.headers.get("content-type", "").startswith(FORM_TYPES)
    if not word and form and not request.url.path.startswith("/api/"):
        sent = (await request.form()).get(csrf.FIELD)
        word = sent if isinstance(sent, str) else ""
    if not csrf.is_csrf_token(word, cookie):
        raise ApiError(
            403,
            "csrf",
            _("This form is too old, or was not sent from a page of this service."),
            _("Load the page again and send it once more."),
        )


def _find(request: Request) -> Visitor:
    services = services_of(request)
    scheme, _space, credentials = request.headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return _by_token(services.identity, credentials.strip())
        case "basic":
            return _by_password(request, credentials)
        case "":
            return _by_session(request)
        case _:
            raise SignedOutError


def _by_token(identity: Identity, token: str) -> Visitor:
    if not identity.is_token(token):
        raise SignedOutError
    return Visitor("token of this run", Way.TOKEN, None)


def _by_password(request: Request, credentials: str) -> Visitor:
    try:
        text = base64.b64decode(credentials, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise SignedOutError from None
    name, _colon, password = text.partition(":")
    services = services_of(request)
    now = services.clock()
    match services.identity.basic(name, password, address_of(request), now):
        case User() as user:
            return Visitor(user.name, Way.BASIC, user)
        case Refused(allowance):
            if allowance.again is None:
                raise SignedOutError
            wait_s = max(1, int((allowance.again - now).total_seconds()))
            raise ApiError(
                429,
                "too-many",
                _("There were too many wrong names or passwords."),
                _("Wait before the next one."),
                {"Retry-After": str(wait_s)},
            )


def _by_session(request: Request) -> Visitor:
    services = services_of(request)
    token = request.cookies.get(cookies.SESSION)
    user = services.identity.sessions.find(token, services.clock()) if token else None
    if user is None:
        raise SignedOutError(lost=token is not None)
    page = not request.url.path.startswith("/api/")
    return Visitor(user.name, Way.SESSION, user, services.alerts.open_count() if page else 0)


def address_of(request: Request) -> str:
    """The address of the other end, as text for logs and limits."""
    return request.client.host if request.client else "unknown"


def safe_next(wanted: str | None) -> str:
    """Where to go after signing in: a path of this service, whatever was asked for."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/search"
    if any(ord(sign) < 0x20 or sign == "\\" for sign in wanted):
        return "/search"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/search"
    return "/search" if parts.scheme or parts.netloc else wanted
