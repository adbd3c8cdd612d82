"""What the driver reports as coded errors of one line."""

from __future__ import annotations

from neo4j.exceptions import IncompleteCommit, Neo4jError, TransientError

from graph.errors import EXIT_STORE_REFUSED, EXIT_STORE_UNREACHABLE, SymbioflowError


def coded(error: Exception, url: str, database: str) -> SymbioflowError:
    """Return what the driver reports as a refusal."""
    if isinstance(error, IncompleteCommit):
        return SymbioflowError("STORE_UNREACHABLE.commit", exit_code=EXIT_STORE_UNREACHABLE, url=url)
    first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    code = (error.code or "") if isinstance(error, Neo4jError) else ""
    if code.startswith("Neo.ClientError.Security"):
        reason = code.rsplit(".", 1)[-1]
        return SymbioflowError("STORE_LOGIN_REFUSED", exit_code=EXIT_STORE_REFUSED, url=url, reason=reason)
    if code == "Neo.ClientError.Database.DatabaseNotFound":
        return SymbioflowError(
            "UNKNOWN_DATABASE", exit_code=EXIT_STORE_UNREACHABLE, url=url, database=database
        )
    if isinstance(error, Neo4jError) and not isinstance(error, TransientError):
        return SymbioflowError("STORE_FAILED", exit_code=EXIT_STORE_UNREACHABLE, url=url, reason=first_line)
    return SymbioflowError("STORE_UNREACHABLE", exit_code=EXIT_STORE_UNREACHABLE, url=url, reason=first_line)
