"""Random cost sheets: of a class or two, sometimes with sums of their own or inside a host plant."""

from __future__ import annotations

from graph.model import CostSheet, ProcessClass
from graph.ranges import Range
from graph.vocabulary import ProcessClassId, RevenueBasis, RowId, TechnologyId, Unit
from tests.build import ESTIMATE
from tests.independent.draw import Draw

_CLASSES = ("grinding", "heating")


def cost_sheets(draw: Draw, technologies: tuple[str, ...]) -> list[CostSheet | ProcessClass]:
    """Return two classes, and sheets of most technologies."""
    rows: list[CostSheet | ProcessClass] = [_class(draw, name) for name in _CLASSES]
    return [*rows, *(_sheet(draw, name) for name in technologies if draw.chance(0.7))]


def _class(draw: Draw, name: str) -> ProcessClass:
    return ProcessClass(
        id=ProcessClassId(name),
        unit=Unit.TONNE,
        operating=_range(draw, 5.0, 60.0),
        electricity=_range(draw, 0.0, 40.0),
        heat=_range(draw, 0.0, 300.0),
        capital=_range(draw, 50.0, 400.0),
        reference_scale=draw.amount(20.0, 3_000.0),
        scale_exponent=draw.one((0.6, 0.75, 1.0)),
        life=draw.one((10.0, 15.0, 25.0)),
        year=2024,
        evidence=ESTIMATE,
    )


def _sheet(draw: Draw, technology: str) -> CostSheet:
    second = draw.chance(0.3)
    return CostSheet(
        id=RowId(f"cost:{technology}"),
        technology=TechnologyId(technology),
        process_class=ProcessClassId(draw.one(_CLASSES)),
        factor=draw.amount(0.3, 2.0),
        capital_factor=draw.amount(0.3, 2.0),
        electricity_factor=draw.amount(0.0, 2.0),
        heat_factor=draw.amount(0.0, 2.0),
        second_class=ProcessClassId(draw.one(_CLASSES)) if second else None,
        second_factor=draw.amount(0.2, 1.0) if second else 0.0,
        spread=draw.one((1.0, 1.6)),
        operating=_range(draw, 5.0, 60.0) if draw.chance(0.2) else None,
        capital=_range(draw, 50.0, 400.0) if draw.chance(0.2) else None,
        revenue=draw.one((RevenueBasis.PRODUCT, RevenueBasis.PRODUCT, RevenueBasis.DISPLACED)),
        evidence=ESTIMATE,
    )


def _range(draw: Draw, low: float, high: float) -> Range:
    """Return a range whose ends are no mirror images, so that no mean stands in for the likely value."""
    likely = draw.amount(low, high)
    return Range(0.5 * likely, likely, 2.0 * likely)
