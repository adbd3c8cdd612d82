"""Classes of industry, and the names of those that rows give by their code."""

from __future__ import annotations

from api.graphql.context import Info
from api.graphql.nodes import window_of
from graph import model


@window_of(model.Industry)
class Industry:
    """A class of industry with its neighbours in other schemes."""


def industry_named(info: Info, scheme: str, code: str) -> model.Industry | None:
    """Return the class of a scheme that has a code; None where the table does not know it."""
    return info.context.view.get(model.Industry, f"{scheme}-{code}") if code else None
