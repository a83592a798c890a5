"""Settings of the person who is signed in: colours, password, signing out."""

from dataclasses import dataclass
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.errors import ApiError
from web.messages import gettext as _
from web.render import render
from web.security import cookies
from web.security.identity import Identity, Refused, log
from web.security.users import LONGEST_PASSWORD, Theme, User
from web.security.visitor import Visitor, address_of
from web.services import services_of

router = APIRouter()
SHORTEST_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Variables of settings.html.

    `problem`: why the password stays as it was.  `done`: what was changed.
    """

    name: str
    local: bool
    theme_now: Theme
    themes: tuple[tuple[Theme, str], ...]
    problem: str
    done: str


@router.get("/settings")
async def settings(request: Request, saved: str = "") -> Response:
    """The page.  `saved`: what was changed right before."""
    words = {"theme": _("Colours saved."), "password": _("Password changed.")}
    return _page(request, done=words.get(saved, ""))


@router.post("/settings/theme")
async def set_theme(request: Request, theme: Annotated[Theme, Form()]) -> Response:
    """Choose the colours."""
    user = _user(request)
    await to_thread.run_sync(services_of(request).identity.users.set_theme, user.name, theme)
    return RedirectResponse("/settings?saved=theme", 303)


@router.post("/settings/password")
async def set_password(
    request: Request,
    current: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
) -> Response:
    """Change the password; every other session of this user ends."""
    user = _user(request)
    if not SHORTEST_PASSWORD <= len(new) <= LONGEST_PASSWORD:
        problem = _("Write a new password of at least %(count)s signs.", count=SHORTEST_PASSWORD)
        return _page(request, problem=problem, status=400)
    if not await to_thread.run_sync(_change_password, request, user, current, new):
        problem = _("The current password is wrong, so nothing was changed.")
        return _page(request, problem=problem, status=400)
    return RedirectResponse("/settings?saved=password", 303)


def _change_password(request: Request, user: User, current: str, new: str) -> bool:
    services = services_of(request)
    identity: Identity = services.identity
    found = identity.sign_in(user.name, current, address_of(request), services.clock())
    if isinstance(found, Refused):
        return False
    identity.users.set_password(user.name, new)
    identity.sessions.close_others(user, request.cookies.get(cookies.SESSION, ""))
    identity.forget_basic()
    log.info("password changed: user=%r address=%s", user.name, address_of(request))
    return True


def _page(request: Request, problem: str = "", done: str = "", status: int = 200) -> Response:
    who: Visitor = request.state.visitor
    themes = (
        (Theme.AUTO, _("As the system")),
        (Theme.LIGHT, _("Light")),
        (Theme.DARK, _("Dark")),
    )
    page = SettingsPage(who.name, who.user is not None, who.theme, themes, problem, done)
    return render(request, "settings.html", page, status=status)


def _user(request: Request) -> User:
    who: Visitor = request.state.visitor
    if who.user is None:
        raise ApiError(403, "forbidden", _("The token of this run has no settings of its own."))
    return who.user
