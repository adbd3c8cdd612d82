"""What technologies cost: classes that cost alike, and the cost sheet of each recipe."""

from __future__ import annotations

from typing import Any

from api.graphql.context import Info
from api.graphql.nodes import DomainNode, window_of
from api.graphql.values import Quantity, ranged, unit_of_technology
from graph import model


def _unit_of_class(value: Any, info: Info) -> str:
    return str(value.unit.value)


@window_of(model.ProcessClass)
class ProcessClass(DomainNode):
    """Technologies that cost alike, and the interval that their costs lie in."""

    operating: Quantity = ranged(
        "Labour, upkeep, wear and overhead; no energy, no bought inputs, no depreciation.", _unit_of_class
    )
    electricity: Quantity = ranged("Electricity per unit.", _unit_of_class)
    heat: Quantity = ranged("Heat per unit.", _unit_of_class)
    capital: Quantity = ranged("Per unit of yearly main input at the reference scale.", _unit_of_class)


@window_of(model.CostSheet, hides="technology")
class CostSheet:
    """What one technology costs: its own sums where published, else its class times factors."""

    operating: Quantity | None = ranged(
        "Operating cost of this very technology, before its class; null: not published.", unit_of_technology
    )
    capital: Quantity | None = ranged(
        "Capital of this very technology, before its class; null: not published.", unit_of_technology
    )
