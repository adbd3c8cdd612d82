"""Rows that one part of a plan shares with another: markets and what is part of them."""

from __future__ import annotations

import pytest

from graph.planning import PlanOptions
from graph.planning.allocation import pose
from graph.planning.programme import Row
from graph.snapshot import Snapshot
from tests.build import facility, market, material, park_of, recipe, stream

ROADS = (
    *(material(name) for name in ("slag", "gypsum", "dust", "road")),
    *recipe("pave", "slag", "road"),
    *recipe("lay", "gypsum", "road"),
    *recipe("roll", "dust", "road"),
    *(stream(name, "maker", name, 60.0) for name in ("slag", "gypsum", "dust")),
    facility("p", "user", "pave", 500.0),
    facility("q", "user", "lay", 500.0),
    facility("r", "user", "roll", 500.0),
)


def market_rows(snapshot: Snapshot, options: PlanOptions | None = None) -> list[str]:
    programme = pose(snapshot, options).programme
    return [
        str(programme.row(number))
        for number in range(programme.linear.rows)
        if programme.row_kind[number] == Row.MARKET
    ]


def test_a_market_is_one_row_of_all_who_sell_there_and_in_its_parts() -> None:
    """Road of dust is a part of that of gypsum, and that of all roads."""
    park = park_of(
        *ROADS,
        market("a", "road", 10.0, technology="roll", within="b"),
        market("b", "road", 20.0, technology="lay", within="c"),
        market("c", "road", 30.0, served=0.5),
    )
    assert market_rows(park) == [
        "market[a]: sell road@r <= 10 t",
        "market[b]: sell road@q + sell road@r <= 20 t",
        "market[c]: sell road@p + sell road@q + sell road@r <= 15 t",
    ]


@pytest.mark.parametrize(
    ("row", "options"),
    [
        (market("m", "road", binds=False), PlanOptions()),
        (market("m", "road", 30.0), PlanOptions(potential=True)),
    ],
    ids=["nothing bounds it", "what could be"],
)
def test_a_market_may_have_no_row(row: object, options: PlanOptions) -> None:
    assert market_rows(park_of(*ROADS, row), options) == []
