"""The web application: which addresses there are, and what stands before each of them."""

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse

from search.errors import LimitError, QueryError, StoreError
from web import assets
from web.api import alerts as alerts_api
from web.api import fields as fields_api
from web.api import health, imports, ingest, metrics
from web.api import rules as rules_api
from web.api import search as search_api
from web.errors import ApiError
from web.pages import alerts, errors, login, rules, search, settings, sources
from web.security.bodies import BodyLimit
from web.security.headers import SecurityHeaders
from web.security.visitor import visitor
from web.services import Services

# Everything a stranger may ask for.
OPEN = (health.router, login.router, assets.router)
# One line a page or a part of the API.
SIGNED_IN = (ingest.router, imports.router, metrics.router)
OF_PEOPLE = (
    search.router,
    alerts.router,
    rules.router,
    sources.router,
    settings.router,
    search_api.router,
    fields_api.router,
    alerts_api.router,
    rules_api.router,
)


def create_app(services: Services, *, pages: bool = True) -> FastAPI:
    """The application over these services.

    `pages`: whether people search here; other nodes take lines and tell how they are.
    """
    app = FastAPI(
        title="Nephoscope",
        version=services.version,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
    for router in OPEN if pages else (health.router,):
        app.include_router(router)
    for router in (*SIGNED_IN, *OF_PEOPLE) if pages else SIGNED_IN:
        app.include_router(router, dependencies=[Depends(visitor)])
    if pages:
        app.add_api_route("/", first_page, include_in_schema=False)
    _answer_errors(app)
    app.add_middleware(BodyLimit, free=frozenset({"/api/ingest"}))
    app.add_middleware(metrics.Timed, times=metrics.times_of(app))
    app.add_middleware(SecurityHeaders)
    return app


async def first_page(request: Request) -> RedirectResponse:
    """The search page, with whatever was asked."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/search{query}", 307)


def _answer_errors(app: FastAPI) -> None:
    for kind in (ApiError, QueryError, LimitError, StoreError):
        app.add_exception_handler(kind, errors.answer_error)
    app.add_exception_handler(HTTPException, errors.answer_status)
    app.add_exception_handler(RequestValidationError, errors.answer_invalid)
    app.add_exception_handler(Exception, errors.answer_unexpected)
