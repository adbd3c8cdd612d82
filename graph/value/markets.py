"""Who buys what, where, how much of it is not served yet, and at which price: the markets of a graph.

Of several rows for the same thing the one counts that names the technology; else that of the nearest place
(`graph.value.numbers`); else the best graded, the newest, the first by id. A kind without a market sells in
its parent's. Rows of another place say nothing of a park.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from graph.model import Market
from graph.ranges import Range
from graph.tools import grouped, once
from graph.value.numbers import ELSEWHERE, Factors, Number, grade_order, last_year
from graph.vocabulary import MarketReach

_OUTSIDE = (MarketReach.REGIONAL, MarketReach.PROVINCIAL, MarketReach.NATIONAL)
#: Years over which a sink that fills is filled evenly where a plan says no horizon.
SINK_YEARS = 10


@dataclass(frozen=True)
class Markets:
    """Look-ups over one snapshot, by zone (`graph.value.numbers.factors.Factors.zones`)."""

    factors: Factors

    @cached_property
    def _rows(self) -> defaultdict[tuple[str, bool], list[Market]]:
        """Markets by material and by whether the waste itself is bought."""
        markets = map(self.factors.estimates.market, self.factors.snapshot.all(Market))
        return grouped(markets, lambda market: (str(market.material), market.waste))

    def of_product(self, technology: str, material: str, zone: int = 0) -> Market | None:
        """Return the market that takes what a technology makes of a material."""
        return self._of(material, technology, zone)

    def of_waste(self, material: str, zone: int = 0) -> Market | None:
        """Return the market that takes a waste as it is."""
        return self._of(material, "", zone)

    @once
    def _of(self, material: str, technology: str, zone: int) -> Market | None:
        near = self.factors.zones.near[zone]
        for owner in self.factors.line(material):
            holding = [
                market
                for market in self._rows.get((owner, not technology), ())
                if market.technology in (None, technology or None)
                and near.get(market.place, ELSEWHERE) < ELSEWHERE
            ]
            if holding:
                return min(holding, key=lambda market: self._precedence(market, zone))
        return None

    def _precedence(self, market: Market, zone: int) -> tuple[object, ...]:
        return (
            market.technology is None,
            self.factors.zones.near[zone].get(market.place, ELSEWHERE),
            grade_order(market.evidence.grade),
            -last_year(market.year),
            market.id,
        )

    def asked(self, material: str, zone: int = 0) -> Number | None:
        """Return what its makers ask for a material: the price of the nearest market, of any place.

        Who has to buy it knows of nothing cheaper; to count nothing would give it away.
        """
        for owner in self.factors.line(material):
            rows = self._rows.get((owner, False), ())
            priced = [market for market in rows if market.price is not None and market.technology is None]
            if priced:
                return self.price(min(priced, key=lambda market: self._precedence(market, zone)))
        return None

    def traded(self, material: str, zone: int = 0) -> Market | None:
        """Return the market of a waste that somebody outside takes as it is, for a price or for nothing.

        What works of the park do with it among themselves is no market outside.
        """
        market = self.of_waste(material, zone)
        if market is None or market.reach not in _OUTSIDE or not known(market):
            return None
        return market if market.price is not None and market.price.likely >= 0.0 else None

    def price(self, market: Market | None) -> Number | None:
        """Return what a market pays, in money of the year that all is counted in and without tax."""
        if market is None or market.price is None:
            return None
        amount = self.factors.money.counted(market.price, market.year, market.vat)
        return Number("markets", market.id, "price", "CNY/unit", amount, market.evidence.grade)


def known(market: Market | None) -> bool:
    """Return whether it is known how much a market takes; where not, it is a question and takes nothing."""
    if market is None or market.reach is MarketReach.UNKNOWN:
        return False
    return not market.binds or market.demand is not None or market.total is not None


def room(market: Market, year: int | None = None, years: int | None = None, own: float = 0.0) -> Range | None:
    """Return what a market takes a year beside what it is served with today; None where nothing bounds it.

    Parameters
    ----------
    market : Market
        A known one.
    year : int or None
        Of the plan: the demand follows its trend up to it.
    years : int or None
        Over which a sink that fills is filled; by default `SINK_YEARS`.
    own : float
        What is sold there today, as for `serving`.

    Examples
    --------
    >>> from graph.evidence import Evidence, Grade
    >>> plaster = Market(
    ...     id="plaster", material="plaster", reach=MarketReach.REGIONAL, demand=Range(300.0, 500.0, 700.0),
    ...     served=Range(0.7, 0.9, 1.0), evidence=Evidence((), Grade.ESTIMATE),
    ... )
    >>> room(plaster)
    Range(low=0.0, likely=50.0, high=210.0)
    """
    found: list[Range] = []
    served, total = _served(market, own, year, years)
    if market.demand is not None:
        grown = _grown(market, year)
        served = served or Range.exact(0.0)
        ends = (
            (market.demand.low, served.high),
            (market.demand.likely, served.likely),
            (market.demand.high, served.low),
        )
        found.append(Range(*(_free(demand, taken, grown) for demand, taken in ends)))
    if total is not None:
        found.append(total.scaled(1.0 / (years or SINK_YEARS)))
    if not found:
        return None
    return Range(*(min(getattr(one, end) for one in found) for end in ("low", "likely", "high")))


def likely_room(
    market: Market, year: int | None = None, years: int | None = None, own: float = 0.0
) -> float | None:
    """Return the likely `room` alone, for who asks in every draw.

    Examples
    --------
    >>> from graph.evidence import Evidence, Grade
    >>> plaster = Market(
    ...     id="plaster", material="plaster", reach=MarketReach.REGIONAL, demand=Range(300.0, 500.0, 700.0),
    ...     served=Range(0.7, 0.9, 1.0), evidence=Evidence((), Grade.ESTIMATE),
    ... )
    >>> likely_room(plaster)
    50.0
    """
    found: list[float] = []
    if market.demand is not None:
        grown, demand = _grown(market, year), market.demand.likely
        taken = 0.0 if market.served is None else market.served.likely
        if own > 0.0:
            taken = _with_own(taken, demand * grown, own, 0.0)
        found.append(_free(demand, taken, grown))
    if market.total is not None:
        left = market.total.likely
        if own > 0.0:
            left = max(left - own * (years or SINK_YEARS), 0.0)
        found.append(left * (1.0 / (years or SINK_YEARS)))
    return min(found, default=None)


def _free(demand: float, taken: float, grown: float) -> float:
    """Return what of a demand that has grown is not taken yet."""
    return round(max(demand * (1.0 - taken), 0.0) * grown, 6)


def serving(
    market: Market, own: float, year: int | None = None, years: int | None = None, was: float = 0.0
) -> Market:
    """Return a market that is served with no less than what is sold in it today.

    Of what its row says that it is served with, what the park's own works sell there today is a part; where
    they sell more, the row forgot some of them. A sink that fills is filled by them every year. Where some of
    these works stop, what others sell there stays and what they sold is room.

    Parameters
    ----------
    market : Market
    own : float
        What is sold there today, a year in the material's unit.
    year : int or None
        Of the plan; see `room`.
    years : int or None
        Over which a sink that fills is filled; by default `SINK_YEARS`.
    was : float
        What is sold there as the graph stands, where `own` is what is left of it.

    Examples
    --------
    >>> from graph.evidence import Evidence, Grade
    >>> plaster = Market(
    ...     id="plaster", material="plaster", reach=MarketReach.REGIONAL, demand=Range(300.0, 500.0, 700.0),
    ...     served=Range(0.1, 0.2, 0.3), evidence=Evidence((), Grade.ESTIMATE),
    ... )
    >>> room(serving(plaster, 60.0)) == room(plaster)
    True
    >>> room(serving(plaster, 350.0))
    Range(low=0.0, likely=150.0, high=350.0)
    >>> room(serving(plaster, 10.0, was=60.0))
    Range(low=260.0, likely=450.0, high=680.0)
    """
    served, total = _served(market, own, year, years, max(was - own, 0.0))
    return replace(market, served=served, total=total)


def _served(
    market: Market, own: float, year: int | None, years: int | None, gone: float = 0.0
) -> tuple[Range | None, Range | None]:
    """Return the share that is served and what a sink still takes, where so much is sold there today."""
    served, total = market.served, market.total
    if own <= 0.0 and not gone:
        return served, total
    if market.demand is not None:
        grown, said = _grown(market, year), served or Range.exact(0.0)
        # What is left of the least demand is least: its share is the highest.
        ends = (
            (said.low, market.demand.high),
            (said.likely, market.demand.likely),
            (said.high, market.demand.low),
        )
        low, likely, high = (_with_own(share, demand * grown, own, gone) for share, demand in ends)
        # Tonnes that go are another share of each demand.
        served = Range(min(low, likely), likely, max(high, likely))
    if total is not None:
        filled = own * (years or SINK_YEARS)
        total = Range(*(max(end - filled, 0.0) for end in (total.low, total.likely, total.high)))
    return served, total


def _with_own(share: float, demand: float, own: float, gone: float) -> float:
    """Return the share of a demand that is served: by others as said, and by what is left of own sales."""
    if demand <= 0.0:
        return 1.0
    others = max(share - (own + gone) / demand, 0.0)
    return min(others + own / demand, 1.0) if gone else max(share, min(own / demand, 1.0))


def grown_demand(market: Market, year: int | None) -> Range | None:
    """Return the demand of a market in a year, by its trend; None where it is not known."""
    return None if market.demand is None else market.demand.scaled(_grown(market, year))


def _grown(market: Market, year: int | None) -> float:
    """Return how many times its demand a market has in a year."""
    if year is None or market.trend is None or not (since := last_year(market.year)):
        return 1.0
    return float((1.0 + market.trend / 100.0) ** (year - since))
