"""What a search address is asked, from the query string, a form or a JSON body."""

from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request

from search.service import SearchRequest
from web.errors import ApiError
from web.messages import gettext as _
from web.services import services_of

LONGEST_QUERY = 100_000


class Asked(BaseModel):
    """Parameters of a search.  `tz`: IANA name of the zone in which times snap and are read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field("*", max_length=LONGEST_QUERY)
    earliest: str | None = None
    latest: str | None = None
    tz: str = "UTC"
    output: Literal["json", "ndjson", "csv"] = "json"
    field: str | None = None
    limit: int = Field(10, ge=1, le=1000)
    cursor: int | None = Field(None, ge=0)


async def asked(request: Request) -> Asked:
    """The parameters of this request; a body wins over the query string.  Raises ApiError."""
    given: dict[str, object] = {**request.query_params}
    if request.method == "POST":
        given |= await _body(request)
    try:
        return Asked.model_validate({name: value for name, value in given.items() if value != ""})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        allowed = ", ".join(Asked.model_fields)
        raise ApiError(
            400,
            "request",
            f"{name}: {first['msg']}.",
            _("The parameters are %(names)s.", names=allowed),
        ) from None


AskedOf = Annotated[Asked, Depends(asked)]


async def _body(request: Request) -> Mapping[str, object]:
    text = await request.body()
    if not request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.form())
    try:
        return BodyObject.model_validate_json(text or b"{}").model_dump()
    except ValidationError:
        raise ApiError(400, "request", _("The body is no JSON object.")) from None


class BodyObject(BaseModel):
    """Any JSON object."""

    model_config = ConfigDict(extra="allow")


def zone_of(name: str) -> tzinfo:
    """The zone of that IANA name.  Raises ApiError."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ApiError(
            400,
            "request",
            _("tz: there is no time zone %(name)s.", name=name),
            _("Write an IANA name such as Asia/Tokyo."),
        ) from None


def search_request(request: Request, wanted: Asked, query_id: str | None = None) -> SearchRequest:
    """The search that is asked for, as of now."""
    services = services_of(request)
    return SearchRequest(
        query=wanted.q,
        earliest=wanted.earliest,
        latest=wanted.latest,
        zone=zone_of(wanted.tz),
        now=services.clock(),
        limits=services.limits,
        query_id=query_id,
    )
