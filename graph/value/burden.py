"""What running a technology costs, uses and emits per unit of its main input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Port, Technology
from graph.value.factors import Factors
from graph.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class Burden:
    """Per unit of main input.

    Attributes
    ----------
    cost : float
        CNY: operating cost, energy and bought auxiliary inputs.
    emissions : float
        kg CO2e: of energy, bought inputs and the fossil carbon of the waste itself where it is burnt.
    electricity, heat : float
        kWh and MJ.
    missing : tuple of str
        Numbers that are not known and count 0.
    """

    cost: float
    emissions: float
    electricity: float
    heat: float
    missing: tuple[str, ...]


def burden_of(technology: Technology, ports: Sequence[Port], factors: Factors) -> Burden:
    """Return the burden of a technology with its `ports`.

    Auxiliary inputs count as bought; who brings one through the network takes its price off again.
    """
    missing: list[str] = []
    cost, emissions = technology.operating_cost or 0.0, technology.direct_emissions or 0.0
    if technology.operating_cost is None:
        missing.append(f"operating cost of {technology.id}")
    heat = None if technology.heat is None else technology.heat / 1000.0
    for amount, word, price, factor in (
        (technology.electricity, "electricity", factors.electricity_price(), factors.grid_factor),
        (heat, "heat", factors.heat_price(), factors.heat_factor),
    ):
        if amount is None:
            missing.append(f"{word} use of {technology.id}")
        cost += (amount or 0.0) * (price or 0.0)
        emissions += (amount or 0.0) * (factor or 0.0)
    if technology.direct_emissions is None:
        missing.append(f"direct emissions of {technology.id}")
    for port in ports:
        if port.direction is Direction.AUXILIARY_INPUT:
            price = factors.market_price(port.material)
            if price is None:
                missing.append(f"price of {port.material}")
            cost += port.ratio.likely * max(price or 0.0, 0.0)
            emissions += port.ratio.likely * (factors.product_emissions(port.material) or 0.0)
    return Burden(cost, emissions, technology.electricity or 0.0, technology.heat or 0.0, tuple(missing))
