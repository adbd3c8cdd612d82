"""Short ways to write a small park in a test; what a test does not care about has a default."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from graph.evidence import Evidence, Grade
from graph.model import (
    DirectedUse,
    Enterprise,
    Facility,
    Linkage,
    Material,
    Park,
    Position,
    StreamComponent,
    Target,
    WasteStream,
    Weight,
)
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import (
    EnterpriseId,
    FacilityId,
    Hazard,
    LinkageId,
    LinkageState,
    MaterialId,
    OperatingState,
    ParkId,
    Phase,
    PortId,
    RowId,
    Sharing,
    StreamId,
    TechnologyId,
    Unit,
)
from tests.built_recipes import conveyance, limit, port, recipe, standard, technology, transfer_rule
from tests.built_values import ESTIMATE, cost_sheet, emission_factor, market, price, process_class

__all__ = [
    "ESTIMATE",
    "PARK",
    "WEIGHTS",
    "analysis",
    "conveyance",
    "cost_sheet",
    "directed_use",
    "emission_factor",
    "enterprise",
    "facility",
    "limit",
    "linkage",
    "market",
    "material",
    "park",
    "park_of",
    "port",
    "price",
    "process_class",
    "recipe",
    "standard",
    "stream",
    "target",
    "technology",
    "transfer_rule",
]

PARK = Park(
    id=ParkId("park"),
    name_zh="园区",
    name_en="Park",
    region="530181",
    position=Position(24.95, 102.38, Grade.ESTIMATE),
    grid_factor=0.1,
    evidence=ESTIMATE,
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
    "acceptance.stage-assessed": 0.65,
    "acceptance.stage-commissioned": 1.0,
    "acceptance.stage-filed": 0.4,
    "acceptance.stage-started": 0.8,
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
WEIGHTS = tuple(
    Weight(id=RowId(name), name_zh=name, name_en=name, value=value, unit="-", evidence=ESTIMATE)
    for name, value in _WEIGHTS.items()
)


def directed_use(
    giver: str | None, taker: str, waste: str | None = None, codes: tuple[str, ...] = (), **more: Any
) -> DirectedUse:
    """An exemption: a taker may use one waste of one giver without a licence."""
    return DirectedUse(
        id=RowId(f"{giver}-{taker}-{waste or codes}"),
        giver=None if giver is None else EnterpriseId(giver),
        taker=EnterpriseId(taker),
        material=None if waste is None else MaterialId(waste),
        hw_codes=codes,
        evidence=ESTIMATE,
        **more,
    )


def park(name: str, region: str = "", part_of: str | None = None) -> Park:
    """A park in an administrative division; without one it takes that of the park it is part of."""
    above = None if part_of is None else ParkId(part_of)
    return Park(
        id=ParkId(name),
        name_zh=name,
        name_en=name,
        part_of=above,
        region=region,
        evidence=ESTIMATE,
    )


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
        id=MaterialId(name),
        name_zh=name_zh or name,
        name_en=name,
        kind_of=MaterialId(kind_of) if kind_of else None,
        phase=phase,
        unit=unit,
        hazard=hazard,
        ewc_codes=ewc_codes,
        hw_codes=hw_codes,
        evidence=ESTIMATE,
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
        id=EnterpriseId(name),
        name_zh=name,
        name_en=name,
        park=ParkId(park),
        state=OperatingState.OPERATING,
        position=position,
        licences=licences,
        evidence=ESTIMATE,
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
        id=StreamId(name),
        name_zh=name,
        name_en=name,
        enterprise=EnterpriseId(enterprise),
        material=MaterialId(material),
        supply=Range.exact(supply),
        in_use=Range.exact(in_use),
        stock=None if stock is None else Range.exact(stock),
        moisture=None if moisture is None else Range.exact(moisture),
        disposal_cost=None if disposal_cost is None else Range.exact(disposal_cost),
        monthly=monthly,
        sharing=Sharing.PUBLIC,
        evidence=ESTIMATE,
    )


def analysis(
    stream: str,
    component: str,
    likely: float,
    basis: str = "mass %",
    spread: float = 0.0,
    *,
    name: str = "",
    sampled_on: date | None = None,
    laboratory: str = "",
    withdrawn: bool = False,
) -> StreamComponent:
    """What a laboratory found in a stream, give or take `spread`; a second one needs a name of its own."""
    amount = Range(likely - spread, likely, likely + spread)
    return StreamComponent(
        id=RowId(f"{stream}:{component}{name and ':' + name}"),
        stream=StreamId(stream),
        component=component,
        basis=basis,
        amount=amount,
        sampled_on=sampled_on,
        laboratory=laboratory,
        withdrawn=withdrawn,
        evidence=ESTIMATE,
    )


def facility(
    name: str,
    enterprise: str,
    technology: str,
    capacity: float | None,
    *,
    state: OperatingState = OperatingState.OPERATING,
    radius: float | None = None,
    monthly: tuple[float, ...] = (),
) -> Facility:
    """A facility of exactly `capacity` of main input a year; None for an unknown capacity."""
    return Facility(
        id=FacilityId(name),
        name_zh=name,
        name_en=name,
        enterprise=EnterpriseId(enterprise),
        technology=TechnologyId(technology),
        state=state,
        capacity=None if capacity is None else Range.exact(capacity),
        radius=radius,
        monthly=monthly,
        sharing=Sharing.PUBLIC,
        evidence=ESTIMATE,
    )


def target(name: str, share: float, *, unit: Unit = Unit.TONNE, materials: tuple[str, ...] = ()) -> Target:
    """A share to reach in the test park."""
    ids = tuple(MaterialId(entry) for entry in materials)
    return Target(
        id=RowId(name),
        park=ParkId("park"),
        name_zh=name,
        name_en=name,
        unit=unit,
        materials=ids,
        share=share,
        year="2025",
        evidence=ESTIMATE,
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
        id=LinkageId(name),
        stream=StreamId(stream) if stream else None,
        from_facility=FacilityId(from_facility) if from_facility else None,
        to_facility=FacilityId(facility),
        port=PortId(port),
        amount=amount,
        state=state,
        evidence=Evidence((), grade),
    )


def usual(low: float, high: float, thing: str = "") -> Iterator[Weight]:
    """Give the rows that say how far estimates of a thing usually reach."""
    for end, value in (("low", low), ("high", high)):
        name = f"estimate.{thing}.{end}" if thing else f"estimate.{end}"
        yield Weight(id=RowId(name), value=value, unit="share of likely", evidence=ESTIMATE)
