"""Prices and emission factors by what they are for and where, each chosen by one rule.

Of several rows for the same thing the one counts whose note starts with "default"; else that of the nearest
place (`graph.value.numbers`); else the best graded, the newest, the first by id. What no row says is None.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from graph.evidence import Grade
from graph.model import EmissionFactor, Market, Park, Price, TransportRate
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.taxonomy import lines_of
from graph.tools import once
from graph.units import emission_factor
from graph.value.numbers.estimates import Estimates
from graph.value.numbers.money import Money, last_year
from graph.value.numbers.places import ANYWHERE, Zones, zones_of
from graph.value.numbers.rates import Rates
from graph.value.numbers.terms import Number
from graph.vocabulary import FactorKind, PriceAt, PriceKind, Unit

GIGAJOULE_PER_KWH = 0.0036

_GRADE_ORDER = {grade: position for position, grade in enumerate(Grade)}
_Row = TypeVar("_Row", Price, EmissionFactor, TransportRate)


@dataclass(frozen=True)
class Factors:
    """Look-ups over one snapshot: prices in CNY and emissions in kg CO2e, by zone (`zones`; 0: no place)."""

    snapshot: Snapshot

    @cached_property
    def zones(self) -> Zones:
        """Where which prices, rates and markets hold."""
        rows: tuple[Price | TransportRate | EmissionFactor | Market, ...] = (
            *self.snapshot.all(Price),
            *self.snapshot.all(TransportRate),
            *self.snapshot.all(EmissionFactor),
            *self.snapshot.all(Market),
        )
        return zones_of(self.snapshot, (row.place for row in rows))

    @cached_property
    def money(self) -> Money:
        """How amounts of other years, with tax or without, are made comparable."""
        return Money.of(self.snapshot)

    @cached_property
    def rates(self) -> Rates:
        """What carrying costs and emits."""
        return Rates(self)

    @cached_property
    def estimates(self) -> Estimates:
        """How far estimates may be off that stand as one value."""
        return Estimates.of(self.snapshot)

    @cached_property
    def _priced_at(self) -> dict[str, PriceAt]:
        return {str(price.id): price.price_at for price in self.snapshot.all(Price)}

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        return lines_of(self.snapshot)

    @cached_property
    def _prices(self) -> dict[tuple[str, str], list[Price]]:
        """Known prices by kind and material; tariffs by kind and unit."""
        known: dict[tuple[str, str], list[Price]] = {}
        for price in self.snapshot.all(Price):
            if price.amount is not None:
                known.setdefault((price.kind.value, f"per {price.unit}"), []).append(price)
                if price.material is not None and price.unit.startswith("CNY/"):
                    known.setdefault((price.kind.value, str(price.material)), []).append(price)
        return known

    @cached_property
    def _emissions(self) -> dict[tuple[str, str], list[EmissionFactor]]:
        """Known factors by kind and material, in the material's unit; without a material by kind and unit."""
        ids, units = (self.snapshot.strings("materials", name) for name in ("id", "unit"))
        unit_of = dict(zip(ids, units, strict=True))
        known: dict[tuple[str, str], list[EmissionFactor]] = {}
        for factor in self.snapshot.all(EmissionFactor):
            if factor.amount is not None:
                _, unit = emission_factor(factor.amount.likely, factor.unit)
                known.setdefault((factor.kind.value, f"per {unit}"), []).append(factor)
                if factor.material is not None and unit == unit_of[str(factor.material)]:
                    known.setdefault((factor.kind.value, str(factor.material)), []).append(factor)
        return known

    @once
    def price(self, kind: PriceKind, material: str, zone: int = 0) -> Number | None:
        """Return what a unit of a material costs or brings; a kind without a price takes its parent's.

        The environment tax is left out of what disposal costs: neither storage at a compliant site nor lawful
        use is taxed.
        """
        rows = (self._prices.get((kind.value, owner), ()) for owner in self.line(material))
        return self._of_price(self.counting(next(filter(None, rows), ()), zone))

    @once
    def general(self, kind: PriceKind, unit: str, zone: int = 0) -> Number | None:
        """Return a price of one kind in a unit, ``CNY/t``, for whatever material."""
        rows = self._prices.get((kind.value, f"per {unit}"), ())
        return self._of_price(self.counting(rows, zone))

    def priced_at(self, price: Number) -> PriceAt:
        """Return up to where the seller has to bring what a price of the table `prices` is for."""
        return self._priced_at[price.row]

    def tariff(self, unit: str, zone: int = 0) -> Number | None:
        """Return the industrial tariff in a unit: CNY/kWh of electricity, CNY/GJ of heat."""
        return self.general(PriceKind.UTILITY, unit, zone)

    @once
    def emissions(self, kind: FactorKind, material: str, zone: int = 0) -> Number | None:
        """Return what making a unit of the virgin product, or disposing of a unit, emits."""
        rows = (self._emissions.get((kind.value, owner), ()) for owner in self.line(material))
        return self._of_factor(self.counting(next(filter(None, rows), ()), zone))

    def is_power(self, material: str) -> bool:
        """Return whether a material is what the factors of grids are for."""
        return any((FactorKind.ELECTRICITY.value, owner) in self._emissions for owner in self.line(material))

    @once
    def heat_factor(self) -> Number | None:
        """Return the CO2 of process heat, kg CO2e/GJ."""
        rows = self._emissions.get((FactorKind.HEAT.value, f"per {Unit.GIGAJOULE.value}"), ())
        return self._of_factor(self.counting(rows, 0))

    @once
    def grid_factor(self, zone: int = 0) -> Number | None:
        """Return the CO2 of electricity, per kWh: of the park itself, the park above it, else its province.

        A park that does not say in which division it stands may buy its power anywhere: None.
        """
        park: Park | None = self.zones.grid[zone]
        if park is not None and park.grid_factor is not None:
            amount, grade = Range.exact(park.grid_factor), park.evidence.grade
            own = Number("parks", park.id, "grid_factor", "kg CO2/kWh", amount, grade)
            return self.estimates.number(own)
        if not self.zones.in_china[zone]:
            return None
        rows = self._emissions.get((FactorKind.ELECTRICITY.value, f"per {Unit.GIGAJOULE.value}"), ())
        per_gj = self._of_factor(self.counting(rows, zone))
        if per_gj is None:
            return None
        return replace(per_gj, unit="kg CO2/kWh", amount=per_gj.amount.scaled(GIGAJOULE_PER_KWH))

    def line(self, material: str) -> tuple[str, ...]:
        """Return a material and what it is a kind of, the nearest first."""
        return self._lines.get(material, (material,))

    def _of_price(self, row: Price | None) -> Number | None:
        if row is None or row.amount is None:
            return None
        amount = self.money.counted(row.amount, row.year, row.vat)
        return self.estimates.number(Number("prices", row.id, "amount", row.unit, amount, row.evidence.grade))

    def counting(self, rows: Iterable[_Row], zone: int) -> _Row | None:
        """Return the row that counts of several for the same thing."""
        return min(rows, key=lambda row: self.precedence(row, zone), default=None)

    def precedence(
        self, row: Price | EmissionFactor | TransportRate, zone: int, *between: float
    ) -> tuple[object, ...]:
        """Return what sorts the row first that counts; `between` comes after the place."""
        year = "" if isinstance(row, EmissionFactor) else row.year
        return (
            not row.note.startswith("default"),
            self.zones.near[zone].get(row.place, ANYWHERE),
            *between,
            grade_order(row.evidence.grade),
            -last_year(year),
            str(row.id),
        )

    def _of_factor(self, row: EmissionFactor | None) -> Number | None:
        if row is None or row.amount is None:
            return None
        amount, unit = row.amount, emission_factor(row.amount.likely, row.unit)[1]
        low, likely, high = (
            emission_factor(value, row.unit)[0] for value in (amount.low, amount.likely, amount.high)
        )
        said, grade = Range(low, likely, high), row.evidence.grade
        return self.estimates.number(
            Number("emission_factors", row.id, "amount", f"kg CO2e/{unit}", said, grade)
        )


def grade_order(grade: Grade) -> int:
    """Return the place of a grade, the best first."""
    return _GRADE_ORDER[grade]
