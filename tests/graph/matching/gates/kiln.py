"""A small park of these tests: mud, a kiln that bakes bricks of it, and what was analysed in the mud."""

from __future__ import annotations

from datetime import date

from graph.matching.gates import LimitChecks, check_limits
from graph.model import MaterialComponent
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import MaterialId, RowId
from tests.build import ESTIMATE, analysis, facility, material, park_of, recipe, stream

#: Two analyses of chlorine in the mud that contradict each other.
LOW = analysis("s", "Cl", 0.01, name="a", sampled_on=date(2026, 3, 1), laboratory="厂化验室")
HIGH = analysis("s", "Cl", 5.0, name="b", sampled_on=date(2026, 5, 9), laboratory="省检测院")


def typical(component: str, likely: float, basis: str) -> MaterialComponent:
    """What mud typically contains."""
    return MaterialComponent(
        id=RowId(f"mud:{component}:{basis}"),
        material=MaterialId("mud"),
        component=component,
        basis=basis,
        amount=Range.exact(likely),
        evidence=ESTIMATE,
    )


def kiln(*rows: object, moisture: float | None = None) -> Snapshot:
    """100 t of mud of the maker, and a kiln of the user that bakes bricks of it."""
    return park_of(
        material("mud"),
        material("brick"),
        stream("s", "maker", "mud", 100.0, moisture=moisture),
        recipe("bake", "mud", "brick"),
        facility("kiln", "user", "bake", 1000.0),
        *rows,
    )


def checks_of(snapshot: Snapshot, taken_as: str, technology: str = "t", name: str = "s") -> LimitChecks:
    """What the limits of a technology say of a stream that it takes as some material."""
    asked = (("waste_streams", name), ("materials", taken_as), ("technologies", technology))
    return check_limits(snapshot, *(snapshot.positions(table, [id_]) for table, id_ in asked))
