"""Flows as columns: what is not given is not there, kinds are told apart, parts are joined."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np

from graph.planning.programme.columns.flows import NONE, Column, Flows, Outputs, columns_of_kind


def park() -> Flows:
    """Return two diversions (the second as an auxiliary input), a transfer and a sale."""
    return Flows.joined(
        [
            columns_of_kind(
                Column.DIVERT, 2, stream=np.array([4, 5]), site=np.array([0, 1]), main=np.array([True, False])
            ),
            columns_of_kind(Column.TRANSFER, 1, output=np.array([3]), main=np.array([True])),
            columns_of_kind(Column.SELL, 1, output=np.array([2]), market=np.array([7])),
        ]
    )


def test_what_is_not_given_of_a_column_is_not_there() -> None:
    sold = columns_of_kind(Column.SELL, 2, market=np.array([7, 8]))
    assert len(sold) == 2
    assert sold.kind.tolist() == [Column.SELL, Column.SELL]
    assert sold.market.tolist() == [7, 8]
    assert sold.stream.tolist() == sold.site.tolist() == sold.month.tolist() == [NONE, NONE]
    assert not sold.main.any()
    assert not sold.blended.any()
    assert all(math.isnan(value) for value in (*sold.distance, *sold.score, *sold.confidence))
    assert sold.arrives.tolist() == [1.0, 1.0], "all of it comes, unless something says that less does"


def test_columns_stand_one_after_another_in_the_order_of_their_parts() -> None:
    flows = park()
    assert flows.kind.tolist() == [Column.DIVERT, Column.DIVERT, Column.TRANSFER, Column.SELL]
    assert flows.stream.tolist() == [4, 5, NONE, NONE]
    assert flows.output.tolist() == [NONE, NONE, 3, 2]
    assert flows.market.tolist() == [NONE, NONE, NONE, 7]


def test_kinds_are_found_by_place() -> None:
    flows = park()
    assert flows.where(Column.DIVERT).tolist() == [0, 1]
    assert flows.where(Column.SELL, Column.TRANSFER).tolist() == [2, 3]
    assert flows.among(Column.STOCK).tolist() == [False] * 4


def test_main_and_auxiliary_inputs_are_told_apart_and_a_sale_is_neither() -> None:
    flows = park()
    assert flows.feeding.tolist() == [0, 2]
    assert flows.auxiliary().tolist() == [1]


def test_some_columns_are_taken_in_the_order_asked_with_all_that_is_known_of_them() -> None:
    flows = park()
    some = flows.take(np.array([3, 0]))
    for one in fields(Flows):
        given, taken = getattr(flows, one.name), getattr(some, one.name)
        assert np.array_equal(taken, given[[3, 0]], equal_nan=given.dtype.kind == "f"), one.name


def test_what_campaigns_of_one_site_make_of_one_material_is_together_at_its_first_row() -> None:
    """Site 0 makes material 9 in two campaigns and material 8 in one; site 1 makes 9 too."""
    count = 4
    nothing = np.zeros(count, dtype=bool)
    made = Outputs(
        site=np.array([0, 0, 0, 1]),
        campaign=np.array([0, 0, 1, 2]),
        material=np.array([9, 8, 9, 9]),
        ratio=np.ones(count),
        sold=nothing,
        wanted=nothing,
        treated=nothing,
        unit=np.full(count, "t", dtype=object),
        settled=nothing,
        off=nothing,
    )
    assert made.same.tolist() == [0, 1, 0, 3]
