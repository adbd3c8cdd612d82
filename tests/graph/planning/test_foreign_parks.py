"""Parks of other industries, against answers reckoned on paper: flows, money, capital, CO2e and freight.

One paper for all: km are great circles of 6,371.0088 km times 1.3; a lorry costs 5 + 0.5 km CNY/t (1.5 km for
what is hazardous) and emits 0.08 kg/t-km; power is 0.6 CNY and 0.1 kg a kWh; capital comes back at 8 %.
"""

from __future__ import annotations

from math import cos, radians

import pytest

from graph.matching import suggest
from graph.planning import Objective, PlanOptions, UnplacedReason, make_plan
from graph.planning.result.plan import Plan
from graph.recruiting import LeadOptions, find_leads
from graph.snapshot import Snapshot
from tests.build import market, price
from tests.foreign_parks import plating_park, pulp_mill, sugar_mill

DEGREE = 6_371.0088 * radians(1.0)


def margins(park: Snapshot) -> dict[str, float | None]:
    return {str(item.stream): item.margin for item in suggest(park).items}


def annuity(capital: float, life: float) -> float:
    return capital * 0.08 / (1.0 - 1.08**-life)


def placed(plan: Plan) -> dict[str, float]:
    return {str(row.stream): row.placed for row in plan.streams}


def throughput(plan: Plan) -> dict[str, float]:
    return {str(run.facility): run.throughput for run in plan.runs}


# --- A pulp mill, a brickworks, a greenhouse -----------------------------------------------------------

#: The kiln costs 500 CNY per t/yr at 5,000 t/yr, so at 1,000: 500 x 0.2 ^ -0.35 = 878 CNY, over 12 years.
KILN = 500.0 * 0.2**-0.35
#: To the brickworks: 0.1 degrees east, at 24.3 degrees north.
TO_BRICKS = 0.1 * DEGREE * cos(radians(24.3)) * 1.3
#: Saved 120; lorry; labour 40; 30 kWh; 9 t of clay; 8.5 t at 226 with tax, less 5 + 40 km x 0.5; capital.
BRICK = 120 - (5 + 0.5 * TO_BRICKS) - 40 - 30 * 0.6 - 9 * 30 + 8.5 * (226 / 1.13 - 25) - annuity(KILN, 12)
#: To the power station: 0.01 degrees north. Saved 60; labour 6; 1.5 kWh; 0.9 t of limestone, carried nowhere.
TO_POWER = 0.01 * DEGREE * 1.3
MUD = 60 - (5 + 0.5 * TO_POWER) - 6 - 1.5 * 0.6 + 0.9 * 100
#: Nothing saved; labour 2; 0.05 t of coal. A pipe whose cost nobody knows.
HEAT = -2 + 0.05 * 800


def test_a_pulp_mill_is_suggested_at_the_margins_on_paper() -> None:
    assert margins(pulp_mill()) == pytest.approx({"mud": MUD, "sludge": BRICK, "warm": HEAT}, rel=1e-4)
    paper = [MUD, BRICK, HEAT]
    assert paper == pytest.approx([137.4, 1151.4, 38.0], abs=0.1)


def test_what_is_in_use_without_a_taker_fills_the_line_that_could_have_taken_it() -> None:
    """2,000 t of mud in use, 1,500 on record: the line of 4,000 t has room for 2,000 of the 8,000 left."""
    plan = make_plan(pulp_mill())
    assert placed(plan) == pytest.approx({"mud": 2_000.0, "sludge": 1_000.0, "warm": 20_000.0 / 0.95})
    assert plan.totals[0].net == pytest.approx(3_000.0)
    (target,) = plan.targets
    assert (target.share_baseline, target.share_planned) == pytest.approx((2 / 16, 5 / 16))


def test_the_plan_of_the_pulp_mill_earns_and_avoids_what_paper_says() -> None:
    plan = make_plan(pulp_mill())
    heat = 20_000.0 / 0.95
    assert plan.benefit == pytest.approx(1_000 * BRICK + 2_000 * MUD + heat * HEAT, rel=1e-6)
    # 1.2 t of clay not dug, but 9 t dug; 5 kg burnt; 30 kWh. 0.9 t of limestone. 0.05 t of coal.
    brick = 1.2 * 2.69 - 9 * 2.69 - 5 - 30 * 0.1 - TO_BRICKS * 0.08
    mud = 0.9 * 2.18 - 1.5 * 0.1 - TO_POWER * 0.08
    assert plan.co2_avoided == pytest.approx(1_000 * brick + 2_000 * mud + heat * 0.05 * 2_000, rel=1e-6)
    assert plan.investment.likely == pytest.approx(1_000 * KILN)
    assert plan.idle_capital.likely == pytest.approx(0.0)


