"""Each part of the score, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from graph.matching.scoring import (
    geometric_mean,
    logistic,
    precedent_part,
    proximity,
    quantity_fit,
    readiness,
    technical_fit,
)
from graph.matching.suggestion import PartName


def one(value: float) -> np.ndarray:
    return np.array([value])


def test_technical_fit_is_a_half_at_the_limit_and_one_far_from_it() -> None:
    assert technical_fit(one(0.0), one(0.0), 0.4, one(1.0))[0] == 0.5
    assert technical_fit(one(1.0), one(0.0), 0.4, one(1.0))[0] == 1.0


def test_technical_fit_without_any_limit_is_full_but_unverified_checks_pull_to_neutral() -> None:
    assert technical_fit(one(np.nan), one(0.0), 0.4, one(1.0))[0] == 1.0
    # Half of the checks verified at a margin of 1: 0.5 x 1 + 0.5 x 0.4.
    assert technical_fit(one(1.0), one(0.5), 0.4, one(1.0))[0] == pytest.approx(0.7)


def test_technical_fit_falls_with_each_step_of_the_taxonomy() -> None:
    assert technical_fit(one(1.0), one(0.0), 0.4, one(0.81))[0] == pytest.approx(0.81)


def test_quantity_fit_of_equal_small_and_large_ports() -> None:
    assert quantity_fit(one(10.0), one(10.0), 0.5)[0] == 1.0
    assert quantity_fit(one(100.0), one(25.0), 0.5)[0] == pytest.approx(0.5)
    assert quantity_fit(one(1.0), one(16.0), 0.5)[0] == pytest.approx(0.5)


def test_quantity_fit_of_nothing_and_of_the_unknown() -> None:
    assert quantity_fit(one(0.0), one(10.0), 0.5)[0] == 0.0
    assert quantity_fit(one(10.0), one(0.0), 0.5)[0] == 0.0
    assert quantity_fit(one(10.0), one(np.nan), 0.5)[0] == 0.5


def test_proximity_halves_at_the_reference_cost() -> None:
    assert proximity(np.array([0.0, 30.0, 90.0, np.nan]), 30.0, 0.5).tolist() == [1.0, 0.5, 0.25, 0.5]


def test_a_gain_of_one_scale_gives_the_logistic_of_one() -> None:
    assert logistic(one(100.0), 100.0, 0.5)[0] == pytest.approx(0.7310586)
    assert logistic(one(-1e9), 100.0, 0.5)[0] > 0.0


def test_readiness_and_precedents() -> None:
    assert readiness(one(6.0), one(0.6))[0] == pytest.approx(0.4)
    assert precedent_part(np.array([0.0, 1.0, np.nan]), 0.5).tolist() == [0.5, 1.0, 0.5]


def test_a_zero_part_kills_unless_its_weight_is_zero() -> None:
    parts = {PartName.CO2: one(0.0), PartName.QUANTITY: one(0.81)}
    assert geometric_mean(parts, {PartName.CO2: 0.5, PartName.QUANTITY: 0.5})[0] == 0.0
    assert geometric_mean(parts, {PartName.CO2: 0.0, PartName.QUANTITY: 0.5})[0] == pytest.approx(0.9)
