"""What the world knows: classes of industry, documented exchanges, standards and their limits."""

from __future__ import annotations

from api.graphql.context import Info
from api.graphql.nodes import DomainNode, pointing, window_of
from graph import model


@window_of(model.Industry)
class Industry:
    """A class of industry with its neighbours in other schemes."""


def industry_named(info: Info, scheme: str, code: str) -> model.Industry | None:
    """Return the class of a scheme that has a code; None where the table does not know it."""
    return info.context.view.get(model.Industry, f"{scheme}-{code}") if code else None


@window_of(model.Precedent)
class Precedent(DomainNode):
    """A documented exchange elsewhere."""


@window_of(model.StandardLimit, hides="standard")
class StandardLimit:
    """One limit of a standard; without bounds its value is not verified."""


@window_of(model.Standard)
class Standard(DomainNode):
    """A named standard and the dates between which it is in force."""

    limits: list[StandardLimit] = pointing("What it allows.", model.StandardLimit, "standard")
