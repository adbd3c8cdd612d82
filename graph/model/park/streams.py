"""What enterprises give off, and what was measured in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Cost, Measure, PerYear, Share, Stock
from graph.ranges import Range
from graph.vocabulary import EnterpriseId, MaterialId, RowId, Sharing, StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteStream:
    """What one enterprise gives off of one material.

    Attributes
    ----------
    enterprise : EnterpriseId
        Who gives it off.
    material : MaterialId
        What it is.
    supply : Range
        Generated per year, tonnes wet as shipped.
    in_use : Range
        The part of the supply that already goes to a use today (the baseline), to which plans add; likely 0
        and at most more than 0 where nobody says how much.
    stock : Range or None
        On hand from earlier years; None when nobody could say.
    moisture : Range or None
        Free water, mass % wet; None when unknown.
    disposal_cost : Range or None
        Paid today to get rid of one unit; None when unknown.
    trend : float or None
        Change of `supply`, % per year, in a roadmap from the first year that is planned; None: as it is.
    year : int or None
        Of which year the amounts are; None: not said.
    monthly : tuple of float
        Twelve shares of the year that sum to 1, January first; empty when even or unknown.
    sharing : Sharing
        Who may see amounts and prices; nothing hides them by it yet.
    """

    id: StreamId
    name_zh: str = ""
    name_en: str = ""
    enterprise: EnterpriseId
    material: MaterialId
    supply: Annotated[Range, PerYear]
    in_use: Annotated[Range, PerYear]
    stock: Annotated[Range | None, Stock] = None
    moisture: Annotated[Range | None, Measure("mass % wet", minimum=0.0, maximum=100.0)] = None
    disposal_cost: Annotated[Range | None, Cost] = None
    trend: Annotated[float | None, Measure("% per year", minimum=-100.0)] = None
    year: Annotated[int | None, Measure("year", minimum=1900)] = None
    monthly: Annotated[tuple[float, ...], Share] = ()
    sharing: Sharing
    note: str = ""
    evidence: Evidence

    @property
    def is_use_open(self) -> bool:
        """Whether nobody said how much is in use: sold, but not how much of it, or no word of use at all."""
        return self.in_use.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamComponent:
    """An analysis result of one stream; all that were ever made stay on record, also in the same basis.

    Attributes
    ----------
    component : str
        Element, compound, nuclide or property.
    basis : str
        Unit of the amount, for example mass %, mass % dry, mg/kg or Bq/kg.
    amount : Range
        How much of it.
    sampled_on : date or None
        Day of the sample, else of the report; None when nobody told.
    laboratory : str
        Who analysed it.
    withdrawn : bool
        It stays on record and decides nothing any more.
    """

    id: RowId
    stream: StreamId
    component: str
    basis: str
    amount: Annotated[Range, Measure("basis")]
    sampled_on: date | None = None
    laboratory: str = ""
    withdrawn: bool = False
    note: str = ""
    evidence: Evidence
