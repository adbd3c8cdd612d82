"""What one unit of something brings: fed to a technology, sold, disposed of, bought, carried.

The only description of a tonne's worth. A suggestion, a pathway and a plan's column are sums of these, so
they agree; `docs/value.md` says the same in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.evidence import Grade
from graph.model import Port, Technology
from graph.ranges import Range
from graph.tools import grouped, once
from graph.value.costs import Costs, capital_recovery
from graph.value.disposal import Charge, Disposals, Handed, dearest, in_each_unit
from graph.value.freight import Offer, delivery
from graph.value.holding import Ratios, main_product
from graph.value.markets import Markets
from graph.value.numbers import (
    GIGAJOULE_PER_KWH,
    Factors,
    Floats,
    Ints,
    Number,
    Term,
    Worth,
    Worths,
    estimated_ratios,
    total,
)
from graph.value.replacing import Replacing
from graph.vocabulary import Direction, FactorKind, MaterialId, PriceKind

_GIGAJOULE_PER_MEGAJOULE = 1e-3


def _disposed(material: str, fee: Charge | None, emitted: Charge | None) -> Worth:
    """Return what a fee and an emission factor of disposal bring."""
    what = f"{material} disposed of"
    return Worth(
        money=() if fee is None else (Term(what, fee.number, -fee.times),),
        carbon=() if emitted is None else (Term(what, emitted.number, -emitted.times),),
        missing=(f"disposal cost of {material}",) if fee is None else (),
    )


@dataclass(frozen=True)
class ValueBook:
    """What a unit is worth at a zone, worked out once for each thing."""

    factors: Factors

    @cached_property
    def costs(self) -> Costs:
        """What running and building costs."""
        return Costs(self.factors.snapshot)

    @cached_property
    def markets(self) -> Markets:
        """Who buys what."""
        return Markets(self.factors)

    @cached_property
    def disposals(self) -> Disposals:
        """What nobody takes."""
        return Disposals(self.factors, self.ports, self.technologies)

    @property
    def technologies(self) -> Mapping[str, Technology]:
        """Technologies by id."""
        return self.costs.technologies

    @cached_property
    def ports(self) -> defaultdict[str, list[Port]]:
        """Ports by technology, each by id."""
        return grouped(self.factors.snapshot.all(Port), lambda port: str(port.technology))

    @once
    def fed(
        self,
        technology: str,
        zone: int = 0,
        handed: tuple[Handed, ...] = (),
        ratios: Ratios = frozenset(),
    ) -> Worth:
        """Return what working on a unit of main input costs and emits, of which others may hand on some.

        Auxiliary inputs count as bought; who brings one through the network takes its price off again.
        """
        money: list[Term] = []
        carbon: list[Term] = []
        missing: list[str] = []

        def take_off(
            terms: list[Term],
            number: Number | None,
            what: str,
            kind: str = "",
            scale: float = 1.0,
            used: Number | None = None,
        ) -> None:
            if number is None:
                missing.append(kind + what)
            else:
                terms.append(Term(what, number, -scale, used))

        factors, costs = self.factors, self.costs
        take_off(money, costs.operating(technology), f"operating cost of {technology}")
        power, heat = costs.electricity(technology), costs.heat(technology)
        for energy, used, scale, tariff, factor in (
            ("electricity", power, 1.0, factors.tariff("CNY/kWh", zone), factors.grid_factor(zone)),
            ("heat", heat, _GIGAJOULE_PER_MEGAJOULE, factors.tariff("CNY/GJ", zone), factors.heat_factor()),
        ):
            if used is None:
                missing.append(f"{energy} use of {technology}")
            elif used.amount.likely > 0.0:
                take_off(money, tariff, energy, "price of ", scale, used)
                take_off(carbon, factor, energy, "emission factor of ", scale, used)
        burnt = costs.own(technology, "direct_emissions", "kg CO2/unit")
        take_off(carbon, burnt, f"direct emissions of {technology}")
        for port in self.ports[technology]:
            if port.direction is Direction.AUXILIARY_INPUT:
                bought = self.bought(port.material, zone)
                amount = estimated_ratios(factors.snapshot).get(port.id, port.ratio)
                ratio = Number("ports", port.id, "ratio", "unit/unit", amount, port.evidence.grade)
                money += [replace(term, coefficient=-term.coefficient, ratio=ratio) for term in bought.money]
                carbon += [
                    replace(term, coefficient=-term.coefficient, ratio=ratio) for term in bought.carbon
                ]
                missing += bought.missing
        gone, fee, emitted = self.disposals.lost(technology, zone, handed, ratios)
        for terms, charge in ((money, fee), (carbon, emitted)):
            if gone > 0.0 and charge is not None:
                what = f"what is lost in {technology} disposed of"
                terms.append(Term(what, charge.number, -gone * charge.times))
        return Worth(tuple(money), tuple(carbon), tuple(missing))

    @once
    def built(self, technology: str, scale: float | None = None) -> Worth:
        """Return what capital a unit of main input costs, paid back with interest over the plant's life."""
        capital = self.costs.capital(technology, scale)
        yearly = capital_recovery(self.costs.life(technology))
        return Worth(
            tuple(Term(f"{technology} built", number, -yearly * times) for number, times in capital),
            missing=() if capital else (f"capital cost of {technology}",),
        )

    @once
    def sold(
        self, technology: str, material: str, zone: int = 0, replacing: Replacing | None = None
    ) -> Worth:
        """Return what a unit of a product brings, and what it displaces.

        The virgin product stands for one product, the largest unless the technology names another; its price
        counts where no product has one, and where the product is paid what it replaces (`CostSheet.revenue`).

        Parameters
        ----------
        replacing : Replacing, optional
            What it replaces at one facility, where that is another product than the technology's.
        """
        process = self.technologies[technology]
        products = [port for port in self.ports[technology] if port.direction is Direction.PRODUCT]
        main = main_product(process, products)
        assert main is not None
        stands_for_it = material == main.material and main.ratio.likely > 0.0
        displaced: str | None
        if replacing is None:
            displaced = process.displaced_material
            ratio = self.costs.own(technology, "displaced_ratio", "unit/unit")
        else:
            displaced, ratio = replacing.material, replacing.ratio
        priced = {port.material: self._offer(technology, port.material, zone) for port in products}
        paid_displaced = self.costs.paid_displaced(technology)
        own = priced[MaterialId(material)]
        sale = Worth()
        if own is not None and not paid_displaced:
            sale = self._delivered(own, Term(f"{material} sold", own.price), material, zone)
        carbon: tuple[Term, ...] = ()
        unknown: tuple[str, ...] = ()
        if stands_for_it:
            if displaced is None or ratio is None:
                unknown = (f"product displaced by {technology}",)
            else:
                per_product = 1.0 / main.ratio.likely
                made = self._made(displaced, zone)
                price = self.factors.price(PriceKind.MARKET, displaced, zone)
                if made is None:
                    unknown = (f"emission factor of {displaced}",)
                else:
                    times = made.coefficient * per_product
                    carbon = (Term(f"{displaced} displaced", made.number, times, ratio),)
                sold = f"{material} sold as {displaced}"
                if price is not None and paid_displaced:
                    # What replaces something inside the plant that takes it is carried nowhere.
                    sale = Worth((Term(sold, price, per_product, ratio),))
                elif price is not None and not any(priced.values()):
                    market = self.markets.of_product(technology, material, zone)
                    instead = Offer(price, self.factors.priced_at(price), market)
                    sale = self._delivered(instead, Term(sold, price, per_product, ratio), material, zone)
            if not sale.money and own is not None and own.market is not None and own.market.technology:
                sale = self._delivered(own, Term(f"{material} sold", own.price), material, zone)
        if paid_displaced and not stands_for_it:
            # The host's other products are its own.
            return Worth(displaces=True)
        missing = unknown if sale.money else (f"price of {material}", *unknown)
        return Worth(
            sale.money, carbon, (*sale.missing, *missing), displaces=bool(carbon) or not stands_for_it
        )

    def otherwise(
        self,
        technology: str,
        zone: int,
        replacing: Replacing | None,
        ratios: Mapping[str, float] | None = None,
    ) -> Worth:
        """Return what a unit of main input brings more where the product replaces something of its own.

        `ratios` are those of ports (by id) of which another amount is made than the recipe says.
        """
        products = [port for port in self.ports[technology] if port.direction is Direction.PRODUCT]
        if replacing is None or not products:
            return Worth()
        parts = [
            (
                sign * (ratios or {}).get(port.id, port.ratio.likely),
                self.sold(technology, port.material, zone, instead),
            )
            for port in products
            for sign, instead in ((1.0, replacing), (-1.0, None))
        ]
        return total(parts)

    def _offer(self, technology: str, material: str, zone: int) -> Offer | None:
        """Return what a product is sold at: in its market, else as the prices have it."""
        market = self.markets.of_product(technology, material, zone)
        price = self.markets.price(market)
        if market is not None and price is not None:
            return Offer(price, market.price_at, market)
        price = self.factors.price(PriceKind.MARKET, material, zone)
        return None if price is None else Offer(price, self.factors.priced_at(price), market)

    def _delivered(self, offer: Offer, sold: Term, material: str, zone: int) -> Worth:
        """Return a sale less what it costs to bring it where its price holds."""
        return total([(1.0, Worth((sold,))), (1.0, delivery(self.factors, offer, material, zone))])

    @once
    def disposed(
        self,
        material: str,
        zone: int = 0,
        maker: str = "",
        handed: tuple[Handed, ...] = (),
        ratios: Ratios = frozenset(),
    ) -> Worth:
        """Return what getting rid of a unit costs and emits that a technology leaves; see `Disposals.fee`."""
        fee = self.disposals.fee(material, zone, maker, handed, ratios)
        return _disposed(material, fee, self.disposals.emissions(material, maker, handed, ratios))

    @once
    def bought(self, material: str, zone: int = 0) -> Worth:
        """Return what a unit brings that need not be bought as an auxiliary input."""
        price = self.factors.price(PriceKind.MARKET, material, zone) or self.markets.asked(material, zone)
        made = self._made(material, zone)
        unknown = [f"price of {material}"] if price is None else []
        unknown += [f"emission factor of {material}"] if made is None else []
        return Worth(
            money=() if price is None else (Term(f"{material} bought", price, floored=True),),
            carbon=() if made is None else (made,),
            missing=tuple(unknown),
        )

    def _made(self, material: str, zone: int) -> Term | None:
        """Return what making a unit emits; power, in GJ, is made as the grid's is."""
        what = f"{material} made"
        known = self.factors.emissions(FactorKind.PRODUCT, material, zone)
        if known is not None:
            return Term(what, known)
        grid = self.factors.grid_factor(zone) if self.factors.is_power(material) else None
        return None if grid is None else Term(what, grid, 1.0 / GIGAJOULE_PER_KWH)

    @cached_property
    def _paid(self) -> dict[int, Number]:
        """What streams pay for their own disposal, by row, where they said."""
        snapshot = self.factors.snapshot
        rows = np.flatnonzero(~np.isnan(snapshot.numbers("waste_streams", "disposal_cost_likely")))
        given = snapshot.strings("waste_streams", "material")
        owners = snapshot.strings("waste_streams", "enterprise")
        at_home = snapshot.positions("enterprises", owners[rows].tolist())
        zone = np.append(self.factors.zones.of_enterprise, 0)[at_home]
        columns = ["id", "grade", *(f"disposal_cost_{end}" for end in ("low", "likely", "high"))]
        paying = snapshot.tables["waste_streams"].select(columns).take(rows).to_pylist()
        found = {}
        for row, at, one in zip(rows.tolist(), zone.tolist(), paying, strict=True):
            name, grade, *amount = one.values()
            said = Number("waste_streams", name, "disposal_cost", "CNY/unit", Range(*amount), Grade(grade))
            usual = self.disposals.of_class(given[row], at)
            found[row] = self.factors.estimates.number(said, None if usual is None else usual.amount)
        return found

    def relieved(self, stream: int, material: str, zone: int = 0) -> Worth:
        """Return what a unit saves that leaves a stream (by row) and does not go where it usually goes.

        What the stream itself pays for disposal comes before the usual fee. A waste that somebody pays for as
        it is saves nothing: its owner forgoes the price.
        """
        usual, paid = self._let_go(material, zone), self._paid.get(stream)
        if paid is None or self._forgone(material, zone) is not None:
            return usual
        return Worth((Term(f"{material} disposed of", paid),), usual.carbon)

    @once
    def given(
        self, material: str, zone: int, paid: Number | None = None, taken_as: str = ""
    ) -> tuple[Handed, ...]:
        """Return what getting rid of a unit that comes to a technology at a zone would have cost instead.

        Parameters
        ----------
        paid : Number, optional
            What its owner says that he pays; it counts where that is more than usual.
        taken_as : str, optional
            The kind of the material that it is taken as, if that is not the material: the dearer counts.
        """
        usual = None if self.forgoes(material, zone) else self.disposals.saved(material, zone)
        fee = dearest(None if one is None else Charge(one) for one in (usual, paid))
        emitted = self.disposals.emissions(material)
        unit, was = self.disposals.materials[material].unit, self.disposals.numbers(material, zone)
        found: tuple[Handed, ...] = (Handed(unit, fee, emitted, was=was),)
        same = taken_as in ("", material)
        return found if same else in_each_unit((*found, *self.given(taken_as, zone)))

    def paid(self, stream: int, material: str, zone: int) -> Number | None:
        """Return what the owner of a stream (by row) says that he pays; None where he forgoes a price."""
        return None if self.forgoes(material, zone) else self._paid.get(stream)

    def pays(self, stream: Ints) -> NDArray[np.bool_]:
        """Return which streams (rows) say what they pay for their disposal."""
        return np.isin(stream, list(self._paid))

    def forgoes(self, material: str, zone: int) -> bool:
        """Return whether the owner of a waste could sell it as it is, so that using it forgoes a price.

        Nobody sells what costs more to bring to its buyers than they pay.
        """
        return self._forgone(material, zone) is not None

    def _forgone(self, material: str, zone: int) -> Number | None:
        """Return the price that the owner of a traded waste forgoes; none where the way to it eats it up."""
        price = self.markets.price(self.markets.traded(material, zone))
        return None if self.sold_as_it_is(material, zone).benefit <= 0.0 else price

    @once
    def _let_go(self, material: str, zone: int) -> Worth:
        """Return what a unit saves of a waste whose owner says nothing of what it pays."""
        if self._forgone(material, zone) is None:
            saved, emitted = self.disposals.saved(material, zone), self.disposals.emissions(material)
            paid = None if saved is None else Charge(saved)
            return total([(-1.0, _disposed(material, paid, emitted))])
        return total([(-1.0, self.sold_as_it_is(material, zone))])

    @once
    def sold_as_it_is(self, material: str, zone: int = 0) -> Worth:
        """Return what a unit of a waste brings that its own market takes."""
        market = self.markets.traded(material, zone)
        price = self.markets.price(market)
        if market is None or price is None:
            return Worth()
        sold = Term(f"{material} sold as it is", price)
        return self._delivered(Offer(price, market.price_at, market), sold, material, zone)

    def relief(self, stream: Ints, material: Ints, zone: Ints) -> Worths:
        """Return what each flow saves that leaves a stream, by rows; see `relieved`."""
        ids = self.factors.snapshot.strings("materials", "id").tolist()
        usual = Worths.of(lambda what, at: self._let_go(ids[what], at), material, zone)
        own = np.flatnonzero(self.pays(stream))
        keys = stream[own], material[own], zone[own]
        paid = Worths.of(lambda who, what, at: self.relieved(who, ids[what], at), *keys)
        which = usual.which.copy()
        which[own] = len(usual.kinds) + paid.which
        return Worths((*usual.kinds, *paid.kinds), which)

    def relieving(self, material: Ints, zone: Ints, arrives: Floats) -> Floats:
        """Return how much of its relief each flow brings that loses something on the way.

        What is lost saves no disposal, but a price is forgone for all that leaves.

        Parameters
        ----------
        material : int array
            Row of what leaves.
        zone : int array
            Where it starts.
        arrives : float array
            Share of it, 0 to 1.
        """
        times, lossy = arrives.copy(), np.flatnonzero(arrives < 1.0)
        ids, zones = self.factors.snapshot.strings("materials", "id"), self.factors.zones.count
        kinds, kind = np.unique(material[lossy] * zones + zone[lossy], return_inverse=True)
        forgone = [self.forgoes(str(ids[one // zones]), one % zones) for one in kinds.tolist()]
        times[lossy[np.array(forgone, dtype=bool)[kind]]] = 1.0
        return times
