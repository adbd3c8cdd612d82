"""What technologies cost: classes that cost alike, and the cost sheet of each recipe."""

from __future__ import annotations

from typing import Any

from api.graphql.context import Info
from api.graphql.nodes import DomainNode, exposed, linked, window_of
from api.graphql.values import Quantity, ranged, unit_of_technology
from graph import model
from graph.vocabulary import RevenueBasis, Unit


def _unit_of_class(value: Any, info: Info) -> str:
    return str(value.unit.value)


@window_of(model.ProcessClass)
class ProcessClass(DomainNode):
    """Technologies that cost alike, and the interval that their costs lie in."""

    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    family: str = exposed("Classes that are shown together.")
    unit: Unit = exposed("What its costs are counted per.")
    basis: str = exposed("Of which state a unit is meant, in words (as delivered, dry, of product).")
    operating: Quantity = ranged(
        "Labour, upkeep, wear and overhead; no energy, no bought inputs, no depreciation.", _unit_of_class
    )
    electricity: Quantity = ranged("Electricity per unit.", _unit_of_class)
    heat: Quantity = ranged("Heat per unit.", _unit_of_class)
    capital: Quantity = ranged("Per unit of yearly main input at the reference scale.", _unit_of_class)
    reference_scale: float = exposed("Main input per year that the capital is meant for.")
    scale_exponent: float = exposed("Capital grows with the scale to this power.")
    life: float = exposed("Years over which capital is recovered.")
    year: int = exposed("Whose money it is.")


@window_of(model.CostSheet)
class CostSheet:
    """What one technology costs: its own sums where published, else its class times factors."""

    process_class: ProcessClass = linked("The class that it costs like.", model.ProcessClass)
    factor: float = exposed("Times the class's operating cost.")
    capital_factor: float = exposed("Times the class's capital.")
    electricity_factor: float = exposed("Times the class's electricity.")
    heat_factor: float = exposed("Times the class's heat; 0 where heat is one of its ports.")
    second_class: ProcessClass | None = linked(
        "A class that comes on top where the recipe begins a step earlier.", model.ProcessClass
    )
    second_factor: float = exposed("Times the operating cost and capital of the second class.")
    spread: float = exposed("Widens operating cost and capital: low / spread, high x spread.")
    operating: Quantity | None = ranged(
        "Operating cost of this very technology, before its class; null: not published.", unit_of_technology
    )
    capital: Quantity | None = ranged(
        "Capital of this very technology, before its class; null: not published.", unit_of_technology
    )
    year: int | None = exposed("In whose money its own sums are; null: not said.")
    place: str = exposed("Where the plant stands whose sums they are; empty: not said.")
    currency: str = exposed("Currency of its own sums.")
    vat: float | None = exposed("Rate of the value added tax that its own sums contain; null: not said.")
    revenue: RevenueBasis = exposed("What its product is paid.")
