from __future__ import annotations

import numpy as np
import pytest

from graph.geography import great_circle


def test_a_quarter_of_the_equator() -> None:
    assert float(great_circle(0.0, 0.0, 0.0, 90.0)) == pytest.approx(6371.0088 * np.pi / 2)


def test_kunming_to_anning_is_about_thirty_kilometres() -> None:
    assert float(great_circle(25.04, 102.71, 24.92, 102.48)) == pytest.approx(26.8, abs=0.3)


def test_an_unknown_point_has_no_distance() -> None:
    assert np.isnan(great_circle(float("nan"), 0.0, 0.0, 0.0))
