"""The program's own GraphQL documents, run in this process: what ``--json`` prints and pages show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import SymbioflowError
from graph.wording import Words

if TYPE_CHECKING:
    from api.graphql.context import Limits
    from api.views import Service

DOCUMENTS = Path(__file__).parents[2] / "documents"


def answer(
    service: Service,
    document: str,
    variables: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
) -> dict[str, Any]:
    """Return the data of one of the documents, under `limits` if any; its first error is raised."""
    # The schema takes longer to make than many a command to run.
    from api.graphql.context import UNLIMITED, Context
    from api.graphql.running.execution import Request, execute

    query = (DOCUMENTS / f"{document}.graphql").read_text(encoding="utf-8")
    body = execute(Request(query, variables), Context(service, limits or UNLIMITED)).body
    for error in body.get("errors", ()):
        extensions = error["extensions"]
        raise SymbioflowError(extensions["code"], Words(extensions["messageZh"], extensions["messageEn"]))
    data: dict[str, Any] = body["data"]
    return data