def test_heat_that_finds_its_market_full_says_so_in_an_objective_of_tonnes() -> None:
    """The greenhouse has room for 30,000 GJ and its customers for 20,000: no word of residue."""
    (warm,) = (row for row in make_plan(pulp_mill()).streams if row.stream == "warm")
    assert warm.reason is UnplacedReason.MARKET
    assert "greenhouse-heat" in warm.detail.en


# --- A sugar mill, a distillery, a board mill ----------------------------------------------------------

#: 1,350 CNY per t/yr at 50,000 t/yr, so at 30,000: 1,350 x 0.6 ^ -0.3 = 1,574 CNY, over 20 years.
LINE = 1.5 * 900.0 * 0.6**-0.3
TO_BOARDS = 0.1 * DEGREE * 1.3
#: Saved 20; labour 360; 150 kWh; 0.8 GJ; 0.08 t of resin; 0.9 t at 1,695 with tax, half of 105 of freight,
#: for nobody says who pays it; 0.05 t of dust dumped; capital.
BOARD = (
    20 - (5 + 0.5 * TO_BOARDS) - 1.2 * 300 - 150 * 0.6 - 0.8 * 60 - 0.08 * 1_500
    + 0.9 * (1_695 / 1.13 - 0.5 * (5 + 0.5 * 200)) - 0.05 * 30 - annuity(LINE, 20)
)  # fmt: skip
TO_STILL = 0.1 * DEGREE * cos(radians(23.0)) * 1.3
#: 904 with tax forgone; labour 150; 60 kWh; 4.5 GJ; 0.24 t at 6,780 with tax. The vinasse stands below.
ETHANOL = -904 / 1.13 - (5 + 0.5 * TO_STILL) - 150 - 60 * 0.6 - 4.5 * 60 + 0.24 * 6_780 / 1.13
#: A m3 digested: labour 4, 2 kWh, 0.5 GJ sold at 50, 0.95 m3 disposed of at 2.
DIGESTED = -4 - 2 * 0.6 + 0.5 * 50 - 0.95 * 2


def test_a_sugar_mill_is_suggested_at_the_margins_on_paper() -> None:
    assert margins(sugar_mill()) == pytest.approx(
        {"bagasse": BOARD, "molasses": ETHANOL + 3 * DIGESTED}, rel=1e-4
    )


def test_for_benefit_the_still_runs_and_its_digester_is_filled() -> None:
    """10,000 of 30,000 t are running, 2,000 of them unnamed; vinasse of 15,000 t fills 45,000 m3."""
    plan = make_plan(sugar_mill(), PlanOptions(objective=Objective.BENEFIT))
    assert throughput(plan) == pytest.approx(
        {"board-hall": 20_000.0, "digester": 45_000.0, "still": 20_000.0}
    )
    paper = 20_000 * BOARD + 20_000 * ETHANOL + 45_000 * DIGESTED - 15_000 * 15
    # The molasses that no still takes are sold as today: to nobody's gain against today.
    assert plan.benefit == pytest.approx(paper, rel=1e-4)
    # Petrol; soda of power and heat; digested coal; resin; lorries.
    ethanol = 0.15 * 3_000 - 60 * 0.1 - 4.5 * 100 - TO_STILL * 0.08
    board = -0.08 * 1_200 - 150 * 0.1 - 0.8 * 100 - TO_BOARDS * 0.08
    assert plan.co2_avoided == pytest.approx(
        20_000 * (ethanol + board) + 45_000 * (0.02 * 2_000 - 2 * 0.1), rel=1e-3
    )


def test_a_line_that_is_built_and_not_filled_owes_the_capital_of_the_rest() -> None:
    """The market takes 18,000 t of board, so 20,000 of 30,000 t: a third of 47 million earns nothing."""
    plan = make_plan(sugar_mill())
    assert plan.investment.likely == pytest.approx(30_000 * LINE)
    assert plan.idle_capital.likely == pytest.approx(annuity(10_000 * LINE, 20))
    assert (plan.investment.likely, plan.idle_capital.likely) == pytest.approx((47.2e6, 1.60e6), rel=2e-3)


