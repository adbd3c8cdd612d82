"""Small values that other types are made of: quantities, evidence, positions, sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import SHOWN_WITH_ROW, WINDOWS, DomainNode, computed, described, window_of
from graph import evidence, model
from graph.evidence import Grade
from graph.ranges import Range
from graph.tables import table_of
from graph.vocabulary import Direction, Unit
from viz.words import value_words


@described
class Quantity:
    """A number nobody knows exactly: low, likely and high value in one unit."""

    low: float = strawberry.field(description="Lowest plausible value.")
    likely: float = strawberry.field(description="Most likely value.")
    high: float = strawberry.field(description="Highest plausible value.")
    unit: str = strawberry.field(description="Unit of all three, for example t/yr or CNY/t.")


def quantity(found: Range, unit: str) -> Quantity:
    """Return a range as a quantity in a unit."""
    return Quantity(low=found.low, likely=found.likely, high=found.high, unit=unit)


def quantity_or_null(found: Range | None, unit: str) -> Quantity | None:
    """Return a range as a quantity in a unit; null where it is not known."""
    return None if found is None else quantity(found, unit)


def spanned(description: str, unit: str | Callable[[Any], str], of: str = "") -> Any:
    """Return a field that shows a `Range` as a quantity in a unit, or in the one found for the value.

    The attribute is that of its own name, else `of`.
    """

    def measure(value: Any, info: Info) -> Quantity | None:
        return quantity_or_null(
            getattr(value, of or info.python_name), unit if isinstance(unit, str) else unit(value)
        )

    return computed(description, measure)


def _measured(found: Range, row: Any, info: Info) -> Quantity:
    """Return a range that a row holds in the unit that the model measures it in."""
    measured = table_of(type(row)).column(f"{info.python_name}_likely").measure
    return quantity(found, _filled("basis" if measured is None else measured.unit, row, info))


def _filled(pattern: str, row: Any, info: Info) -> str:
    """Return a unit of the model with what is counted in place of "material unit" and "unit"."""
    if pattern == "basis":
        return str(row.basis)
    if "material unit" not in pattern and "/unit" not in pattern:
        return pattern
    counted = row.unit if hasattr(row, "unit") else _unit_of(row, info)
    found = "" if counted is None else counted.value
    return pattern.replace("material unit", found).replace("/unit", f"/{found}")


def _unit_of(row: Any, info: Info) -> Unit | None:
    """Return what the material of a row is counted in, or the main input of its technology."""
    view = info.context.view
    if not hasattr(row, "material"):
        ports = view.pointing(model.Port, "technology", row.technology)
        row = next((port for port in ports if port.direction is Direction.MAIN_INPUT), None)
    material = None if row is None else view.get(model.Material, row.material)
    return None if material is None else material.unit


WINDOWS[Range], SHOWN_WITH_ROW[Range] = Quantity, _measured


@window_of(model.Source)
class Source(DomainNode):
    """A publication, page or document that numbers come from."""


@window_of(evidence.Evidence)
class Evidence:
    """Why a row is believed: sources and the grade of its weakest number."""

    grade: Grade
    grade_zh: str = computed("The grade in Chinese.", lambda value, info: value_words(value.grade.value).zh)
    demo_estimate: bool = computed(
        "True where nobody could source the number: it stands in for a real one and must be shown as such.",
        lambda value, info: value.grade is Grade.ESTIMATE,
    )
    sources: list[Source]


@window_of(model.Position)
class Position:
    """A point on WGS84."""
