"""Three small parks of other industries than Anning's, for answers that were reckoned on paper first.

Every number is exact and of 2025, and no works is a real one. `test_foreign_parks` has the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.model import Technology, TransportRate, Weight
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import (
    Direction,
    FactorKind,
    Hazard,
    LinkageState,
    MaterialId,
    OperatingState,
    Phase,
    PriceAt,
    PriceKind,
    RevenueBasis,
    RowId,
    Unit,
)
from tests.build import (
    ESTIMATE,
    cost_sheet,
    emission_factor,
    enterprise,
    facility,
    linkage,
    market,
    material,
    park_of,
    port,
    price,
    process_class,
    stream,
    target,
    technology,
)

MAIN, AUXILIARY, PRODUCT, RESIDUE = (
    Direction.MAIN_INPUT,
    Direction.AUXILIARY_INPUT,
    Direction.PRODUCT,
    Direction.RESIDUE,
)


def _common() -> list[object]:
    """Money of 2025, tax of 13 %, lorries, power at 0.6 CNY a kWh."""
    weights = [
        Weight(id=RowId(name), name_zh=name, name_en=name, value=value, unit="-", evidence=ESTIMATE)
        for name, value in (("constant.money-year", 2025.0), ("constant.vat", 0.13))
    ]
    rates = [
        TransportRate(
            id=RowId(name),
            mode="road",
            cargo=name,
            cost=Range.exact(cost),
            unit=unit,
            payload=payload,
            co2=co2,
            year="2025",
            evidence=ESTIMATE,
        )
        for name, cost, unit, payload, co2 in (
            ("bulk", 0.5, "CNY/t-km", 30.0, 0.08),
            ("hazardous", 1.5, "CNY/t-km", None, None),
            ("loading-bulk", 5.0, "CNY/t", None, None),
        )
    ]
    return [*weights, *rates, price(None, 0.6, kind=PriceKind.UTILITY, unit="CNY/kWh")]


def _by_class(name: str, displaces: str, ratio: float, direct_emissions: float = 0.0) -> Technology:
    """A technology whose costs stand in its sheet."""
    return technology(
        name,
        displaces=displaces,
        displaced_ratio=ratio,
        operating_cost=None,
        electricity=None,
        heat=None,
        direct_emissions=direct_emissions,
    )


def pulp_mill(parts: Sequence[object] = ()) -> Snapshot:
    """A pulp mill whose mud, sludge and warm water a power station, a brickworks and a greenhouse take."""
    kiln = process_class(
        "kiln", operating=40.0, electricity=30.0, capital=500.0, scale=5_000.0, exponent=0.65, life=12.0
    )
    return park_of(
        *_common(),
        *map(material, ("lime-mud", "pulp-sludge", "clay", "brick", "limestone", "sorbent", "coal")),
        *(
            material(name, phase=Phase.HEAT, unit=Unit.GIGAJOULE)
            for name in ("warm-water", "greenhouse-heat")
        ),
        enterprise("mill", 24.30, 109.40),
        enterprise("brickworks", 24.30, 109.50),
        enterprise("power", 24.31, 109.40),
        enterprise("greenhouse", 24.305, 109.40),
        stream("mud", "mill", "lime-mud", 10_000.0, in_use=2_000.0, disposal_cost=60.0),
        stream("sludge", "mill", "pulp-sludge", 6_000.0),
        stream("warm", "mill", "warm-water", 50_000.0),
        price("pulp-sludge", 120.0, kind=PriceKind.DISPOSAL),
        price("clay", 30.0),
        price("limestone", 100.0),
        price("coal", 800.0),
        _by_class("fgd", "limestone", 0.9),
        port("fgd", MAIN, "lime-mud"),
        port("fgd", PRODUCT, "sorbent"),
        replace(process_class("dosing", operating=6.0, electricity=1.5), year=2025),
        cost_sheet("fgd", "dosing", revenue=RevenueBasis.DISPLACED),
        _by_class("bricks", "clay", 1.2, direct_emissions=5.0),
        port("bricks", MAIN, "pulp-sludge"),
        port("bricks", AUXILIARY, "clay", 9.0),
        port("bricks", PRODUCT, "brick", 8.5),
        replace(kiln, year=2025),
        cost_sheet("bricks", "kiln"),
        technology("heating", displaces="coal", displaced_ratio=0.05, operating_cost=2.0),
        port("heating", MAIN, "warm-water"),
        port("heating", PRODUCT, "greenhouse-heat", 0.95),
        facility("power-fgd", "power", "fgd", 4_000.0),
        facility("brick-kiln", "brickworks", "bricks", 1_000.0, state=OperatingState.PLANNED),
        facility("glass", "greenhouse", "heating", 30_000.0),
        linkage(
            "today",
            "power-fgd",
            f"fgd:{MAIN.value}:lime-mud",
            1_500.0,
            stream="mud",
            state=LinkageState.OPERATING,
        ),
        market("sorbent-market", "sorbent", binds=False),
        replace(
            market("brick-market", "brick", 30_000.0, price=226.0, served=0.5),
            vat=0.13,
            price_at=PriceAt.DELIVERED,
            radius=60.0,
        ),
        market("heat-market", "greenhouse-heat", 20_000.0),
        emission_factor("clay", 2.69),
        emission_factor("limestone", 2.18),
        emission_factor("coal", 2_000.0),
        target("solid", 0.6),
        *parts,
    )


def sugar_mill(parts: Sequence[object] = ()) -> Snapshot:
    """A sugar mill that sells molasses and burns bagasse, a distillery with a digester, and a board mill."""
    boards = process_class(
        "board-line", operating=300.0, electricity=150.0, heat=800.0, capital=900.0, scale=50_000.0,
        exponent=0.7, life=20.0,
    )  # fmt: skip
    return park_of(
        *_common(),
        *map(material, ("molasses", "bagasse", "board", "wood", "dust", "coal")),
        *(material(name, phase=Phase.LIQUID) for name in ("ethanol", "petrol", "resin")),
        *(material(name, phase=Phase.LIQUID, unit=Unit.CUBIC_METRE) for name in ("vinasse", "digestate")),
        material("steam", phase=Phase.HEAT, unit=Unit.GIGAJOULE),
        enterprise("sugar", 23.0, 108.0),
        enterprise("distillery", 23.0, 108.1),
        enterprise("board-mill", 23.1, 108.0),
        stream("molasses", "sugar", "molasses", 40_000.0, in_use=10_000.0),
        stream("bagasse", "sugar", "bagasse", 100_000.0, in_use=60_000.0, disposal_cost=20.0),
        price(None, 60.0, kind=PriceKind.UTILITY, unit="CNY/GJ"),
        price("vinasse", 15.0, kind=PriceKind.DISPOSAL, unit="CNY/m3"),
        price("digestate", 2.0, kind=PriceKind.DISPOSAL, unit="CNY/m3"),
        price("dust", 30.0, kind=PriceKind.DISPOSAL),
        price("resin", 1_500.0),
        price("coal", 700.0),
        replace(
            technology(
                "ethanol-making",
                displaces="petrol",
                displaced_ratio=0.15,
                operating_cost=150.0,
                electricity=60.0,
                heat=4_500.0,
            ),
            displaced_output=MaterialId("ethanol"),
        ),
        port("ethanol-making", MAIN, "molasses"),
        port("ethanol-making", PRODUCT, "ethanol", 0.24),
        port("ethanol-making", RESIDUE, "vinasse", 3.0),
        technology("digestion", displaces="coal", displaced_ratio=0.02, operating_cost=4.0, electricity=2.0),
        port("digestion", MAIN, "vinasse"),
        port("digestion", PRODUCT, "steam", 0.5),
        port("digestion", RESIDUE, "digestate", 0.95),
        _by_class("boards", "wood", 0.9),
        port("boards", MAIN, "bagasse"),
        port("boards", AUXILIARY, "resin", 0.08),
        port("boards", PRODUCT, "board", 0.9),
        port("boards", RESIDUE, "dust", 0.05),
        replace(boards, year=2025),
        cost_sheet("boards", "board-line", 1.2, capital_factor=1.5),
        facility("still", "distillery", "ethanol-making", 30_000.0),
        facility("digester", "distillery", "digestion", 45_000.0, state=OperatingState.BUILDING),
        facility("board-hall", "board-mill", "boards", 30_000.0, state=OperatingState.PLANNED),
        linkage(
            "today",
            "still",
            f"ethanol-making:{MAIN.value}:molasses",
            8_000.0,
            stream="molasses",
            state=LinkageState.OPERATING,
        ),
        replace(market("molasses-market", "molasses", 50_000.0, price=904.0, waste=True), vat=0.13),
        replace(market("ethanol-market", "ethanol", price=6_780.0, binds=False), vat=0.13),
        market("steam-market", "steam", 40_000.0, price=50.0),
        replace(
            market("board-market", "board", 20_000.0, price=1_695.0, served=0.1),
            vat=0.13,
            price_at=PriceAt.UNKNOWN,
            radius=300.0,
        ),
        emission_factor("petrol", 3_000.0),
        emission_factor("coal", 2_000.0),
        emission_factor("resin", 1_200.0),
        emission_factor(None, 100.0, kind=FactorKind.HEAT, unit="kg CO2e/GJ"),
        target("solid", 0.8),
        *parts,
    )


def plating_park(parts: Sequence[object] = ()) -> Snapshot:
    """A plating works beside a licensed zinc smelter, a cement works and a maker of ferric chloride."""
    return park_of(
        *_common(),
        material("plating-sludge", phase=Phase.SLUDGE, hazard=Hazard.HAZARDOUS, hw_codes=("336-052-17",)),
        material("spent-acid", phase=Phase.LIQUID, hazard=Hazard.HAZARDOUS, hw_codes=("313-001-34",)),
        *map(material, ("zinc-oxide", "zinc-ore", "kiln-slag", "clinker", "clay", "iron-corrector", "coke")),
        material("ferric", phase=Phase.LIQUID),
        material("chlorine", phase=Phase.GAS),
        enterprise("plater", 25.0, 113.0),
        enterprise("smelter", 25.0, 113.2, licences=("HW17",)),
        enterprise("cement", 25.05, 113.2),
        enterprise("waterworks", 25.0, 113.05, licences=("HW34",)),
        stream("sludge", "plater", "plating-sludge", 5_000.0, in_use=1_000.0),
        stream("acid", "plater", "spent-acid", 3_000.0, disposal_cost=900.0),
        stream("slag", "smelter", "kiln-slag", 20_000.0, in_use=5_000.0, disposal_cost=50.0),
        price("plating-sludge", 2_500.0, kind=PriceKind.DISPOSAL),
        price("kiln-slag", 60.0, kind=PriceKind.DISPOSAL),
        price("coke", 900.0),
        price("clay", 30.0),
        price("iron-corrector", 150.0),
        technology(
            "waelz",
            displaces="zinc-ore",
            displaced_ratio=0.28,
            operating_cost=250.0,
            electricity=120.0,
            direct_emissions=700.0,
        ),
        port("waelz", MAIN, "plating-sludge"),
        port("waelz", AUXILIARY, "coke", 0.4),
        port("waelz", PRODUCT, "zinc-oxide", 0.2),
        port("waelz", RESIDUE, "kiln-slag", 0.7),
        technology("raw-meal", displaces="clay", displaced_ratio=1.0, operating_cost=8.0),
        port("raw-meal", MAIN, "kiln-slag"),
        port("raw-meal", PRODUCT, "clinker", 0.95),
        process_class("mixing", life=20.0),
        cost_sheet("raw-meal", "mixing", revenue=RevenueBasis.DISPLACED),
        technology("ferric-making", operating_cost=120.0, electricity=40.0, capital_cost=2_000.0),
        port("ferric-making", MAIN, "spent-acid"),
        port("ferric-making", AUXILIARY, "chlorine", 0.07),
        port("ferric-making", PRODUCT, "ferric", 1.6),
        facility("kiln", "smelter", "waelz", 6_000.0),
        replace(
            facility("mixer", "cement", "raw-meal", 12_000.0),
            replaces=MaterialId("iron-corrector"),
            replaces_ratio=0.5,
        ),
        facility("vessel", "waterworks", "ferric-making", 2_000.0, state=OperatingState.PLANNED),
        linkage("contract", "kiln", f"waelz:{MAIN.value}:plating-sludge", 500.0, stream="sludge"),
        replace(market("oxide-market", "zinc-oxide", 2_000.0, price=7_910.0, served=0.4), vat=0.13),
        market("clinker-market", "clinker", binds=False),
        market("ferric-market", "ferric", 4_000.0, price=400.0),
        emission_factor("coke", 500.0),
        emission_factor("zinc-ore", 500.0),
        emission_factor("iron-corrector", 40.0),
        emission_factor("clay", 2.69),
        target("all", 0.7),
        *parts,
    )
