"""From a store URL to its adapter; the Neo4j driver is imported only when a Neo4j URL asks for it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from graph.errors import EXIT_USAGE, SymbioflowError
from graph.stores.protocol import Store
from graph.stores.sqlite import SqliteStore

_SQLITE = "sqlite:///"
_NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(
    url: str, user: str | None = None, password: str | None = None, database: str = "neo4j"
) -> Store:
    """Return the store behind a URL; nothing is read or written yet.

    Parameters
    ----------
    url : str
        ``sqlite:///park.db`` (beside the working folder), ``sqlite:////srv/park.db`` (absolute), or a Neo4j
        URL such as ``neo4j://host:7687``, ``neo4j+s://user@host:7687`` or ``bolt://host:7687``.
    user, password : str or None
        Login of Neo4j; they go before those in the URL. Without any, none is sent.
    database : str
        Database of the Neo4j server.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_STORE_URL`` if the URL is none of these.
    """
    if url.startswith(_SQLITE):
        return _open_sqlite(url)
    parts = _split(url)
    if parts.scheme not in _NEO4J_SCHEMES or not parts.hostname or parts.path not in ("", "/"):
        raise _unknown(parts)
    return _open_neo4j(parts, user, password, database)


def _open_sqlite(url: str) -> Store:
    path = url.removeprefix(_SQLITE)
    if not path or path.endswith(("/", "\\")):
        raise SymbioflowError("UNKNOWN_STORE_URL.no_file", exit_code=EXIT_USAGE, url=url)
    return SqliteStore(Path(path), url)


def _open_neo4j(parts: SplitResult, user: str | None, password: str | None, database: str) -> Store:
    from graph.stores.neo4j.store import Neo4jStore

    if user is None and parts.username:
        user = unquote(parts.username)
    if password is None and parts.password:
        password = unquote(parts.password)
    if user is None and password is not None:
        user = "neo4j"
    address = _address(parts)
    query = f"?{parts.query}" if parts.query else ""
    shown_user = f"{parts.username}@" if parts.username else ""
    return Neo4jStore(
        f"{parts.scheme}://{address}{query}",
        user,
        password,
        database,
        f"{parts.scheme}://{shown_user}{address}{query}",
    )


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise SymbioflowError(
            "UNKNOWN_STORE_URL.malformed", exit_code=EXIT_USAGE, reason=str(error)
        ) from error
    return parts


def _address(parts: SplitResult) -> str:
    host = parts.netloc.rpartition("@")[2]
    return host if parts.port else f"{host.removesuffix(':')}:7687"


def _unknown(parts: SplitResult) -> SymbioflowError:
    shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return SymbioflowError("UNKNOWN_STORE_URL", exit_code=EXIT_USAGE, url=shown)
