"""The most of one waste a works gives off: by kind of material, generous, and known for every material."""

from __future__ import annotations

import csv
from pathlib import Path

from graph.evidence import Grade
from graph.knowledge import largest as largest_module
from graph.knowledge import largest_amount
from graph.model import Material, WasteStream
from graph.snapshot import Snapshot
from ingest.library import anning_records, library_records


def _snapshot() -> Snapshot:
    return Snapshot.from_records(library_records()).with_records(anning_records())


def test_every_material_has_a_bound_and_a_kind_that_of_its_family() -> None:
    materials = _snapshot().by_id(Material)
    assert all(largest_amount(row, materials) > 0.0 for row in materials.values())
    assert largest_amount(materials["phosphogypsum"], materials) == 40e6
    assert largest_amount(materials["steel-slag"], materials) == 20e6
    assert largest_amount(materials["plating-sludge"], materials) == 5e6


def test_no_works_of_the_shipped_park_comes_near_its_bound() -> None:
    snapshot = _snapshot()
    materials = snapshot.by_id(Material)
    for row in snapshot.all(WasteStream):
        assert row.supply.high < 0.7 * largest_amount(materials[row.material], materials), row.id


def test_the_bounds_name_materials_of_the_library_in_their_unit_and_are_graded() -> None:
    materials = _snapshot().by_id(Material)
    with Path(largest_module.__file__).with_name("largest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert Grade(row["grade"])
            if not row["kind"].startswith("any"):
                assert materials[row["kind"]].unit.value == row["unit"], row["kind"]
