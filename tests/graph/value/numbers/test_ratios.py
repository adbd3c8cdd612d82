"""A ratio of a recipe that is an estimate and stands as one value, where its mass bounds it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.evidence import Evidence, Grade
from graph.model import Port, PortYield
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value.numbers.ratios import estimated_ratios, ratio_ends
from graph.value.numbers.terms import JUDGED
from graph.vocabulary import Direction, Unit
from ingest import shipped_records
from tests.build import material, park_of, recipe, usual

WIDTHS = (
    *usual(0.8, 1.2, "ports.ratio.out_product"),
    *usual(0.5, 2.0, "ports.ratio.out_residue"),
    *usual(0.6, 1.5, "ports.ratio.in_aux"),
)
NAMES = ("slag", "sand", "mud", "lime")


def sorts(sand: float = 0.8, mud: float = 0.3, lime: float = 0.1) -> list[object]:
    return list(recipe("sort", "slag", "sand", sand, residue=("mud", mud), auxiliary=[("lime", lime)]))


def intervals(*parts: object) -> dict[str, tuple[float, float, float]]:
    """Return the estimated ratios by material."""
    snapshot = park_of(*parts)
    found = estimated_ratios(snapshot)
    named = {str(port.material): found[port.id] for port in snapshot.all(Port) if port.id in found}
    return {name: (one.low, one.likely, one.high) for name, one in sorted(named.items())}


def test_each_kind_of_port_is_as_wide_as_its_like() -> None:
    parts = [*(material(name) for name in NAMES), *sorts(), *WIDTHS]
    assert intervals(*parts) == {
        "lime": (pytest.approx(0.06), 0.1, pytest.approx(0.15)),
        "mud": (0.15, 0.3, 0.6),
        "sand": (pytest.approx(0.64), 0.8, pytest.approx(0.96)),
    }
    snapshot = park_of(*parts)
    names = (str(port.material) for port in snapshot.all(Port))
    rows = dict(zip(names, ratio_ends(snapshot).tolist(), strict=True))
    assert rows["slag"] == [1.0, 1.0, 1.0]
    assert rows["mud"] == [0.15, 0.3, 0.6]


def test_what_is_published_derived_or_a_range_stays_as_it_is() -> None:
    derived, journal = (Evidence((), grade) for grade in (Grade.DERIVED, Grade.JOURNAL))
    changed = {
        "sand": {"evidence": derived},
        "mud": {"ratio": Range(0.2, 0.3, 0.4)},
        "lime": {"evidence": journal},
    }
    rows = [
        replace(row, **changed.get(row.material, {})) if isinstance(row, Port) else row for row in sorts()
    ]
    assert intervals(*(material(name) for name in NAMES), *rows, *WIDTHS) == {}


def test_what_is_used_in_place_is_all_of_it() -> None:
    """The mass of the input sets the only output; of 0.9 t a tenth is lost, and nobody measured it."""
    parts = [*(material(name) for name in ("slag", "road")), *WIDTHS]
    assert intervals(*parts, *recipe("fill", "slag", "road", 1.0)) == {}
    assert intervals(*parts, *recipe("fill", "slag", "road", 0.9)).keys() == {"road"}


def test_what_no_mass_bounds_stays_as_it_stands() -> None:
    """Nobody could tell whether a draw of heat, or of a recipe that nobody weighed, makes it of nothing."""
    heat, water = material("sand", unit=Unit.GIGAJOULE), material("slag", unit=Unit.CUBIC_METRE)
    others = [material(name) for name in ("mud", "lime")]
    assert intervals(material("slag"), heat, *others, *sorts(), *WIDTHS).keys() == {"lime", "mud"}
    assert intervals(water, material("sand"), *others, *sorts(), *WIDTHS) == {}


def test_a_store_that_does_not_say_how_wide_leaves_ratios_as_they_are() -> None:
    assert intervals(*(material(name) for name in NAMES), *sorts(), *usual(0.5, 1.67)) == {}


def test_all_that_is_judged_in_the_shipped_library_has_a_range_or_is_used_in_place() -> None:
    """So no yield of it is drawn as certain that is not."""
    snapshot = Snapshot.from_records(shipped_records())
    exact = [
        port
        for port in snapshot.all(Port)
        if port.evidence.grade in JUDGED
        and port.direction is not Direction.MAIN_INPUT
        and port.ratio.low == port.ratio.high > 0.0
    ]
    assert [port.material for port in exact] == ["use-in-place"] * 2
    assert estimated_ratios(snapshot) == {}
    assert all(row.factor.low < row.factor.high for row in snapshot.all(PortYield))
