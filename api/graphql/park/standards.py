"""Standards and their limits."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.graphql.nodes import DomainNode, exposed, linked, pointing, window_of
from graph import model


@window_of(model.StandardLimit)
class StandardLimit:
    """One limit of a standard; without bounds its value is not verified."""

    applies_to: str = exposed("The product, class or use it holds for.")
    component: str = exposed("What is limited.")
    basis: str = exposed("Unit of the bounds.")
    minimum: float | None = exposed("Lowest allowed; null: no such bound.")
    maximum: float | None = exposed("Highest allowed; null: no such bound.")


@window_of(model.Standard)
class Standard(DomainNode):
    """A named standard and the dates between which it is in force."""

    title_zh: str = exposed("Title in Chinese.")
    title_en: str = exposed("Title in English.")
    in_force_from: date | None = exposed("First day in force; null when unknown.")
    in_force_to: date | None = exposed("Last day in force; null when unknown or still in force.")
    replaced_by: Annotated[Standard, strawberry.lazy("api.graphql.park.standards")] | None = linked(
        "The standard whose limits hold afterwards.", model.Standard
    )
    limits: list[StandardLimit] = pointing("What it allows.", model.StandardLimit, "standard")
