"""Questions to the store run beside the loop and end when nobody waits for their answer."""

import threading
from dataclasses import dataclass, field, replace

import anyio
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import Message

from search.errors import LimitError
from web.app import create_app
from web.queries import run_query
from web.services import Services


@dataclass
class EndlessStore:
    """The edge of a store whose one query runs until it is cancelled."""

    name: str = "endless"
    started: threading.Event = field(default_factory=threading.Event)
    cancelled: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self, query_id: str) -> str:
        """Run until `cancel`."""
        self.started.set()
        assert self._over.wait(10), "nobody has cancelled the query"
        raise LimitError("cancelled", "", f"query {query_id} was cancelled")

    def cancel(self, query_id: str) -> None:
        """End the query."""
        self.cancelled.append(query_id)
        self._over.set()


def request_of(app: FastAPI, gone: threading.Event) -> Request:
    """A request whose client goes away when the event is set."""

    async def receive() -> Message:
        await anyio.to_thread.run_sync(gone.wait)
        return {"type": "http.disconnect"}

    scope = {"type": "http", "app": app, "method": "GET", "path": "/", "headers": []}
    return Request(scope, receive)


def test_a_client_that_goes_cancels_its_query(services: Services) -> None:
    store = EndlessStore()
    app = create_app(replace(services, store=store))  # type: ignore[arg-type]

    async def ask() -> None:
        with pytest.raises(LimitError) as raised:
            await run_query(request_of(app, store.started), store.run)
        assert str(raised.value) == f"query {store.cancelled[0]} was cancelled"

    anyio.run(ask)
    assert len(store.cancelled) == 1


def test_the_loop_turns_while_a_query_runs(services: Services) -> None:
    store = EndlessStore()
    app = create_app(replace(services, store=store))  # type: ignore[arg-type]
    gone = threading.Event()

    async def ask() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(expect_cancelled)
            await anyio.to_thread.run_sync(store.started.wait)
            gone.set()

    async def expect_cancelled() -> None:
        with pytest.raises(LimitError):
            await run_query(request_of(app, gone), store.run)

    anyio.run(ask)


def test_an_answer_comes_back_as_it_is(services: Services) -> None:
    app = create_app(services)

    async def ask() -> int:
        request = Request(
            {"type": "http", "app": app, "method": "GET", "path": "/", "headers": []},
            receive=_sleep_for_ever,
        )
        return await run_query(request, len)

    assert anyio.run(ask) == 32


async def _sleep_for_ever() -> Message:
    await anyio.sleep_forever()
    raise AssertionError
