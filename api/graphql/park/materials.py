"""Materials, their taxonomy and what they typically contain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, computed, pointing, window_of
from api.graphql.pages import Connection, paged
from api.graphql.park.reference import Industry, industry_named
from graph import model

if TYPE_CHECKING:
    from api.graphql.park.streams import WasteStream
    from api.graphql.park.technologies import Port
    from api.graphql.park.worth import Market


@window_of(model.MaterialComponent, hides="material")
class MaterialComponent:
    """What a material typically contains; stands in where a stream was not analysed."""


@window_of(model.ElementContent, hides="material")
class ElementContent:
    """How much of one element a material contains; recipes are balanced by it."""


@window_of(model.MaterialUse, hides="material")
class MaterialUse:
    """An industry that takes a material, and as what."""

    industries: list[Industry] = computed(
        "Those classes with their names, as far as the table knows them.",
        lambda value, info: tuple(
            found for code in value.nace if (found := industry_named(info, "nace", code)) is not None
        ),
    )
    commonness: int


@window_of(model.Material)
class Material(DomainNode):
    """What flows."""

    children: Connection[Annotated[Material, strawberry.lazy("api.graphql.park.materials")]] = paged(
        "The next more special materials, by id.",
        lambda value, info: info.context.view.pointing(model.Material, "kind_of", value.id),
    )
    synonyms_zh: list[str]
    components: list[MaterialComponent] = pointing(
        "What it typically contains.", model.MaterialComponent, "material"
    )
    element_contents: list[ElementContent] = pointing(
        "Which elements it contains.", model.ElementContent, "material"
    )
    uses: list[MaterialUse] = pointing("Industries that take it.", model.MaterialUse, "material")
    waste_streams: Connection[Annotated[WasteStream, strawberry.lazy("api.graphql.park.streams")]] = paged(
        "Streams of this very material, by id.",
        lambda value, info: info.context.view.pointing(model.WasteStream, "material", value.id),
    )
    ports: Connection[Annotated[Port, strawberry.lazy("api.graphql.park.technologies")]] = paged(
        "Ports of technologies that name this very material, by id.",
        lambda value, info: info.context.view.pointing(model.Port, "material", value.id),
    )
    markets: list[Annotated[Market, strawberry.lazy("api.graphql.park.worth")]] = pointing(
        "Who outside the park's facilities takes this very material.", model.Market, "material"
    )
