"""Prices, transport rates and emission factors by what they are for, each chosen by one rule.

Of several rows for the same thing the one counts whose note starts with "default", else the best graded,
else the newest, else the first by id. What no row says is None and stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from graph.evidence import Grade
from graph.model import EmissionFactor, Park, Price, TransportRate
from graph.snapshot import Snapshot
from graph.taxonomy import ancestors
from graph.units import emission_factor
from graph.vocabulary import FactorKind, Hazard, Phase, PriceKind, Unit

Value = TypeVar("Value")

#: Classes of transport rates by what travels.
CARGO_CLASSES = ("bulk", "chemical", "hazardous")

_GRADE_ORDER = {grade: position for position, grade in enumerate(Grade)}


@dataclass(frozen=True)
class Factors:
    """Look-ups over one snapshot; prices in CNY and emissions in kg CO2e, per unit of the material."""

    snapshot: Snapshot

    @cached_property
    def _lineage(self) -> dict[str, list[str]]:
        frame = ancestors(self.snapshot).sort_values(["material", "steps"])
        return {str(material): list(group["ancestor"]) for material, group in frame.groupby("material")}

    @cached_property
    def _prices(self) -> dict[tuple[str, str], Price]:
        return _first_by_key(
            ((price.kind.value, str(price.material)), price, price)
            for price in self.snapshot.all(Price)
            if price.amount is not None and price.material is not None and price.unit.startswith("CNY/")
        )

    @cached_property
    def _tariffs(self) -> dict[tuple[str, str], float]:
        return _first_by_key(
            ((price.kind.value, price.unit), price, price.amount.likely)
            for price in self.snapshot.all(Price)
            if price.amount is not None
        )

    @cached_property
    def _emissions(self) -> dict[tuple[str, str], float]:
        units = dict(
            zip(
                self.snapshot.strings("materials", "id"),
                self.snapshot.strings("materials", "unit"),
                strict=True,
            )
        )
        return _first_by_key(
            ((factor.kind.value, str(factor.material)), factor, emissions)
            for factor, emissions, unit in self._kilograms()
            if factor.material is not None and unit == units[str(factor.material)]
        )

    def _kilograms(self) -> Iterator[tuple[EmissionFactor, float, str]]:
        """Give every known factor in kg CO2e per unit, with that unit."""
        for factor in self.snapshot.all(EmissionFactor):
            if factor.amount is not None:
                yield factor, *emission_factor(factor.amount.likely, factor.unit)

    def _inherited(self, table: dict[tuple[str, str], Value], kind: str, material: str) -> Value | None:
        for owner in self._lineage.get(material, [material]):
            if (kind, owner) in table:
                return table[kind, owner]
        return None

    def price_row(self, kind: PriceKind, material: str) -> Price | None:
        """Return the row that prices a material; a kind without a price takes its parent's."""
        return self._inherited(self._prices, kind.value, material)

    def _price(self, kind: PriceKind, material: str) -> float | None:
        row = self.price_row(kind, material)
        return None if row is None or row.amount is None else row.amount.likely

    def market_price(self, material: str) -> float | None:
        """Return what a buyer pays, CNY per unit."""
        return self._price(PriceKind.MARKET, material)

    def disposal_cost(self, material: str) -> float | None:
        """Return the fee for getting rid of a unit, CNY per unit.

        The environment tax is left out: neither storage at a compliant site nor lawful use is taxed.
        """
        return self._price(PriceKind.DISPOSAL, material)

    def electricity_price(self) -> float | None:
        """Return the industrial tariff, CNY/kWh."""
        return self._tariffs.get((PriceKind.UTILITY.value, "CNY/kWh"))

    def heat_price(self) -> float | None:
        """Return the price of process heat, CNY/GJ."""
        return self._tariffs.get((PriceKind.UTILITY.value, "CNY/GJ"))

    def product_emissions(self, material: str) -> float | None:
        """Return what making a unit of the virgin product emits, kg CO2e per unit."""
        return self._inherited(self._emissions, FactorKind.PRODUCT.value, material)

    def disposal_emissions(self, material: str) -> float | None:
        """Return what disposing of a unit emits, kg CO2e per unit."""
        return self._inherited(self._emissions, FactorKind.DISPOSAL.value, material)

    @cached_property
    def grid_factor(self) -> float | None:
        """CO2 of the park's own electricity, kg CO2/kWh; None when no park says one."""
        known = [park.grid_factor for park in self.snapshot.all(Park) if park.grid_factor is not None]
        return known[0] if known else None

    @cached_property
    def heat_factor(self) -> float | None:
        """CO2 of process heat, kg CO2e/GJ."""
        rows = (
            ((factor.kind.value, ""), factor, emissions)
            for factor, emissions, unit in self._kilograms()
            if factor.kind is FactorKind.HEAT and unit == Unit.GIGAJOULE.value
        )
        return _first_by_key(rows).get((FactorKind.HEAT.value, ""))

    @cached_property
    def _rates(self) -> dict[str, list[TransportRate]]:
        rates: dict[str, list[TransportRate]] = {}
        for rate in self.snapshot.all(TransportRate):
            rates.setdefault(rate.cargo, []).append(rate)
        return rates

    def cargo_class(self, phase: str, hazard: str) -> str:
        """Return the class of transport rates that a material travels by."""
        if hazard == Hazard.HAZARDOUS.value:
            return "hazardous"
        return "chemical" if phase == Phase.LIQUID.value else "bulk"

    def transport_bands(self, cargo: str) -> list[tuple[float, float, float]]:
        """Return (from km, to km, CNY/t-km) of a cargo class; where bands overlap the first one holds."""
        rates = [
            rate for rate in self._rates.get(cargo, ()) if rate.cost is not None and rate.unit == "CNY/t-km"
        ]
        rates.sort(key=lambda rate: (rate.to_km is None, _GRADE_ORDER[rate.evidence.grade], rate.id))
        return [
            (rate.from_km or 0.0, float("inf") if rate.to_km is None else rate.to_km, rate.cost.likely)
            for rate in rates
            if rate.cost is not None
        ]

    @cached_property
    def loading_cost(self) -> float:
        """Loading and unloading together, CNY/t; 0 where no rate says."""
        rates = self._rates.get("loading-bulk", ())
        return next((rate.cost.likely for rate in rates if rate.cost is not None), 0.0)

    @cached_property
    def transport_emissions(self) -> float | None:
        """CO2 of a heavy diesel lorry, kg CO2 per t-km: the row for the largest payload up to 30 t."""
        rows = [
            rate
            for rate in self.snapshot.all(TransportRate)
            if rate.co2 is not None and rate.payload is not None and rate.payload <= 30.0
        ]
        return max(rows, key=lambda rate: (rate.payload or 0.0, rate.id)).co2 if rows else None


def _first_by_key(
    rows: Iterable[tuple[tuple[str, str], Price | EmissionFactor, Value]],
) -> dict[tuple[str, str], Value]:
    best: dict[tuple[str, str], tuple[tuple[bool, int, str, str], Value]] = {}
    for key, row, value in rows:
        year = row.year if isinstance(row, Price) else ""
        rank = (
            not row.note.startswith("default"),
            _GRADE_ORDER[row.evidence.grade],
            _newest(year),
            str(row.id),
        )
        if key not in best or rank < best[key][0]:
            best[key] = (rank, value)
    return {key: value for key, (_, value) in best.items()}


def _newest(year: str) -> str:
    """Return a text that sorts newer years first."""
    return "".join(chr(ord("9") - int(digit) + ord("0")) if digit.isdigit() else digit for digit in year[-4:])
