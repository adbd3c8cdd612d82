"""What getting rid of something costs and emits, so that no waste is dumped for nothing because nobody asked.

A disposal price is looked for by material, else by what the material is a kind of, else by its class. What a
technology leaves, and nobody priced, costs no less than its owner saves by giving away what it was made from:
to turn a waste with a price into one without earns nothing. Heat and gas go to the air; their class says what
that costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.model import Material, Port, Technology
from graph.value.holding import HELD_BY, Holdings, Ratios
from graph.value.numbers import Factors, Number
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
class Charge:
    """What getting rid of a unit costs or emits: so many times a number."""

    number: Number
    times: float = 1.0

    @property
    def likely(self) -> float:
        """CNY or kg CO2e."""
        return self.times * self.number.amount.likely


@dataclass(frozen=True, slots=True)
class Handed:
    """What comes to a technology: what getting rid of a unit of it would have cost and emitted instead.

    Attributes
    ----------
    tonnes : float
        What a unit that is not counted in tonnes holds of a waste that was.
    treated : float
        How much was treated for a unit, in its own: 1 of what is no treated waste.
    was : frozenset of (str, str)
        The numbers (table and row) of disposing of it, and of all that it was before.
    """

    unit: Unit
    fee: Charge | None
    emitted: Charge | None
    tonnes: float = 0.0
    treated: float = 1.0
    was: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Disposals:
    """Look-ups over one snapshot: CNY and kg CO2e per unit that nobody takes."""

    factors: Factors
    ports: Mapping[str, Sequence[Port]]
    technologies: Mapping[str, Technology]

    @cached_property
    def holdings(self) -> Holdings:
        """What technologies make of what they are fed with."""
        return self.factors.snapshot.derived(Holdings, *HELD_BY)

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
        self,
        material: str,
        zone: int = 0,
        maker: str = "",
        handed: Sequence[Handed] = (),
        ratios: Ratios = frozenset(),
    ) -> Charge | None:
        """Return what disposing of a unit costs; None where not even its class has a price.

        Parameters
        ----------
        maker : str
            Technology that leaves it; none for what a works gives off by itself.
        handed : sequence of Handed
            What comes to its maker.
        ratios : Ratios
            What its maker makes in another amount than the recipe says.
        """
        known = self.priced(material, zone)
        usual = self.of_class(material, zone) if known is None else known
        sources = self._sources(maker)
        before = _before([self.priced(what, zone) for what in sources], handed)
        if known is not None and self._stands(material, known, maker, before):
            return Charge(known)
        origins = [(self.materials[what].unit, _once(self.saved(what, zone))) for what in sources]
        origins += [(one.unit, one.fee) for one in handed]
        return dearest([_once(usual), *self._of_origins(material, maker, origins, ratios)])

    def emissions(
        self,
        material: str,
        maker: str = "",
        handed: Sequence[Handed] = (),
        ratios: Ratios = frozenset(),
    ) -> Charge | None:
        """Return what disposing of a unit emits; see `fee`."""
        known, sources = self._emits(material), self._sources(maker)
        before = _before(map(self._emits, sources), handed)
        if known is not None and self._stands(material, known, maker, before):
            return Charge(known)
        origins = [(self.materials[what].unit, _once(self._emits(what))) for what in sources]
        origins += [(one.unit, one.emitted) for one in handed]
        return dearest([_once(known), *self._of_origins(material, maker, origins, ratios)])

    def handed(
        self,
        material: str,
        zone: int,
        maker: str,
        handed: Sequence[Handed] = (),
        ratios: Ratios = frozenset(),
    ) -> Handed:
        """Return what a technology hands on with a unit of what it leaves."""
        fee = self.fee(material, zone, maker, handed, ratios)
        emitted = self.emissions(material, maker, handed, ratios)
        unit, made = self.materials[material].unit, self.holdings.of(maker, ratios)
        # What was treated before came to nothing with what a liquor takes along, and with what is made of it.
        each, before = made.treated(material), treated_for(handed, made.fed_in)
        if made.fed_in is Unit.TONNE:
            tonnes = 0.0 if unit is Unit.TONNE else made.held[material] * before
        else:
            tonnes = each * tonnes_in(handed, made.fed_in) if unit is made.fed_in else 0.0
        was = frozenset().union(
            *(one.was for one in handed),
            *(self.numbers(what, zone) for what in (material, *self._sources(maker))),
        )
        return Handed(unit, fee, emitted, tonnes, each * before if unit is made.fed_in else 1.0, was)

    def numbers(self, material: str, zone: int = 0) -> frozenset[tuple[str, str]]:
        """Return the numbers (table and row) that say what disposing of a material costs and emits."""
        found = (self.priced(material, zone), self._emits(material))
        return frozenset(_key(number) for number in found if number is not None)

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
        return None if sells else self.of_class(material, zone)

    def lost(
        self, technology: str, zone: int = 0, handed: Sequence[Handed] = (), ratios: Ratios = frozenset()
    ) -> tuple[float, Charge | None, Charge | None]:
        """Return what of a unit of main input is gone where nothing is made but residue, and what it costs.

        It never became a product, and is paid for as it was: share, CNY and kg CO2e per unit of it.
        """
        made, main = self.holdings.of(technology, ratios), self._sources(technology)
        if made.lost <= 0.0:
            return 0.0, None, None
        before = [one for one in handed if one.unit is made.fed_in]
        return (
            made.lost,
            dearest([*(_once(self.saved(what, zone)) for what in main), *(one.fee for one in before)]),
            dearest([*(self.emissions(what) for what in main), *(one.emitted for one in before)]),
        )

    def _emits(self, material: str) -> Number | None:
        return self.factors.emissions(FactorKind.DISPOSAL, material)

    def _stands(self, material: str, known: Number, maker: str, before: frozenset[tuple[str, str]]) -> bool:
        """Return whether what somebody says of an output stands, whatever it was made from.

        It does for a residue that has a number of its own. Of what was wanted all that was done for it came
        to nothing; and what is priced as something that it was before, at whatever step, is still that.
        """
        if not maker:
            return True
        return material not in self.holdings.of(maker).wanted and _key(known) not in before

    def _of_origins(
        self,
        material: str,
        maker: str,
        origins: Sequence[tuple[Unit, Charge | None]],
        ratios: Ratios,
    ) -> list[Charge]:
        """Return what an output costs by what it was made from: as much of it as came to nothing."""
        if not maker:
            return []
        made, unit = self.holdings.of(maker, ratios), self.materials[material].unit
        found = []
        for of, charge in origins:
            undone = made.undone[material] if of is made.fed_in else 0.0
            times = max(undone, 1.0 if of is unit else 0.0)
            if charge is not None and times > 0.0:
                found.append(replace(charge, times=charge.times * times))
        return found

    def of_class(self, material: str, zone: int = 0) -> Number | None:
        """Return the price of the class of a material."""
        row = self.materials[material]
        kind = disposal_class(row.phase, row.hazard, row.unit)
        return self.factors.general(kind, f"CNY/{row.unit.value}", zone)

    def _sources(self, maker: str) -> list[str]:
        """Return the main inputs of a technology."""
        ports = self.ports[maker] if maker else ()
        return [port.material for port in ports if port.direction is Direction.MAIN_INPUT]


def _once(number: Number | None) -> Charge | None:
    return None if number is None else Charge(number)


def _key(number: Number) -> tuple[str, str]:
    return number.table, number.row


def _before(of_sources: Iterable[Number | None], handed: Iterable[Handed]) -> frozenset[tuple[str, str]]:
    """Return the numbers of all that an output was before."""
    taken_in = frozenset(_key(number) for number in of_sources if number is not None)
    return taken_in.union(*(one.was for one in handed))


def dearest(charges: Iterable[Charge | None]) -> Charge | None:
    """Return what is likely the most; of equal ones what somebody outside says, then the first by row."""

    def order(charge: Charge) -> tuple[float, bool, str, float]:
        number = charge.number
        return -charge.likely, number.table == "waste_streams", number.row, charge.times

    return min((charge for charge in charges if charge is not None), key=order, default=None)


def in_each_unit(brought: Iterable[Handed]) -> tuple[Handed, ...]:
    """Return the dearest in each unit, fee and emission apart."""
    brought = list(brought)
    alike = ((unit, [one for one in brought if one.unit is unit]) for unit in Unit)
    return tuple(
        Handed(
            unit,
            dearest(one.fee for one in some),
            dearest(one.emitted for one in some),
            tonnes_in(some, unit),
            treated_for(some, unit),
            frozenset().union(*(one.was for one in some)),
        )
        for unit, some in alike
        if some
    )


def tonnes_in(brought: Iterable[Handed], fed_in: Unit) -> float:
    """Return what a unit of a main input that is not in tonnes holds of a waste that was; the most."""
    return max((one.tonnes for one in brought if one.unit is fed_in), default=0.0)


def treated_for(brought: Iterable[Handed], fed_in: Unit) -> float:
    """Return how much was treated, in the same unit, for a unit of a main input; the most."""
    return max((one.treated for one in brought if one.unit is fed_in), default=1.0)
