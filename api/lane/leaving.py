"""Requests of the web: work for one ends when its client leaves, and a client may ask to follow it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from api.lane.asking import ASKING, Client

Result = TypeVar("Result")

#: What a client accepts who follows work.
EVENT_STREAM = "text/event-stream"


async def while_there(request: Request, compute: Callable[[], Result]) -> Result:
    """Return what is computed in another thread; what nobody else waits for ends when the client leaves.

    The body of the request must have been read.
    """
    client = Client()

    def run() -> Result:
        ASKING.set(client)
        return compute()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        client.leave()

    watching = asyncio.create_task(watch())
    try:
        return await run_in_threadpool(run)
    finally:
        client.leave()
        watching.cancel()


def wants_events(request: Request) -> bool:
    """Return whether a request asks for server-sent events."""
    return EVENT_STREAM in request.headers.get("accept", "").lower()
