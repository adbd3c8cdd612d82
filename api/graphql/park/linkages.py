"""The register of linkages and its history."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.nodes import DomainNode, computed, exposed, linked, window_of
from api.graphql.park.streams import WasteStream
from api.graphql.park.technologies import Facility, Port
from graph import model
from graph.vocabulary import LINKAGE_CHANGES, LinkageState


@window_of(model.LinkageEvent)
class LinkageEvent:
    """One change of a linkage's state; kept for ever."""

    linkage: Annotated[Linkage, strawberry.lazy("api.graphql.park.linkages")] = linked(
        "Which linkage.", model.Linkage
    )
    at: str = exposed("UTC time, ISO 8601.")
    before: LinkageState = exposed("State before.")
    after: LinkageState = exposed("State after.")
    version: int = exposed("The linkage's version after the change.")
    actor: str = exposed("Who changed it.")
    note: str = exposed("Why.")


@window_of(model.Linkage)
class Linkage(DomainNode):
    """Material per year from a stream, or from a facility's output, to a facility's port."""

    stream: WasteStream | None = linked("Where it starts, if at a stream.", model.WasteStream)
    from_facility: Facility | None = linked("Where it starts, if at a facility.", model.Facility)
    to_facility: Facility = linked("Where it goes.", model.Facility)
    port: Port = linked("What it is taken as.", model.Port)
    amount: float = exposed("Per year, in the material's unit.")
    state: LinkageState = exposed("How far it has come.")
    allowed_states: list[LinkageState] = computed(
        "The states it may go to next.", lambda value, info: tuple(sorted(LINKAGE_CHANGES[value.state]))
    )
    version: int = exposed(
        "Rises by one with each change of state; a change names the version it was based on."
    )
    history: list[LinkageEvent] = computed(
        "Every change, oldest first.", lambda value, info: info.context.view.history(value.id)
    )
