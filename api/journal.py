"""What the server writes down, one JSON line each: requests, changes, and what went wrong unexpectedly.

A line has ``at`` (UTC), ``kind`` (``access``, ``audit``, else the logger and ``level``) and, where it belongs
to a request, the request's ``id``, which the client is given as ``X-Request-Id``.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.language import Language
from api.pages import ERROR_CODE, refused
from graph.errors import SymbioflowError

access = logging.getLogger("symbioflow.access")
audit = logging.getLogger("symbioflow.audit")
logger = logging.getLogger("symbioflow.server")

#: The request that this task or thread works for; empty where there is none.
REQUEST: ContextVar[str] = ContextVar("request", default="")
#: An id that a proxy gave a request already.
_GIVEN = re.compile(r"[A-Za-z0-9_.-]{8,64}")
#: As servers write down a client who left before the answer.
_LEFT = 499
_LONGEST_PATH = 500
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


class Journal:
    """ASGI middleware that writes a line for every request and answers what nobody expected with a code."""

    def __init__(self, app: ASGIApp, language: Language) -> None:
        self._app = app
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run a request and write down what became of it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        id = given if _GIVEN.fullmatch(given) else uuid4().hex
        token = REQUEST.set(id)
        began, status, size, code = time.perf_counter(), 0, 0, ""

        async def noting(message: Message) -> None:
            nonlocal status, size, code
            if message["type"] == "http.response.start":
                status = message["status"]
                answered = MutableHeaders(scope=message)
                answered["X-Request-Id"] = id
                code = answered.get(ERROR_CODE, "")
                for name, value in _HEADERS.items():
                    answered.setdefault(name, value)
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            elif message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.close" and not status:
                status = 403
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except ClientDisconnect:
            status = status or _LEFT
        except Exception:
            logger.exception("unexpected error at %s", scope["path"][:_LONGEST_PATH])
            if scope["type"] == "websocket" or status:
                raise
            error = SymbioflowError("INTERNAL_ERROR.reference", reference=id)
            await refused(Request(scope), error, 500, self._language)(scope, receive, noting)
        finally:
            client = scope.get("client") or ("", 0)
            access.info(
                "",
                extra={
                    "facts": {
                        "client": client[0],
                        "method": scope.get("method", "WEBSOCKET"),
                        "path": scope["path"][:_LONGEST_PATH],
                        "status": status or _LEFT,
                        **({"code": code} if code else {}),
                        "ms": round(1000.0 * (time.perf_counter() - began), 1),
                        "bytes": size,
                        "agent": headers.get("user-agent", "")[:200],
                    }
                },
            )
            REQUEST.reset(token)


def note(action: str, **facts: Any) -> None:
    """Write down a change of the data: what, by whom, from what to what."""
    audit.info("", extra={"facts": {"action": action, **facts}})


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; text of others cannot begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        name = record.name.removeprefix("symbioflow.")
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "kind": name,
        }
        if name not in ("access", "audit"):
            line["level"] = record.levelname.lower()
        if REQUEST.get():
            line["id"] = REQUEST.get()
        text = record.getMessage()
        if text:
            line["text"] = text
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=True, default=str)


def keep_journal(to: str) -> None:
    """Send what the server writes down to a file, or to standard error for ``-``; nothing for an empty text.

    A file is opened anew when it was moved aside, and only its owner may read it.
    """
    handler: logging.Handler = logging.NullHandler()
    if to == "-":
        handler = logging.StreamHandler(sys.stderr)
    elif to:
        path = Path(to)
        path.touch(mode=0o600)
        handler = WatchedFileHandler(path, encoding="utf-8")
    handler.setFormatter(JsonLines())
    for name, level in (("symbioflow", logging.INFO), ("uvicorn", logging.WARNING)):
        each = logging.getLogger(name)
        for former in each.handlers:
            former.close()
        each.handlers, each.propagate = [handler], False
        each.setLevel(level)
