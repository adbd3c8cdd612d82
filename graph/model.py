"""The words of Symbioflow as frozen dataclasses: one class, one meaning, everywhere.

Each class is also one table (`graph.tables` derives columns, files, store statements and checks from the
fields below), so a field's type says all there is to know about it: its unit, its bounds, whether it may
be unknown (`| None`) and which table it points at. Quantities are in the material's unit (t, m3 or GJ),
per year unless they say otherwise, tonnes wet as shipped. Money is CNY. An unknown number is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.evidence import Evidence, Grade, SourceId
from graph.ranges import Range
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    FactorKind,
    Hazard,
    LinkageId,
    LinkageState,
    MaterialId,
    OperatingState,
    ParkId,
    Phase,
    PortId,
    PriceKind,
    RowId,
    ScenarioId,
    Sharing,
    StandardId,
    StreamId,
    TechnologyId,
    TransferDuty,
    Unit,
    UseRole,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """Unit and bounds of a numeric field."""

    unit: str
    minimum: float | None = None
    maximum: float | None = None


PerYear = Measure("material unit/yr", minimum=0.0)
Stock = Measure("material unit", minimum=0.0)
Money = Measure("CNY/material unit")
Cost = Measure("CNY/material unit", minimum=0.0)
Share = Measure("fraction", minimum=0.0, maximum=1.0)
Ratio = Measure("unit per unit of main input", minimum=0.0)


@dataclass(frozen=True, slots=True)
class Position:
    """A WGS84 point and how exactly it is known.

    Attributes
    ----------
    lat, lon : float
        Degrees. Coordinates from Chinese map services are GCJ-02 and must be converted first.
    """

    lat: float
    lon: float
    position_grade: Grade


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, page or document that numbers come from."""

    id: SourceId
    citation: str
    url: str
    grade: Grade
    note: str


