"""A park with at least one row of every table, and among them every sort of value that a store must keep:
empty texts and lists, unknown numbers, dates, quotes, a number that binary fractions cannot hold exactly.

The phosphate works gives off phosphogypsum; the gypsum plant makes plaster of it and gives off wash water.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from graph import model
from graph.evidence import Grade
from graph.model import Position
from graph.ranges import Range
from graph.snapshot import Records, records_of
from graph.vocabulary import (
    LinkageId,
    LinkageState,
    OperatingState,
    ProjectStage,
    Sharing,
    Unit,
)
from tests.park_library import library
from tests.park_materials import GUESSED, SURVEYED, made, material

__all__ = [
    "GUESSED",
    "LINKAGE",
    "SURVEYED",
    "WATER_LINKAGE",
    "enterprises",
    "library",
    "linkages",
    "made",
    "material",
    "park_records",
    "stream",
    "target",
    "whole_park",
]

LINKAGE = LinkageId("linkage-gypsum")
WATER_LINKAGE = LinkageId("linkage-water")


def whole_park() -> tuple[Any, ...]:
    """Every object of the park."""
    return (*library(), *enterprises(), *linkages())


def park_records() -> Records:
    """The park as it is loaded."""
    return records_of(whole_park())


def enterprises() -> tuple[Any, ...]:
    """The park with its two enterprises, their streams and their facilities."""
    here = Position(24.92, 102.48, Grade.OFFICIAL)
    return (
        made(
            model.Park,
            id="anning",
            name_zh="安宁园区",
            name_en="Anning park",
            position=here,
            grid_factor=0.14,
        ),
        made(model.Park, id="caopu", name_zh="草铺片区", name_en="Caopu area", part_of="anning"),
        target(),
        _enterprise("phosphate-works", "云磷化工", "Yunlin phosphate works", licences=("HW34", "HW35")),
        _enterprise("gypsum-plant", "滇石膏业", "Dian gypsum plant", position=here),
        made(
            model.DirectedUse,
            id="spent-acid",
            giver="phosphate-works",
            taker="gypsum-plant",
            hw_codes=("900-349-34",),
            in_force_from=date(2025, 1, 1),
            in_force_to=date(2027, 12, 31),
        ),
        stream("stack", 1_200_000.0),
        made(
            model.StreamComponent,
            id="stack-ra",
            stream="stack",
            component="Ra-226",
            amount=Range(120.0, 180.0, 500.0),
        ),
        _facility("calciner", "gypsum-plant", date(2026, 12, 31)),
        _facility("washer", "phosphate-works", None),
        made(
            model.Project,
            id="washing",
            enterprise="phosphate-works",
            facilities=("washer",),
            stage=ProjectStage.STARTED,
        ),
    )


def target(*materials: str) -> model.Target:
    """The park's target for phosphogypsum and slag, or for other materials."""
    return made(
        model.Target,
        id="target-1",
        park="anning",
        unit=Unit.TONNE,
        materials=materials or ("phosphogypsum", "slag"),
        share=0.6,
    )


def _enterprise(item: str, zh: str, en: str, **values: Any) -> model.Enterprise:
    state = OperatingState.OPERATING
    return made(model.Enterprise, id=item, name_zh=zh, name_en=en, park="caopu", state=state, **values)


def stream(item: str, likely: float, name_zh: str = "磷石膏堆场") -> model.WasteStream:
    """A stream of phosphogypsum from the phosphate works."""
    return made(
        model.WasteStream,
        id=item,
        name_zh=name_zh,
        name_en="Phosphogypsum stack",
        enterprise="phosphate-works",
        material="phosphogypsum",
        supply=Range(likely * 0.9, likely, likely * 1.1),
        in_use=Range(0.0, 0.0, 0.0),
        moisture=Range(15.0, 20.0, 25.0),
        monthly=(0.1,) * 8 + (0.05,) * 4,
        sharing=Sharing.PARK,
    )


def _facility(item: str, enterprise: str, opens: date | None) -> model.Facility:
    return made(
        model.Facility,
        id=item,
        name_zh="石膏煅烧线",
        name_en="Calcining line",
        enterprise=enterprise,
        technology="calcining",
        state=OperatingState.PLANNED,
        capacity=Range(90_000.0, 100_000.0, 110_000.0),
        opens=opens,
        # Kilns of the province stop about 100 days.
        monthly=(0.1,) * 4 + (0.05,) * 4 + (0.1,) * 4,
        sharing=Sharing.PUBLIC,
    )


def linkages() -> tuple[Any, ...]:
    """One linkage from a stream, one from a facility's output, and an event of long ago."""

    def linkage(item: LinkageId, to: str, **giver: str) -> model.Linkage:
        return made(
            model.Linkage,
            id=item,
            to_facility=to,
            port="calcining-in",
            amount=80_000.1,
            state=LinkageState.SUGGESTED,
            version=1,
            **giver,
        )

    return (
        linkage(LINKAGE, "calciner", stream="stack"),
        linkage(WATER_LINKAGE, "washer", from_facility="calciner"),
        made(
            model.LinkageEvent,
            id="event-0",
            linkage=WATER_LINKAGE,
            at="2025-01-01T00:00:00Z",
            before=LinkageState.CONTACTED,
            after=LinkageState.SUGGESTED,
            version=1,
            actor="李",
        ),
    )
