"""Waste streams and their analyses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, computed, pointing, window_of
from api.graphql.pages import Connection, paged
from graph import model

if TYPE_CHECKING:
    from api.graphql.matching import Suggestion, UseSuggestion
    from api.graphql.park.linkages import Linkage


@window_of(model.StreamComponent, hides="stream")
class StreamComponent:
    """An analysis result of one stream."""


@window_of(model.WasteStream)
class WasteStream(DomainNode):
    """What one enterprise gives off of one material."""

    components: list[StreamComponent] = pointing(
        "What was found in it; the material's typical contents stand in for the rest.",
        model.StreamComponent,
        "stream",
    )
    suggestions: Connection[Annotated[Suggestion, strawberry.lazy("api.graphql.matching")]] = paged(
        "Linkages worth making for it, best first.",
        lambda value, info: info.context.view.suggestions_of(value.id),
        weight=2,
    )
    usual_takers: list[Annotated[UseSuggestion, strawberry.lazy("api.graphql.matching")]] = computed(
        "The industries that most usually take such a waste, whoever the park has.",
        lambda value, info: info.context.view.usual_takers(value),
        size=3,
        weight=50,
    )
    linkages: list[Annotated[Linkage, strawberry.lazy("api.graphql.park.linkages")]] = pointing(
        "Linkages from it that are registered.", model.Linkage, "stream"
    )
