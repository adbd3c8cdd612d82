from __future__ import annotations

from datetime import date

import pytest

from graph.matching.gates.contents.standards import (
    IN_FORCE,
    NOT_YET,
    REPLACED,
    WITHDRAWN,
    Validity,
    dated_limits,
    validity,
)
from graph.model import Standard
from graph.snapshot import Snapshot
from tests.build import limit, material, standard, technology

LAST, NEXT = date(2026, 6, 30), date(2026, 7, 1)
STANDARDS = {
    row.id: row
    for row in (
        standard("old", end=LAST, replaced_by="new"),
        standard("new", start=NEXT),
        standard("older", end=date(2018, 12, 31), replaced_by="old"),
        standard("gone", end=LAST),
        standard("undated"),
    )
}


def test_a_standard_holds_to_its_last_day_and_its_successor_from_the_next() -> None:
    assert validity(STANDARDS, "old", LAST) == Validity(IN_FORCE, "old")
    assert validity(STANDARDS, "old", NEXT) == Validity(REPLACED, "new")
    assert validity(STANDARDS, "new", LAST) == Validity(NOT_YET, "old")
    assert validity(STANDARDS, "new", NEXT) == Validity(IN_FORCE, "new")


def test_replacements_are_followed_to_the_one_that_holds() -> None:
    assert validity(STANDARDS, "older", LAST) == Validity(REPLACED, "old")
    assert validity(STANDARDS, "older", NEXT) == Validity(REPLACED, "new")


def test_what_ended_without_a_successor_is_withdrawn_and_what_has_no_dates_holds() -> None:
    assert validity(STANDARDS, "gone", NEXT) == Validity(WITHDRAWN, "gone")
    assert validity(STANDARDS, "undated", NEXT) == Validity(IN_FORCE, "undated")


def test_a_last_day_that_is_not_known_is_the_one_before_the_successors_first() -> None:
    rows = {row.id: row for row in (standard("a", replaced_by="b"), standard("b", start=NEXT))}
    assert validity(rows, "a", LAST) == Validity(IN_FORCE, "a")
    assert validity(rows, "a", NEXT) == Validity(REPLACED, "b")
    undated = {row.id: row for row in (standard("a", replaced_by="b"), standard("b"))}
    assert validity(undated, "a", LAST) == Validity(REPLACED, "b")


def test_standards_that_replace_each_other_in_a_ring_are_withdrawn() -> None:
    ring: dict[str, Standard] = {
        row.id: row
        for row in (standard("a", end=LAST, replaced_by="b"), standard("b", end=LAST, replaced_by="a"))
    }
    assert validity(ring, "a", NEXT) == Validity(WITHDRAWN, "a")


@pytest.mark.parametrize(("on", "bounds"), [(LAST, [1.0]), (NEXT, [0.5]), (None, [0.5, 1.0])])
def test_of_two_limits_by_old_and_new_the_one_in_force_holds(on: date | None, bounds: list[float]) -> None:
    rows = [
        limit("t", "Cl", maximum=1.0, material="gypsum", standard="old"),
        limit("t", "Cl", maximum=0.5, material="gypsum", standard="new", basis="mass % dry"),
    ]
    snapshot = Snapshot.of([material("gypsum"), technology("t"), *rows, *STANDARDS.values()])
    limits = dated_limits(snapshot, on)
    assert sorted(snapshot.numbers("limits", "maximum")[limits.limit]) == bounds
    assert set(limits.dated) == {IN_FORCE}


def test_where_the_library_lacks_the_successors_limit_the_old_one_stays_and_says_so() -> None:
    rows = [limit("t", "Cl", maximum=1.0, standard="old"), limit("t", "Cr", maximum=1.0)]
    snapshot = Snapshot.of([technology("t"), *rows, *STANDARDS.values()])
    limits = dated_limits(snapshot, NEXT)
    components = snapshot.strings("limits", "component")[limits.limit]
    found = dict(zip(components, zip(limits.dated, limits.standard, strict=True), strict=True))
    assert found == {"Cl": (REPLACED, "new"), "Cr": (IN_FORCE, None)}
