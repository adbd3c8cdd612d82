"""Pathways: what happens to a unit of material after a technology takes it, up to its use.

An output may be sold, or go on to another technology that some facility of the park runs or, on request, that
nobody runs yet (*hypothetical*). Yields multiply along the way, and follow what is known of the stream as
those of a plan do; where a limit refuses what a step leaves of it there is no way on. CO2 and value are
counted once, for what leaves the chain; the energy and bought inputs of every step and the disposal of what
it leaves are taken off.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from graph.matching.chain import OUTPUTS, ChainBook, ratio_of
from graph.matching.gates import (
    Carrier,
    Charge,
    Step,
    open_ports,
    running_technologies,
)
from graph.matching.onward import NOWHERE, Onward
from graph.matching.pathway import Pathway, Pathways, Told, Treatment
from graph.matching.suggestion import PathwayStep
from graph.model import Port, Technology
from graph.snapshot import Snapshot
from graph.tools import once
from graph.value import Factors, Ints, ValueBook, total, unchanged_outputs, unpriced
from graph.vocabulary import Direction, FacilityId, MaterialId, PriceKind, TechnologyId

#: Longest pathway, in technologies.
MAX_STEPS = 4
#: What is not known of a pathway where the way from one works to the next is not.
_BETWEEN = "carrying between works"
#: Technology, the one that follows, and the material between them, one after another.
_Route = tuple[tuple[str, str, str], ...]


#: What an input tells of each step of a way.
_Made = tuple[Told, ...]
#: That by way on from a technology; None where a limit closes the way to what came in.
Along = tuple[_Made | None, ...]
#: Most pathways looked at for one technology and material; what lies beyond is left out and said to be.
MOST_PATHWAYS = 2_000


@dataclass(frozen=True)
class PathwayFinder:
    """Pathways over the technologies of one snapshot, found once; one zone's prices hold from end to end.

    Attributes
    ----------
    on_record : frozenset of str or None
        The facilities that a later step may happen at; None for all.
    on : date or None
        Day on which limits must be in force.
    standing : Snapshot or None
        Whose facilities a later step may happen at; None for those of `snapshot`.
    """

    snapshot: Snapshot
    factors: Factors
    on_record: frozenset[str] | None = None
    on: date | None = None
    standing: Snapshot | None = None
    _along: dict[tuple[str, bool, Charge], Along] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def values(self) -> ValueBook:
        """What a unit is worth."""
        return ValueBook(self.factors)

    @cached_property
    def chain(self) -> ChainBook:
        """What a chain of treatments is worth."""
        return ChainBook(self.values, self._unchanged)

    @cached_property
    def carrier(self) -> Carrier:
        """What technologies make of an input, and leave in it."""
        return Carrier.of(self.snapshot, self.on)

    @cached_property
    def technologies(self) -> Mapping[str, Technology]:
        """Technologies by id."""
        return self.values.technologies

    @cached_property
    def onward(self) -> Onward:
        """Where later steps stand, and what going on there costs."""
        return Onward(self.standing or self.snapshot, self.factors, self.on_record)

    @cached_property
    def running(self) -> frozenset[str]:
        """Technologies that a facility of the park runs or plans."""
        return running_technologies(self.snapshot)

    @cached_property
    def takers(self) -> dict[str, list[str]]:
        """Technologies of the library whose main port takes a material, by material."""
        accepted = open_ports(self.factors.snapshot)
        return accepted.take(accepted.main).by_material(self.factors.snapshot)

    @once
    def _following(self, technology: str) -> Mapping[str, Sequence[str]]:
        """Return which technologies can take what one makes, with the materials. None follows itself."""
        found: dict[str, list[str]] = {}
        for port in self.values.ports[technology]:
            makes = port.direction in OUTPUTS and port.ratio.likely
            for taker in self.takers.get(port.material, ()) if makes else ():
                if taker != technology and port.material not in found.setdefault(taker, []):
                    found[taker].append(port.material)
        return found

    def leads_on(self, technology: str) -> bool:
        """Return whether what is known of an input could tell its pathways from those of another."""
        tells = self.carrier.yields.follow(technology) or technology in self.carrier.sales
        return tells or self.goes_on(technology)

    def goes_on(self, technology: str) -> bool:
        """Return whether some pathway of a technology goes on to another."""
        return len(self._onwards(technology, False)) > 1

    def charge(self, technology: str, taken_as: str, stream: str = "") -> Charge:
        """Return what comes in of a stream that a port takes as some material; empty: of any stream."""
        if stream:
            self.carrier.read([stream])
        return self.carrier.charge([(stream, self.carrier.yields.taken_as(technology, taken_as))])

    def along(self, technology: str, charge: Charge, hypothetical: bool = False) -> Along:
        """Return what is made of an input on every way on from a technology."""
        self.follow([(technology, charge)], hypothetical)
        return self._along[technology, hypothetical, charge]

    def follow(self, asked: Iterable[tuple[str, Charge]], hypothetical: bool = False) -> None:
        """Work out `along` for many inputs at once."""
        carrier = self.carrier
        new = dict.fromkeys(key for key in asked if (key[0], hypothetical, key[1]) not in self._along)
        left: dict[tuple[str, Charge], dict[_Route, tuple[Step, Charge]]] = {}
        for technology, charge in new:
            found = left.setdefault((technology, charge), {})
            for route in self._onwards(technology, hypothetical)[1:]:
                giver, taker, material = route[-1]
                before = found[route[:-1]][1] if route[:-1] else charge
                step = Step(giver, material, taker, main=True)
                found[route] = step, carrier.left(step, before)
        reached = {
            (technology, comes)
            for (begins, charge), found in left.items()
            for technology, comes in [
                (begins, charge),
                *((step.taker, after) for step, after in found.values()),
            ]
        }
        sales = {
            key: [(step, carrier.left(step, key[1])) for step in carrier.sales.get(key[0], ())]
            for key in reached
        }
        passed = (one for found in left.values() for one in found.values())
        carrier.judge(itertools.chain(passed, itertools.chain.from_iterable(sales.values())))

        def told(technology: str, charge: Charge) -> Told:
            sold = sales[technology, charge]
            unsold = frozenset(step.material for step, made in sold if carrier.refuses(step, made))
            return Told(carrier.yields.of(technology, charge), unsold)

        for (technology, charge), found in left.items():
            made: dict[_Route, _Made | None] = {(): (told(technology, charge),)}
            for route, (step, comes) in found.items():
                before_it = made[route[:-1]]
                if before_it is None or carrier.refuses(step, comes):
                    made[route] = None
                else:
                    made[route] = (*before_it, told(step.taker, comes))
            self._along[technology, hypothetical, charge] = tuple(made.values())

    def ports_of(self, technology: str, direction: Direction) -> list[Port]:
        """Return a technology's ports of one direction, by id."""
        return [port for port in self.values.ports[technology] if port.direction is direction]

    @once
    def products(self, technology: str, zone: int = 0) -> list[Port]:
        """Return a technology's product ports, the one that a pathway follows first.

        Treated waste comes first, because it is no use yet; then the most valuable, then the largest.
        """

        def order(port: Port) -> tuple[bool, float, float, str]:
            price = self.factors.price(PriceKind.MARKET, port.material, zone)
            likely = 0.0 if price is None else price.amount.likely
            used = (technology, port.material) not in self._unchanged
            return used, -port.ratio.likely * likely, -port.ratio.likely, port.id

        return sorted(self.ports_of(technology, Direction.PRODUCT), key=order)

    def chains(
        self, technology: str, takes: str, hypothetical: bool = False, zone: int = 0
    ) -> tuple[Pathway, ...]:
        """Return every pathway that starts with `technology` taking material `takes`, shortest first.

        Bounded to `MAX_STEPS` steps; a technology appears once in a pathway, so cycles are cut.

        Parameters
        ----------
        hypothetical : bool
            Whether later steps may be technologies that nobody in the park runs.
        zone : int
            Of `Factors.zones`: where prices and energy are those of.
        """
        return self._chains(technology, takes, hypothetical, zone)[0]

    def _chains(
        self, technology: str, takes: str, hypothetical: bool, zone: int, along: Along | None = None
    ) -> tuple[tuple[Pathway, ...], bool]:
        routes = self._onwards(technology, hypothetical)
        if along is None:
            along = self.along(technology, self.charge(technology, takes), hypothetical)
        found = [
            self._pathway(self._treatments(technology, takes, edges, made, zone), zone)
            for edges, made in zip(routes, along, strict=True)
            if made is not None
        ]
        found.sort(key=lambda pathway: (len(pathway.treatments), _names(pathway)))
        return tuple(found[:MOST_PATHWAYS]), len(routes) <= MOST_PATHWAYS

    @once
    def _onwards(self, technology: str, hypothetical: bool) -> list[_Route]:
        passed = (technology,) if hypothetical or technology in self.running else ()
        return [(), *itertools.islice(self._routes_from(passed, hypothetical), MOST_PATHWAYS)]

    def _routes_from(self, passed: tuple[str, ...], hypothetical: bool) -> Iterator[_Route]:
        """Yield every way on from the last of the technologies passed, to none of them again."""
        if not 0 < len(passed) < MAX_STEPS:
            return
        for taker, made in self._following(passed[-1]).items():
            if taker not in passed and (hypothetical or taker in self.running):
                for material in made:
                    step = (passed[-1], taker, material)
                    yield (step,)
                    for onwards in self._routes_from((*passed, taker), hypothetical):
                        yield (step, *onwards)

    def every(self, material: str, hypothetical: bool = True) -> Pathways:
        """Return every way of a material to a use.

        Those that need the fewest new technologies come first, of these the most valuable; a chain that ends
        in treated waste is left out where a longer one puts it to use.
        """
        takers = [one for one in self.takers.get(material, ()) if hypothetical or one in self.running]
        items: list[Pathway] = []
        complete = True
        for technology in takers:
            found, all_of_them = self._chains(technology, material, hypothetical, zone=0)
            kept = [chain for chain in found if not self._treats_only(chain)] or list(found)
            # Whose works it would be nobody said, nor so how far from one to the next.
            items.extend(
                chain if len(chain.treatments) == 1 else _carried_on(chain, 0.0, 0.0, (_BETWEEN,))
                for chain in kept
            )
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

    def best(
        self, technology: str, takes: str, zone: int = 0, along: Along | None = None, start: int = NOWHERE
    ) -> Pathway:
        """Return the pathway of the highest value from a works on; see `bests`."""
        return self.bests(technology, takes, zone, np.array([start], dtype=np.int64), along)[0]

    def bests(
        self, technology: str, takes: str, zone: int, starts: Ints, along: Along | None = None
    ) -> list[Pathway]:
        """Return the pathway of the highest value from each of some works on, with carrying between works.

        Of equal or unknown value the shortest; one that ends in a use comes before one that ends in treated
        waste.

        Parameters
        ----------
        starts : int array
            Rows of the enterprises that take it first (-1: not known); each later step is at the facility
            nearest to the last.
        along : Along, optional
            From `along`, of what is known of the stream; else of one of which nobody knows anything.
        """
        if along is None:
            along = self.along(technology, self.charge(technology, takes))
        chains = self._usable(technology, takes, zone, along)
        if len(chains) == 1 and len(chains[0].treatments) == 1:
            return [chains[0]] * len(starts)
        unique, back = np.unique(starts, return_inverse=True)
        going = [self.onward.carrying(chain.treatments, unique) for chain in chains]
        value = np.array([np.nan if chain.value is None else chain.value for chain in chains])
        left = np.array([worth - cost for worth, (cost, _, _) in zip(value, going, strict=True)])
        # The first of equal ones is the shortest.
        chosen = np.argmax(np.where(np.isnan(left), -np.inf, left), axis=0).tolist()
        found = []
        for place, one in enumerate(chosen):
            cost, emitted, unknown = (part[place] for part in going[one])
            steps = chains[one].treatments
            lacks = self.onward.worth(steps, int(unique[place])).missing if unknown else ()
            found.append(_carried_on(chains[one], float(cost), float(emitted), lacks))
        return [found[place] for place in back.tolist()]

    @once
    def _usable(self, technology: str, takes: str, zone: int, along: Along) -> tuple[Pathway, ...]:
        """Return the pathways of known value that end in a use, or what comes nearest to that."""
        chains, _ = self._chains(technology, takes, False, zone, along)
        chains = tuple(chain for chain in chains if not self._treats_only(chain)) or chains
        return tuple(chain for chain in chains if chain.value is not None) or chains[:1]

    def placed(self, pathway: Pathway, facility: str | None) -> tuple[PathwayStep, ...]:
        """Return the pathway from `facility` on, each later step at the facility nearest to the last.

        A hypothetical step stands nowhere; None as `facility` where the first step does.
        """
        steps: list[PathwayStep] = []
        at = self._enterprise_of(facility)
        for number, treatment in enumerate(pathway.treatments):
            here = facility
            if number or facility is None:
                row = int(self.onward.nearest(treatment.technology, np.array([at], dtype=np.int64))[0][0])
                here = None if row < 0 else self.onward.snapshot.tables["facilities"]["id"][row].as_py()
                at = at if row < 0 else int(self.onward.at[row])
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

    def _enterprise_of(self, facility: str | None) -> int:
        """Return the row of the enterprise that runs a facility; -1 where none is given."""
        if facility is None:
            return NOWHERE
        (row,) = self.snapshot.positions("facilities", [facility]).tolist()
        owner = self.snapshot.tables["facilities"]["enterprise"][row].as_py()
        return int(self.snapshot.positions("enterprises", [owner])[0])

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
        self, technology: str, takes: str, edges: _Route, made: _Made, zone: int
    ) -> tuple[Treatment, ...]:
        amount, steps = 1.0, []
        for (giver, taker, material), told in zip(edges, made, strict=False):
            ports = (port for port in self.values.ports[giver] if port.direction in OUTPUTS)
            ratio = sum(ratio_of(port, told) for port in ports if port.material == material)
            steps.append(_treatment(technology, takes, material, amount, amount * ratio, told))
            technology, takes, amount = taker, material, amount * ratio
        products = self.products(technology, zone)
        gives = products[0].material if products else MaterialId("")
        given = amount * ratio_of(products[0], made[-1]) if products else 0.0
        return (*steps, _treatment(technology, takes, gives, amount, given, made[-1]))

    def _pathway(self, steps: tuple[Treatment, ...], zone: int) -> Pathway:
        leaving = self.chain.leaving(steps)
        earnings = self.chain.earned(leaving, zone)
        spent, earned = total(self.chain.spent(steps, leaving, zone)), total(earnings)
        missing = [*spent.missing, *earned.missing]
        if (steps[-1].technology, steps[-1].gives) in self._unchanged:
            missing.append(f"somebody who takes {steps[-1].gives}")
        technologies = [(self.technologies[step.technology], step.amount_in) for step in steps]
        # A use that sells nothing is worth what it costs; where no term of it is known, nothing is.
        worth_known = bool(earned.money or (spent.money and not earnings))
        # Nor where it buys something whose price nobody knows: for nothing it comes not.
        return Pathway(
            treatments=steps,
            hypothetical=tuple(step.technology for step in steps if step.technology not in self.running),
            value=earned.benefit + spent.benefit if worth_known and not unpriced(spent.missing) else None,
            cost=0.0 - spent.benefit,
            co2_avoided=(
                earned.co2 + spent.co2 if earned.displaces and (earned.carbon or spent.carbon) else None
            ),
            electricity=sum(amount * (process.electricity or 0.0) for process, amount in technologies),
            heat=sum(amount * (process.heat or 0.0) for process, amount in technologies),
            residues=_summed((output.material, output.amount) for output in leaving if not output.sold),
            auxiliaries=_summed(
                (port.material, step.amount_in * port.ratio.likely)
                for step in steps
                for port in self.ports_of(step.technology, Direction.AUXILIARY_INPUT)
            ),
            trl=min(process.trl for process, _ in technologies),
            missing=tuple(dict.fromkeys(missing)),
        )


def _carried_on(chain: Pathway, cost: float, emitted: float, lacks: tuple[str, ...]) -> Pathway:
    """Return a pathway with what carrying between its works costs and emits, per unit of first input."""
    if not cost and not emitted and not lacks:
        return chain
    return replace(
        chain,
        value=None if chain.value is None else chain.value - cost,
        cost=chain.cost + cost,
        co2_avoided=None if chain.co2_avoided is None else chain.co2_avoided - emitted,
        missing=tuple(dict.fromkeys((*chain.missing, *lacks))),
    )


def _treatment(technology: str, takes: str, gives: str, amount: float, made: float, told: Told) -> Treatment:
    return Treatment(TechnologyId(technology), MaterialId(takes), MaterialId(gives), amount, made, told)


def _summed(amounts: Iterable[tuple[MaterialId, float]]) -> tuple[tuple[MaterialId, float], ...]:
    found: dict[MaterialId, float] = {}
    for material, amount in amounts:
        found[material] = found.get(material, 0.0) + amount
    return tuple(sorted(found.items()))


def _names(pathway: Pathway) -> tuple[str, ...]:
    return tuple(str(treatment.technology) for treatment in pathway.treatments)
