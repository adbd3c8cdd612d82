"""What getting rid of something costs and emits, so that no waste is dumped for nothing because nobody asked.

A disposal price is looked for by material, else by what the material is a kind of, else by its class. What a
technology leaves, and nobody priced, costs no less than its owner saves by giving away what it was made from:
to turn a waste with a price into one without earns nothing. Heat and gas go to the air; their class says what
that costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.model import Material, Port, Technology
from graph.value.factors import Factors
from graph.value.terms import Number
from graph.vocabulary import Direction, FactorKind, Hazard, MaterialStatus, Phase, PriceKind, Unit

#: Kinds of prices that hold for a whole class of wastes.
DISPOSAL_CLASSES = (
    PriceKind.DISPOSAL_GENERAL,
    PriceKind.DISPOSAL_HAZARDOUS,
    PriceKind.DISPOSAL_LIQUID,
    PriceKind.DISPOSAL_AIR,
)


def disposal_class(phase: Phase, hazard: Hazard, unit: Unit) -> PriceKind:
    """Return the class whose price holds for a material that nobody priced.

    What is counted in cubic metres is treated as water even where it is hazardous: no works hands thousands
    of cubic metres to a licensed landfill.

    Examples
    --------
    >>> disposal_class(Phase.SLUDGE, Hazard.POSSIBLE, Unit.TONNE).value
    'disposal-general'
    >>> disposal_class(Phase.LIQUID, Hazard.HAZARDOUS, Unit.TONNE).value
    'disposal-hazardous'
    >>> disposal_class(Phase.LIQUID, Hazard.HAZARDOUS, Unit.CUBIC_METRE).value
    'disposal-liquid'
    """
    if phase in (Phase.GAS, Phase.HEAT):
        return PriceKind.DISPOSAL_AIR
    if hazard is Hazard.HAZARDOUS and unit is Unit.TONNE:
        return PriceKind.DISPOSAL_HAZARDOUS
    return PriceKind.DISPOSAL_LIQUID if phase is Phase.LIQUID else PriceKind.DISPOSAL_GENERAL


@dataclass(frozen=True, slots=True)
class Handed:
    """What a facility hands on to the next, if nobody took it: what getting rid of a unit costs and emits."""

    unit: Unit
    fee: Number | None
    emitted: Number | None


@dataclass(frozen=True)
class Disposals:
    """Look-ups over one snapshot: CNY and kg CO2e per unit that nobody takes.

    Attributes
    ----------
    factors : Factors
    ports : mapping of technology to sequence of Port
    technologies : mapping of id to Technology
    """

    factors: Factors
    ports: Mapping[str, Sequence[Port]]
    technologies: Mapping[str, Technology]

    @cached_property
    def materials(self) -> Mapping[str, Material]:
        """Materials by id."""
        return self.factors.snapshot.by_id(Material)

    def priced(self, material: str, zone: int = 0) -> Number | None:
        """Return the disposal price of a material or of what it is a kind of."""
        return self.factors.price(PriceKind.DISPOSAL, material, zone)

    def possible(self, material: str, zone: int, sold: bool) -> bool:
        """Return whether somebody may get rid of an output: a residue, or what it is known to cost.

        Nobody disposes of a product that is wanted, but one may be worth less than nothing, or made beside
        another in larger amounts than anybody wants. Gas and heat go to the air for nothing.
        """
        to_the_air = self.materials[material].phase in (Phase.GAS, Phase.HEAT)
        return not sold or to_the_air or self.priced(material, zone) is not None

    def fee(
        self, material: str, zone: int = 0, maker: str = "", handed: Sequence[Handed] = ()
    ) -> Number | None:
        """Return what disposing of a unit costs; None where not even its class has a price.

        Parameters
        ----------
        maker : str
            Technology that leaves it; none for what a works gives off by itself.
        handed : sequence of Handed
            What other facilities hand on to its maker.
        """
        known = self.priced(material, zone)
        if known is not None:
            return known
        origins = [self.saved(what, zone) for what in self._origins(maker, material)]
        before = [one.fee for one in self._alike(handed, material)]
        return dearest([self._of_class(material, zone), *origins, *before])

    def emissions(self, material: str, maker: str = "", handed: Sequence[Handed] = ()) -> Number | None:
        """Return what disposing of a unit emits; of what a technology leaves no less than its input would."""
        known = self.factors.emissions(FactorKind.DISPOSAL, material)
        if known is not None:
            return known
        origins = [self.emissions(what) for what in self._origins(maker, material)]
        return dearest([*origins, *(one.emitted for one in self._alike(handed, material))])

    def handed(self, material: str, zone: int, maker: str, handed: Sequence[Handed] = ()) -> Handed:
        """Return what a technology hands on with a unit of what it leaves."""
        fee, emitted = self.fee(material, zone, maker, handed), self.emissions(material, maker, handed)
        return Handed(self.materials[material].unit, fee, emitted)

    def saved(self, material: str, zone: int = 0) -> Number | None:
        """Return what the owner of a waste saves who says nothing of what it pays.

        A class speaks of waste alone. Who disposes of a by-product, or of what has a market price, usually
        does not: nobody knows what it saves.
        """
        known = self.priced(material, zone)
        if known is not None or self.materials[material].status is not MaterialStatus.WASTE:
            return known
        price = self.factors.price(PriceKind.MARKET, material, zone)
        sells = price is not None and price.amount.likely > 0.0
        return None if sells else self.fee(material, zone)

    def lost(
        self, technology: str, zone: int = 0, handed: Sequence[Handed] = ()
    ) -> tuple[float, Number | None, Number | None]:
        """Return what of a unit of main input is gone where nothing is made but residue, and what it costs.

        It never became a product, and is paid for as it was: share, CNY and kg CO2e per unit of it.
        """
        ports = self.ports[technology]
        useful = self.technologies[technology].final_use or any(
            port.direction is Direction.PRODUCT and port.ratio.likely > 0.0 for port in ports
        )
        main = [port.material for port in ports if port.direction is Direction.MAIN_INPUT]
        if useful or not main:
            return 0.0, None, None
        unit = self.materials[main[0]].unit
        kept = sum(
            port.ratio.likely
            for port in ports
            if port.direction is Direction.RESIDUE and self.materials[port.material].unit is unit
        )
        before = self._alike(handed, main[0])
        return (
            max(1.0 - kept, 0.0),
            dearest([*(self.saved(what, zone) for what in main), *(one.fee for one in before)]),
            dearest([*(self.emissions(what) for what in main), *(one.emitted for one in before)]),
        )

    def _of_class(self, material: str, zone: int) -> Number | None:
        row = self.materials[material]
        kind = disposal_class(row.phase, row.hazard, row.unit)
        return self.factors.general(kind, f"CNY/{row.unit.value}", zone)

    def _alike(self, handed: Sequence[Handed], material: str) -> list[Handed]:
        unit = self.materials[material].unit
        return [one for one in handed if one.unit is unit]

    def _origins(self, maker: str, material: str) -> list[str]:
        """Return the main inputs of a technology that are counted as the material is."""
        unit = self.materials[material].unit
        return [
            port.material
            for port in (self.ports[maker] if maker else ())
            if port.direction is Direction.MAIN_INPUT and self.materials[port.material].unit is unit
        ]


def dearest(numbers: Iterable[Number | None]) -> Number | None:
    """Return the number that is likely the largest; of equal ones the first by row."""
    known = [number for number in numbers if number is not None]
    return min(known, key=lambda number: (-number.amount.likely, number.row), default=None)
