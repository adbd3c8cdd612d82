"""What running and building a technology costs where its own row does not say: classes and cost sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Cost, Measure, PerYear, Share
from graph.ranges import Range
from graph.vocabulary import ProcessClassId, RevenueBasis, RowId, TechnologyId, Unit

Factor = Measure("-", minimum=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessClass:
    """Technologies that cost alike, with the interval that their costs lie in, per unit of main input.

    Attributes
    ----------
    family : str
        Classes that are shown together.
    unit : Unit
        What its costs are counted per.
    basis : str
        Of which state a unit is meant, in words (as delivered, dry, of product).
    operating : Range
        Labour, upkeep, wear and overhead, CNY per unit of main input; no energy, no bought inputs, no
        depreciation.
    electricity : Range
        Electricity, kWh per unit of main input.
    heat : Range
        Heat, MJ per unit of main input.
    capital : Range
        CNY per unit of yearly main input at `reference_scale`.
    reference_scale : float
        Main input per year that the capital is meant for.
    scale_exponent : float
        Capital grows with the scale to this power: a plant S times as large as `reference_scale` costs ``S **
        exponent`` times as much.
    life : float
        Years over which capital is recovered.
    year : int
        Whose money it is.
    """

    id: ProcessClassId
    name_zh: str = ""
    name_en: str = ""
    family: str = ""
    unit: Unit
    basis: str = ""
    operating: Annotated[Range, Cost]
    electricity: Annotated[Range, Measure("kWh/unit", minimum=0.0)]
    heat: Annotated[Range, Measure("MJ/unit", minimum=0.0)]
    capital: Annotated[Range, Cost]
    reference_scale: Annotated[float, PerYear]
    scale_exponent: Annotated[float, Measure("-", minimum=0.0, maximum=1.5)]
    life: Annotated[float, Measure("years", minimum=1.0)]
    year: Annotated[int, Measure("year", minimum=1900)]
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSheet:
    """What one technology costs: its own sums where somebody published them, else its class times factors.

    Attributes
    ----------
    process_class : ProcessClassId
        The class that it costs like.
    factor : float
        Times the class's operating cost.
    capital_factor : float
        Times the class's capital.
    electricity_factor : float
        Times the class's electricity.
    heat_factor : float
        Times the class's heat; 0 where heat is one of its ports.
    second_class : ProcessClassId or None
        A class that comes on top where the recipe begins a step earlier.
    second_factor : float
        Times the operating cost and capital of the second class.
    spread : float
        Widens operating cost and capital: low / spread, high x spread.
    operating : Range or None
        Operating cost of this very technology, before its class; None: not published.
    capital : Range or None
        Capital of this very technology, before its class; None: not published.
    year : int or None
        In whose money its own sums are; None: not said.
    place : str
        Where the plant stands whose sums they are; empty: not said.
    currency : str
        Currency of its own sums.
    vat : float or None
        Rate of the value added tax that its own sums contain, 0 where they hold none; None: not said.
    revenue : RevenueBasis
        What its product is paid: its own price, or what it replaces inside the plant that takes it.
    """

    id: RowId
    technology: TechnologyId
    process_class: ProcessClassId
    factor: Annotated[float, Factor] = 1.0
    capital_factor: Annotated[float, Factor] = 1.0
    electricity_factor: Annotated[float, Factor] = 1.0
    heat_factor: Annotated[float, Factor] = 1.0
    second_class: ProcessClassId | None = None
    second_factor: Annotated[float, Factor] = 0.0
    spread: Annotated[float, Measure("-", minimum=1.0)] = 1.0
    operating: Annotated[Range | None, Cost] = None
    capital: Annotated[Range | None, Cost] = None
    year: Annotated[int | None, Measure("year", minimum=1900)] = None
    place: str = ""
    currency: str = "CNY"
    vat: Annotated[float | None, Share] = None
    revenue: RevenueBasis = RevenueBasis.PRODUCT
    note: str = ""
    evidence: Evidence
