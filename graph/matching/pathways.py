"""Pathways: what happens to a unit of material after a technology takes it, up to its use.

A product may be sold, or go on to another technology that some facility of the park runs. Yields multiply
along the way; CO2 and value are counted once, at the end of the chain, for the virgin product displaced
there, and the energy and bought inputs of every step are taken off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from graph.matching.acceptance import running_facilities, unchanged_outputs
from graph.matching.factors import Factors
from graph.matching.gates import open_ports
from graph.matching.geography import great_circle
from graph.matching.suggestion import PathwayStep
from graph.model import Port, Technology
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, FacilityId, MaterialId, TechnologyId

#: Longest pathway, in technologies.
MAX_STEPS = 4


@dataclass(frozen=True, slots=True)
class Treatment:
    """One technology of a pathway; amounts in units per unit of the pathway's first input."""

    technology: TechnologyId
    takes: MaterialId
    gives: MaterialId
    amount_in: float
    amount_out: float


@dataclass(frozen=True, slots=True)
class Pathway:
    """One way of a unit of main input through technologies to a use.

    Attributes
    ----------
    treatments : tuple of Treatment
        First the technology that takes the material; each is run by a facility of the park.
    value : float or None
        What the end product brings, less energy and bought inputs, CNY per unit of first input.
    co2_avoided : float or None
        kg CO2e per unit of first input, without transport and disposal.
    trl : int
        The lowest of the technologies.
    missing : tuple of str
        Numbers that would be needed for `value` and `co2_avoided` but are not known.
    """

    treatments: tuple[Treatment, ...]
    value: float | None
    co2_avoided: float | None
    trl: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class PathwayFinder:
    """Pathways over the technologies that facilities of one snapshot run, found once for each."""

    snapshot: Snapshot
    factors: Factors
    _best: dict[tuple[str, str], Pathway] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def technologies(self) -> dict[str, Technology]:
        """Technologies by id."""
        return self.snapshot.by_id(Technology)

    @cached_property
    def _ports(self) -> dict[str, list[Port]]:
        ports: dict[str, list[Port]] = {}
        for port in self.snapshot.all(Port):
            ports.setdefault(str(port.technology), []).append(port)
        return ports

    @cached_property
    def _facilities(self) -> pd.DataFrame:
        return running_facilities(self.snapshot)

    @cached_property
    def _takers(self) -> dict[str, list[str]]:
        """Technologies run in the park whose main port takes a material, by material."""
        accepted = open_ports(self.snapshot)
        accepted = accepted[accepted["direction"] == Direction.MAIN_INPUT.value]
        accepted = accepted[accepted["technology"].isin(self._facilities["technology"])]
        return {
            str(material): sorted(set(group["technology"]))
            for material, group in accepted.groupby("material")
        }

    def ports_of(self, technology: str, direction: Direction) -> list[Port]:
        """Return a technology's ports of one direction, by id."""
        return [port for port in self._ports.get(technology, []) if port.direction is direction]

    def products(self, technology: str) -> list[Port]:
        """Return a technology's product ports, the one that a pathway follows first.

        Treated waste comes first, because it is no use yet; then the most valuable, then the largest.
        """

        def order(port: Port) -> tuple[bool, float, float, str]:
            price = self.factors.market_price(port.material) or 0.0
            used = (technology, port.material) not in self._unchanged
            return used, -port.ratio.likely * price, -port.ratio.likely, port.id

        return sorted(self.ports_of(technology, Direction.PRODUCT), key=order)

    def chains(self, technology: str, takes: str) -> tuple[Pathway, ...]:
        """Return every pathway that starts with `technology` taking material `takes`, shortest first.

        Bounded to `MAX_STEPS` steps; a technology appears once in a pathway, so cycles are cut.
        """
        found: list[Pathway] = []
        self._extend((), technology, takes, 1.0, found)
        return tuple(sorted(found, key=lambda pathway: (len(pathway.treatments), _names(pathway))))

    def best(self, technology: str, takes: str) -> Pathway:
        """Return the pathway of the highest value; of equal or unknown value the shortest.

        One that ends in a use comes before one that ends in treated waste.
        """
        if (technology, takes) not in self._best:
            chains = self.chains(technology, takes)
            chains = tuple(chain for chain in chains if not self._treats_only(chain)) or chains
            known = [chain for chain in chains if chain.value is not None]
            self._best[technology, takes] = max(
                known or chains[:1], key=lambda chain: (chain.value or 0.0, -len(chain.treatments))
            )
        return self._best[technology, takes]

    def placed(self, pathway: Pathway, facility: str) -> tuple[PathwayStep, ...]:
        """Return the pathway from `facility` on, each later step at the facility nearest to the last."""
        steps: list[PathwayStep] = []
        at = facility
        for number, treatment in enumerate(pathway.treatments):
            if number:
                at = self._nearest(at, treatment.technology)
            steps.append(
                PathwayStep(
                    FacilityId(at),
                    treatment.technology,
                    treatment.takes,
                    treatment.gives,
                    treatment.amount_in,
                    treatment.amount_out,
                )
            )
        return tuple(steps)

    def _nearest(self, facility: str, technology: str) -> str:
        frame = self._facilities
        here = frame[frame["facility"] == facility].iloc[0]
        there = frame[frame["technology"] == technology]
        distance = great_circle(here["lat"], here["lon"], there["lat"], there["lon"])
        order = np.lexsort((there["facility"].to_numpy(dtype=str), np.nan_to_num(distance, nan=np.inf)))
        return str(there["facility"].iloc[order[0]])

    @cached_property
    def _unchanged(self) -> frozenset[tuple[str, str]]:
        return unchanged_outputs(self.snapshot)

    def _treats_only(self, pathway: Pathway) -> bool:
        end = pathway.treatments[-1]
        return (end.technology, end.gives) in self._unchanged

    def _extend(
        self, earlier: tuple[Treatment, ...], technology: str, takes: str, amount: float, found: list[Pathway]
    ) -> None:
        products = self.products(technology)
        main = products[0] if products else None
        made = amount * (main.ratio.likely if main is not None else 0.0)
        treatment = Treatment(
            technology=TechnologyId(technology),
            takes=MaterialId(takes),
            gives=main.material if main is not None else MaterialId(""),
            amount_in=amount,
            amount_out=made,
        )
        treatments = (*earlier, treatment)
        found.append(self._worth(treatments))
        if main is None or len(treatments) == MAX_STEPS:
            return
        for taker in self._takers.get(str(main.material), []):
            if all(taker != before.technology for before in treatments):
                self._extend(treatments, taker, str(main.material), made, found)

    def _worth(self, steps: tuple[Treatment, ...]) -> Pathway:
        missing: list[str] = []
        cost, emissions = 0.0, 0.0
        by_products = 0.0
        for position, step in enumerate(steps):
            technology = self.technologies[step.technology]
            last = position == len(steps) - 1
            step_cost, step_emissions = self._burden(technology, missing)
            cost += step.amount_in * step_cost
            emissions += step.amount_in * step_emissions
            for port in self.products(technology.id)[0 if last else 1 :]:
                price = self.factors.market_price(port.material)
                by_products += step.amount_in * port.ratio.likely * (price or 0.0)
        end = self.technologies[steps[-1].technology]
        if (end.id, steps[-1].gives) in self._unchanged:
            missing.append(f"somebody who takes {steps[-1].gives}")
        value = self._end_value(end, steps[-1], by_products, missing)
        displaced = self._displaced_emissions(end, steps[-1], missing)
        return Pathway(
            treatments=steps,
            value=None if value is None else value - cost,
            co2_avoided=None if displaced is None else displaced - emissions,
            trl=min(self.technologies[step.technology].trl for step in steps),
            missing=tuple(dict.fromkeys(missing)),
        )

    def _burden(self, technology: Technology, missing: list[str]) -> tuple[float, float]:
        """Return cost (CNY) and emissions (kg CO2e) of running a technology on one unit of main input."""
        cost, emissions = 0.0, 0.0
        if technology.operating_cost is None:
            missing.append(f"operating cost of {technology.id}")
        else:
            cost += technology.operating_cost
        for amount, price, factor, word in (
            (
                technology.electricity,
                self.factors.electricity_price(),
                self.factors.grid_factor,
                "electricity",
            ),
            (
                None if technology.heat is None else technology.heat / 1000.0,
                self.factors.heat_price(),
                self.factors.heat_factor,
                "heat",
            ),
        ):
            if amount is None:
                missing.append(f"{word} use of {technology.id}")
            else:
                cost += amount * (price or 0.0)
                emissions += amount * (factor or 0.0)
        if technology.direct_emissions is None:
            missing.append(f"direct emissions of {technology.id}")
        emissions += technology.direct_emissions or 0.0
        for port in self.ports_of(technology.id, Direction.AUXILIARY_INPUT):
            price = self.factors.market_price(port.material)
            if price is None:
                missing.append(f"price of {port.material}")
            cost += port.ratio.likely * max(price or 0.0, 0.0)
            emissions += port.ratio.likely * (self.factors.product_emissions(port.material) or 0.0)
        return cost, emissions

    def _end_value(
        self, technology: Technology, step: Treatment, by_products: float, missing: list[str]
    ) -> float | None:
        if by_products > 0.0:
            return by_products
        if technology.displaced_material is not None and technology.displaced_ratio is not None:
            price = self.factors.market_price(technology.displaced_material)
            if price is not None:
                return step.amount_in * technology.displaced_ratio * price
        missing.append(f"price of {step.gives}")
        return None

    def _displaced_emissions(
        self, technology: Technology, step: Treatment, missing: list[str]
    ) -> float | None:
        if technology.displaced_material is None or technology.displaced_ratio is None:
            missing.append(f"product displaced by {technology.id}")
            return None
        factor = self.factors.product_emissions(technology.displaced_material)
        if factor is None:
            missing.append(f"emission factor of {technology.displaced_material}")
            return None
        return step.amount_in * technology.displaced_ratio * factor


def _names(pathway: Pathway) -> tuple[str, ...]:
    return tuple(str(treatment.technology) for treatment in pathway.treatments)
