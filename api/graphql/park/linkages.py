"""The register of linkages and its history."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, computed, window_of
from graph import model
from graph.vocabulary import LINKAGE_CHANGES, LinkageState


@window_of(model.LinkageEvent)
class LinkageEvent:
    """One change of a linkage's state; kept for ever."""


@window_of(model.Linkage)
class Linkage(DomainNode):
    """Material per year from a stream, or from a facility's output, to a facility's port."""

    allowed_states: list[LinkageState] = computed(
        "The states it may go to next.", lambda value, info: tuple(sorted(LINKAGE_CHANGES[value.state]))
    )
    version: int
    history: list[LinkageEvent] = computed(
        "Every change, oldest first.", lambda value, info: info.context.view.history(value.id)
    )
