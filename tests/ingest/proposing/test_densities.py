"""Volumes and masses of one waste: by what somebody answered, by a known density, or not at all."""

from dataclasses import replace

import pytest

from graph.evidence import Grade
from graph.model import Material
from graph.ranges import Range
from ingest.proposing.densities import converted
from tests.graph.park import small_park

SLAG = next(row for row in small_park() if isinstance(row, Material))
WATERY = replace(SLAG, density=Range(0.8, 1.0, 1.25), density_grade=Grade.TEXTBOOK)
TWO = (2.0, 2.0, 2.0)


def test_a_density_with_a_range_widens_the_amount() -> None:
    assert converted(TWO, "m3", WATERY) == (1.6, 2.0, 2.5)


def test_an_answer_goes_before_a_density() -> None:
    assert converted(TWO, "m3", WATERY, "1.5") == (3.0, 3.0, 3.0)


@pytest.mark.parametrize("grade", [Grade.ESTIMATE, None])
def test_a_density_made_up_for_show_is_none(grade: Grade | None) -> None:
    assert (
        converted(TWO, "m3", replace(WATERY, density_grade=grade, density=WATERY.density if grade else None))
        is None
    )


def test_what_is_neither_mass_nor_volume_has_no_density() -> None:
    assert converted(TWO, "GJ", WATERY) is None
