"""Who outside the park's facilities takes a material."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.graphql.nodes import DomainNode, window_of
from api.graphql.values import Quantity, ranged, unit_of_material
from graph import model

if TYPE_CHECKING:
    pass


@window_of(model.Market)
class Market(DomainNode):
    """A demand for one material, shared by all who sell it there."""

    demand: Quantity | None = ranged(
        "Taken per year by everybody together; null: not known, or too large to bind.", unit_of_material
    )
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
    days: Quantity | None = ranged("Days a year that its buyers run; null when unknown.", unit_of_material)
