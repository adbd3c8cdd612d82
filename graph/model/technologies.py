"""Recipes, what they take in and give out, and the facilities that run them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Cost, Measure, PerYear, Ratio, Share
from graph.ranges import Range
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    FateBasis,
    ImbalanceKind,
    MaterialId,
    OperatingState,
    PortId,
    RecipeBasis,
    RowId,
    Sharing,
    TechnologyId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """A recipe: an operating unit in P-graph terms. Amounts are per unit of main input.

    Attributes
    ----------
    area : str
        Field of technology (phosphate, metals, carbon-battery, bio-water-heat).
    description_zh : str
        What it does, in Chinese.
    description_en : str
        What it does, in English.
    basis : RecipeBasis
        What a unit of main input is: as received, dry, or what it contains of its valuable part.
    isic : tuple of str
        Industries that run it, ISIC Rev.4.
    nace : tuple of str
        Industries that run it, NACE Rev.2.
    gbt4754 : tuple of str
        Industries that run it, GB/T 4754-2017.
    trl : int
        Technology readiness level, 1 to 9.
    minimum_scale : float or None
        Smallest sensible main input per year; None when unknown.
    capital_cost : float or None
        CNY per unit of yearly main input; None when unknown.
    operating_cost : float or None
        CNY per unit of main input, without energy and without what its ports take in; None when unknown.
    cost_year : int or None
        In whose money both costs are, without value added tax; None: not said.
    electricity : float or None
        kWh per unit of main input; None when unknown.
    heat : float or None
        MJ per unit of main input; None when unknown.
    displaced_product : str
        The virgin product that its product replaces, in words.
    displaced_material : MaterialId or None
        The virgin product as a material; `displaced_product` is the same in words.
    displaced_ratio : float or None
        Units of it replaced per unit of main input; None when unknown.
    displaced_output : MaterialId or None
        The product of it that replaces the virgin product; None: its largest.
    direct_emissions : float or None
        Fossil CO2 from the main input's own carbon where it is burnt or gasified, beyond what happens to it
        anyway (a gas that would be flared counts 0), kg per unit of it; None when unknown.
    final_use : bool
        True where the product leaves the system for good (road base, backfill, soil).
    """

    id: TechnologyId
    area: str = ""
    name_zh: str = ""
    name_en: str = ""
    description_zh: str = ""
    description_en: str = ""
    isic: tuple[str, ...] = ()
    nace: tuple[str, ...] = ()
    gbt4754: tuple[str, ...] = ()
    trl: Annotated[int, Measure("TRL", minimum=1, maximum=9)]
    minimum_scale: Annotated[float | None, PerYear] = None
    capital_cost: Annotated[float | None, Cost] = None
    operating_cost: Annotated[float | None, Cost] = None
    cost_year: Annotated[int | None, Measure("year", minimum=1900)] = None
    electricity: Annotated[float | None, Measure("kWh/unit", minimum=0.0)] = None
    heat: Annotated[float | None, Measure("MJ/unit", minimum=0.0)] = None
    displaced_product: str = ""
    displaced_material: MaterialId | None = None
    displaced_ratio: Annotated[float | None, Ratio] = None
    displaced_output: MaterialId | None = None
    direct_emissions: Annotated[float | None, Measure("kg CO2/unit", minimum=0.0)] = None
    final_use: bool = False
    basis: RecipeBasis = RecipeBasis.WET
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """What a technology takes in or gives out, per unit of main input.

    Attributes
    ----------
    technology : TechnologyId
        The technology it belongs to.
    direction : Direction
        In or out, and as what.
    material : MaterialId
        What passes through it.
    ratio : Range
        How much per unit of main input.
    share_max : float or None
        Largest share of this input, or of the input behind this product, in the product mix, 0 to 1; None: no
        such bound.
    """

    id: PortId
    technology: TechnologyId
    direction: Direction
    material: MaterialId
    ratio: Annotated[Range, Ratio]
    share_max: Annotated[float | None, Share] = None
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentFate:
    """What becomes of one component of the main input in one output of a technology.

    Attributes
    ----------
    material : MaterialId
        The output.
    component : str
        Which component.
    factor : Range
        Its content there over its content in what came in.

        In the same basis: above 1 where it is concentrated, near 0 where it is removed. A component without a
        row is not known after the step.
    basis : FateBasis
        Of which content.

        Where a step takes out water, what is kept of dry matter is not what is kept of the whole.
    """

    id: RowId
    technology: TechnologyId
    material: MaterialId
    component: str
    factor: Annotated[Range, Measure("-", minimum=0.0)]
    basis: FateBasis = FateBasis.ANY
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PortYield:
    """How much comes out of a port of a main input that is told from others, by kind or by what it contains.

    Sulphur of gasified coke is 0.98 of the coke's; a furnace makes 0.46 t of pellets of one dust and 0.39 t
    of another. It counts in place of the ratio of the port.

    Attributes
    ----------
    port : PortId
        An output.
    main_input : MaterialId or None
        The main input it holds for; None: every one.
    component : str or None
        What of the main input it goes with, where that was measured; None: it is what `factor` says.
    factor : Range
        Units per unit of main input; with a component, per tonne of it in a tonne as received.
    """

    id: RowId
    port: PortId
    main_input: MaterialId | None = None
    component: str | None = None
    factor: Annotated[Range, Ratio]
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Imbalance:
    """One place where a recipe is known not to balance, and why it stands so all the same.

    Attributes
    ----------
    material : MaterialId or None
        The main input it is seen with; None: every one.
    element : str
        Symbol of an element, or mass.
    kind : ImbalanceKind
        Why.
    note : str
        What is known of it.
    """

    id: RowId
    technology: TechnologyId
    material: MaterialId | None = None
    element: str
    kind: ImbalanceKind
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """An enterprise runs, or plans, a technology at a capacity.

    Attributes
    ----------
    enterprise : EnterpriseId
        Who runs it.
    technology : TechnologyId
        What it runs.
    state : OperatingState
        Whether it runs today.
    capacity : Range or None
        Main input per year; None when nobody could say: the plan then gives it nothing and says so.
    opens : date or None
        First day of operation; None when unknown.
    closes : date or None
        Last day of operation; None when unknown or open.
    replaces : MaterialId or None
        What its main input replaces in this very plant, where it differs from what the technology usually
        displaces (a gasifier that burns coal today saves coal, not ammonia); None: as its technology says.
    replaces_ratio : float or None
        Units of it replaced per unit of main input; None when unknown.
    radius : float or None
        Farthest road distance it takes inputs from, km; None: unlimited or unknown.
    monthly : tuple of float
        Twelve shares of the year that sum to 1, January first: when it runs, or is asked for heat; empty when
        even or unknown.
    sharing : Sharing
        Who may see amounts and prices; nothing hides them by it yet.
    """

    id: FacilityId
    name_zh: str = ""
    name_en: str = ""
    enterprise: EnterpriseId
    technology: TechnologyId
    state: OperatingState
    capacity: Annotated[Range | None, PerYear] = None
    opens: date | None = None
    closes: date | None = None
    radius: Annotated[float | None, Measure("km", minimum=0.0)] = None
    monthly: Annotated[tuple[float, ...], Share] = ()
    replaces: MaterialId | None = None
    replaces_ratio: Annotated[float | None, Ratio] = None
    sharing: Sharing
    note: str = ""
    evidence: Evidence
