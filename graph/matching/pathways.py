"""Pathways: what happens to a unit of material after a technology takes it, up to its use.

An output may be sold, or go on to another technology that some facility of the park runs or, on request, that
nobody runs yet (*hypothetical*). Yields multiply along the way; CO2 and value are counted once, for what
leaves the chain, and the energy and bought inputs of every step are taken off.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx
import numpy as np
import pandas as pd

from graph.geography import great_circle
from graph.matching.gates import open_ports, running_facilities, unchanged_outputs
from graph.matching.suggestion import PathwayStep
from graph.model import Port, Technology
from graph.network import technology_graph
from graph.snapshot import Snapshot
from graph.value.burden import Burden, burden_of
from graph.value.factors import Factors
from graph.vocabulary import Direction, FacilityId, MaterialId, TechnologyId

#: Longest pathway, in technologies.
MAX_STEPS = 4
#: Most pathways looked at for one technology and material; what lies beyond is left out and said to be.
MOST_PATHWAYS = 2_000


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
        First the technology that takes the material.
    hypothetical : tuple of TechnologyId
        Those of them that no facility of the park runs or plans.
    value : float or None
        What leaves the chain brings, less `cost`, CNY per unit of first input.
    cost : float
        Operating cost, energy and bought inputs of every step, as far as known, CNY.
    co2_avoided : float or None
        kg CO2e per unit of first input, without transport and disposal.
    electricity, heat : float
        kWh and MJ that the steps use, as far as known.
    residues : tuple of (MaterialId, float)
        What no step takes and nobody buys, units per unit of first input.
    auxiliaries : tuple of (MaterialId, float)
        What the steps need beside, units per unit of first input.
    trl : int
        The lowest of the technologies.
    missing : tuple of str
        Numbers that would be needed for `value` and `co2_avoided` but are not known.
    """

    treatments: tuple[Treatment, ...]
    hypothetical: tuple[TechnologyId, ...]
    value: float | None
    cost: float
    co2_avoided: float | None
    electricity: float
    heat: float
    residues: tuple[tuple[MaterialId, float], ...]
    auxiliaries: tuple[tuple[MaterialId, float], ...]
    trl: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pathways:
    """Every way of a material to a use, those that need the fewest new technologies first.

    Attributes
    ----------
    complete : bool
        False where there are more than could be looked at.
    """

    material: MaterialId
    items: tuple[Pathway, ...]
    complete: bool