@dataclass(frozen=True, slots=True)
class Park:
    """An industrial park, or an area of one (`part_of`).

    Attributes
    ----------
    region : str
        Administrative division, GB/T 2260 (530181 is Anning, 53 Yunnan); empty takes the region of the park
        that it is part of.
    grid_factor : float or None
        CO2 of the electricity that the park buys; None takes the factor of the park it is part of.
    """

    id: ParkId
    name_zh: str
    name_en: str
    part_of: ParkId | None
    region: str
    position: Position | None
    grid_factor: Annotated[float | None, Measure("kg CO2/kWh", minimum=0.0)]
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A firm or site in a park.

    Attributes
    ----------
    park : ParkId
        The park or area it stands in.
    gbt4754, isic, nace : str
        Industry class (GB/T 4754-2017, ISIC Rev.4, NACE Rev.2), four digits; empty when unknown.
    licences : tuple of str
        Hazardous waste classes (HW codes) it may take.
    """

    id: EnterpriseId
    name_zh: str
    name_en: str
    park: ParkId
    state: OperatingState
    gbt4754: str
    isic: str
    nace: str
    position: Position | None
    licences: tuple[str, ...]
    products: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Material:
    """What flows.

    Attributes
    ----------
    kind_of : MaterialId or None
        The next more general material; a port that accepts the parent accepts the child.
    ewc_codes, sw_codes, hw_codes, hs_codes : tuple of str
        European waste list, China solid waste and hazardous waste classes, customs headings.
    donor_isic : tuple of str
        Industries that typically give it off.
    """

    id: MaterialId
    name_zh: str
    name_en: str
    kind_of: MaterialId | None
    synonyms_zh: tuple[str, ...]
    synonyms_en: tuple[str, ...]
    phase: Phase
    unit: Unit
    hazard: Hazard
    ewc_codes: tuple[str, ...]
    sw_codes: tuple[str, ...]
    hw_codes: tuple[str, ...]
    hs_codes: tuple[str, ...]
    donor_isic: tuple[str, ...]
    generation: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class MaterialComponent:
    """What a material typically contains; a stream without an analysis falls back on it, unverified.

    Attributes
    ----------
    basis : str
        Unit of `amount`: ``mass %``, ``mass % dry``, ``mg/kg``, ``Bq/kg`` and so on.
    """

    id: RowId
    material: MaterialId
    component: str
    basis: str
    amount: Annotated[Range, Measure("basis")]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class WasteStream:
    """What one enterprise gives off of one material.

    Attributes
    ----------
    supply : Range
        Generated per year.
    in_use : Range
        The part of `supply` that already goes to a use (the baseline); plans add to it, never count it again.
    stock : Range or None
        On hand from earlier years; None when nobody could say.
    moisture : Range or None
        Free water, mass % wet.
    disposal_cost : Range or None
        Paid today to get rid of one unit.
    monthly : tuple of float
        Twelve shares of the year that sum to 1, January first; empty when even or unknown.
    """

    id: StreamId
    name_zh: str
    name_en: str
    enterprise: EnterpriseId
    material: MaterialId
    supply: Annotated[Range, PerYear]
    in_use: Annotated[Range, PerYear]
    stock: Annotated[Range | None, Stock]
    moisture: Annotated[Range | None, Measure("mass % wet", minimum=0.0, maximum=100.0)]
    disposal_cost: Annotated[Range | None, Cost]
    monthly: Annotated[tuple[float, ...], Share]
    sharing: Sharing
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StreamComponent:
    """An analysis result of one stream; see `MaterialComponent` for the basis."""

    id: RowId
    stream: StreamId
    component: str
    basis: str
    amount: Annotated[Range, Measure("basis")]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Technology:
    """A recipe: an operating unit in P-graph terms. Amounts are per unit of main input.

    Attributes
    ----------
    area : str
        Field of technology (phosphate, metals, carbon-battery, bio-water-heat).
    isic, nace, gbt4754 : tuple of str
        Industries that run it.
    capital_cost : float or None
        CNY per unit of yearly main input.
    operating_cost : float or None
        CNY per unit of main input, without energy and without the inputs of its ports.
    displaced_material : MaterialId or None
        The virgin product that its main product replaces; `displaced_product` is the same in words.
    displaced_ratio : float or None
        Units of it replaced per unit of main input.
    direct_emissions : float or None
        Fossil CO2 from the main input's own carbon where it is burnt or gasified, beyond what happens to it
        anyway (a gas that would be flared counts 0), kg CO2 per unit of main input.
    final_use : bool
        True where the product leaves the system for good (road base, backfill, soil).
    """

    id: TechnologyId
    area: str
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    isic: tuple[str, ...]
    nace: tuple[str, ...]
    gbt4754: tuple[str, ...]
    trl: Annotated[int, Measure("TRL", minimum=1, maximum=9)]
    minimum_scale: Annotated[float | None, PerYear]
    capital_cost: Annotated[float | None, Cost]
    operating_cost: Annotated[float | None, Cost]
    electricity: Annotated[float | None, Measure("kWh/unit", minimum=0.0)]
    heat: Annotated[float | None, Measure("MJ/unit", minimum=0.0)]
    displaced_product: str
    displaced_material: MaterialId | None
    displaced_ratio: Annotated[float | None, Ratio]
    direct_emissions: Annotated[float | None, Measure("kg CO2/unit", minimum=0.0)]
    final_use: bool
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Port:
    """What a technology takes in or gives out, per unit of main input.

    Attributes
    ----------
    share_max : float or None
        Largest share of this input (or of the input behind this product) in the product mix.
    """

    id: PortId
    technology: TechnologyId
    direction: Direction
    material: MaterialId
    ratio: Annotated[Range, Ratio]
    share_max: Annotated[float | None, Share]
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class MaterialUse:
    """Process knowledge: which industries take a material, and kinds of it, as what; for cold starts.

    Attributes
    ----------
    nace : tuple of str
        NACE Rev.2 classes that take it so, without dots.
    commonness : int
        3 a main outlet of the material, 2 practised regularly, 1 practised here and there.
    """

    id: RowId
    material: MaterialId
    role: UseRole
    use_zh: str
    use_en: str
    nace: tuple[str, ...]
    commonness: Annotated[int, Measure("level", minimum=1, maximum=3)]
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Standard:
    """A named standard and the dates between which it is in force (None: not known, or still).

    Attributes
    ----------
    replaced_by : StandardId or None
        The standard whose limits hold after `in_force_to`.
    """

    id: StandardId
    title_zh: str
    title_en: str
    in_force_from: date | None
    in_force_to: date | None
    replaced_by: StandardId | None
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class StandardLimit:
    """One limit of a standard, for reference beside the recipes' own limits; both ends None: not verified."""

    id: RowId
    standard: StandardId
    applies_to: str
    component: str
    basis: str
    minimum: Annotated[float | None, Measure("basis")]
    maximum: Annotated[float | None, Measure("basis")]
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Limit:
    """A composition limit of a technology's port; both ends None: a limit exists, its value is not verified.

    Attributes
    ----------
    material : MaterialId or None
        The input it holds for, and its children unless they have their own; None for every input.
    component : str
        A component, ``IRa``/``Igamma`` (computed from Bq/kg), or ``material:<id>`` for the share of a
        material itself (a stream of it is 100 mass % of it).
    standard : StandardId or None
        The standard that sets it; `standard_text` says it in words.
    """

    id: RowId
    technology: TechnologyId
    material: MaterialId | None
    component: str
    basis: str
    minimum: Annotated[float | None, Measure("basis")]
    maximum: Annotated[float | None, Measure("basis")]
    standard: StandardId | None
    standard_text: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TransferRule:
    """What the law asks when waste goes to a use in another administrative division.

    Attributes
    ----------
    hazard : Hazard or None
        The wastes it holds for; None for all. `hw_codes` and `material` (and its kinds) narrow it further.
    phases : tuple of str
        States it holds for (``solid``, ``sludge``, ...); empty for all.
    from_region, to_region : str
        Leading digits of GB/T 2260 codes; empty for everywhere.
    crossing : int
        Leading digits that must differ between the two places: 2 another province, 4 another prefecture,
        6 another county; 0 holds within one county too.
    in_force_from, in_force_to : date or None
        First and last day (None: not known, or still in force).
    """

    id: RowId
    name_zh: str
    name_en: str
    hazard: Hazard | None
    hw_codes: tuple[str, ...]
    material: MaterialId | None
    phases: tuple[str, ...]
    from_region: str
    to_region: str
    crossing: Annotated[int, Measure("digits", minimum=0, maximum=6)]
    duty: TransferDuty
    in_force_from: date | None
    in_force_to: date | None
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Facility:
    """An enterprise runs, or plans, a technology at a capacity.

    Attributes
    ----------
    capacity : Range or None
        Main input per year; None when nobody could say (the plan then gives it nothing and says so).
    opens, closes : date or None
        First and last day of operation, where known.
    radius : float or None
        Farthest road distance it takes inputs from, km; None when unlimited or unknown.
    """

    id: FacilityId
    name_zh: str
    name_en: str
    enterprise: EnterpriseId
    technology: TechnologyId
    state: OperatingState
    capacity: Annotated[Range | None, PerYear]
    opens: date | None
    closes: date | None
    radius: Annotated[float | None, Measure("km", minimum=0.0)]
    sharing: Sharing
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Linkage:
    """Material per year from a stream, or from a facility's output, to a facility's port.

    Exactly one of `stream` and `from_facility` is given.

    Attributes
    ----------
    version : int
        Rises by one with each change of state; a change names the version it was based on.
    """

    id: LinkageId
    stream: StreamId | None
    from_facility: FacilityId | None
    to_facility: FacilityId
    port: PortId
    amount: Annotated[float, PerYear]
    state: LinkageState
    version: Annotated[int, Measure("count", minimum=1)]
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LinkageEvent:
    """One change of a linkage's state; kept for ever.

    Attributes
    ----------
    at : str
        UTC time, ISO 8601.
    version : int
        The linkage's version after the change.
    """

    id: RowId
    linkage: LinkageId
    at: str
    before: LinkageState
    after: LinkageState
    version: Annotated[int, Measure("count", minimum=1)]
    actor: str
    note: str


