from __future__ import annotations

import numpy as np
import pytest

from graph.planning.solver.folding import ends, fold
from graph.planning.solver.linear import LinearProgramme


def plant(passes_on: bool) -> LinearProgramme:
    """A feed of at most 10 t makes 0.5 t of product a tonne, sold (column 1), or passed on (column 2)."""
    entries = [(0, 0, 1.0), (1, 0, 0.5), (1, 1, -1.0), *([(1, 2, -1.0)] if passes_on else [])]
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    size = 3 if passes_on else 2
    return LinearProgramme.of_entries(
        (np.zeros(size), np.array([np.inf, np.inf, 3.0])[:size]),
        (np.array([-np.inf, 0.0]), np.array([10.0, 0.0])),
        row.astype(np.int64),
        column.astype(np.int64),
        value.astype(float),
    )


def test_what_can_only_be_sold_is_folded_into_what_makes_it() -> None:
    """Selling brings 4 CNY/t: feeding a tonne brings 0.5 x 4 - 1 = 1 CNY, and 10 t of feed sell 5 t."""
    folded = fold(plant(passes_on=False))
    cost = np.array([-1.0, 4.0])
    assert (folded.part.columns, folded.part.rows) == (1, 1)
    assert folded.objective(cost) == pytest.approx([1.0])
    assert folded.flows(np.array([10.0])) == pytest.approx([10.0, 5.0])
    assert folded.row_dual(np.array([1.0]), cost) == pytest.approx([1.0, -4.0])


def test_a_price_of_every_column_is_what_it_was() -> None:
    """With the duals given back no column of the whole programme gains more than its rows are worth."""
    whole, cost = plant(passes_on=False), np.array([-1.0, 4.0])
    duals = fold(whole).row_dual(np.array([1.0]), cost)
    assert whole.priced(cost, duals) == pytest.approx([0.0, 0.0])


def test_where_something_could_be_passed_on_the_choice_stays() -> None:
    whole = plant(passes_on=True)
    assert ends(whole).tolist() == [-1, 1]
    folded = fold(whole)
    assert folded.part.columns == whole.columns
    assert folded.rows.tolist() == [0, 1]
