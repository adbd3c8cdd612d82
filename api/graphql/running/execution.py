"""Runs a query and gives back what every face shows: data, coded errors and what kind of answer it is.

The one place where errors are given their codes: a refusal of the graph keeps its own, a mistake in the query
says so, and anything else is masked behind a reference that stands in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from api.graphql.context import Context
from api.graphql.refusals import extensions
from api.graphql.schema import schema
from graph.errors import SymbioflowError
from graph.wording import message

logger = logging.getLogger("symbioflow.graphql")

ALL_OPERATIONS = frozenset({OperationType.QUERY, OperationType.MUTATION})


@dataclass(frozen=True, slots=True)
class Request:
    """One GraphQL request.

    Attributes
    ----------
    query : str or None
    variables : mapping or None
    operation : str or None
        Which operation of the document.
    """

    query: str | None
    variables: Mapping[str, Any] | None = None
    operation: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request led to.

    Attributes
    ----------
    body : dict
        As GraphQL over HTTP has it: `data` (missing where nothing was executed) and `errors`.
    status : int
        What HTTP calls it: 200 where the request was executed, 400 and others where it was refused before.
    well_formed : bool
        False where it was not even a GraphQL request.
    """

    body: dict[str, Any]
    status: int = 200
    well_formed: bool = True


def execute(request: Request, context: Context, allowed: Iterable[OperationType] = ALL_OPERATIONS) -> Answer:
    """Run a request against the schema; every error that comes back carries ``extensions.code``."""
    try:
        result = schema.execute_sync(
            request.query,
            variable_values=dict(request.variables) if request.variables else None,
            context_value=context,
            operation_name=request.operation,
            allowed_operation_types=allowed,
        )
    except MissingQueryError:
        return refused(SymbioflowError("BAD_REQUEST.no_query"))
    except CannotGetOperationTypeError:
        return refused(SymbioflowError("UNKNOWN_OPERATION", name=request.operation or ""), well_formed=True)
    except InvalidOperationTypeError as error:
        return refused(SymbioflowError("METHOD_NOT_ALLOWED", operation=error.operation_type.value), 405)
    errors = [formatted(error) for error in result.errors or ()]
    if any(error.path is None for error in result.errors or ()):
        return Answer({"errors": errors}, 400)
    return Answer({**({"errors": errors} if errors else {}), "data": result.data})


def refused(error: SymbioflowError, status: int = 400, well_formed: bool = False) -> Answer:
    """Return the answer to a request that could not be executed."""
    body = {"errors": [{"message": error.message, "extensions": extensions(error.code, error.said)}]}
    return Answer(body, status, well_formed)


def formatted(error: GraphQLError) -> dict[str, Any]:
    """Return an error as it is sent, with its code; an unexpected one is masked and logged."""
    cause = error.original_error
    shown: dict[str, Any] = dict(error.formatted)
    own = (error.extensions or {}).get("code")
    if isinstance(cause, SymbioflowError):
        carried = extensions(cause.code, cause.said)
    elif own is not None and "messageZh" in (error.extensions or {}):
        carried = dict(error.extensions or {})
    elif own is not None:
        carried = extensions(own, message(own, detail=error.message)) | dict(error.extensions or {})
    elif isinstance(error, GraphQLSyntaxError):
        carried = extensions("GRAPHQL_PARSE_FAILED", message("GRAPHQL_PARSE_FAILED", detail=error.message))
    elif cause is None or isinstance(cause, GraphQLError):
        carried = extensions("BAD_USER_INPUT", message("BAD_USER_INPUT", detail=error.message))
    else:
        reference = uuid4().hex[:12]
        logger.error("unexpected error %s", reference, exc_info=cause)
        masked = message("INTERNAL_ERROR.reference", reference=reference)
        shown["message"] = masked.text("en")
        carried = extensions("INTERNAL_ERROR", masked) | {"reference": reference}
    return {**shown, "extensions": carried}
