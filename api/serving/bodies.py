"""Bodies of requests and answers: how large and how slow one may be, and what a reader has already."""

from __future__ import annotations

import asyncio
import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.graphql.running.execution import refused
from api.pages import ERROR_CODE
from graph.errors import SymbioflowError


class BodyLimit:
    """ASGI middleware that reads a body of at most `limit` bytes within `seconds`; else 413 or 408."""

    def __init__(self, app: ASGIApp, limit: int, seconds: float) -> None:
        self._app = app
        self._limit = limit
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdecimal() and int(announced) > self._limit:
            await _refuse(SymbioflowError("BODY_TOO_LARGE", limit=self._limit), 413, scope, receive, send)
            return
        body, more = bytearray(), True
        try:
            async with asyncio.timeout(self._seconds):
                while more:
                    message = await receive()
                    if message["type"] != "http.request":
                        return
                    body += message.get("body", b"")
                    more = message.get("more_body", False)
                    if len(body) > self._limit:
                        error = SymbioflowError("BODY_TOO_LARGE", limit=self._limit)
                        await _refuse(error, 413, scope, receive, send)
                        return
        except TimeoutError:
            error = SymbioflowError("BODY_TOO_SLOW", seconds=self._seconds)
            await _refuse(error, 408, scope, receive, send)
            return
        replayed = False

        async def replay() -> Message:
            nonlocal replayed
            if replayed:
                return await receive()
            replayed = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self._app(scope, replay, send)


async def _refuse(error: SymbioflowError, status: int, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {"Connection": "close", ERROR_CODE: error.code}
    await JSONResponse(refused(error).body, status, headers)(scope, receive, send)


class Tagged:
    """ASGI middleware that tags what is read by its content, and answers 304 to who has it; HEAD as GET."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD; everything else is passed on."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        has = {tag.strip() for tag in Headers(scope=scope).get("if-none-match", "").split(",")}
        start: Message | None = None

        async def tagging(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is None:
                await send(message)
                return
            headers = MutableHeaders(scope=start)
            # What comes in parts is passed on as it comes.
            if start["status"] == 200 and not message.get("more_body", False):
                content = message.get("body", b"")
                digest = hashlib.blake2b(content, digest_size=16).hexdigest()
                headers.setdefault("etag", f'W/"{digest}"')
                headers.setdefault("cache-control", "no-cache")
                if headers["etag"] in has or "*" in has:
                    start["status"] = 304
                    del headers["content-length"]
                    message = {"type": "http.response.body", "body": b""}
            begin, start = start, None
            await send(begin)
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, tagging)
