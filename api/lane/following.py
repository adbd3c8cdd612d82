"""Work that is followed: told how far it is, and ended with the one who listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import TypeVar

from api.lane.asking import ASKING, Client

Result = TypeVar("Result")


async def followed(compute: Callable[[], Result]) -> AsyncGenerator[float | tuple[Result]]:
    """Yield how far work is by the hundredth, at last its result in a tuple; who stops listening ends it.

    The work runs in a thread of its own; what it raises is raised here.
    """
    loop = asyncio.get_running_loop()
    told: asyncio.Queue[float | None] = asyncio.Queue()
    last = -1

    def tell(done: float) -> None:
        nonlocal last
        # A part that tells anew what is done does not take the whole back.
        if int(100.0 * done) > last:
            last = int(100.0 * done)
            loop.call_soon_threadsafe(told.put_nowait, done)

    client = Client(tell)

    def run() -> Result:
        ASKING.set(client)
        return compute()

    work = asyncio.create_task(asyncio.to_thread(run))
    # The end of the work is told too, after everything that it told before.
    work.add_done_callback(lambda _: told.put_nowait(None))
    try:
        while (word := await told.get()) is not None:
            yield word
        yield (await work,)
    finally:
        client.leave()
