"""Technologies with their ports and limits, and the facilities that run them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, pointing, window_of
from api.graphql.pages import Connection, paged
from api.graphql.park.worth import CostSheet
from graph import model

if TYPE_CHECKING:
    from api.graphql.matching import Suggestion
    from api.graphql.park.linkages import Linkage


@window_of(model.PortYield, hides="port")
class PortYield:
    """How much of an output is made of one main input, by kind or content."""


@window_of(model.Port)
class Port(DomainNode):
    """What a technology takes in or gives out, per unit of main input."""

    yields: list[PortYield] = pointing("Where it follows the input.", model.PortYield, "port")


@window_of(model.ComponentFate, hides="technology")
class ComponentFate:
    """What becomes of a component of the main input in one output."""


@window_of(model.Imbalance, hides="technology")
class Imbalance:
    """A place where a recipe is known not to balance, and why it stands so."""


@window_of(model.Limit, hides="technology")
class Limit:
    """A composition limit of a technology; without bounds its value is not verified."""


@window_of(model.Technology)
class Technology(DomainNode):
    """A recipe: an operating unit in P-graph terms. Amounts are per unit of main input."""

    ports: list[Port] = pointing("What it takes in and gives out.", model.Port, "technology")
    cost_sheets: list[CostSheet] = pointing(
        "What building and running it costs; one, where the library knows it.",
        model.CostSheet,
        "technology",
        size=1,
    )
    limits: list[Limit] = pointing("Limits on the composition of its inputs.", model.Limit, "technology")
    component_fates: list[ComponentFate] = pointing(
        "Where the components of its main input end.", model.ComponentFate, "technology"
    )
    imbalances: list[Imbalance] = pointing("Where it is known not to balance.", model.Imbalance, "technology")
    facilities: Connection[Annotated[Facility, strawberry.lazy("api.graphql.park.technologies")]] = paged(
        "Where it is run or planned, by id.",
        lambda value, info: info.context.view.pointing(model.Facility, "technology", value.id),
    )


@window_of(model.Facility)
class Facility(DomainNode):
    """An enterprise runs, or plans, a technology at a capacity."""

    suggestions: Connection[Annotated[Suggestion, strawberry.lazy("api.graphql.matching")]] = paged(
        "Linkages worth making to it, best of all streams first.",
        lambda value, info: info.context.view.suggestions_to(value.id),
        weight=2,
    )
    linkages: list[Annotated[Linkage, strawberry.lazy("api.graphql.park.linkages")]] = pointing(
        "Linkages to it that are registered.", model.Linkage, "to_facility"
    )
