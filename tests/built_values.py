"""Short ways to write prices, factors, markets and costs in a test; by the door of `tests.build`."""

from __future__ import annotations

from graph.evidence import Evidence, Grade
from graph.model import (
    CostSheet,
    EmissionFactor,
    Market,
    Price,
    ProcessClass,
)
from graph.ranges import Range
from graph.vocabulary import (
    FactorKind,
    MarketId,
    MarketReach,
    MaterialId,
    PriceAt,
    PriceKind,
    ProcessClassId,
    RevenueBasis,
    RowId,
    TechnologyId,
    Unit,
)

#: What a test says without a source.
ESTIMATE = Evidence((), Grade.ESTIMATE)


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
    days: Range | None = None,
    monthly: tuple[float, ...] = (),
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
        days=days,
        monthly=monthly,
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
