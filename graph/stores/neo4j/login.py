"""The first login of a new Neo4j server: its built-in password is replaced by the user's own."""

from __future__ import annotations

import time

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph.errors import EXIT_STORE_REFUSED, EXIT_STORE_UNREACHABLE, SymbioflowError

USER = "neo4j"
DATABASE = "neo4j"
_BUILT_IN = "neo4j"
_PAUSE = 0.2

_ASK = "RETURN 1"
_SET_PASSWORD = "ALTER CURRENT USER SET PASSWORD FROM $before TO $after"


def set_password(url: str, password: str, *, seconds: float = 30.0) -> None:
    """Make `password` the one of the user ``neo4j``, or see that it is; wait until the server can say.

    Raises
    ------
    SymbioflowError
        ``STORE_LOGIN_REFUSED`` if the server has another password, ``STORE_UNREACHABLE`` after `seconds`.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            if not _accepted(url, password):
                _replace(url, password)
            return
        except (DriverError, Neo4jError) as error:
            if _is_refusal(error):
                raise SymbioflowError(
                    "STORE_LOGIN_REFUSED.other_password", exit_code=EXIT_STORE_REFUSED, url=url
                ) from error
            if time.monotonic() > end:
                raise SymbioflowError(
                    "STORE_UNREACHABLE.in_time", exit_code=EXIT_STORE_UNREACHABLE, url=url, seconds=seconds
                ) from error
        time.sleep(_PAUSE)


def _accepted(url: str, password: str) -> bool:
    try:
        with neo4j.GraphDatabase.driver(url, auth=(USER, password)) as driver:
            driver.execute_query(_ASK, database_=DATABASE)
    except Neo4jError as error:
        if _is_refusal(error):
            return False
        raise
    return True


def _replace(url: str, password: str) -> None:
    with neo4j.GraphDatabase.driver(url, auth=(USER, _BUILT_IN)) as driver:
        driver.execute_query(_SET_PASSWORD, before=_BUILT_IN, after=password, database_="system")


def _is_refusal(error: Exception) -> bool:
    return isinstance(error, Neo4jError) and (error.code or "").startswith("Neo.ClientError.Security")
