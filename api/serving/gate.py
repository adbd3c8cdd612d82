"""Who may ask: one gate for every transport, by the name of this server and where a web page came from.

A page elsewhere can make its reader's browser send requests here. It can follow a link to a page of ours; it
gets no answer to anything else: no question by POST, no open line, no picture that has to be computed.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.language import Language
from api.pages import refused
from graph.errors import SymbioflowError

_SAFE = ("GET", "HEAD", "OPTIONS")


class Gate:
    """ASGI middleware that refuses another name of the server (400) and foreign pages (403), with a code.

    Parameters
    ----------
    hosts : collection of str
        Names that a request may use for this server, without ports.
    origins : collection of str
        Other places whose pages may ask, such as ``https://park.example``.
    """

    def __init__(
        self, app: ASGIApp, hosts: Collection[str], origins: Collection[str], language: Language
    ) -> None:
        self._app = app
        self._hosts = {host.lower() for host in hosts}
        self._origins = {origin.lower().rstrip("/") for origin in origins}
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        error, status = None, 400
        host = headers.get("host", "")
        if "*" not in self._hosts and host_name(host) not in self._hosts:
            error = SymbioflowError("BAD_HOST", given=host)
        elif not self._is_ours(scope, headers):
            error, status = SymbioflowError("FOREIGN_ORIGIN", given=headers.get("origin", "?")), 403
        if error is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": error.code})
        else:
            await refused(Request(scope), error, status, self._language)(scope, receive, send)

    def _is_ours(self, scope: Scope, headers: Headers) -> bool:
        origin = headers.get("origin", "").lower()
        if origin in self._origins:
            return True
        reads = scope["type"] == "http" and scope["method"] in _SAFE
        came_from = headers.get("sec-fetch-site", "")
        if came_from in ("cross-site", "same-site"):
            follows_link = headers.get("sec-fetch-mode") == "navigate"
            return reads and follows_link and headers.get("sec-fetch-dest") == "document"
        return reads or not origin or urlsplit(origin).netloc == headers.get("host", "").lower()


def host_name(host: str) -> str:
    """Return the name in a ``Host`` header, without its port.

    Examples
    --------
    >>> host_name("localhost:8000"), host_name("[::1]:8000"), host_name("[::1]"), host_name("Park.example")
    ('localhost', '[::1]', '[::1]', 'park.example')
    """
    name, separator, port = host.lower().rpartition(":")
    return name if separator and port.isdecimal() else host.lower()
