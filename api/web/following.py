"""A part of a page that takes a while: sent as events to who follows it, how far it is and then its text."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from api.lane import followed
from api.lane.leaving import EVENT_STREAM, wants_events, while_there

#: Events that a page listens to (`static/work.js`).
DONE, WHOLE = "done", "whole"


async def part_response(request: Request, made: Callable[[], Response]) -> Response:
    """Return a part of a page, as events to a client who asks for them; who leaves ends the work."""
    if not wants_events(request):
        return await while_there(request, made)

    async def events() -> AsyncGenerator[str]:
        async for word in followed(made):
            if isinstance(word, float):
                yield _event(DONE, round(word, 2))
            else:
                yield _event(WHOLE, bytes(word[0].body).decode("utf-8"))

    # A proxy must not gather the events.
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(), media_type=EVENT_STREAM, headers=headers)


def _event(name: str, data: object) -> str:
    r"""Return an event; JSON keeps its data on one line.

    Examples
    --------
    >>> _event("done", 0.5)
    'event: done\ndata: 0.5\n\n'
    """
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
