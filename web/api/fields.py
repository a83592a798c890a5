"""Addresses that tell about a search: its fields, their values, its timeline, how it would run."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from search.service import complete, explain, field_summary, field_values, timeline
from web.api.asked import AskedOf, search_request
from web.errors import ApiError
from web.messages import gettext as _
from web.queries import run_query
from web.render import jsonable
from web.services import services_of

router = APIRouter()


@router.get("/api/fields")
async def fields_api(request: Request, asked: AskedOf) -> Response:
    """The fields that the found events have."""
    store = services_of(request).store
    found = await run_query(
        request, lambda query_id: field_summary(store, search_request(request, asked, query_id))
    )
    return JSONResponse({"fields": jsonable(found)})


@router.get("/api/field-values")
async def field_values_api(request: Request, asked: AskedOf) -> Response:
    """The most frequent values of one field."""
    name = asked.field
    if name is None:
        raise ApiError(400, "request", _("field: this parameter is needed."))
    store = services_of(request).store
    found = await run_query(
        request,
        lambda query_id: field_values(
            store, search_request(request, asked, query_id), name, asked.limit
        ),
    )
    return JSONResponse(jsonable(found))


@router.get("/api/timeline")
async def timeline_api(request: Request, asked: AskedOf) -> Response:
    """When the found events happened, by level."""
    store = services_of(request).store
    found = await run_query(
        request, lambda query_id: timeline(store, search_request(request, asked, query_id))
    )
    return JSONResponse(jsonable(found))


@router.get("/api/explain")
async def explain_api(request: Request, asked: AskedOf) -> Response:
    """How a search would run."""
    store = services_of(request).store
    found = await run_query(
        request, lambda query_id: explain(store, search_request(request, asked, query_id))
    )
    return JSONResponse(jsonable(found))


@router.get("/api/complete")
async def complete_api(request: Request, asked: AskedOf) -> Response:
    """What may stand at the cursor, an offset into the query; without one, at its end."""
    store = services_of(request).store
    cursor = min(asked.cursor if asked.cursor is not None else len(asked.q), len(asked.q))
    found = await run_query(
        request,
        lambda query_id: complete(store, search_request(request, asked, query_id), cursor),
    )
    return JSONResponse({"completions": jsonable(found)})
