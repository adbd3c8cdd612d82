"""Tests of `graph.planning.uncertainty.keyed`."""

from __future__ import annotations

import numpy as np
import pytest

from graph.planning.uncertainty.keyed import World, joined, keys_of

_NAMES = [f"stream {number}" for number in range(500)]


def test_what_is_drawn_for_a_thing_stays_the_same_whatever_else_is_drawn() -> None:
    few, many = keys_of(_NAMES[:3]), keys_of(reversed(_NAMES))
    for world in (World(0, 0), World(0, 7), World(12, 7)):
        assert world.uniform(many)[-3:][::-1].tolist() == world.uniform(few).tolist()
        assert world.normal(many)[-3:][::-1].tolist() == world.normal(few).tolist()


def test_seed_draw_and_key_each_change_what_is_drawn() -> None:
    key = keys_of(["slag"])
    drawn = [World(*where).uniform(key)[0] for where in ((0, 1), (1, 0), (0, 0), (1, 1))]
    assert len(set(drawn)) == 4
    assert joined(key, keys_of(["ash"])) != joined(keys_of(["ash"]), key)
    assert keys_of([]).shape == (0,)


def test_numbers_are_uniform_and_normal_and_hang_together_in_nothing() -> None:
    """400 draws of 500 things: mean 1/2, variance 1/12; mean 0, variance 1, fourth moment 3."""
    keys = keys_of(_NAMES)
    even = np.array([World(3, number).uniform(keys) for number in range(400)])
    bell = np.array([World(3, number).normal(keys) for number in range(400)])
    assert even.mean() == pytest.approx(0.5, abs=0.002)
    assert even.var() == pytest.approx(1.0 / 12.0, rel=0.01)
    assert bell.mean() == pytest.approx(0.0, abs=0.008)
    assert bell.var() == pytest.approx(1.0, rel=0.01)
    assert (bell**4).mean() == pytest.approx(3.0, rel=0.03)
    for drawn in (even, bell):
        # Five standard errors of a correlation of 400 or 500 pairs.
        for table, pairs in ((drawn[:, :60].T, 400), (drawn[:60], 500)):
            apart = np.corrcoef(table) - np.eye(60)
            assert np.abs(apart).max() < 5.0 / np.sqrt(pairs)
