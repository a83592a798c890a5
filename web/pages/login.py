"""Signing in and out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web.messages import gettext as _
from web.messages import ngettext
from web.numbers import duration
from web.render import render, wants_json
from web.security import cookies
from web.security.attempts import Allowance
from web.security.identity import Refused, log
from web.security.users import User
from web.security.visitor import address_of, check_form, safe_next, visitor
from web.services import services_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class LoginPage:
    """Variables of login.html.

    `note`: why one has to sign in, if there is more to say.  `problem`: why it did not succeed.
    """

    name: str
    next: str
    note: str
    problem: str
    host: str


@router.get("/login")
async def login(
    request: Request,
    after: Annotated[str | None, Query(alias="next")] = None,
    lost: bool = False,
) -> Response:
    """The form.  Who is signed in already goes on."""
    wanted = safe_next(after)
    token = request.cookies.get(cookies.SESSION)
    services = services_of(request)
    find = services.identity.sessions.find
    user = await to_thread.run_sync(find, token, services.clock()) if token else None
    if user is not None:
        return RedirectResponse(wanted, 303)
    return _form(request, LoginPage("", wanted, _note(wanted) if lost else "", "", _host(request)))


@router.post("/login")
async def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form()] = "",
    after: Annotated[str, Form(alias="next")] = "",
) -> Response:
    """Check name and password, and go where this person was going."""
    await check_form(request, request.cookies.get(cookies.FORM, ""))
    services = services_of(request)
    now = services.clock()
    found = await to_thread.run_sync(
        services.identity.sign_in, name.strip(), password, address_of(request), now
    )
    match found:
        case User():
            return await _signed_in(request, found, now, safe_next(after))
        case Refused(allowance):
            problem = _problem(allowance, now)
            page = LoginPage(name, safe_next(after), "", problem, _host(request))
            return _form(request, page, 401 if allowance.left else 429)


@router.post("/logout", dependencies=[Depends(visitor)])
async def sign_out(request: Request) -> Response:
    """End the session of this browser."""
    token = request.cookies.get(cookies.SESSION, "")
    await to_thread.run_sync(services_of(request).identity.sessions.close, token)
    log.info("signed out: user=%r address=%s", request.state.visitor.name, address_of(request))
    answer = RedirectResponse("/login", 303)
    cookies.forget_session(answer)
    return answer


async def _signed_in(request: Request, user: User, now: datetime, wanted: str) -> Response:
    sessions = services_of(request).identity.sessions
    token = await to_thread.run_sync(sessions.open, user, now)
    old = request.cookies.get(cookies.SESSION)
    if old:
        await to_thread.run_sync(sessions.close, old)
    answer = RedirectResponse(wanted, 303)
    cookies.set_session(request, answer, token)
    return answer


def _form(request: Request, page: LoginPage, status: int = 200) -> Response:
    cookie = cookies.form_cookie(request)
    request.state.form_cookie = cookie
    answer = render(request, "login.html", page, status=status)
    if not wants_json(request):
        cookies.set_form(request, answer, cookie)
    return answer


def _note(wanted: str) -> str:
    if wanted.startswith("/search"):
        return _("You were signed out. Sign in, and this search is still here.")
    return _("You were signed out. Sign in, and this page is still here.")


def _problem(allowance: Allowance, now: datetime) -> str:
    if allowance.again is None:
        return ngettext(
            "Name or password is wrong. %(num)s attempt left.",
            "Name or password is wrong. %(num)s attempts left.",
            allowance.left,
        )
    wait = duration(max(allowance.again - now, timedelta(seconds=1)))
    return _("Too many attempts. Try again in %(wait)s.", wait=wait)


def _host(request: Request) -> str:
    return request.url.hostname or ""
