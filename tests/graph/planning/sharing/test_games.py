"""Fair splits of games with closed forms: two players, three players, and whoever may leave."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from graph.planning.sharing import best_objection, groups_of, nucleolus, sampled_shapley, shapley_value
from graph.planning.sharing.games import Worth


def worth_of(table: dict[str, float]) -> Worth:
    """Worths by the letters of the players, a for 0."""
    values = {frozenset(ord(letter) - ord("a") for letter in group): worth for group, worth in table.items()}
    return lambda group: values.get(group, 0.0)


def test_two_players_share_what_they_gain_by_each_other() -> None:
    """Alone 3 and 1, together 10: each has his own and half of the other 6, by both values."""
    game = worth_of({"a": 3.0, "b": 1.0, "ab": 10.0})
    assert shapley_value(2, game).shares == pytest.approx([6.0, 4.0])
    assert nucleolus(2, game) == pytest.approx([6.0, 4.0])


def test_three_players_have_their_mean_part_over_all_orders() -> None:
    table = {"a": 1.0, "b": 2.0, "c": 0.0, "ab": 7.0, "ac": 4.0, "bc": 5.0, "abc": 12.0}
    game = worth_of(table)
    by_hand = np.zeros(3)
    for order in permutations(range(3)):
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            by_hand[player] += (game(before | {player}) - game(before)) / 6.0
    found = shapley_value(3, game)
    assert found.shares == pytest.approx(by_hand)
    assert found.shares.sum() == pytest.approx(12.0)
    assert found.errors.tolist() == [0.0, 0.0, 0.0]


def test_three_equal_players_have_a_third_each() -> None:
    game = worth_of({"ab": 4.0, "ac": 4.0, "bc": 4.0, "abc": 9.0})
    assert nucleolus(3, game) == pytest.approx([3.0, 3.0, 3.0])
    assert shapley_value(3, game).shares == pytest.approx([3.0, 3.0, 3.0])


def test_of_a_debt_the_nucleolus_is_what_the_talmud_says() -> None:
    """Claims of 100, 200 and 300 on an estate of 200: 50, 75 and 75 (Aumann and Maschler 1985)."""
    claims = (100.0, 200.0, 300.0)

    def worth(group: frozenset[int]) -> float:
        others = sum(claim for player, claim in enumerate(claims) if player not in group)
        return max(200.0 - others, 0.0) if group else 0.0

    assert nucleolus(3, worth) == pytest.approx([50.0, 75.0, 75.0])


def test_a_group_that_could_gain_by_leaving_is_an_objection() -> None:
    game = worth_of({"ab": 8.0, "abc": 9.0})
    assert best_objection([3.0, 3.0, 3.0], game, groups_of(3)) == pytest.approx(2.0)
    assert best_objection([4.5, 4.0, 0.5], game, groups_of(3)) <= 0.0


def test_drawn_orders_come_near_the_value_and_say_how_near() -> None:
    random = np.random.default_rng(5)
    sizes = random.random(6)

    def worth(group: frozenset[int]) -> float:
        return float(sum(sizes[player] for player in group) ** 2)

    exact = shapley_value(6, worth).shares
    found = sampled_shapley(6, worth, 200, seed=1)
    assert found.shares.sum() == pytest.approx(exact.sum())
    assert (np.abs(found.shares - exact) <= 4.0 * found.errors + 1e-9).all()


def test_nobody_and_one_player_have_what_there_is() -> None:
    assert shapley_value(0, worth_of({})).shares.tolist() == []
    assert nucleolus(1, worth_of({"a": 5.0})) == pytest.approx([5.0])
