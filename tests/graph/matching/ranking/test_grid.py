"""The grid that the kernel searches, and where the enterprises stand in it."""

from __future__ import annotations

import numpy as np
import pytest

from graph.matching.ranking.grid import search_width, sites_of
from graph.snapshot import Snapshot
from tests.build import PARK, enterprise


def test_a_site_on_the_equator_stands_in_the_cell_of_its_degrees() -> None:
    """A cell is 25 km = 0.2248 degrees wide: 90 / 0.2248 = 400.3 and (180 + 90) / 0.2248 = 1200.9."""
    sites = sites_of(Snapshot.of([PARK, enterprise("e", 0.0, 90.0)]))
    assert (sites.cell_row[0], sites.cell_column[0]) == (400, 1200)
    assert (sites.x[0], sites.y[0], sites.z[0]) == pytest.approx((0.0, 1.0, 0.0), abs=1e-15)


def test_a_site_without_a_position_and_no_site_at_all_are_nowhere() -> None:
    sites = sites_of(Snapshot.of([PARK, enterprise("e", None, None)]))
    for row in (0, -1):
        assert np.isnan([sites.x[row], sites.y[row], sites.z[row]]).all()
        assert (sites.cell_row[row], sites.cell_column[row]) == (-1, -1)


def test_the_search_is_wider_in_columns_towards_the_poles() -> None:
    """On the equator 100 km are a hair more than 4 columns of 25 km, so 5, and one for the place within.

    Around 60 degrees north a column is half as wide; the search reaches to 61.2, where 100 km are
    8.3 columns, so 9 and one.
    """
    width = search_width(100.0)
    assert width[400] == 6
    assert width[667] == 10
