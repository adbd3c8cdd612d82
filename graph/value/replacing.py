"""What the products of single facilities replace, where that is something of their own."""

from __future__ import annotations

from dataclasses import dataclass

from graph.evidence import Grade
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.numbers import Estimates, Number


@dataclass(frozen=True, slots=True)
class Replacing:
    """What the product of one facility replaces, and how many units per unit of main input."""

    material: str
    ratio: Number


def replaced(snapshot: Snapshot) -> dict[int, Replacing]:
    """Return by row of the facility what its product replaces, where it says so."""
    return snapshot.derived(_replaced, "facilities", "weights")


def _replaced(snapshot: Snapshot) -> dict[int, Replacing]:
    facilities = (
        snapshot.tables["facilities"].select(["id", "replaces", "replaces_ratio", "grade"]).to_pylist()
    )
    found = {}
    for row, facility in enumerate(facilities):
        if facility["replaces"] is not None and facility["replaces_ratio"] is not None:
            ratio = Range.exact(facility["replaces_ratio"])
            number = Number(
                "facilities", facility["id"], "replaces_ratio", "unit/unit", ratio, Grade(facility["grade"])
            )
            found[row] = Replacing(facility["replaces"], Estimates.of(snapshot).number(number))
    return found
