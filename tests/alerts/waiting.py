"""Waiting for what another task or thread does, with a deadline."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], bool]) -> None:
    """Returns when the condition holds.  Raises TimeoutError after ten seconds."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - other threads and the database set no event
            await asyncio.sleep(0.005)