@dataclass(frozen=True)
class PathwayFinder:
    """Pathways over the technologies of one snapshot, found once for each.

    Attributes
    ----------
    on_record : frozenset of str or None
        The facilities that a later step may happen at; None for all.
    """

    snapshot: Snapshot
    factors: Factors
    on_record: frozenset[str] | None = None
    _best: dict[tuple[str, str], Pathway] = field(default_factory=dict, repr=False, compare=False)
    _burdens: dict[str, Burden] = field(default_factory=dict, repr=False, compare=False)

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
    def running(self) -> frozenset[str]:
        """Technologies that a facility of the park runs or plans."""
        return frozenset(self._facilities["technology"])

    @cached_property
    def takers(self) -> dict[str, list[str]]:
        """Technologies of the library whose main port takes a material, by material."""
        accepted = open_ports(self.snapshot)
        accepted = accepted[accepted["direction"] == Direction.MAIN_INPUT.value]
        return {
            str(material): sorted(set(group["technology"]))
            for material, group in accepted.groupby("material")
        }

    @cached_property
    def _library(self) -> nx.MultiDiGraph:
        return technology_graph(self.snapshot, self.takers)

    @cached_property
    def _park(self) -> nx.MultiDiGraph:
        """What facilities of the park can do one after another."""
        return self._library.subgraph(sorted(self.running)).copy()

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

    def chains(self, technology: str, takes: str, hypothetical: bool = False) -> tuple[Pathway, ...]:
        """Return every pathway that starts with `technology` taking material `takes`, shortest first.

        Bounded to `MAX_STEPS` steps; a technology appears once in a pathway, so cycles are cut.

        Parameters
        ----------
        hypothetical : bool
            Whether later steps may be technologies that nobody in the park runs.
        """
        return self._chains(technology, takes, hypothetical)[0]

    def _chains(self, technology: str, takes: str, hypothetical: bool) -> tuple[tuple[Pathway, ...], bool]:
        graph = self._library if hypothetical else self._park
        routes: list[tuple[tuple[str, str, str], ...]] = [()]
        if technology in graph:
            others = sorted(set(graph) - {technology})
            onwards = nx.all_simple_edge_paths(graph, technology, others, MAX_STEPS - 1)
            routes += [tuple(edges) for edges in itertools.islice(onwards, MOST_PATHWAYS)]
        found = [self._worth(self._treatments(technology, takes, edges)) for edges in routes]
        found.sort(key=lambda pathway: (len(pathway.treatments), _names(pathway)))
        return tuple(found[:MOST_PATHWAYS]), len(routes) <= MOST_PATHWAYS

    def every(self, material: str, hypothetical: bool = True) -> Pathways:
        """Return every way of a material to a use.

        Those that need the fewest new technologies come first, of these the most valuable; a chain that ends
        in treated waste is left out where a longer one puts it to use.
        """
        takers = [one for one in self.takers.get(material, ()) if hypothetical or one in self.running]
        items: list[Pathway] = []
        complete = True
        for technology in takers:
            found, all_of_them = self._chains(technology, material, hypothetical)
            items.extend([chain for chain in found if not self._treats_only(chain)] or found)
            complete = complete and all_of_them
        items.sort(
            key=lambda chain: (
                len(chain.hypothetical),
                chain.value is None,
                -(chain.value or 0.0),
                len(chain.treatments),
                _names(chain),
            )
        )
        return Pathways(MaterialId(material), tuple(items), complete)

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

    def placed(self, pathway: Pathway, facility: str | None) -> tuple[PathwayStep, ...]:
        """Return the pathway from `facility` on, each later step at the facility nearest to the last.

        A hypothetical step stands nowhere; None as `facility` where the first step does.
        """
        steps: list[PathwayStep] = []
        at = facility
        for number, treatment in enumerate(pathway.treatments):
            here: str | None = at
            if number or facility is None:
                here = self._nearest(at, treatment.technology)
            at = here or at
            steps.append(
                PathwayStep(
                    None if here is None else FacilityId(here),
                    treatment.technology,
                    treatment.takes,
                    treatment.gives,
                    treatment.amount_in,
                    treatment.amount_out,
                )
            )
        return tuple(steps)

    def _nearest(self, facility: str | None, technology: str) -> str | None:
        frame = self._facilities
        there = frame[frame["technology"] == technology]
        if self.on_record is not None:
            there = there[there["facility"].isin(self.on_record)]
        if there.empty:
            return None
        distance = np.zeros(len(there))
        if facility is not None:
            here = frame[frame["facility"] == facility].iloc[0]
            distance = great_circle(here["lat"], here["lon"], there["lat"], there["lon"])
        order = np.lexsort((there["facility"].to_numpy(dtype=str), np.nan_to_num(distance, nan=np.inf)))
        return str(there["facility"].iloc[order[0]])

    @cached_property
    def _unchanged(self) -> frozenset[tuple[str, str]]:
        return unchanged_outputs(self.snapshot)

    def _treats_only(self, pathway: Pathway) -> bool:
        """Whether some treated waste of the chain goes to no use."""
        return any(
            (step.technology, port.material) in self._unchanged
            for step, following in itertools.zip_longest(pathway.treatments, pathway.treatments[1:])
            for port in self.ports_of(step.technology, Direction.PRODUCT)
            if following is None or port.material != step.gives
        )

    def _treatments(
        self, technology: str, takes: str, edges: Sequence[tuple[str, str, str]]
    ) -> tuple[Treatment, ...]:
        amount, steps = 1.0, []
        for giver, taker, material in edges:
            made = amount * float(self._library[giver][taker][material]["ratio"])
            steps.append(_treatment(technology, takes, material, amount, made))
            technology, takes, amount = taker, material, made
        products = self.products(technology)
        gives = products[0].material if products else MaterialId("")
        made = amount * products[0].ratio.likely if products else 0.0
        return (*steps, _treatment(technology, takes, gives, amount, made))

    def _burden(self, technology: str) -> Burden:
        if technology not in self._burdens:
            ports = self._ports.get(technology, [])
            self._burdens[technology] = burden_of(self.technologies[technology], ports, self.factors)
        return self._burdens[technology]

    def _worth(self, steps: tuple[Treatment, ...]) -> Pathway:
        missing: list[str] = []
        cost, emissions, electricity, heat = 0.0, 0.0, 0.0, 0.0
        brought, priced = 0.0, False
        displaced: float | None = 0.0
        residues: dict[MaterialId, float] = {}
        auxiliaries: dict[MaterialId, float] = {}
        for step, following in itertools.zip_longest(steps, steps[1:]):
            technology, amount = self.technologies[step.technology], step.amount_in
            burden = self._burden(step.technology)
            missing.extend(burden.missing)
            cost += amount * burden.cost
            emissions += amount * burden.emissions
            electricity += amount * burden.electricity
            heat += amount * burden.heat
            passed_on = step.gives if following is not None else None
            products = self.products(step.technology)
            by_products = sum(
                amount * port.ratio.likely * (self.factors.market_price(port.material) or 0.0)
                for port in products
                if port.material != passed_on
            )
            main = products[0].material if products else None
            if following is None or main != passed_on:
                # The main product leaves the chain here and stands for a virgin one.
                value = self._end_value(technology, step, by_products, missing)
                avoided = self._displaced_emissions(technology, step, missing)
                displaced = None if displaced is None or avoided is None else displaced + avoided
            else:
                value = by_products or None
            brought, priced = brought + (value or 0.0), priced or value is not None
            for port in self.ports_of(step.technology, Direction.RESIDUE):
                if port.material != passed_on and port.ratio.likely > 0.0:
                    _add(residues, port.material, amount * port.ratio.likely)
            for port in self.ports_of(step.technology, Direction.AUXILIARY_INPUT):
                _add(auxiliaries, port.material, amount * port.ratio.likely)
        end = steps[-1]
        if (end.technology, end.gives) in self._unchanged:
            missing.append(f"somebody who takes {end.gives}")
        return Pathway(
            treatments=steps,
            hypothetical=tuple(step.technology for step in steps if step.technology not in self.running),
            value=brought - cost if priced else None,
            cost=cost,
            co2_avoided=None if displaced is None else displaced - emissions,
            electricity=electricity,
            heat=heat,
            residues=tuple(sorted(residues.items())),
            auxiliaries=tuple(sorted(auxiliaries.items())),
            trl=min(self.technologies[step.technology].trl for step in steps),
            missing=tuple(dict.fromkeys(missing)),
        )

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


def _treatment(technology: str, takes: str, gives: str, amount: float, made: float) -> Treatment:
    return Treatment(TechnologyId(technology), MaterialId(takes), MaterialId(gives), amount, made)


def _add(amounts: dict[MaterialId, float], material: MaterialId, amount: float) -> None:
    amounts[material] = amounts.get(material, 0.0) + amount


def _names(pathway: Pathway) -> tuple[str, ...]:
    return tuple(str(treatment.technology) for treatment in pathway.treatments)