@dataclass(frozen=True, slots=True)
class Price:
    """A price, gate fee, tax or tariff.

    Attributes
    ----------
    material : MaterialId or None
        What it prices, where it is one material.
    amount : Range or None
        In `unit`; negative where the giver pays; None when nobody could say.
    """

    id: RowId
    kind: PriceKind
    item_zh: str
    item_en: str
    material: MaterialId | None
    amount: Annotated[Range | None, Measure("unit")]
    unit: str
    place: str
    year: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TransportRate:
    """What carrying costs and emits on one mode.

    Attributes
    ----------
    mode : str
        In words; rows are chosen by `cargo` (bulk, powder, chemical, hazardous, bagged).
    from_km, to_km : float or None
        Distances the rate holds for.
    cost : Range or None
        In `unit` (CNY/t-km, or CNY/t for loading).
    co2 : float or None
        kg CO2 per t-km.
    """

    id: RowId
    mode: str
    cargo: str
    payload: Annotated[float | None, Measure("t", minimum=0.0)]
    from_km: Annotated[float | None, Measure("km", minimum=0.0)]
    to_km: Annotated[float | None, Measure("km", minimum=0.0)]
    cost: Annotated[Range | None, Measure("unit", minimum=0.0)]
    unit: str
    co2: Annotated[float | None, Measure("kg CO2/t-km", minimum=0.0)]
    place: str
    year: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class EmissionFactor:
    """Greenhouse gas per unit of something made, used or disposed of.

    Attributes
    ----------
    amount : Range or None
        In `unit`, for example ``kg CO2e/t`` or ``t CO2/t``; `graph.units` converts.
    """

    id: RowId
    kind: FactorKind
    item: str
    material: MaterialId | None
    amount: Annotated[Range | None, Measure("unit")]
    unit: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Policy:
    """A document that supports or restricts a use, with its place in the tables of the city's plan."""

    id: RowId
    level: str
    title_zh: str
    issuer: str
    year: str
    document_number: str
    gives_zh: str
    gives_en: str
    applies_to: tuple[str, ...]
    value: str
    plan_table: Annotated[int | None, Measure("table", minimum=1)]
    plan_row: Annotated[int | None, Measure("row", minimum=1)]
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Target:
    """A share to reach: of the tonnes, water or heat of the named materials (and their kinds) in a park.

    Attributes
    ----------
    materials : tuple of MaterialId
        What it covers; empty: everything counted in `unit`.
    """

    id: RowId
    park: ParkId
    name_zh: str
    name_en: str
    unit: Unit
    materials: tuple[MaterialId, ...]
    share: Annotated[float, Share]
    year: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named set of changes to the graph, to be planned with beside the graph as it is."""

    id: ScenarioId
    name_zh: str
    name_en: str
    note: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """One change of a scenario; changes are made in the order of their ids.

    Attributes
    ----------
    table_name, row_id, field : str
        What is changed: a column of a row, for example ``facilities``, a facility's id, ``capacity``. The
        name of a range alone sets its likely value and scales its ends with it. The field ``copy_of`` makes
        the row anew, as a copy of the row that `value` names.
    value : str
        The new value as files write it; empty: not known.
    """

    id: RowId
    scenario: ScenarioId
    table_name: str
    row_id: str
    field: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Precedent:
    """A documented exchange elsewhere.

    Attributes
    ----------
    case : str
        Rows of one case were reported together and are never split in an evaluation.
    donor_nace, receiver_nace : tuple of str
        NACE Rev.2 classes, without dots; empty when not reported.
    """

    id: RowId
    case: str
    country: str
    year: str
    donor: str
    donor_nace: tuple[str, ...]
    waste: str
    ewc_codes: tuple[str, ...]
    cpa_codes: tuple[str, ...]
    treatment: str
    receiver: str
    receiver_nace: tuple[str, ...]
    final_use: str
    state: str
    reference: str


@dataclass(frozen=True, slots=True)
class Industry:
    """A class of GB/T 4754, NACE Rev.2 or ISIC Rev.4.

    Attributes
    ----------
    scheme : str
        ``nace`` (with its `isic` and the nearest classes of GB/T 4754) or ``gbt4754``.
    parent : str
        Code of the next higher class; empty at the top.
    """

    id: RowId
    scheme: str
    code: str
    isic: str
    gbt4754: tuple[str, ...]
    parent: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class WasteCode:
    """A class of the European waste list (ewc), China's solid waste (sw) or hazardous waste (hw) lists."""

    id: RowId
    scheme: str
    code: str
    name_zh: str
    name_en: str
    note: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Weight:
    """How much one part of the score counts, and the constants its formula uses."""

    id: RowId
    name_zh: str
    name_en: str
    value: Annotated[float, Measure("see note", minimum=0.0)]
    unit: str
    note: str
    evidence: Evidence
