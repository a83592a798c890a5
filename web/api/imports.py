"""`/api/import`, by which the command line asks the running service to read a file of its machine.

Only the token of this run may ask: whoever can read it can read the service's files anyway.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from anyio import WouldBlock, create_memory_object_stream, create_task_group, to_thread
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ingest.http import BodyError
from ingest.importing import AlreadyImportedError, Imported, Progress
from parsers.event import Source
from web.api.asked import zone_of
from web.api.ingest import known_format, takes_no_lines
from web.errors import ApiError, failure
from web.messages import gettext as _
from web.render import jsonable
from web.security.visitor import Visitor, Way
from web.services import services_of

log = logging.getLogger(__name__)
router = APIRouter()
STEPS_WAITING = 100
Text = Annotated[str | None, Query(max_length=4096)]


@router.post("/api/import")
async def import_api(
    request: Request,
    path: Annotated[str, Query(max_length=4096)],
    format: Text = None,  # noqa: A002 name in the URL
    host: Text = None,
    tz: str = "UTC",
    again: bool = False,
) -> Response:
    """Read a file, saying how far it is: NDJSON lines of `read` and `size`, then `imported`.

    The last line is `{"imported": …}`, or an error in the one shape of errors.
    """
    who: Visitor = request.state.visitor
    if who.way is not Way.TOKEN:
        raise ApiError(
            403,
            "forbidden",
            _("Only the command line on the service's own machine may import files by name."),
            _("Send the file's content to /api/ingest."),
        )
    zone_of(tz)
    file = Path(path)
    if not await to_thread.run_sync(_is_file, file):
        raise ApiError(400, "request", _("path: there is no file %(path)s.", path=path))
    source = Source(host or None, None, known_format(format), tz)
    import_file = services_of(request).import_file
    if import_file is None:
        raise takes_no_lines()
    return _Import(lambda progress: import_file(file, source, again, progress))


def _is_file(file: Path) -> bool:
    return file.is_absolute() and file.is_file()


class _Import(Response):
    """An answer that does the work while it is sent, and to its end if the asker goes away."""

    media_type = "application/x-ndjson"

    def __init__(self, work: Callable[[Progress], Awaitable[Imported]]) -> None:
        super().__init__()
        self._work = work

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sender, receiver = create_memory_object_stream[dict[str, object]](STEPS_WAITING)

        def progress(read: int, size: int) -> None:
            # Who reads slowly misses steps, not the end.
            with suppress(WouldBlock):
                sender.send_nowait({"read": read, "size": size})

        async def work() -> None:
            async with sender:
                await sender.send(await self._outcome(progress))

        headers = [(b"content-type", self.media_type.encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        async with create_task_group() as group, receiver:
            group.start_soon(work)
            async for step in receiver:
                line = json.dumps(step).encode() + b"\n"
                await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _outcome(self, progress: Progress) -> dict[str, object]:
        try:
            return {"imported": jsonable(await self._work(progress))}
        except AlreadyImportedError as error:
            hint = _("Import it again with again=true to store it twice.")
            return failure(ApiError(409, "imported-before", f"{error}.", hint)).body()
        except BodyError as error:
            return failure(ApiError(400, "request", f"{error}.")).body()
        except Exception as error:
            log.exception("an import failed")
            return failure(error).body()
