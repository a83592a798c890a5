"""Questions to the store: in threads, never on the loop, and ended when nobody waits any more."""

import logging
import uuid
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, create_task_group, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request

from search.errors import StoreError
from web.services import services_of

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
# Long searches must not use up the threads that look up sessions.
AT_ONCE = 16


async def run_query(request: Request, work: Callable[[str], Answer]) -> Answer:
    """What `work(query_id)` gives, from a thread; when the client goes, its query is cancelled.

    The request's body must have been read before.  Raises what the work raises.
    """
    query_id = uuid.uuid4().hex
    answers: list[Answer] = []
    errors: list[Exception] = []
    async with create_task_group() as group:
        group.start_soon(_cancel_when_gone, request, query_id)
        try:
            answers.append(await to_thread.run_sync(work, query_id, limiter=_limiter(request)))
        except Exception as error:  # carried out of the group as it is, not as a group
            errors.append(error)
        group.cancel_scope.cancel()
    if errors:
        raise errors[0]
    return answers[0]


async def _cancel_when_gone(request: Request, query_id: str) -> None:
    try:
        while (await request.receive())["type"] != "http.disconnect":
            pass
    except HTTPException:  # a body that nobody asked for is over its limit: stop listening
        return
    log.info("client has gone, query %s is cancelled", query_id)
    try:
        await to_thread.run_sync(services_of(request).store.cancel, query_id)
    except StoreError as error:
        log.warning("query %s could not be cancelled: %s", query_id, error)


def _limiter(request: Request) -> CapacityLimiter:
    """One limiter an application, made inside its loop."""
    state = request.app.state
    if not hasattr(state, "query_limiter"):
        state.query_limiter = CapacityLimiter(AT_ONCE)
    limiter: CapacityLimiter = state.query_limiter
    return limiter
