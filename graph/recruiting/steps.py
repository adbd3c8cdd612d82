"""Who takes a step of a chain in a park, at which amount, and what it needs of the step before.

A step is taken by the facilities that run its technologies; where an enterprise has none of known capacity,
its own waste tells (no phosphogypsum without phosphoric acid), and else its industry, at an amount that
nobody knows. Amounts are what the plants could make at their capacity, not what they made last year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph import model
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.taxonomy import parents_in, upward
from graph.tools import grouped
from graph.vocabulary import Direction, EnterpriseId, FacilityId, MaterialId, OperatingState, TechnologyId
from graph.wording import ListedWord


class Shown(ListedWord):
    """What shows that a firm takes a step of a chain, surest first."""

    FACILITY = "facility", "A facility on record."
    WASTE = "waste", "Its own waste: no phosphogypsum without phosphoric acid."
    INDUSTRY = "industry", "Its industry alone: to be asked."


@dataclass(frozen=True, slots=True)
class StepFirm:
    """An enterprise that takes a step.

    Attributes
    ----------
    runs : bool
        False where it is built or planned.
    amount : Range or None
        Of the step's material per year; None where nobody could say.
    facilities : tuple of FacilityId
        Those that take the step, where facilities show it.
    """

    enterprise: EnterpriseId
    shown: Shown
    runs: bool
    amount: Range | None
    facilities: tuple[FacilityId, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What one firm of a next step needs; None: some, nobody knows how much."""

    amount: Range | None


class StepsOfPark:
    """What the chains read of a park, looked up once for all of them."""

    def __init__(self, snapshot: Snapshot) -> None:
        open_firms = (row for row in snapshot.all(model.Enterprise) if row.state is not OperatingState.CLOSED)
        self.firms = {row.id: row for row in open_firms}
        facilities = (row for row in snapshot.all(model.Facility) if row.state is not OperatingState.CLOSED)
        runs = (row for row in facilities if row.enterprise in self.firms)
        self.facilities = grouped(runs, lambda facility: facility.technology)
        streams = (row for row in snapshot.all(model.WasteStream) if row.supply.high > 0.0)
        given = (row for row in streams if row.enterprise in self.firms)
        self.streams = grouped(given, lambda stream: stream.material)
        self.ports = grouped(snapshot.all(model.Port), lambda port: port.technology)
        self.units = {row.id: row.unit for row in snapshot.all(model.Material)}
        self._kind_of = parents_in(snapshot, "materials", "kind_of")

    def given(self, technology: TechnologyId, material: MaterialId) -> Range | None:
        """Return how much of a material a technology makes, else could take, per unit of main input."""
        for direction in (Direction.PRODUCT, Direction.RESIDUE):
            found = self._given(technology, material, direction)
            if found is not None:
                return found
        taken = self.taken(technology, material)
        # What it can take: of alternatives all may be this one.
        return None if taken is None or taken.likely == 0.0 else Range(taken.likely, taken.likely, taken.high)

    def taken(self, technology: TechnologyId, material: MaterialId) -> Range | None:
        """Return how much of a material a technology needs per unit of main input; None: it takes none.

        Main inputs are alternatives: where the technology has another one, the need may be as low as 0.
        """
        above = upward(material, self._kind_of.get)
        ports = self.ports.get(technology, ())
        mains = [port for port in ports if port.direction is Direction.MAIN_INPUT]
        fitting = [port.ratio for port in mains if port.material in above]
        found = [
            port.ratio
            for port in ports
            if port.direction is Direction.AUXILIARY_INPUT and port.material in above
        ]
        if fitting:
            main = fitting[0]
            found.append(main if len(fitting) == len(mains) else Range(0.0, main.likely, main.high))
        return Range.total(found) if found else None

    def facilities_of(self, step: model.ChainStep) -> Iterable[model.Facility]:
        """Yield the facilities that take a step."""
        for technology in step.technologies:
            yield from self.facilities.get(technology, ())

    def _given(self, technology: TechnologyId, material: MaterialId, direction: Direction) -> Range | None:
        found = [
            port.ratio
            for port in self.ports.get(technology, ())
            if port.direction is direction and material in upward(port.material, self._kind_of.get)
        ]
        return Range.total(found) if found else None


