"""Waste streams and their analyses."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, computed, exposed, linked, pointing, window_of
from api.graphql.pages import Connection, paged
from api.graphql.park.materials import Material
from api.graphql.park.parks import Enterprise
from api.graphql.values import Quantity, ranged, unit_of_basis, unit_of_material
from graph import model
from graph.vocabulary import Sharing

if TYPE_CHECKING:
    from api.graphql.matching import Suggestion, UseSuggestion
    from api.graphql.park.linkages import Linkage


@window_of(model.StreamComponent)
class StreamComponent:
    """An analysis result of one stream."""

    component: str = exposed("Element, compound, nuclide or property.")
    basis: str = exposed("Unit of the amount, for example mass %, mass % dry, mg/kg or Bq/kg.")
    amount: Quantity = ranged("How much of it.", unit_of_basis)
    sampled_on: date | None = exposed("Day of the sample, else of the report; null when nobody told.")
    laboratory: str = exposed("Who analysed it.")
    withdrawn: bool = exposed("It stays on record and decides nothing any more.")


@window_of(model.WasteStream)
class WasteStream(DomainNode):
    """What one enterprise gives off of one material."""

    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    enterprise: Enterprise = linked("Who gives it off.", model.Enterprise)
    material: Material = linked("What it is.", model.Material)
    supply: Quantity = ranged("Generated per year, tonnes wet as shipped.", unit_of_material)
    in_use: Quantity = ranged(
        "The part of the supply that already goes to a use today (the baseline); likely 0 and at most more "
        "than 0 where nobody says how much.",
        unit_of_material,
    )
    stock: Quantity | None = ranged(
        "On hand from earlier years; null when nobody could say.", unit_of_material
    )
    moisture: Quantity | None = ranged("Free water; null when unknown.", unit_of_material)
    disposal_cost: Quantity | None = ranged(
        "Paid today to get rid of one unit; null when unknown.", unit_of_material
    )
    trend: float | None = exposed("Change of `supply`, % per year, in a roadmap; null: as it is.")
    year: int | None = exposed("Of which year the amounts are; null: not said.")
    monthly: list[float] = exposed("Twelve shares of the year, January first; empty when even or unknown.")
    sharing: Sharing = exposed("Who may see amounts and prices; nothing hides them by it yet.")
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
