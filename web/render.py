"""The only place where a page's dataclass becomes an answer: page, block for htmx, or JSON twin."""

from collections.abc import AsyncIterator, Awaitable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from parsers.jsonl import rfc3339
from web import numbers
from web.assets import asset_url, sprite
from web.messages import translations
from web.security import cookies
from web.security.csrf import csrf_token
from web.security.users import Theme
from web.security.visitor import Visitor
from web.services import services_of
from web.visible import visible, worded

if TYPE_CHECKING:
    from _typeshed import DataclassInstance as Page

VARY = "Accept, HX-Request, Cookie"
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame around every page shows; templates see it as `frame`.

    `user`: name of who is signed in, or None.  `section`: first part of the path.
    `csrf`: word that each form and htmx sends along.  `nonce`: for style elements.
    """

    user: str | None
    theme: Theme
    section: str
    path: str
    csrf: str
    nonce: str
    open_alerts: int
    version: str


def render(
    request: Request,
    template: str,
    page: "Page",
    block: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a page.

    `block`: the block of the template that htmx gets in place of the whole page.  It is rendered
    alone, so what it uses it must import inside itself.
    """
    if wants_json(request):
        answer: Response = JSONResponse(jsonable(page), status)
    else:
        found = environment().get_template(template)
        values = {**variables(page), "frame": frame(request)}
        alone = block is not None and is_htmx(request)
        text = _block(found, block, values) if alone and block else found.render(values)
        answer = HTMLResponse(text, status)
    answer.headers["Vary"] = VARY
    answer.headers.update(headers or {})
    return answer


class HeadFirst(StreamingResponse):
    """A page in two parts.  Whoever makes the second one listens for a client that goes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; the way of the parent would take the message that the client has gone."""
        await self.stream_response(send)


def render_head_first(
    request: Request, template: str, title: Mapping[str, object], page: Awaitable["Page"]
) -> Response:
    """Answer with a whole page whose head is sent before the page is known, as 200.

    `title`: the variables that the block `title` of the template uses.
    """
    found = environment().get_template(template)
    around = {"frame": frame(request)}
    top = environment().get_template("frame.html").blocks["top"]
    head = "".join(top(found.new_context({**around, **title})))

    async def parts() -> AsyncIterator[str]:
        yield head
        yield found.render({**variables(await page), **around}).removeprefix(head)

    return HeadFirst(parts(), media_type="text/html", headers={"Vary": VARY})


def variables(page: "Page") -> dict[str, object]:
    """The fields of a page by name."""
    return {one.name: getattr(page, one.name) for one in fields(page)}


def _block(template: Template, block: str, values: dict[str, object]) -> str:
    context = template.new_context(values)
    return "".join(template.blocks[block](context))


def frame(request: Request) -> Frame:
    """The frame for this request."""
    who: Visitor | None = getattr(request.state, "visitor", None)
    cookie = request.cookies.get(cookies.SESSION, "") if who else ""
    cookie = getattr(request.state, "form_cookie", "") or cookie
    path = request.url.path
    return Frame(
        user=who.name if who else None,
        theme=who.theme if who else Theme.AUTO,
        section=path.strip("/").split("/")[0],
        path=f"{path}?{request.url.query}" if request.url.query else path,
        csrf=csrf_token(cookie) if cookie else "",
        nonce=getattr(request.state, "nonce", ""),
        open_alerts=who.open_alerts if who else 0,
        version=services_of(request).version,
    )


def is_htmx(request: Request) -> bool:
    """Whether htmx asks for a part; going back in history needs the whole page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
        and request.headers.get("HX-Boosted") != "true"
    )


def wants_json(request: Request) -> bool:
    """Whether the JSON twin is asked for: `?output=json`, or Accept without HTML."""
    output = request.query_params.get("output")
    if output is not None:
        return output == "json"
    accept = request.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def jsonable(value: object) -> object:
    """A page's value as JSON: times RFC 3339 in UTC, durations in seconds."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return rfc3339(value)
        case timedelta():
            return value.total_seconds()
        case Mapping():
            return {str(key): jsonable(part) for key, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [jsonable(part) for part in value]
        case _ if is_dataclass(value):
            return {one.name: jsonable(getattr(value, one.name)) for one in fields(value)}
        case None | bool() | int() | float():
            return value
        case _:
            return str(value)


def _counted(one: str, many: str, count: int) -> str:
    """The text for this many, in which the number stands as `1,158`."""
    return translations().ngettext(one, many, count).replace("%(num)s", numbers.grouped(count))


@cache
def environment() -> Environment:
    """The one Jinja environment: everything is escaped and a missing name is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
        translations().gettext, _counted, newstyle=True
    )
    made.globals.update(asset_url=asset_url, sprite=sprite)
    made.filters.update(
        visible=visible,
        worded=worded,
        grouped=numbers.grouped,
        short=numbers.short,
        percent=numbers.percent,
        size=numbers.size,
        duration=numbers.duration,
        age=numbers.age,
        clock_time=numbers.clock_time,
        whole_time=numbers.whole_time,
        rfc3339=rfc3339,
    )
    made.policies["ext.i18n.trimmed"] = True
    return made
