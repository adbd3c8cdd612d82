"""GraphQL over HTTP: reading a request, the media type of the answer, and noticing a client who leaves.

Follows the GraphQL-over-HTTP specification: ``application/graphql-response+json`` where it is accepted, with
400 for what was refused before execution; the older ``application/json`` otherwise. By POST alone, so that no
address, picture or link makes the server compute.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import JSONResponse, Response

from api.graphql.context import Context, Limits
from api.graphql.running import execution
from api.graphql.running.execution import Answer, execute, refused
from api.lane.leaving import while_there
from api.pages import ERROR_CODE
from api.settings import Settings
from api.views import Service
from graph.errors import SymbioflowError

RESPONSE_TYPE = "application/graphql-response+json"


async def graphql_response(request: Request, service: Service, settings: Settings) -> Response:
    """Answer a GraphQL request; what is computed for nobody else is given up when the client leaves."""
    modern = _accepts_modern(request.headers.get("accept", ""))
    asked = await _read(request)
    if isinstance(asked, Answer):
        return _response(asked, modern)
    limits = Limits.of(settings)

    def run() -> Answer:
        try:
            context = Context(service, limits)
        except SymbioflowError as error:
            return refused(error, 503)
        return execute(asked, context)

    answer = await while_there(request, run)
    age = service.age()
    if age is not None:
        answer.body["extensions"] = {"dataAgeSeconds": round(age, 1)}
    return _response(answer, modern)


def _accepts_modern(accept: str) -> bool:
    """Return whether the client names the newer media type, and not only the older one before it."""
    named = [part.split(";")[0].strip().lower() for part in accept.split(",")]
    if RESPONSE_TYPE not in named:
        return False
    return "application/json" not in named[: named.index(RESPONSE_TYPE)]


async def _read(request: Request) -> execution.Request | Answer:
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
    codes = [error["extensions"]["code"] for error in answer.body.get("errors", ())]
    headers = {ERROR_CODE: str(codes[0])} if codes else None
    return JSONResponse(answer.body, status, headers, RESPONSE_TYPE if modern else "application/json")
