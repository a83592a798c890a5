"""The two cookies: one of a session, one that ties the sign-in form to its browser."""

import secrets

from starlette.requests import Request
from starlette.responses import Response

from web.security.sessions import LONGEST

SESSION = "nephoscope_session"
FORM = "nephoscope_form"


def set_session(request: Request, response: Response, token: str) -> None:
    """Sign this browser in, and drop the cookie of the sign-in form."""
    _set(request, response, SESSION, token, int(LONGEST.total_seconds()))
    response.delete_cookie(FORM, path="/")


def forget_session(response: Response) -> None:
    """Sign this browser out."""
    response.delete_cookie(SESSION, path="/")


def form_cookie(request: Request) -> str:
    """The cookie of the sign-in form that this browser has, or a new one for it."""
    return request.cookies.get(FORM) or secrets.token_urlsafe(32)


def set_form(request: Request, response: Response, value: str) -> None:
    """Give this browser the cookie of the sign-in form, until it is closed."""
    _set(request, response, FORM, value, None)


def _set(
    request: Request, response: Response, name: str, value: str, max_age_s: int | None
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age_s,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