# --- An electroplating park with a smelter -------------------------------------------------------------

TO_KILN = 0.2 * DEGREE * cos(radians(25.0)) * 1.3
TO_MIXER = 0.05 * DEGREE * 1.3
TO_VESSEL = 0.05 * DEGREE * cos(radians(25.0)) * 1.3
#: Saved 2,500; a hazardous load; labour 250; 120 kWh; 0.4 t of coke; 0.2 t at 7,910 with tax.
KILNED = 2_500 - (5 + 1.5 * TO_KILN) - 250 - 120 * 0.6 - 0.4 * 900 + 0.2 * 7_910 / 1.13
#: A tonne of slag at the mixer: labour 8, and half a tonne of iron corrector that this works buys today.
MIXED = -8 + 0.5 * 150


def chlorine_at(amount: float) -> list[object]:
    return [price("chlorine", amount)]


def test_the_slag_of_a_smelter_is_paid_what_the_works_that_takes_it_buys_today() -> None:
    found = margins(plating_park(chlorine_at(100.0)))
    assert found["slag"] == pytest.approx(50 - (5 + 0.5 * TO_MIXER) + MIXED, rel=1e-4)


def test_a_hazardous_load_costs_its_own_rate_and_a_vessel_its_annuity() -> None:
    found = margins(plating_park(chlorine_at(100.0)))
    vessel = 900 - (5 + 1.5 * TO_VESSEL) - 120 - 40 * 0.6 - 0.07 * 100 + 1.6 * 400 - annuity(2_000, 15)
    assert found["acid"] == pytest.approx(vessel, rel=1e-4)


def test_the_plan_of_the_plating_park_earns_what_paper_says() -> None:
    """4,000 t of sludge to the kiln, its 2,800 t of slag and 4,200 t of the old one to 7,000 t of room."""
    plan = make_plan(plating_park(chlorine_at(100.0)), PlanOptions(objective=Objective.BENEFIT))
    assert throughput(plan) == pytest.approx({"kiln": 4_000.0, "mixer": 7_000.0, "vessel": 2_000.0})
    carried = 5 + 0.5 * TO_MIXER
    acid = 900 - (5 + 1.5 * TO_VESSEL) - 120 - 40 * 0.6 - 7 + 1.6 * 400 - annuity(2_000, 15)
    own_slag = 2_800 * (MIXED - carried)
    paper = 4_000 * KILNED + own_slag + 4_200 * (50 - carried + MIXED) + 2_000 * acid
    assert plan.benefit == pytest.approx(paper, rel=1e-4)
    assert plan.investment.likely == pytest.approx(2_000 * 2_000.0)
    (target,) = plan.targets
    assert (target.share_baseline, target.share_planned) == pytest.approx((6 / 28, 16.2 / 28))


def test_what_smelting_emits_is_more_than_the_ore_that_it_saves() -> None:
    """0.28 t of ore at 500; 0.4 t of coke at 500, 120 kWh and 700 kg of its own; the corrector at 40."""
    plan = make_plan(plating_park(chlorine_at(100.0)), PlanOptions(objective=Objective.BENEFIT))
    kiln = 0.28 * 500 - 0.4 * 500 - 120 * 0.1 - 700 - TO_KILN * 0.08
    mixer = 0.5 * 40
    carried = TO_MIXER * 0.08
    vessel = -40 * 0.1 - TO_VESSEL * 0.08
    paper = 4_000 * kiln + 7_000 * (mixer - carried) + 2_000 * vessel
    assert plan.co2_avoided == pytest.approx(paper, rel=1e-4)


def test_a_lead_names_the_price_that_its_revenue_is_counted_at() -> None:
    """A second line for the mud: its sorbent is paid 0.9 t of limestone, whatever a list of sorbents says."""
    listed = market("sorbent-list", "sorbent", 50_000.0, price=15.0, technology="fgd")
    found = find_leads(pulp_mill([listed]), LeadOptions(draws=0))
    (lead,) = (item for item in found.items if item.technology == "fgd")
    (sorbent,) = lead.products
    assert sorbent.price is not None
    assert lead.economics.revenue is not None
    assert sorbent.price.likely == pytest.approx(90.0)
    assert lead.economics.revenue.likely == pytest.approx(90.0 * sorbent.amount)
