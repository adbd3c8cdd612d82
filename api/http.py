"""GraphQL over HTTP: reading a request, the media type of the answer, and how large a body may be.

Follows the GraphQL-over-HTTP specification: ``application/graphql-response+json`` where it is accepted, with
400 for what was refused before execution; the older ``application/json`` otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from strawberry.types.graphql import OperationType

from api.graphql import execution
from api.graphql.context import Context, Limits
from api.graphql.execution import ALL_OPERATIONS, Answer, execute, refused
from api.service import Service
from api.settings import Settings
from graph.errors import SymbioflowError

RESPONSE_TYPE = "application/graphql-response+json"


async def graphql_response(request: Request, service: Service, settings: Settings) -> Response:
    """Answer a GraphQL request by GET (queries only) or POST."""
    modern = _accepts_modern(request.headers.get("accept", ""))
    asked = await _read(request)
    if isinstance(asked, Answer):
        return _response(asked, modern)
    allowed = frozenset({OperationType.QUERY}) if request.method == "GET" else ALL_OPERATIONS
    limits = Limits.of(settings)

    def run() -> Answer:
        try:
            context = Context(service, limits)
        except SymbioflowError as error:
            return refused(error, 503)
        return execute(asked, context, allowed)

    return _response(await run_in_threadpool(run), modern)


def _accepts_modern(accept: str) -> bool:
    """Return whether the client names the newer media type, and not only the older one before it."""
    named = [part.split(";")[0].strip().lower() for part in accept.split(",")]
    if RESPONSE_TYPE not in named:
        return False
    return "application/json" not in named[: named.index(RESPONSE_TYPE)]


async def _read(request: Request) -> execution.Request | Answer:
    if request.method == "GET":
        given: Any = dict(request.query_params)
        for name in ("variables", "extensions"):
            if name in given:
                parsed = _parsed(given[name])
                if isinstance(parsed, Answer):
                    return parsed
                given[name] = parsed
        return _checked(given)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        return refused(SymbioflowError("UNSUPPORTED_MEDIA_TYPE", given=kind or "?"), 415)
    try:
        text = (await request.body()).decode("utf-8")
    except UnicodeDecodeError:
        return refused(SymbioflowError("BAD_REQUEST.not_utf8"))
    parsed = _parsed(text)
    return parsed if isinstance(parsed, Answer) else _checked(parsed)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return refused(SymbioflowError("BAD_REQUEST.not_json"))
    except RecursionError:
        return refused(SymbioflowError("BAD_REQUEST.too_deep"))


def _checked(given: Any) -> execution.Request | Answer:
    if not isinstance(given, dict):
        return refused(SymbioflowError("BAD_REQUEST.no_object"))
    mark = _half_character(given)
    if mark:
        return refused(SymbioflowError("BAD_REQUEST.half_characters", mark=mark))
    query, variables, name = given.get("query"), given.get("variables"), given.get("operationName")
    if query is not None and not isinstance(query, str):
        return refused(SymbioflowError("BAD_REQUEST.must_be_text", name="query"))
    if variables is not None and not isinstance(variables, dict):
        return refused(SymbioflowError("BAD_REQUEST.must_be_object", name="variables"))
    if name is not None and not isinstance(name, str):
        return refused(SymbioflowError("BAD_REQUEST.must_be_text", name="operationName"))
    if not isinstance(given.get("extensions"), dict | None):
        return refused(SymbioflowError("BAD_REQUEST.must_be_object", name="extensions"))
    return execution.Request(query, variables, name or None)


def _half_character(given: Mapping[str, Any]) -> str:
    """Return the first half of a character in a request; JSON can write what no text can hold."""
    try:
        json.dumps(given, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        return f"U+{ord(error.object[error.start]):04X}"
    return ""


def _response(answer: Answer, modern: bool) -> Response:
    # A well-formed request that could not be executed is still 200 in the older media type, as its clients
    # expect; what is no GraphQL request at all is 400 in both.
    status = 200 if answer.status == 400 and answer.well_formed and not modern else answer.status
    headers = {"Allow": "POST"} if status == 405 else None
    return JSONResponse(answer.body, status, headers, RESPONSE_TYPE if modern else "application/json")


class BodyLimit:
    """ASGI middleware that refuses a body larger than `limit` bytes with 413, read or announced."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body read up to the limit."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._limit:
            await self._refuse(scope, receive, send)
            return
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._limit:
                await self._refuse(scope, receive, send)
                return
        replayed = False

        async def replay() -> Message:
            nonlocal replayed
            if replayed:
                return await receive()
            replayed = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self._app(scope, replay, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = refused(SymbioflowError("BODY_TOO_LARGE", limit=self._limit)).body
        await JSONResponse(answer, 413, {"Connection": "close"})(scope, receive, send)
