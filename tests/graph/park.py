"""A small park for tests: one generator of slag, one maker of powder, one linkage between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph import model
from graph.evidence import Evidence, Grade, SourceId
from graph.ranges import Range
from graph.vocabulary import (
    Direction,
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
from tests import build

EVIDENCE = Evidence((SourceId("survey"),), Grade.COMPANY)


def material(item: str, kind_of: str | None = None, unit: Unit = Unit.TONNE) -> model.Material:
    return model.Material(
        id=MaterialId(item),
        name_zh={"slag": "钢渣", "powder": "钢渣微粉", "water": "中水"}.get(item, item),
        name_en=item,
        kind_of=MaterialId(kind_of) if kind_of else None,
        synonyms_zh=("转炉渣",) if item == "slag" else (),
        phase=Phase.LIQUID if unit is Unit.CUBIC_METRE else Phase.SOLID,
        unit=unit,
        hazard=Hazard.NONE,
        ewc_codes=("100202",) if item == "slag" else (),
        sw_codes=("SW01",) if item == "slag" else (),
        evidence=EVIDENCE,
    )


def port(item: str, technology: str, direction: Direction, of: str) -> model.Port:
    return model.Port(
        id=PortId(item),
        technology=TechnologyId(technology),
        direction=direction,
        material=MaterialId(of),
        ratio=Range.exact(1.0),
        evidence=EVIDENCE,
    )


def small_park() -> list[Any]:
    """steel works --slag--> mill (grinding: slag -> powder)"""
    technology = replace(
        build.technology("grinding", displaced_ratio=0.9, operating_cost=20.0, electricity=40.0),
        name_zh="粉磨",
        nace=("23.51",),
        capital_cost=60.0,
        displaced_product="cement",
        evidence=EVIDENCE,
    )
    works, mill = (
        model.Enterprise(
            id=EnterpriseId(item),
            name_zh=name,
            name_en=item,
            park=ParkId("anning"),
            state=OperatingState.OPERATING,
            gbt4754="3120",
            position=model.Position(24.9, 102.4, Grade.ESTIMATE) if item == "works" else None,
            evidence=EVIDENCE,
        )
        for item, name in (("works", "钢铁厂"), ("mill", "粉磨站"))
    )
    return [
        model.Source(
            id=SourceId("survey"),
            citation="survey of firms",
            grade=Grade.COMPANY,
        ),
        model.Park(
            id=ParkId("anning"),
            name_zh="安宁",
            name_en="Anning",
            region="530181",
            grid_factor=0.1073,
            evidence=EVIDENCE,
        ),
        works,
        mill,
        material("slag"),
        material("powder"),
        material("water", unit=Unit.CUBIC_METRE),
        technology,
        port("grinding-in", "grinding", Direction.MAIN_INPUT, "slag"),
        port("grinding-out", "grinding", Direction.PRODUCT, "powder"),
        model.Facility(
            id=FacilityId("mill-1"),
            name_zh="一号磨",
            name_en="mill 1",
            enterprise=EnterpriseId("mill"),
            technology=TechnologyId("grinding"),
            state=OperatingState.OPERATING,
            capacity=Range(80_000.0, 100_000.0, 120_000.0),
            radius=50.0,
            sharing=Sharing.PARK,
            evidence=EVIDENCE,
        ),
        model.WasteStream(
            id=StreamId("slag-1"),
            name_zh="转炉渣",
            name_en="converter slag",
            enterprise=EnterpriseId("works"),
            material=MaterialId("slag"),
            supply=Range(90_000.0, 110_000.0, 130_000.0),
            in_use=Range.exact(10_000.0),
            moisture=Range(2.0, 3.0, 5.0),
            disposal_cost=Range.exact(25.0),
            sharing=Sharing.PARK,
            evidence=EVIDENCE,
        ),
        model.StreamComponent(
            id=RowId("slag-1/CaO"),
            stream=StreamId("slag-1"),
            component="CaO",
            basis="mass %",
            amount=Range(38.0, 42.0, 46.0),
            evidence=EVIDENCE,
        ),
        model.Linkage(
            id=LinkageId("link-1"),
            stream=StreamId("slag-1"),
            to_facility=FacilityId("mill-1"),
            port=PortId("grinding-in"),
            amount=50_000.0,
            state=LinkageState.SUGGESTED,
            evidence=EVIDENCE,
        ),
    ]
