"""How much a request may send, so that nobody fills the memory."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The longest query as JSON, or a rule file, several times over.
MOST_BYTES = 1024 * 1024


class BodyLimit:
    """Middleware that ends the reading of a body over the limit with 413.

    `free`: paths whose bodies are taken piece by piece, however long.
    """

    def __init__(self, app: ASGIApp, free: frozenset[str], most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._free = free
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] in self._free:
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        read = 0

        async def receive_within_limit() -> Message:
            nonlocal read
            # Raised where the body is read, so that the answer is made like that of other errors.
            if said.isdecimal() and int(said) > self._most_bytes:
                raise HTTPException(413)
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most_bytes:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_within_limit, send)
