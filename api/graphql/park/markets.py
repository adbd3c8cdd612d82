"""Who outside the park's facilities takes a material."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, exposed, linked, window_of
from api.graphql.park.materials import Material
from api.graphql.values import Quantity, ranged, unit_of_material
from graph import model
from graph.vocabulary import MarketReach, PriceAt

if TYPE_CHECKING:
    from api.graphql.park.technologies import Technology


@window_of(model.Market)
class Market(DomainNode):
    """A demand for one material, shared by all who sell it there."""

    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    material: Material = linked("What is bought.", model.Material)
    technology: Annotated[Technology, strawberry.lazy("api.graphql.park.technologies")] | None = linked(
        "Only what this technology makes is bought; null: from whoever makes it.", model.Technology
    )
    waste: bool = exposed("Whether the waste itself is bought as it is, at the donor's gate.")
    reach: MarketReach = exposed("Whose market it is.")
    place: str = exposed("Park, division or province whose facilities may sell here; empty: everywhere.")
    radius: float | None = exposed("How far its buyers are, road km; null: not said.")
    within: Annotated[Market, strawberry.lazy("api.graphql.park.markets")] | None = linked(
        "The larger market that what is sold here counts in too.", model.Market
    )
    demand: Quantity | None = ranged(
        "Taken per year by everybody together; null: not known, or too large to bind.", unit_of_material
    )
    binds: bool = exposed("False where a park's sales are small beside it, so that no amount bounds them.")
    served: Quantity | None = ranged(
        "The share of the demand that is served today; null when unknown.", unit_of_material
    )
    total: Quantity | None = ranged(
        "What a sink that fills can still hold, once and not per year; null for a market that renews itself.",
        unit_of_material,
    )
    price: Quantity | None = ranged(
        "What is paid, see `priceAt` and `vat`; negative where the seller pays; null when unknown.",
        unit_of_material,
    )
    price_at: PriceAt = exposed("Up to where the seller has to bring it for that price.")
    price_basis: str = exposed("What the price is of and holds, in words.")
    vat: float | None = exposed("Rate of the value added tax that the price contains; null: not said.")
    year: str = exposed("Of demand and price.")
    trend: float | None = exposed("Change of the demand from that year on, % per year; null when unknown.")
    days: Quantity | None = ranged("Days a year that its buyers run; null when unknown.", unit_of_material)
    monthly: list[float] = exposed(
        "Twelve shares of the demand of a year, January first; empty when even or unknown."
    )
    question_zh: str = exposed("What to ask whom so that it is known, in Chinese.")
    question_en: str = exposed("What to ask whom so that it is known, in English.")
