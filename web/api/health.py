"""Whether the process lives, and whether it can do its work."""

from anyio import to_thread
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse

from web.services import services_of

router = APIRouter()


@router.get("/health")
async def health(request: Request) -> JSONResponse:
    """The process lives and its loop turns."""
    return JSONResponse({"status": "ok", "version": services_of(request).version})


@router.get("/ready")
async def ready(request: Request) -> JSONResponse:
    """The store answers and lines are taken: 200, else 503."""
    good = await to_thread.run_sync(services_of(request).ready)
    return JSONResponse({"status": "ready" if good else "not ready"}, 200 if good else 503)
