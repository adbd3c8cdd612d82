"""Short ways to write a small park in a test; what a test does not care about has a default."""

from __future__ import annotations

from collections.abc import Sequence

from graph.evidence import Evidence, Grade
from graph.model import (
    Enterprise,
    Facility,
    Limit,
    Material,
    Park,
    Port,
    Position,
    StreamComponent,
    Target,
    Technology,
    WasteStream,
    Weight,
)
from graph.ranges import Range
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    Hazard,
    MaterialId,
    OperatingState,
    ParkId,
    Phase,
    PortId,
    RowId,
    Sharing,
    StandardId,
    StreamId,
    TechnologyId,
    Unit,
)

ESTIMATE = Evidence((), Grade.ESTIMATE)
PARK = Park(ParkId("park"), "园区", "Park", None, Position(24.95, 102.38, Grade.ESTIMATE), 0.1, "", ESTIMATE)

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
    "constant.per-step": 0.9,
    "constant.precedent-prior": 2.0,
    "constant.radius": 150.0,
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


def enterprise(
    name: str, lat: float | None = 24.95, lon: float | None = 102.38, *, licences: tuple[str, ...] = ()
) -> Enterprise:
    """An operating enterprise at a place; None for an unknown position."""
    position = None if lat is None or lon is None else Position(lat, lon, Grade.ESTIMATE)
    return Enterprise(
        EnterpriseId(name),
        name,
        name,
        ParkId("park"),
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
        None,
        None if moisture is None else Range.exact(moisture),
        None if disposal_cost is None else Range.exact(disposal_cost),
        (),
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
        None,
        None,
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


def port(technology: str, direction: Direction, material: str, ratio: float = 1.0) -> Port:
    """A port with an exact ratio."""
    return Port(
        PortId(f"{technology}:{direction.value}:{material}"),
        TechnologyId(technology),
        direction,
        MaterialId(material),
        Range.exact(ratio),
        None,
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
