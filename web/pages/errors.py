"""Errors as pages: what happened, what it means, what to do."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from web.errors import Failure, SignedOutError, failure, log, of_status
from web.messages import gettext as _
from web.render import is_htmx, render, wants_json
from web.security.headers import security_headers
from web.security.visitor import recognise


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Variables of error.html."""

    status: int
    message: str
    hint: str
    caret: str
    back: str


async def answer_error(request: Request, error: Exception) -> Response:
    """The answer to an error anywhere, in JSON for machines and in words for people."""
    if isinstance(error, SignedOutError) and is_page(request):
        return _to_login(request, error.lost)
    return shown(request, failure(error))


async def answer_status(request: Request, error: Exception) -> Response:
    """The answer where the framework says no more than a status: 404, 405."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    await recognise(request)
    return shown(request, of_status(error.status_code, error.detail, headers))


async def answer_invalid(request: Request, error: Exception) -> Response:
    """The answer to parameters of the wrong kind: 400, naming the first one."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    hint = _("See the address's description in the documentation of the API.")
    return shown(request, Failure(400, "request", f"{name}: {first['msg']}.", hint))


async def answer_unexpected(request: Request, error: Exception) -> Response:
    """The answer to an error of ours.  It leaves by the outermost rim, without its headers."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    answer = shown(request, failure(error))
    answer.headers.update(security_headers(getattr(request.state, "nonce", "")))
    return answer


def is_page(request: Request) -> bool:
    """Whether a person looks at the answer."""
    path = request.url.path
    return not path.startswith("/api/") and path != "/metrics" and not wants_json(request)


def shown(request: Request, wrong: Failure) -> Response:
    """An error as JSON or as a page."""
    if not is_page(request):
        return JSONResponse(wrong.body(), wrong.status, wrong.headers)
    page = ErrorPage(wrong.status, wrong.message, wrong.hint, wrong.caret, "/")
    return render(request, "error.html", page, "error", wrong.status, wrong.headers)


def _to_login(request: Request, lost: bool) -> Response:
    """To the sign-in page and, after it, back to where this person was going."""
    address = f"/login?next={quote(_wanted(request), safe='')}" + ("&lost=1" if lost else "")
    if is_htmx(request):
        return Response(status_code=401, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def _wanted(request: Request) -> str:
    """The page that was asked for, or the one on which htmx asked for a part."""
    own = f"{request.url.path}?{request.url.query}".removesuffix("?")
    if not is_htmx(request):
        return own if request.method == "GET" else request.headers.get("referer", "/")
    current = request.headers.get("HX-Current-URL", "/")
    page = current.removeprefix(f"{request.url.scheme}://{request.url.netloc}") or "/"
    # What htmx asks of the page that is there is its next state: a search just typed.
    follows = request.method == "GET" and urlsplit(page).path == request.url.path
    return own if follows else page
