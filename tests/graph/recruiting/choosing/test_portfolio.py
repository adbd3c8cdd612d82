"""What to recruit with a budget: two uses of slag and one of mud, with what each costs."""

from __future__ import annotations

import pytest

from graph.errors import SymbioflowError
from graph.recruiting import Budget, LeadOptions, NotBuilt, Portfolio, budget_of, find_leads
from graph.snapshot import Snapshot
from graph.vocabulary import Direction
from tests.build import cost_sheet, market, material, park_of, port, process_class, stream, technology


def use(name: str, takes: str, gives: str, capital: float | None, demand: float) -> tuple[object, ...]:
    """A technology with its product's market; capital is CNY per yearly tonne, None: nobody knows it."""
    rows: list[object] = [
        technology(name, operating_cost=1.0, electricity=10.0, heat=100.0),
        port(name, Direction.MAIN_INPUT, takes),
        port(name, Direction.PRODUCT, gives),
        material(gives),
        market(f"buyers of {gives}", gives, demand, price=50.0, binds=True),
    ]
    if capital is not None:
        rows += [process_class(f"class of {name}", capital=capital, scale=1_000.0)]
        rows += [cost_sheet(name, f"class of {name}")]
    return tuple(rows)


def three_uses(*more: object) -> Snapshot:
    """100 t of slag for bricks (60 t at 100 CNY) or tiles (80 t at 50), and 40 t of mud for clay (at 10)."""
    return park_of(
        material("slag"),
        material("mud"),
        stream("heap", "maker", "slag", 100.0),
        stream("pond", "maker", "mud", 40.0),
        *use("brickworks", "slag", "brick", 100.0, 60.0),
        *use("tilery", "slag", "tile", 50.0, 80.0),
        *use("claypit", "mud", "clay", 10.0, 100.0),
        *more,
    )


def chosen(park: Snapshot, budget: Budget) -> Portfolio:
    found = find_leads(park, LeadOptions(draws=0, budget=budget)).portfolio
    assert found is not None
    return found


def names(portfolio: Portfolio) -> list[str]:
    return [str(name) for step in portfolio.steps for name in step.technologies]


def test_the_money_goes_where_the_tonnes_are_cheapest_and_then_where_more_of_them_are() -> None:
    # Clay: 40 t for 400 CNY; tiles: 80 t for 4,000; bricks: 60 t for 6,000.
    found = chosen(three_uses(), Budget(5_000.0))
    assert names(found) == ["claypit", "tilery"]
    assert (found.worth, found.capital.high) == (pytest.approx(120.0), pytest.approx(4_400.0))
    assert [step.adds for step in found.steps] == [pytest.approx(40.0), pytest.approx(80.0)]
    # 1,000 CNY a year: 400 are there in the first, 4,400 in the fifth.
    assert [step.year for step in found.steps] == [1, 5]
    assert {str(one.technology): one.reason for one in found.left_out} == {"brickworks": NotBuilt.TOO_DEAR}


def test_what_takes_from_another_adds_what_is_left() -> None:
    found = chosen(three_uses(), Budget(20_000.0))
    # All the slag is placed: bricks take the 20 t that the tiles leave.
    assert names(found) == ["claypit", "tilery", "brickworks"]
    assert [step.adds for step in found.steps] == [
        pytest.approx(40.0),
        pytest.approx(80.0),
        pytest.approx(20.0),
    ]
    assert found.proved
    assert found.greedy_worth == pytest.approx(found.worth)


def test_a_budget_of_nothing_builds_nothing_and_a_huge_one_all_that_helps() -> None:
    nothing = chosen(three_uses(), Budget(0.0))
    assert (nothing.steps, nothing.worth, nothing.capital.high) == ((), 0.0, 0.0)
    assert {one.reason for one in nothing.left_out} == {NotBuilt.TOO_DEAR}
    assert chosen(three_uses(), Budget(1e12)).worth == pytest.approx(140.0)


def test_what_nobody_knows_the_cost_of_is_asked_and_never_built_for_nothing() -> None:
    park = three_uses(
        material("ash"), stream("dust", "maker", "ash", 500.0), *use("filler", "ash", "fill", None, 900.0)
    )
    found = chosen(park, Budget(1e12))
    assert "filler" not in names(found)
    (left,) = [one for one in found.left_out if one.technology == "filler"]
    assert (left.reason, left.capital) == (NotBuilt.CAPITAL_UNKNOWN, None)


def test_a_limit_on_energy_holds_beside_the_money() -> None:
    # A tonne takes 10 kWh and 100 MJ, 0.136 GJ: 7 GJ are enough for 51 t.
    found = chosen(three_uses(), Budget(1e12, energy=7.0))
    assert names(found) == ["claypit"]
    assert found.energy is not None
    assert found.energy.high == pytest.approx(40.0 * 0.136)


def test_an_empty_park_has_an_empty_portfolio() -> None:
    found = chosen(Snapshot.of([]), Budget(1e6))
    assert (found.steps, found.considered, found.proved) == ((), 0, True)


@pytest.mark.parametrize(
    "asked",
    [
        (-1.0, None, 5),
        (float("nan"), None, 5),
        (float("inf"), None, 5),
        (1.0, -1.0, 5),
        (1.0, None, 0),
        (None, 3.0, 5),
    ],
)
def test_a_budget_that_is_none_is_refused(asked: tuple[float | None, float | None, int]) -> None:
    with pytest.raises(SymbioflowError) as refused:
        budget_of(*asked)
    assert refused.value.code == "BAD_OPTION"


def test_without_a_budget_no_portfolio_is_chosen() -> None:
    assert find_leads(three_uses(), LeadOptions(draws=0)).portfolio is None
    assert budget_of(None, None, 5) is None
