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
        Only what this technology makes is bought here; None: from whoever makes it.
    waste : bool
        True where the waste itself is bought as it is, at the donor's gate.
    reach : MarketReach
        Whose market it is; ``unknown`` where nobody knows a buyer.
    place : str
        Park, division or province whose facilities sell here, see `graph.value.numbers`; empty: everywhere.
    radius : float or None
        How far its buyers are, road km.
    within : MarketId or None
        The larger market that this one is a part of: what is sold here counts there too (road base of
        phosphogypsum and of slag).
    demand : Range or None
        Taken per year by everybody together; None where it is not known, or too large to count.
    binds : bool
        False where nobody needs to know the demand, because a park's sales are small beside it.
    served : Range or None
        The share of `demand` that is served today, also by the park's own sales of today.
    total : Range or None
        For a sink that fills (a pit, a void): what it can still hold, once and not per year.
    price : Range or None
        CNY per unit; negative where the seller pays.
    price_at : PriceAt
        At whose gate: what is delivered is carried for the seller's money.
    price_basis : str
        In words; `vat` is the rate of the value added tax that the price contains, 0 where it holds none,
        None where nobody said it.
    year : str
        Of demand and price, in whose money it is.
    trend : float or None
        Change of the demand, % per year, from `year` on.
    days : Range or None
        Days a year that its buyers run.
    monthly : tuple of float
        Which share of a year's demand each month has, twelve of them, January first, summing to 1; empty
        where it is even, or nobody said in which months its buyers take.
    question_zh, question_en : str
        What to ask whom so that it is known.
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