def firms_of(park: StepsOfPark, step: model.ChainStep) -> tuple[StepFirm, ...]:
    """Return who takes a step, each enterprise by the surest thing that shows it."""
    found: dict[tuple[EnterpriseId, bool], StepFirm] = {}

    def add(firm: StepFirm) -> None:
        before = found.get((firm.enterprise, firm.runs))
        if before is None or (before.amount is None and firm.amount is not None):
            found[firm.enterprise, firm.runs] = firm

    for firm in _by_facilities(park, step):
        add(firm)
    for firm in _by_wastes(park, step):
        add(firm)
    known = {enterprise for enterprise, _ in found}
    for owner in park.firms.values():
        if owner.id not in known and step.industries and owner.gbt4754.startswith(step.industries):
            add(StepFirm(owner.id, Shown.INDUSTRY, owner.state is OperatingState.OPERATING, None))
    return tuple(sorted(found.values(), key=lambda firm: (not firm.runs, firm.enterprise)))


def _by_wastes(park: StepsOfPark, step: model.ChainStep) -> Iterable[StepFirm]:
    if step.sign is None:
        return
    supplies: dict[EnterpriseId, list[Range]] = {}
    for stream in park.streams.get(step.sign, ()):
        supplies.setdefault(stream.enterprise, []).append(stream.supply)
    for enterprise, parts in supplies.items():
        amount = None if step.sign_ratio is None else _over(Range.total(parts), step.sign_ratio)
        runs = park.firms[enterprise].state is OperatingState.OPERATING
        yield StepFirm(enterprise, Shown.WASTE, runs, amount)


def _by_facilities(park: StepsOfPark, step: model.ChainStep) -> Iterable[StepFirm]:
    def firm_of(facility: model.Facility) -> tuple[EnterpriseId, bool]:
        return facility.enterprise, facility.state is OperatingState.OPERATING

    for (enterprise, runs), group in grouped(park.facilities_of(step), firm_of).items():
        amounts = [_made(park, step, facility) for facility in group]
        known = [amount for amount in amounts if amount is not None]
        ids = tuple(sorted(facility.id for facility in group))
        yield StepFirm(enterprise, Shown.FACILITY, runs, Range.total(known) if known else None, ids)


def _made(park: StepsOfPark, step: model.ChainStep, facility: model.Facility) -> Range | None:
    if facility.capacity is None or step.material is None:
        return None
    ratio = park.given(facility.technology, step.material)
    return None if ratio is None else facility.capacity.times(ratio)


def could_take(
    park: StepsOfPark, step: model.ChainStep, link: model.ChainLink, after: model.ChainStep
) -> bool:
    """Return whether what a step hands on goes into the next one, which may only use its by-product."""
    if step.material is None:
        return False
    by_recipe = any(park.taken(technology, step.material) is not None for technology in after.technologies)
    return by_recipe or link.ratio is not None or bool(after.industries)


def needs_of(
    park: StepsOfPark, step: model.ChainStep, link: model.ChainLink, after: model.ChainStep, firm: StepFirm
) -> Iterable[Need]:
    """Yield what a firm of the next step needs of what a step hands on; nothing where it takes none of it."""
    if step.material is None:
        return
    if link.ratio is not None:
        yield Need(None if firm.amount is None else firm.amount.times(link.ratio))
    elif firm.shown is Shown.INDUSTRY:
        yield Need(None)
    for facility in park.facilities_of(after) if link.ratio is None else ():
        ratio = park.taken(facility.technology, step.material)
        if facility.id in firm.facilities and ratio is not None:
            yield Need(None if facility.capacity is None else facility.capacity.times(ratio))


def _over(amount: Range, per: Range) -> Range:
    return Range(amount.low / per.high, amount.likely / per.likely, amount.high / per.low)
