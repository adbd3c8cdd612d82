"""Whom a request comes from, as far as its network address says: what heavy work is shared out by."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

from api.lane import WHO

#: One household or office has all addresses that begin alike.
_IPV6_PREFIX = 64


class Named:
    """ASGI middleware that says in `WHO` whom a request comes from."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        client = scope.get("client")
        WHO.set(client_name(client[0]) if client else "")
        await self._app(scope, receive, send)


def client_name(address: str) -> str:
    """Return what the clients of an address are told apart by.

    Examples
    --------
    >>> client_name("192.0.2.7"), client_name("2001:db8:0:1::5") == client_name("2001:db8:0:1::6")
    ('192.0.2.7', True)
    >>> client_name("::ffff:192.0.2.7"), client_name("testclient")
    ('192.0.2.7', 'testclient')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = None if isinstance(found, IPv4Address) else found.ipv4_mapped
    if isinstance(found, IPv4Address) or mapped is not None:
        return str(mapped or found)
    return str(ip_network((found, _IPV6_PREFIX), strict=False))
