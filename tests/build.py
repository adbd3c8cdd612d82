"""Short ways to write a small park in a test; what a test does not care about has a default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.evidence import Evidence, Grade
from graph.model import (
    Conveyance,
    CostSheet,
    EmissionFactor,
    Enterprise,
    Facility,
    Limit,
    Linkage,
    Market,
    Material,
    Park,
    Port,
    Position,
    Price,
    ProcessClass,
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
    MarketId,
    MarketReach,
    MaterialId,
    OperatingState,
    ParkId,
    Phase,
    PortId,
    PriceAt,
    PriceKind,
    ProcessClassId,
    RevenueBasis,
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
        id=TechnologyId(name),
        name_zh=name,
        name_en=name,
        nace=nace,
        trl=trl,
        minimum_scale=minimum_scale,
        capital_cost=capital_cost,
        operating_cost=operating_cost,
        electricity=electricity,
        heat=heat,
        displaced_material=MaterialId(displaces) if displaces else None,
        displaced_ratio=displaced_ratio,
        direct_emissions=direct_emissions,
        evidence=ESTIMATE,
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
        id=PortId(f"{technology}:{direction.value}:{material}"),
        technology=TechnologyId(technology),
        direction=direction,
        material=MaterialId(material),
        ratio=Range.exact(ratio),
        share_max=share_max,
        evidence=ESTIMATE,
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
        id=FacilityId(name),
        name_zh=name,
        name_en=name,
        enterprise=EnterpriseId(enterprise),
        technology=TechnologyId(technology),
        state=state,
        capacity=None if capacity is None else Range.exact(capacity),
        radius=radius,
        sharing=Sharing.PUBLIC,
        evidence=ESTIMATE,
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
        id=RowId(f"{technology}:{material or '*'}:{component}:{basis}"),
        technology=TechnologyId(technology),
        material=MaterialId(material) if material else None,
        component=component,
        basis=basis,
        minimum=minimum,
        maximum=maximum,
        standard=StandardId(standard) if standard else None,
        standard_text=standard or "",
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


def standard(
    name: str, start: date | None = None, end: date | None = None, replaced_by: str | None = None
) -> Standard:
    """A standard in force between two days, and what replaced it."""
    successor = None if replaced_by is None else StandardId(replaced_by)
    return Standard(
        id=StandardId(name),
        title_zh=f"{name} 标准",
        title_en=f"Standard {name}",
        in_force_from=start,
        in_force_to=end,
        replaced_by=successor,
        evidence=ESTIMATE,
    )


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
        id=RowId(name),
        name_zh=f"{name} 规则",
        name_en=f"Rule {name}",
        hazard=hazard,
        hw_codes=hw_codes,
        material=concerned,
        phases=phases,
        from_region=origin,
        to_region=destination,
        crossing=crossing,
        duty=duty,
        in_force_from=start,
        in_force_to=end,
        evidence=ESTIMATE,
    )


def conveyance(
    material: str,
    usual: float,
    farthest: float,
    *,
    drop: float | None = None,
    loss: float | None = None,
) -> Conveyance:
    """How far a material is piped, km, what it cools, K/km, and what it loses on the way, share/km."""
    return Conveyance(
        id=RowId(f"pipe-{material}"),
        material=MaterialId(material),
        usual=usual,
        farthest=farthest,
        temperature_drop=drop,
        loss=loss,
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


def price(
    material: str | None, amount: float, *, kind: PriceKind = PriceKind.MARKET, unit: str = "CNY/t"
) -> Price:
    """A price of exactly `amount`, at the gate and without tax."""
    return Price(
        id=RowId(f"{kind.value}:{material or unit}"),
        kind=kind,
        material=MaterialId(material) if material else None,
        amount=Range.exact(amount),
        unit=unit,
        vat=0.0,
        price_at=PriceAt.GATE,
        year="2025",
        evidence=ESTIMATE,
    )


def emission_factor(
    material: str | None, amount: float, *, kind: FactorKind = FactorKind.PRODUCT, unit: str = "kg CO2e/t"
) -> EmissionFactor:
    """Greenhouse gas of exactly `amount`."""
    return EmissionFactor(
        id=RowId(f"{kind.value}:{material or unit}"),
        kind=kind,
        material=MaterialId(material) if material else None,
        amount=Range.exact(amount),
        unit=unit,
        evidence=ESTIMATE,
    )


def market(
    name: str,
    material: str,
    demand: float | None = None,
    *,
    price: float | None = None,
    technology: str | None = None,
    waste: bool = False,
    reach: MarketReach = MarketReach.REGIONAL,
    place: str = "",
    within: str | None = None,
    served: float | None = None,
    total: float | None = None,
    binds: bool = True,
    grade: Grade = Grade.ESTIMATE,
) -> Market:
    """A market of exactly `demand` a year, at exactly `price` at the gate, without tax."""
    exactly = {
        key: None if value is None else Range.exact(value)
        for key, value in (("demand", demand), ("served", served), ("total", total), ("price", price))
    }
    return Market(
        id=MarketId(name),
        material=MaterialId(material),
        technology=None if technology is None else TechnologyId(technology),
        waste=waste,
        reach=reach,
        place=place,
        within=None if within is None else MarketId(within),
        binds=binds,
        vat=0.0,
        price_at=PriceAt.GATE,
        year="2025",
        evidence=Evidence((), grade),
        **exactly,
    )


def process_class(
    name: str,
    *,
    operating: Range | float = 0.0,
    electricity: Range | float = 0.0,
    heat: Range | float = 0.0,
    capital: Range | float = 0.0,
    scale: float = 1_000.0,
    exponent: float = 1.0,
    life: float = 15.0,
) -> ProcessClass:
    """A class of technologies that cost alike."""
    ranges = {
        key: value if isinstance(value, Range) else Range.exact(value)
        for key, value in (
            ("operating", operating),
            ("electricity", electricity),
            ("heat", heat),
            ("capital", capital),
        )
    }
    return ProcessClass(
        id=ProcessClassId(name),
        unit=Unit.TONNE,
        reference_scale=scale,
        scale_exponent=exponent,
        life=life,
        year=2024,
        evidence=ESTIMATE,
        **ranges,
    )


def cost_sheet(
    technology: str,
    process_class: str,
    factor: float = 1.0,
    *,
    capital_factor: float = 1.0,
    second: tuple[str, float] | None = None,
    spread: float = 1.0,
    operating: float | None = None,
    capital: float | None = None,
    revenue: RevenueBasis = RevenueBasis.PRODUCT,
    grade: Grade = Grade.ESTIMATE,
) -> CostSheet:
    """What a technology costs, by its class; energy as the class has it."""
    return CostSheet(
        id=RowId(f"cost:{technology}"),
        technology=TechnologyId(technology),
        process_class=ProcessClassId(process_class),
        factor=factor,
        capital_factor=capital_factor,
        second_class=None if second is None else ProcessClassId(second[0]),
        second_factor=0.0 if second is None else second[1],
        spread=spread,
        operating=None if operating is None else Range.exact(operating),
        capital=None if capital is None else Range.exact(capital),
        revenue=revenue,
        evidence=Evidence((), grade),
    )
