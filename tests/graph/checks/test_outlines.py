"""Rings of outlines: corners in pairs, and no side that meets another."""

from __future__ import annotations

import numpy as np
import pytest

from graph import model
from graph.checks import check_records, crossing
from graph.evidence import Evidence, Grade
from graph.snapshot import Snapshot, records_of
from graph.vocabulary import RowId
from tests.graph.park import small_park


@pytest.mark.parametrize(
    ("corners", "side"),
    [
        ([(0, 0), (4, 0), (4, 4), (0, 4)], None),
        ([(0, 0), (4, 0), (2, 1), (4, 4), (0, 4)], None),
        ([(0, 0), (4, 4), (4, 0), (0, 4)], 0),
        # A corner that lies on another side.
        ([(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)], 0),
        # A side that runs along another.
        ([(0, 0), (4, 0), (4, 2), (3, 0), (1, 0), (0, 2)], 0),
        ([(0, 0), (4, 0), (0, 4)], None),
    ],
)
def test_a_side_that_meets_another_is_found(corners: list[tuple[int, int]], side: int | None) -> None:
    assert crossing(corners) == side


def test_a_ring_of_many_corners_around_the_earth_is_told_exactly() -> None:
    turn = np.linspace(0.0, 2.0 * np.pi, 1500, endpoint=False)
    ring = np.rint(np.column_stack((180e6 * np.cos(turn), 90e6 * np.sin(turn))))
    assert crossing(ring) is None
    ring[[10, 11]] = ring[[11, 10]]
    assert crossing(ring) is not None


@pytest.mark.parametrize(
    ("lons", "lats", "codes"),
    [
        ((1.0, 2.0, 2.0), (1.0, 1.0, 2.0), set()),
        ((1.0, 2.0, 2.0), (1.0, 1.0), {"NO_RING"}),
        ((1.0, 2.0), (1.0, 1.0), {"NO_RING"}),
        ((1.0, 2.0, 2.0, 1.0), (1.0, 2.0, 1.0, 2.0), {"OUTLINE_CROSSES"}),
    ],
)
def test_a_row_that_is_no_ring_is_found(
    lons: tuple[float, ...], lats: tuple[float, ...], codes: set[str]
) -> None:
    park = next(row for row in small_park() if isinstance(row, model.Park))
    ring = model.OutlineRing(
        id=RowId("ring"), park=park.id, polygon=1, lons=lons, lats=lats, evidence=Evidence((), Grade.ESTIMATE)
    )
    found = check_records(records_of([ring]), Snapshot.of(small_park()))
    assert {item.code for item in found} == codes
