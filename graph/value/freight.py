"""What it costs a seller that his price holds at the buyer's gate and not at his own.

A product is priced at the seller's gate, or delivered, or the source does not say it. What is delivered is
carried to buyers spread evenly round the seller, up to the radius of their market: on average two thirds of
it. Of no buyer is it known whether he has a siding or a quay, so it goes by road; water, gas and heat go by
pipe, no farther than that is built. Where nobody says who pays the freight, it is anything between nothing
and all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.evidence import Grade
from graph.model import Conveyance, Market
from graph.ranges import Range
from graph.value.carriage import NO_RATE
from graph.value.numbers import CARGOES, NO_CARGO, Factors, Number, Term, Worth
from graph.vocabulary import MarketReach, PriceAt, Travel

#: Mean distance from the middle of a disc to its points, in radii.
_MEAN_OF_DISC = 2.0 / 3.0
#: The part of the freight that the seller pays where nobody says who does.
_SOMEBODY = Range(0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Offer:
    """A price that somebody pays, and where.

    Attributes
    ----------
    price : Number
        CNY per unit, without value added tax.
    at : PriceAt
    market : Market or None
        Whose buyers pay it; None where nobody says who they are.
    """

    price: Number
    at: PriceAt
    market: Market | None = None


def delivery(factors: Factors, offer: Offer, material: str, zone: int = 0) -> Worth:
    """Return what bringing a unit to its buyers costs the seller, CNY.

    Its emissions are left out: what it displaces would have been carried there too.
    """
    if offer.at is PriceAt.GATE:
        return Worth()
    (row,) = factors.snapshot.positions("materials", [material]).tolist()
    cargo = int(factors.rates.cargo[row])
    if cargo == NO_CARGO:
        return Worth(missing=NO_RATE[Travel.WIRE])
    distance = _distance(factors, offer.market, factors.rates.piped(material))
    if distance is None:
        return Worth(missing=(f"distance to the buyers of {material}",))
    mean = distance.amount.likely
    if mean <= 0.0:
        return Worth()
    bands = factors.rates.bands(cargo, zone)
    band = next((band for band in bands if band.from_km <= mean < band.to_km), None)
    if band is None:
        return Worth(missing=NO_RATE[CARGOES[cargo].by])
    # A term has room for one ratio: the distance where all of it is paid, else the part that is.
    paid, times, per_km = None, -1.0, distance
    if offer.at is PriceAt.UNKNOWN:
        paid = Number(offer.price.table, offer.price.row, "price_at", "share", _SOMEBODY, Grade.ESTIMATE)
        times, per_km = -mean, paid
    carried = Term(f"{material} brought to its buyers", band.per_km, times, per_km)
    loaded = () if band.loading is None else (Term(f"{material} loaded", band.loading, -1.0, paid),)
    return Worth((*loaded, carried))


def _distance(factors: Factors, market: Market | None, piped: Conveyance | None) -> Number | None:
    """Return the road to the buyers of a market, km; by its reach where it has no radius.

    What nobody pipes so far is a number of the pipe's row: of the same market, or the same reach, others may
    come from farther away.
    """
    if market is not None and market.radius is not None:
        found = Number("markets", market.id, "radius", "km", _spread(market.radius), market.evidence.grade)
    else:
        reach = MarketReach.UNKNOWN if market is None else market.reach
        usual = factors.money.reach(reach.value)
        if usual is None:
            return None
        found = Number("weights", usual.id, "value", "km", _spread(usual.value), usual.evidence.grade)
    if piped is None or found.amount.high <= piped.farthest:
        return found
    return Number("conveyances", piped.id, "farthest", "km", _spread(piped.farthest), piped.evidence.grade)


def _spread(radius: float) -> Range:
    return Range(0.0, _MEAN_OF_DISC * radius, radius)
