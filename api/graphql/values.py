"""Small values that other types are made of: quantities, evidence, positions, sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import DomainNode, computed, described, window_of
from graph import evidence, model
from graph.evidence import Grade
from graph.ranges import Range
from graph.tables import table_of
from graph.vocabulary import Direction
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


def ranged(description: str, unit: Callable[[Any, Info], str]) -> Any:
    """Return a field that shows a `Range` as a quantity in the unit that the model measures it in.

    `unit` finds what stands for the model's "material unit" or "unit" (or is the whole unit, for a
    component's basis).
    """

    def measure(value: Any, info: Info) -> Any:
        given = getattr(value, info.python_name)
        if given is None:
            return None
        measured = table_of(type(value)).column(f"{info.python_name}_likely").measure
        pattern = "basis" if measured is None else measured.unit
        found = unit(value, info)
        filled = pattern.replace("material unit", found).replace("/unit", f"/{found}")
        written = found if pattern == "basis" else filled
        return quantity(given, written)

    return computed(description, measure)


def unit_of_material(value: Any, info: Info) -> str:
    """Return the unit of the material that a value names."""
    material = info.context.view.get(model.Material, value.material)
    return "" if material is None else material.unit.value


def unit_of_technology(value: Any, info: Info) -> str:
    """Return the unit of the main input of the technology that a facility runs."""
    ports = info.context.view.pointing(model.Port, "technology", value.technology)
    main = next((port for port in ports if port.direction is Direction.MAIN_INPUT), None)
    return "" if main is None else unit_of_material(main, info)


def unit_of_basis(value: Any, info: Info) -> str:
    """Return the unit of a component's amount."""
    return str(value.basis)


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
