"""What one unit of something brings: fed to a technology, sold, disposed of, bought, carried.

The only description of a tonne's worth. A suggestion, a pathway and a plan's column are sums of these, so
they agree; `docs/value.md` says the same in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graph.evidence import Grade
from graph.model import Port, Technology
from graph.ranges import Range
from graph.value.factors import BY_PIPE, Factors
from graph.value.terms import Floats, Ints, Number, Term, Worth, Worths, total
from graph.vocabulary import Direction, FactorKind, MaterialId, PriceKind

_GIGAJOULE_PER_MEGAJOULE = 1e-3


@dataclass(frozen=True)
class Carriage:
    """How flows travel: each costs ``once[way]`` and, for every km of its distance, ``each_km[way]``.

    Attributes
    ----------
    way : int array
    distance : float array
        Road km; 0 where it is not known.
    once, each_km : tuple of Worth
    """

    way: Ints
    distance: Floats
    once: tuple[Worth, ...]
    each_km: tuple[Worth, ...]

    def parts(self, flow: int) -> list[tuple[float, Worth]]:
        """Return what carrying a unit of one flow is made of."""
        way = int(self.way[flow])
        return [(1.0, self.once[way]), (float(self.distance[flow]), self.each_km[way])]

    @property
    def cost(self) -> Floats:
        """CNY per unit; NaN where not known."""
        unknown = np.array([bool(worth.missing) for worth in self.once], dtype=bool)
        once, each_km = (
            np.array([-worth.benefit for worth in kinds], dtype=np.float64)
            for kinds in (self.once, self.each_km)
        )
        cost: Floats = once[self.way] + self.distance * each_km[self.way]
        return np.where(unknown[self.way], np.nan, cost)

    @property
    def emissions(self) -> Floats:
        """Emitted on the way, kg CO2e per unit, as far as known."""
        each_km = np.array([-worth.co2 for worth in self.each_km], dtype=np.float64)
        emitted: Floats = self.distance * each_km[self.way]
        return emitted


@dataclass(frozen=True)
class ValueBook:
    """What a unit is worth at a zone, worked out once for each thing."""

    factors: Factors
    _known: dict[tuple[str, ...], Worth] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def technologies(self) -> dict[str, Technology]:
        """Technologies by id."""
        return self.factors.snapshot.by_id(Technology)

    @cached_property
    def ports(self) -> defaultdict[str, list[Port]]:
        """Ports by technology, each by id."""
        ports = defaultdict(list)
        for port in self.factors.snapshot.all(Port):
            ports[str(port.technology)].append(port)
        return ports

    def products(self, technology: str) -> list[Port]:
        """Return the product ports of a technology."""
        return [port for port in self.ports[technology] if port.direction is Direction.PRODUCT]

    def fed(self, technology: str, zone: int = 0) -> Worth:
        """Return what working on a unit of main input costs and emits.

        Auxiliary inputs count as bought; who brings one through the network takes its price off again.
        """
        return self._once(("fed", technology, str(zone)), lambda: self._fed(technology, zone))

    def sold(self, technology: str, material: str, zone: int = 0) -> Worth:
        """Return what a unit of a product brings, and what it displaces.

        The virgin product stands for the largest product; its price counts where no product has one.
        """
        key = ("sold", technology, material, str(zone))
        return self._once(key, lambda: self._sold(technology, material, zone))

    def disposed(self, material: str, zone: int = 0) -> Worth:
        """Return what getting rid of a unit costs and emits."""
        return self._once(("disposed", material, str(zone)), lambda: self._disposed(material, zone))

    @cached_property
    def _paid(self) -> dict[int, Number]:
        """What streams pay for their own disposal, by row, where they said."""
        table = self.factors.snapshot.tables["waste_streams"]
        columns = ["id", "grade", *(f"disposal_cost_{end}" for end in ("low", "likely", "high"))]
        return {
            row: Number(
                "waste_streams", name, "disposal_cost", "CNY/unit", Range(low, likely, high), Grade(grade)
            )
            for row, (name, grade, low, likely, high) in enumerate(
                zip(*(table[column].to_pylist() for column in columns), strict=True)
            )
            if likely is not None
        }

    def relieved(self, stream: int, material: str, zone: int = 0) -> Worth:
        """Return what a unit saves that leaves a stream (by row) and is not disposed of.

        What the stream itself pays comes before the usual fee.
        """
        usual, paid = self.disposed(material, zone), self._paid.get(stream)
        saved = total([(-1.0, usual)])
        return saved if paid is None else Worth((Term(f"{material} disposed of", paid),), saved.carbon)

    def relief(self, stream: Ints, material: Ints, zone: Ints) -> Worths:
        """Return what each flow saves that leaves a stream, by rows; see `relieved`."""
        ids = self.factors.snapshot.strings("materials", "id").tolist()
        usual = Worths.of(lambda what, at: total([(-1.0, self.disposed(ids[what], at))]), material, zone)
        own = np.flatnonzero(np.isin(stream, list(self._paid)))
        keys = stream[own], material[own], zone[own]
        paid = Worths.of(lambda who, what, at: self.relieved(who, ids[what], at), *keys)
        which = usual.which.copy()
        which[own] = len(usual.kinds) + paid.which
        return Worths((*usual.kinds, *paid.kinds), which)

    def bought(self, material: str, zone: int = 0) -> Worth:
        """Return what a unit brings that need not be bought as an auxiliary input."""
        return self._once(("bought", material, str(zone)), lambda: self._bought(material, zone))

    def carriage(self, material: Ints, zone: Ints, distance: Floats) -> Carriage:
        """Return how flows travel.

        Water, gas and heat go by pipe, whose cost nobody gave and which emits nothing of its own; inside a
        site nothing is carried.

        Parameters
        ----------
        material : int array
            Row of what travels.
        zone : int array
            Where it starts.
        distance : float array
            Road km, NaN where not known.
        """
        cargo = self.factors.cargo[material]
        once, each_km = [Worth()], [Worth()]
        way = np.zeros(len(distance), dtype=np.int64)
        for start, kind in sorted(set(zip(zone.tolist(), cargo.tolist(), strict=True))):
            there = (zone == start) & (cargo == kind) & (distance != 0.0)
            if kind == BY_PIPE:
                way[there] = len(once)
                once.append(Worth(missing=("cost of the pipe",)))
                each_km.append(Worth())
                continue
            lorry = self.factors.lorry(start)
            emitted = () if lorry is None else (Term("by lorry", lorry, -1.0),)
            way[there] = len(once)
            once.append(Worth(missing=("transport cost",)))
            each_km.append(Worth(carbon=emitted))
            # The first band that holds counts, so later ones are written first.
            for band in reversed(self.factors.bands(kind, start)):
                way[there & (band.from_km <= distance) & (distance < band.to_km)] = len(once)
                loading = () if band.loading is None else (Term("loaded", band.loading, -1.0),)
                once.append(Worth(money=loading))
                each_km.append(Worth(money=(Term("by lorry", band.per_km, -1.0),), carbon=emitted))
        return Carriage(way, np.nan_to_num(distance), tuple(once), tuple(each_km))

    def _once(self, key: tuple[str, ...], work_out: Callable[[], Worth]) -> Worth:
        if key not in self._known:
            self._known[key] = work_out()
        return self._known[key]

    def _fed(self, technology: str, zone: int) -> Worth:
        process, factors = self.technologies[technology], self.factors
        money: list[Term] = []
        carbon: list[Term] = []
        missing: list[str] = []

        def own(column: str, unit: str, word: str) -> Number | None:
            value: float | None = getattr(process, column)
            if value is None:
                missing.append(f"{word} of {technology}")
                return None
            return Number(
                "technologies", technology, column, unit, Range.exact(value), process.evidence.grade
            )

        if (work := own("operating_cost", "CNY/unit", "operating cost")) is not None:
            money.append(Term(f"worked on by {technology}", work, -1.0))
        for column, unit, scale, tariff, factor in (
            ("electricity", "kWh", 1.0, factors.tariff("CNY/kWh", zone), factors.grid_factor(zone)),
            ("heat", "MJ", _GIGAJOULE_PER_MEGAJOULE, factors.tariff("CNY/GJ", zone), factors.heat_factor()),
        ):
            used = own(column, f"{unit}/unit", f"{column} use")
            for terms, number, word in ((money, tariff, "price"), (carbon, factor, "emission factor")):
                if used is not None and used.amount.likely > 0.0:
                    if number is None:
                        missing.append(f"{word} of {column}")
                    else:
                        terms.append(Term(column, number, -scale, used))
        if (given_off := own("direct_emissions", "kg CO2/unit", "direct emissions")) is not None:
            carbon.append(Term(f"given off by {technology}", given_off, -1.0))
        for port in self.ports[technology]:
            if port.direction is Direction.AUXILIARY_INPUT:
                ratio = Number("ports", port.id, "ratio", "unit/unit", port.ratio, port.evidence.grade)
                bought = self.bought(port.material, zone)
                for terms, brought in ((money, bought.money), (carbon, bought.carbon)):
                    terms.extend(
                        Term(port.material, term.number, -1.0, ratio, term.floored) for term in brought
                    )
                missing.extend(bought.missing)
        return Worth(tuple(money), tuple(carbon), tuple(missing))

    def _bought(self, material: str, zone: int) -> Worth:
        price = self.factors.price(PriceKind.MARKET, material, zone)
        made = self.factors.emissions(FactorKind.PRODUCT, material)
        return Worth(
            money=() if price is None else (Term(f"{material} not bought", price, floored=True),),
            carbon=() if made is None else (Term(f"{material} not made", made),),
            missing=(f"price of {material}",) if price is None else (),
        )

    def _disposed(self, material: str, zone: int) -> Worth:
        fee = self.factors.price(PriceKind.DISPOSAL, material, zone)
        emitted = self.factors.emissions(FactorKind.DISPOSAL, material)
        return Worth(
            money=() if fee is None else (Term(f"{material} disposed of", fee, -1.0),),
            carbon=() if emitted is None else (Term(f"{material} disposed of", emitted, -1.0),),
            missing=(f"disposal cost of {material}",) if fee is None else (),
        )

    def _sold(self, technology: str, material: str, zone: int) -> Worth:
        process, products = self.technologies[technology], self.products(technology)
        prices = {
            port.material: self.factors.price(PriceKind.MARKET, port.material, zone) for port in products
        }
        price = prices[MaterialId(material)]
        money = () if price is None else (Term(f"{material} sold", price),)
        carbon: tuple[Term, ...] = ()
        missing: list[str] = []
        main = max(products, key=lambda port: (port.ratio.likely, port.id))
        displaced, replaced = process.displaced_material, process.displaced_ratio
        stands_for_it = material == main.material and main.ratio.likely > 0.0
        if stands_for_it and (displaced is None or replaced is None):
            missing.append(f"product displaced by {technology}")
        elif stands_for_it and displaced is not None and replaced is not None:
            replaced_is = Range.exact(replaced)
            ratio = Number(
                "technologies", technology, "displaced_ratio", "", replaced_is, process.evidence.grade
            )
            per_product = 1.0 / main.ratio.likely
            factor = self.factors.emissions(FactorKind.PRODUCT, displaced)
            if factor is None:
                missing.append(f"emission factor of {displaced}")
            else:
                carbon = (Term(f"{displaced} displaced", factor, per_product, ratio),)
            instead = self.factors.price(PriceKind.MARKET, displaced, zone)
            if instead is not None and not any(prices.values()):
                money = (Term(f"sold as {displaced}", instead, per_product, ratio),)
        if not money:
            missing.insert(0, f"price of {material}")
        return Worth(money, carbon, tuple(missing), displaces=bool(carbon) or not stands_for_it)
