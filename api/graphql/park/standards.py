"""Standards and their limits."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, pointing, window_of
from graph import model


@window_of(model.StandardLimit, hides="standard")
class StandardLimit:
    """One limit of a standard; without bounds its value is not verified."""


@window_of(model.Standard)
class Standard(DomainNode):
    """A named standard and the dates between which it is in force."""

    limits: list[StandardLimit] = pointing("What it allows.", model.StandardLimit, "standard")
