"""`/api/ingest`, the simplest way in: lines or NDJSON as the body of a POST."""

import re
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ingest.http import PROTOCOL, Body, BodyEncoding, BodyError, take
from ingest.sink import SpoolFull
from parsers.event import Source
from parsers.formats import FORMATS
from web.api.asked import zone_of
from web.errors import ApiError
from web.messages import gettext as _
from web.security.visitor import address_of
from web.services import services_of

router = APIRouter()
RETRY_S = 5
CHUNK_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
Text = Annotated[str | None, Query(max_length=1000)]


@router.post("/api/ingest")
async def ingest_api(
    request: Request,
    format: Text = None,  # noqa: A002 name in the URL
    host: Text = None,
    source: Text = None,
    tz: str = "UTC",
) -> Response:
    """Take lines; the answer comes when they are durable.

    `Idempotency-Key`: a name for this body; sent again under it, it is not stored again.
    """
    zone_of(tz)
    services = services_of(request)
    sink = services.sink
    if sink is None:
        raise takes_no_lines()
    body = Body(
        Source(host or None, source or None, known_format(format), tz),
        address_of(request),
        encoding=_encoding(request),
        chunk_name=_chunk_name(request),
        limits=services.body_limits,
    )
    try:
        lines = await take(body, request.stream(), sink, services.clock)
    except SpoolFull:
        raise spool_full() from None
    except BodyError as error:
        sink.refuse(PROTOCOL, error.limit)
        raise _refused(error) from None
    return JSONResponse({"records": lines})


def known_format(name: str | None) -> str | None:
    """The name of a format, or None to find it by content.  Raises ApiError."""
    if not name:
        return None
    if name not in FORMATS:
        raise ApiError(
            400,
            "request",
            _("format: there is no format %(name)s.", name=name),
            _("The formats are %(names)s.", names=", ".join(FORMATS)),
        )
    return name


def takes_no_lines() -> ApiError:
    """The error of a node without the role `ingest`."""
    return ApiError(
        503,
        "no-intake",
        _("This node takes no lines."),
        _("Send them to a node with the role ingest."),
    )


def spool_full() -> ApiError:
    """The error that tells a sender to try later."""
    return ApiError(
        429,
        "spool-full",
        _("The spool is full: senders are told to wait."),
        _("Send it again later; nothing of it is lost as long as you keep it."),
        {"Retry-After": str(RETRY_S)},
    )


def _encoding(request: Request) -> BodyEncoding:
    name = request.headers.get("content-encoding", "identity").strip().lower()
    try:
        return BodyEncoding(name)
    except ValueError:
        raise ApiError(
            415,
            "request",
            _("Content-Encoding: %(name)s is not read.", name=name),
            _("Send gzip or plain text."),
        ) from None


def _chunk_name(request: Request) -> str | None:
    name = request.headers.get("idempotency-key")
    if name is None:
        return None
    if not CHUNK_NAME.fullmatch(name):
        raise ApiError(
            400,
            "request",
            _("Idempotency-Key: this is no name for a body."),
            _("Write at most 100 letters, digits and _ . : -"),
        )
    return f"{address_of(request)}/{name}"


def _refused(error: BodyError) -> ApiError:
    if error.limit == "gzip":
        return ApiError(400, "request", _("The body is not whole: %(why)s.", why=str(error)))
    return ApiError(
        413,
        "too-large",
        _("This is more than is taken at once: %(why)s.", why=str(error)),
        _("Send it in smaller parts."),
    )
