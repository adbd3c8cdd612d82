"""Transport rates by what travels, which way and where, each chosen by the rule of `factors`.

Which of the rows of a class counts is here; which way a flow takes is said in `graph.value.carriage`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.model import Conveyance, TransportRate
from graph.ranges import Range
from graph.taxonomy import lines_of
from graph.tools import once
from graph.value.numbers.terms import Number, Term
from graph.vocabulary import Hazard, Phase, Travel, Unit

if TYPE_CHECKING:
    from graph.value.numbers.factors import Factors


@dataclass(frozen=True, slots=True)
class Cargo:
    """A class of rates.

    Attributes
    ----------
    name : str
        `cargo` of its rows.
    by : Travel
    words : str
        What its terms are called.
    loading, detour : str
        `cargo` of the row of what loading costs, and of that of how much longer its way is than the great
        circle; empty: nothing is loaded, and its way is as long as the road.
    """

    name: str
    by: Travel
    words: str
    loading: str = ""
    detour: str = ""


#: By number: what goes by road, by pipe, and what bulk may go by instead of the road.
CARGOES = (
    *(Cargo(name, Travel.ROAD, "by lorry", "loading-bulk") for name in ("bulk", "chemical", "hazardous")),
    *(
        Cargo(name, Travel.PIPE, "by pipe")
        for name in ("pipe-water", "pipe-gas", "pipe-gas-tonne", "pipe-heat")
    ),
    Cargo("rail-bulk", Travel.RAIL, "by rail", "loading-rail", "detour-rail"),
    Cargo("ship-sea-bulk", Travel.SEA, "by sea", "loading-ship", "detour-sea"),
    Cargo("ship-inland-bulk", Travel.RIVER, "by inland waterway", "loading-ship", "detour-river"),
)
_NUMBER = {cargo.name: number for number, cargo in enumerate(CARGOES)}
BULK = _NUMBER["bulk"]
#: What bulk may go by instead of the road, where both ends have it.
INSTEAD = tuple(_NUMBER[name] for name in ("rail-bulk", "ship-sea-bulk", "ship-inland-bulk"))
#: The class of what no rate is for: power goes by wire.
NO_CARGO = -1
#: Emissions of a lorry are those of the largest up to this payload, t.
_LARGEST_LORRY = 30.0
_DETOUR = "constant.detour"


@dataclass(frozen=True, slots=True)
class Band:
    """Distances over which one rate holds, in km of the road; `loading` comes on top, once.

    Attributes
    ----------
    detour : Number or None
        What the way is of the great circle; None: it is the road itself.
    road : float
        What the road is of the great circle.
    """

    from_km: float
    to_km: float
    per_km: Number
    loading: Number | None
    detour: Number | None = None
    road: float = 1.0

    @property
    def each_km(self) -> float:
        """What a unit likely costs for every km of the road, CNY."""
        return self.per_km.amount.likely * _longer(self.detour, self.road)

    @property
    def once(self) -> float:
        """What loading a unit likely costs, CNY."""
        return 0.0 if self.loading is None else self.loading.amount.likely

    def term(self, words: str) -> Term:
        """Return what carrying a unit over a km of the road costs."""
        return Term(words, self.per_km, -1.0 / self.road, self.detour)


@dataclass(frozen=True)
class Rates:
    """The rates of one snapshot; see `Factors.rates`."""

    factors: Factors

    @cached_property
    def cargo(self) -> NDArray[np.int64]:
        """Number in `CARGOES` by row of the material, or `NO_CARGO`."""
        snapshot = self.factors.snapshot
        unit, phase, hazard, id = (
            snapshot.strings("materials", name) for name in ("unit", "phase", "hazard", "id")
        )
        tonnes, gas = unit == Unit.TONNE.value, phase == Phase.GAS.value
        piped = {str(row.material) for row in snapshot.all(Conveyance)}
        lines = lines_of(snapshot)
        by_pipe = np.array([not piped.isdisjoint(lines[one]) for one in id], dtype=bool)
        power = np.array([self.factors.is_power(one) for one in id], dtype=bool)
        cases = [
            (power, NO_CARGO),
            (tonnes & gas & by_pipe, _NUMBER["pipe-gas-tonne"]),
            (tonnes & (hazard == Hazard.HAZARDOUS.value), _NUMBER["hazardous"]),
            (tonnes & (phase == Phase.LIQUID.value), _NUMBER["chemical"]),
            (tonnes, BULK),
            (unit == Unit.GIGAJOULE.value, _NUMBER["pipe-heat"]),
            (gas, _NUMBER["pipe-gas"]),
        ]
        conditions, numbers = zip(*cases, strict=True)
        classes: NDArray[np.int64] = np.select(conditions, numbers, _NUMBER["pipe-water"]).astype(np.int64)
        return classes

    def piped(self, material: str) -> Conveyance | None:
        """Return how far a material goes by pipe; None where nothing says it."""
        return next((self._piped[one] for one in self.factors.line(material) if one in self._piped), None)

    @cached_property
    def _piped(self) -> dict[str, Conveyance]:
        rows = self.factors.snapshot.all(Conveyance)
        return {str(row.material): row for row in reversed(rows)}

    @once
    def bands(self, cargo: int, zone: int = 0) -> list[Band]:
        """Return the rates of a class; where several hold at a distance the first counts.

        Beside the one rule, a rate with an end to its distances comes before one without.
        """
        of = CARGOES[cargo]
        rates = [rate for rate in self._known[of.name] if rate.unit.endswith("-km")]
        rates.sort(key=lambda rate: self.factors.precedence(rate, zone, rate.to_km is None))
        once, detour = (
            None if row is None or row.cost is None else self._number(row, "cost", row.unit, row.cost)
            for row in (self.factors.counting(self._known[name], zone) for name in (of.loading, of.detour))
        )
        road = 1.0 if detour is None else self.road
        longer = _longer(detour, road)
        return [
            Band(
                (rate.from_km or 0.0) / longer,
                np.inf if rate.to_km is None else rate.to_km / longer,
                self._number(rate, "cost", rate.unit, rate.cost),
                once,
                detour,
                road,
            )
            for rate in rates
            if rate.cost is not None
        ]

    @once
    def emitted(self, cargo: int, zone: int = 0) -> Term | None:
        """Return what carrying a unit over a km of the road emits, whatever it costs.

        By road it is that of a heavy diesel lorry: of the largest payload up to 30 t.
        """
        of = CARGOES[cargo]
        if of.by is Travel.ROAD:
            lorry = self.lorry(zone)
            return None if lorry is None else Term(of.words, lorry, -1.0)
        rows = [rate for rate in self._all if rate.cargo == of.name and rate.co2 is not None]
        row = self.factors.counting(rows, zone)
        if row is None or row.co2 is None:
            return None
        band = next(iter(self.bands(cargo, zone)), None)
        detour, road = (None, 1.0) if band is None else (band.detour, band.road)
        unit = f"kg CO2/{row.unit.partition('/')[2]}"
        return Term(of.words, self._number(row, "co2", unit, Range.exact(row.co2)), -1.0 / road, detour)

    @once
    def lorry(self, zone: int = 0) -> Number | None:
        """Return the CO2 of a heavy diesel lorry: of the largest payload up to 30 t."""
        lorries = [
            (self.factors.precedence(rate, zone, -rate.payload), rate)
            for rate in self._all
            if rate.co2 is not None and rate.payload is not None and rate.payload <= _LARGEST_LORRY
        ]
        if not lorries:
            return None
        _, rate = min(lorries)
        return self._number(rate, "co2", "kg CO2/t-km", None if rate.co2 is None else Range.exact(rate.co2))

    @cached_property
    def _all(self) -> tuple[TransportRate, ...]:
        return self.factors.snapshot.all(TransportRate)

    @cached_property
    def _known(self) -> defaultdict[str, list[TransportRate]]:
        """Rates of known cost by cargo."""
        rates = defaultdict(list)
        for rate in self._all:
            if rate.cost is not None:
                rates[rate.cargo].append(rate)
        return rates

    @cached_property
    def road(self) -> float:
        """What the road is of the great circle; without a row the same."""
        row = self.factors.money.constants.get(_DETOUR)
        return row.value if row is not None and row.value > 0.0 else 1.0

    def _number(self, rate: TransportRate, column: str, unit: str, amount: Range | None) -> Number:
        known = amount or Range.exact(0.0)
        return self.factors.estimates.number(
            Number("transport_rates", rate.id, column, unit, known, rate.evidence.grade)
        )


def _longer(detour: Number | None, road: float) -> float:
    return 1.0 if detour is None else detour.amount.likely / road
