"""Where a technology's costs come from, item by item, and what capital costs a year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import Grade
from graph.ranges import Range
from graph.value.costs import Costs, capital_recovery
from graph.vocabulary import RevenueBasis
from tests.build import cost_sheet, park_of, process_class, technology

GRINDING = process_class(
    "grinding",
    operating=Range(10.0, 20.0, 40.0),
    electricity=Range(20.0, 30.0, 50.0),
    capital=Range(80.0, 100.0, 150.0),
    scale=1_000.0,
    exponent=0.6,
    life=20.0,
)
DRYING = process_class("drying", operating=Range(2.0, 4.0, 8.0), heat=600.0, capital=10.0)
#: A technology whose own row says nothing of money.
SILENT = technology("mill", operating_cost=None, electricity=None, heat=None)


def costs(*rows: object) -> Costs:
    return Costs(park_of(GRINDING, DRYING, *rows))


def test_a_class_times_factors_stands_in_for_costs_that_nobody_published() -> None:
    """2 x 10/20/40 and half of 2/4/8 are 21/42/84; spread by 1.25 that is 16.8/42/105."""
    found = costs(SILENT, cost_sheet("mill", "grinding", 2.0, second=("drying", 0.5), spread=1.25))
    operating, electricity, heat = (
        found.operating("mill"),
        found.electricity("mill"),
        found.heat("mill"),
    )
    assert operating is not None
    assert electricity is not None
    assert heat is not None
    assert operating.amount == Range(16.8, 42.0, 105.0)
    assert operating.grade is Grade.CLASS
    assert electricity.amount == Range(20.0, 30.0, 50.0)
    assert heat.amount == Range.exact(300.0)


@pytest.mark.parametrize(
    ("own", "sheet", "cost", "table"),
    [(7.0, 9.0, 7.0, "technologies"), (None, 9.0, 9.0, "cost_sheets"), (None, None, 20.0, "cost_sheets")],
    ids=["its own row", "its sheet", "its class"],
)
def test_the_nearer_source_comes_first(
    own: float | None, sheet: float | None, cost: float, table: str
) -> None:
    found = costs(
        technology("mill", operating_cost=own, capital_cost=own),
        cost_sheet("mill", "grinding", operating=sheet, capital=sheet, grade=Grade.OFFICIAL),
    )
    operating = found.operating("mill")
    assert operating is not None
    assert (operating.amount.likely, operating.table) == (cost, table)
    ((capital, times),) = found.capital("mill", 1_000.0)
    assert capital.amount.likely * times == (cost if cost != 20.0 else 100.0)


def test_a_published_nothing_is_not_overruled_by_a_class() -> None:
    """A technology that says that it works for nothing does; 0 is a number, and no gap."""
    operating = costs(technology("mill", operating_cost=0.0), cost_sheet("mill", "grinding")).operating(
        "mill"
    )
    assert operating is not None
    assert operating.amount.likely == 0.0


@pytest.mark.parametrize(
    ("scale", "times"),
    [
        (1_000.0, 1.0),
        (4_000.0, 4.0**-0.4),
        (100.0, 0.1**-0.4),
        (50.0, 0.1**-0.4),
        (90_000.0, 5.0**-0.4),
        (None, 1.0),
    ],
)
def test_a_larger_plant_costs_less_per_tonne_as_far_as_the_class_speaks(
    scale: float | None, times: float
) -> None:
    """With an exponent of 0.6 four times the scale costs 4 ** 0.6 = 2.3 times the money, 0.57 per tonne."""
    ((number, found),) = costs(SILENT, cost_sheet("mill", "grinding")).capital("mill", scale)
    assert number.amount == Range(80.0, 100.0, 150.0)
    assert found == pytest.approx(times)


def test_what_nobody_says_is_unknown_and_not_nothing() -> None:
    found = costs(SILENT)
    assert found.operating("mill") is None
    assert found.electricity("mill") is None
    assert found.heat("mill") is None
    assert found.capital("mill") == ()
    assert found.life("mill") == 15.0


def test_a_plant_lives_as_long_as_its_class() -> None:
    assert costs(SILENT, cost_sheet("mill", "grinding")).life("mill") == 20.0


@given(life=st.floats(1.0, 60.0).map(round), rate=st.floats(0.01, 0.3))
def test_what_comes_back_each_year_pays_for_the_plant_with_interest(life: int, rate: float) -> None:
    """Discounted to today all payments of its life are worth what it cost."""
    yearly = capital_recovery(float(life), rate)
    assert sum(yearly / (1.0 + rate) ** year for year in range(1, life + 1)) == pytest.approx(1.0)


def test_an_addition_to_a_host_plant_says_so_on_its_sheet() -> None:
    sheet = cost_sheet("mill", "grinding", revenue=RevenueBasis.DISPLACED)
    assert costs(SILENT, sheet).paid_displaced("mill")
    assert not costs(SILENT, cost_sheet("mill", "grinding")).paid_displaced("mill")
    assert not costs(SILENT).paid_displaced("mill")
