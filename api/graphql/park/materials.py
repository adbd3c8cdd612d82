"""Materials, their taxonomy and what they typically contain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, computed, exposed, linked, pointing, window_of
from api.graphql.pages import Connection, paged
from api.graphql.park.industries import Industry, industry_named
from api.graphql.values import Quantity, ranged, unit_of_basis
from graph import model
from graph.evidence import Grade
from graph.vocabulary import Hazard, MaterialStatus, Phase, Unit, UseRole

if TYPE_CHECKING:
    from api.graphql.park.markets import Market
    from api.graphql.park.streams import WasteStream
    from api.graphql.park.technologies import Port


@window_of(model.MaterialComponent)
class MaterialComponent:
    """What a material typically contains; stands in where a stream was not analysed."""

    component: str = exposed("Element, compound, nuclide or property.")
    basis: str = exposed("Unit of the amount, for example mass %, mass % dry, mg/kg or Bq/kg.")
    amount: Quantity = ranged("How much of it.", unit_of_basis)


@window_of(model.ElementContent)
class ElementContent:
    """How much of one element a material contains; recipes are balanced by it."""

    element: str = exposed("Symbol of an element or name of a nuclide.")
    basis: str = exposed("Unit of the amount, for example mass %, mass % dry, mg/kg or Bq/kg.")
    amount: Quantity = ranged("How much of it.", unit_of_basis)
    free_water: float | None = exposed("Water in what is handed over, mass % wet; null when unknown.")
    note: str = exposed("What it is counted in, or from what it was converted.")


@window_of(model.MaterialUse)
class MaterialUse:
    """An industry that takes a material, and as what."""

    role: UseRole = exposed("What the industry takes it as.")
    use_zh: str = exposed("The use in Chinese.")
    use_en: str = exposed("The use in English.")
    nace: list[str] = exposed("NACE Rev.2 classes of the industry.")
    industries: list[Industry] = computed(
        "Those classes with their names, as far as the table knows them.",
        lambda value, info: tuple(
            found for code in value.nace if (found := industry_named(info, "nace", code)) is not None
        ),
    )
    commonness: int = exposed("How common the use is, 1 (rare) to 3 (usual).")


@window_of(model.Material)
class Material(DomainNode):
    """What flows."""

    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    kind_of: Annotated[Material, strawberry.lazy("api.graphql.park.materials")] | None = linked(
        "The next more general material; a port that takes the parent takes the child.", model.Material
    )
    children: Connection[Annotated[Material, strawberry.lazy("api.graphql.park.materials")]] = paged(
        "The next more special materials, by id.",
        lambda value, info: info.context.view.pointing(model.Material, "kind_of", value.id),
    )
    synonyms_zh: list[str] = exposed("Other names in Chinese.")
    synonyms_en: list[str] = exposed("Other names in English.")
    phase: Phase = exposed("How it is handed over.")
    unit: Unit = exposed("What it is counted in.")
    hazard: Hazard = exposed("Whether it is hazardous waste.")
    status: MaterialStatus = exposed("Whether it is waste; only waste counts in rates of waste use.")
    density: Quantity | None = ranged(
        "Tonnes per m3 as handed over, gases at 0 C and 1.01325 bar; null when unknown.", lambda _, __: ""
    )
    density_grade: Grade | None = exposed("How sure the density is.")
    ewc_codes: list[str] = exposed("Codes of the European list of waste.")
    sw_codes: list[str] = exposed("Classes of China's list of solid waste.")
    hw_codes: list[str] = exposed("Classes of China's list of hazardous waste.")
    hs_codes: list[str] = exposed("Headings of the Harmonized System.")
    donor_isic: list[str] = exposed("Industries (ISIC Rev.4) that typically give it off.")
    generation: str = exposed("How it comes about, in words.")
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
    markets: list[Annotated[Market, strawberry.lazy("api.graphql.park.markets")]] = pointing(
        "Who outside the park's facilities takes this very material.", model.Market, "material"
    )
