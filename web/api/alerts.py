"""Alerts for machines: what is open, what it was about, who looks after it."""

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from alerts.alert import Alert, AlertState
from web.errors import ApiError
from web.messages import gettext as _
from web.render import jsonable
from web.security.visitor import Visitor
from web.services import services_of

router = APIRouter()


@router.get("/api/alerts")
async def alerts_api(
    request: Request,
    state: AlertState | None = None,
    rule: str | None = None,
    limit: int = 200,
    offset: int = 0,
) -> Response:
    """Alerts, open ones first; `counts` is of all, whatever was asked for."""
    book = services_of(request).alerts
    if not (1 <= limit <= 1000 and 0 <= offset < 2**31):
        raise ApiError(400, "request", _("limit: from 1 to 1000; offset: from 0."))
    found = await to_thread.run_sync(book.list, state, rule, limit, offset)
    counts = await to_thread.run_sync(book.counts)
    return JSONResponse(
        {"alerts": [alert_json(alert) for alert in found], "counts": jsonable(counts)}
    )


@router.get("/api/alerts/{alert_id}")
async def alert_api(request: Request, alert_id: str) -> Response:
    """One alert with its history and deliveries."""
    book = services_of(request).alerts
    alert = there(await to_thread.run_sync(book.get, alert_id))
    history = await to_thread.run_sync(book.history, alert_id)
    deliveries = await to_thread.run_sync(book.deliveries, alert_id)
    return JSONResponse(
        {
            **alert_json(alert),
            "history": jsonable(history),
            "deliveries": jsonable(deliveries),
        }
    )


@router.post("/api/alerts/{alert_id}/acknowledge")
async def acknowledge_api(request: Request, alert_id: str) -> Response:
    """Look after an open alert."""
    services = services_of(request)
    moved = await to_thread.run_sync(
        services.alerts.acknowledge, alert_id, who(request), services.clock()
    )
    return JSONResponse(alert_json(there(moved)))


@router.post("/api/alerts/{alert_id}/close")
async def close_api(request: Request, alert_id: str) -> Response:
    """Close an alert."""
    services = services_of(request)
    moved = await to_thread.run_sync(
        services.alerts.close, alert_id, who(request), services.clock()
    )
    return JSONResponse(alert_json(there(moved)))


def alert_json(alert: Alert) -> dict[str, object]:
    """An alert with the address of its events."""
    body = jsonable(alert)
    assert isinstance(body, dict)
    return {
        **body,
        "key": [{"field": field, "value": value} for field, value in alert.key],
        "link": alert.link,
    }


def there(alert: Alert | None) -> Alert:
    """The alert.  Raises ApiError 404 where there is none."""
    if alert is None:
        raise ApiError(404, "not-found", _("There is no such alert."))
    return alert


def who(request: Request) -> str:
    """Name under which this visitor acts."""
    visitor: Visitor = request.state.visitor
    return visitor.name
