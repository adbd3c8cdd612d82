"""Short ways to write a small park in a test; what a test does not care about has a default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.evidence import Evidence, Grade
from graph.model import (
    EmissionFactor,
    Enterprise,
    Facility,
    Limit,
    Linkage,
    Material,
    Park,
    Port,
    Position,
    Price,
    Standard,
    StreamComponent,
    Target,
    Technology,
    TransferRule,
    WasteStream,
    Weight,
)
from graph.ranges import Range
from graph.snapshot import Snapshot
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
    Sharing,
    StandardId,
    StreamId,
    TechnologyId,
    TransferDuty,
    Unit,
)

ESTIMATE = Evidence((), Grade.ESTIMATE)
PARK = Park(
    ParkId("park"), "园区", "Park", None, "530181", Position(24.95, 102.38, Grade.ESTIMATE), 0.1, "", ESTIMATE
)

_WEIGHTS = {
    "acceptance.contacted": 0.4,
    "acceptance.contracted": 1.0,
    "acceptance.facility-building": 0.8,
    "acceptance.facility-operating": 1.0,
    "acceptance.facility-planned": 0.5,
    "acceptance.negotiating": 0.7,
    "acceptance.operating": 0.95,
    "acceptance.rejected": 0.0,
    "acceptance.stopped": 0.1,
    "acceptance.suggested": 0.3,
    "constant.detour": 1.3,
    "constant.margin-scale": 100.0,
    "constant.co2-scale": 200.0,
    "constant.neutral": 0.5,
    "constant.kinds-down": 4.0,
    "constant.per-step-down": 0.6,
    "constant.per-step-up": 0.9,
    "constant.precedent-prior": 2.0,
    "constant.radius": 150.0,
    "constant.steps-down": 1.0,
    "constant.transport-reference": 30.0,
    "part.co2": 1.0,
    "part.economics": 1.0,
    "part.precedent": 1.0,
    "part.proximity": 1.0,
    "part.quantity": 1.0,
    "part.readiness": 1.0,
    "part.technical": 1.0,
    "state.building": 0.8,
    "state.operating": 1.0,
    "state.planned": 0.6,
}
WEIGHTS = tuple(Weight(RowId(name), name, name, value, "-", "", ESTIMATE) for name, value in _WEIGHTS.items())


def park(name: str, region: str = "", part_of: str | None = None) -> Park:
    """A park in an administrative division; without one it takes that of the park it is part of."""
    above = None if part_of is None else ParkId(part_of)
    return Park(ParkId(name), name, name, above, region, None, None, "", ESTIMATE)


def material(
    name: str,
    kind_of: str | None = None,
    *,
    phase: Phase = Phase.SOLID,
    unit: Unit = Unit.TONNE,
    hazard: Hazard = Hazard.NONE,
    hw_codes: tuple[str, ...] = (),
    ewc_codes: tuple[str, ...] = (),
    name_zh: str = "",
) -> Material:
    """A material called `name`."""
    return Material(
        MaterialId(name),
        name_zh or name,
        name,
        MaterialId(kind_of) if kind_of else None,
        (),
        (),
        phase,
        unit,
        hazard,
        ewc_codes,
        (),
        hw_codes,
        (),
        (),
        "",
        "",
        ESTIMATE,
    )


def park_of(*parts: object) -> Snapshot:
    """Return the test park: a maker and a user at one place, the weights, and some more rows."""
    flat: list[object] = [PARK, *WEIGHTS, enterprise("maker"), enterprise("user")]
    for part in parts:
        flat.extend(part) if isinstance(part, list) else flat.append(part)
    return Snapshot.of(flat)


def enterprise(
    name: str,
    lat: float | None = 24.95,
    lon: float | None = 102.38,
    *,
    licences: tuple[str, ...] = (),
    park: str = "park",
) -> Enterprise:
    """An operating enterprise at a place; None for an unknown position."""
    position = None if lat is None or lon is None else Position(lat, lon, Grade.ESTIMATE)
    return Enterprise(
        EnterpriseId(name),
        name,
        name,
        ParkId(park),
        OperatingState.OPERATING,
        "",
        "",
        "",
        position,
        licences,
        "",
        "",
        ESTIMATE,
    )


def stream(
    name: str,
    enterprise: str,
    material: str,
    supply: float,
    *,
    in_use: float = 0.0,
    moisture: float | None = None,
    disposal_cost: float | None = None,
    stock: float | None = None,
    monthly: tuple[float, ...] = (),
) -> WasteStream:
    """A waste stream of exactly `supply` a year."""
    return WasteStream(
        StreamId(name),
        name,
        name,
        EnterpriseId(enterprise),
        MaterialId(material),
        Range.exact(supply),
        Range.exact(in_use),
        None if stock is None else Range.exact(stock),
        None if moisture is None else Range.exact(moisture),
        None if disposal_cost is None else Range.exact(disposal_cost),
        monthly,
        Sharing.PUBLIC,
        "",
        ESTIMATE,
    )


def analysis(
    stream: str, component: str, likely: float, basis: str = "mass %", spread: float = 0.0
) -> StreamComponent:
    """What a laboratory found in a stream, give or take `spread`."""
    amount = Range(likely - spread, likely, likely + spread)
    return StreamComponent(
        RowId(f"{stream}:{component}"), StreamId(stream), component, basis, amount, ESTIMATE
    )


def technology(
    name: str,
    *,
    trl: int = 9,
    displaces: str | None = None,
    displaced_ratio: float | None = None,
    operating_cost: float | None = 0.0,
    electricity: float | None = 0.0,
    heat: float | None = 0.0,
    direct_emissions: float | None = 0.0,
    nace: tuple[str, ...] = (),
    capital_cost: float | None = None,
    minimum_scale: float | None = None,
) -> Technology:
    """A technology; its ports are `port`s of their own."""
    return Technology(
        TechnologyId(name),
        "",
        name,
        name,
        "",
        "",
        (),
        nace,
        (),
        trl,
        minimum_scale,
        capital_cost,
        operating_cost,
        electricity,
        heat,
        "",
        MaterialId(displaces) if displaces else None,
        displaced_ratio,
        direct_emissions,
        False,
        "",
        ESTIMATE,
    )


def port(
    technology: str,
    direction: Direction,
    material: str,
    ratio: float = 1.0,
    *,
    share_max: float | None = None,
) -> Port:
    """A port with an exact ratio."""
    return Port(
        PortId(f"{technology}:{direction.value}:{material}"),
        TechnologyId(technology),
        direction,
        MaterialId(material),
        Range.exact(ratio),
        share_max,
        "",
        ESTIMATE,
    )


def recipe(
    name: str,
    takes: str,
    gives: str,
    ratio: float = 1.0,
    *,
    residue: tuple[str, float] | None = None,
    auxiliary: Sequence[tuple[str, float]] = (),
    trl: int = 9,
) -> list[Technology | Port]:
    """A technology with one main input, one product, and perhaps a residue and auxiliary inputs."""
    parts: list[Technology | Port] = [
        technology(name, trl=trl),
        port(name, Direction.MAIN_INPUT, takes),
        port(name, Direction.PRODUCT, gives, ratio),
    ]
    if residue is not None:
        parts.append(port(name, Direction.RESIDUE, *residue))
    parts.extend(port(name, Direction.AUXILIARY_INPUT, *entry) for entry in auxiliary)
    return parts


def facility(
    name: str,
    enterprise: str,
    technology: str,
    capacity: float | None,
    *,
    state: OperatingState = OperatingState.OPERATING,
    radius: float | None = None,
) -> Facility:
    """A facility of exactly `capacity` of main input a year; None for an unknown capacity."""
    return Facility(
        FacilityId(name),
        name,
        name,
        EnterpriseId(enterprise),
        TechnologyId(technology),
        state,
        None if capacity is None else Range.exact(capacity),
        None,
        None,
        radius,
        Sharing.PUBLIC,
        "",
        ESTIMATE,
    )


def limit(
    technology: str,
    component: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    material: str | None = None,
    basis: str = "mass %",
    standard: str | None = None,
) -> Limit:
    """A composition limit; without bounds its value is not verified."""
    return Limit(
        RowId(f"{technology}:{material or '*'}:{component}:{basis}"),
        TechnologyId(technology),
        MaterialId(material) if material else None,
        component,
        basis,
        minimum,
        maximum,
        StandardId(standard) if standard else None,
        standard or "",
        "",
        ESTIMATE,
    )


def target(name: str, share: float, *, unit: Unit = Unit.TONNE, materials: tuple[str, ...] = ()) -> Target:
    """A share to reach in the test park."""
    ids = tuple(MaterialId(entry) for entry in materials)
    return Target(RowId(name), ParkId("park"), name, name, unit, ids, share, "2025", "", ESTIMATE)


def standard(
    name: str, start: date | None = None, end: date | None = None, replaced_by: str | None = None
) -> Standard:
    """A standard in force between two days, and what replaced it."""
    successor = None if replaced_by is None else StandardId(replaced_by)
    return Standard(StandardId(name), f"{name} 标准", f"Standard {name}", start, end, successor, "", ESTIMATE)


def transfer_rule(
    name: str,
    duty: TransferDuty,
    *,
    hazard: Hazard | None = None,
    hw_codes: tuple[str, ...] = (),
    material: str | None = None,
    phases: tuple[str, ...] = (),
    origin: str = "",
    destination: str = "",
    crossing: int = 2,
    start: date | None = None,
    end: date | None = None,
) -> TransferRule:
    """A rule about waste that goes to another division; two digits of crossing are another province."""
    concerned = None if material is None else MaterialId(material)
    return TransferRule(
        RowId(name),
        f"{name} 规则",
        f"Rule {name}",
        hazard,
        hw_codes,
        concerned,
        phases,
        origin,
        destination,
        crossing,
        duty,
        start,
        end,
        "",
        ESTIMATE,
    )


def linkage(
    name: str,
    facility: str,
    port: str,
    amount: float,
    *,
    stream: str | None = None,
    from_facility: str | None = None,
    state: LinkageState = LinkageState.CONTRACTED,
    grade: Grade = Grade.ESTIMATE,
) -> Linkage:
    """A linkage of the register, from a stream or a facility."""
    return Linkage(
        LinkageId(name),
        StreamId(stream) if stream else None,
        FacilityId(from_facility) if from_facility else None,
        FacilityId(facility),
        PortId(port),
        amount,
        state,
        1,
        "",
        Evidence((), grade),
    )


def price(
    material: str | None, amount: float, *, kind: PriceKind = PriceKind.MARKET, unit: str = "CNY/t"
) -> Price:
    """A price of exactly `amount`."""
    return Price(
        RowId(f"{kind.value}:{material or unit}"),
        kind,
        "",
        "",
        MaterialId(material) if material else None,
        Range.exact(amount),
        unit,
        "",
        "2025",
        "",
        ESTIMATE,
    )


def emission_factor(
    material: str | None, amount: float, *, kind: FactorKind = FactorKind.PRODUCT, unit: str = "kg CO2e/t"
) -> EmissionFactor:
    """Greenhouse gas of exactly `amount`."""
    return EmissionFactor(
        RowId(f"{kind.value}:{material or unit}"),
        kind,
        "",
        MaterialId(material) if material else None,
        Range.exact(amount),
        unit,
        "",
        ESTIMATE,
    )
