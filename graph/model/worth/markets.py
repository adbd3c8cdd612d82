"""Who outside the park's facilities takes a material: how much a year, where, and at which price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure, PerYear, Share, Stock
from graph.ranges import Range
from graph.vocabulary import MarketId, MarketReach, MaterialId, PriceAt, TechnologyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """A demand for one material, shared by all who sell it there.

    Attributes
    ----------
    material : MaterialId
        What is bought.
    technology : TechnologyId or None
        Only what this technology makes is bought; None: from whoever makes it.
    waste : bool
        Whether the waste itself is bought as it is, at the donor's gate.
    reach : MarketReach
        Whose market it is; ``unknown`` where nobody knows a buyer.
    place : str
        Park, division or province whose facilities may sell here; empty: everywhere.

        See `graph.value.numbers`.
    radius : float or None
        How far its buyers are, road km; None: not said.
    within : MarketId or None
        The larger market that what is sold here counts in too (road base of phosphogypsum and of slag).
    demand : Range or None
        Taken per year by everybody together; None: not known, or too large to bind.
    binds : bool
        False where a park's sales are small beside it: no amount bounds them, and nobody needs to know the
        demand.
    served : Range or None
        The share of the demand that is served today, also by the park's own sales of today; None when
        unknown.
    total : Range or None
        What a sink that fills (a pit, a void) can still hold, once and not per year; None for a market that
        renews itself.
    price : Range or None
        What is paid, CNY per unit, see `price_at` and `vat`; negative where the seller pays; None when
        unknown.
    price_at : PriceAt
        Up to where the seller has to bring it for that price.

        What is delivered is carried for the seller's money.
    price_basis : str
        What the price is of and holds, in words.

        `vat` is the rate of the value added tax that the price contains, 0 where it holds none.
    vat : float or None
        Rate of the value added tax that the price contains; None: not said.
    year : str
        Of demand and price, in whose money the price is.
    trend : float or None
        Change of the demand from that year on, % per year; None when unknown.
    days : Range or None
        Days a year that its buyers run; None when unknown.
    monthly : tuple of float
        Twelve shares of the demand of a year that sum to 1, January first; empty where it is even, or nobody
        said in which months its buyers take.
    question_zh : str
        What to ask whom so that it is known, in Chinese.
    question_en : str
        What to ask whom so that it is known, in English.
    """

    id: MarketId
    name_zh: str = ""
    name_en: str = ""
    material: MaterialId
    technology: TechnologyId | None = None
    waste: bool = False
    reach: MarketReach
    place: str = ""
    radius: Annotated[float | None, Measure("km", minimum=0.0)] = None
    within: MarketId | None = None
    demand: Annotated[Range | None, PerYear] = None
    binds: bool = True
    served: Annotated[Range | None, Share] = None
    total: Annotated[Range | None, Stock] = None
    price: Annotated[Range | None, Measure("CNY/material unit")] = None
    price_at: PriceAt = PriceAt.UNKNOWN
    price_basis: str = ""
    vat: Annotated[float | None, Share] = None
    year: str = ""
    trend: Annotated[float | None, Measure("% per year", minimum=-100.0)] = None
    days: Annotated[Range | None, Measure("days/yr", minimum=0.0, maximum=366.0)] = None
    monthly: Annotated[tuple[float, ...], Share] = ()
    question_zh: str = ""
    question_en: str = ""
    note: str = ""
    evidence: Evidence
