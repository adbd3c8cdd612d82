"""The tables that say on what the shipped park's plan stands."""

from __future__ import annotations

import json
import re

import pytest

from api.commands import common
from api.views.service import View
from tests.api.running import run


@pytest.fixture(scope="module")
def shown(anning_url: str) -> str:
    """What ``symbioflow plan`` prints, no row broken."""
    before = common.PIPE_WIDTH
    common.PIPE_WIDTH = 2_000
    try:
        done = run("plan", "--language", "en", store=anning_url)
    finally:
        common.PIPE_WIDTH = before
    assert done.returncode == 0, done.stderr
    return done.stdout


def section(text: str, title: str) -> list[list[str]]:
    """Return the cells of the rows below a title."""
    lines = iter(text.splitlines())
    for line in lines:
        if line.strip() == title:
            break
    rows = []
    for line in lines:
        if line.startswith("└"):
            break
        if line.startswith("│"):
            rows.append([cell.strip() for cell in line.strip("│").split("│")])
    return rows


def test_every_market_that_the_plan_sells_in_is_shown_with_its_share_room_and_grade(
    shown: str, anning: View
) -> None:
    plan = anning.plan()
    rows = section(shown, "Markets taken (per year)")
    assert len(rows) == len(plan.markets) > 10
    full = [cells for cells in rows if cells[2].endswith("full")]
    assert len(full) == sum(taken.full for taken in plan.markets)
    assert all(cells[4] for cells in rows)
    uncounted = [taken for taken in plan.markets if taken.served is None and taken.demand is not None]
    said = [cells for cells in rows if "unknown, counted as 0" in cells[3]]
    assert len(said) == len(uncounted) > 0


def test_what_is_sold_in_wholes_is_all_that_is_sold(shown: str, anning: View) -> None:
    """A part of a market is marked, for who sums the table."""
    plan = anning.plan()
    sold = sum(amount for run in plan.runs for _, amount, _ in run.sold)
    sold += sum(stream.outside for stream in plan.streams)
    assert sum(taken.sold for taken in plan.markets if taken.within is None) == pytest.approx(sold)
    parts = [cells[0] for cells in section(shown, "Markets taken (per year)") if "(part of " in cells[0]]
    assert len(parts) == sum(taken.within is not None for taken in plan.markets)


def test_the_markets_that_todays_flows_contradict_are_shown_with_what_their_rows_say(
    shown: str, anning: View
) -> None:
    title = "Markets in which today's flows sell more than their row says is served"
    title += " (they contradict; the larger takes the room)"
    rows = section(shown, title)
    beyond = [today for today in anning.plan().sold_today if today.beyond]
    assert len(rows) == len(beyond) > 5
    assert all(name and sold and said and grade for name, sold, said, grade in rows)


def test_every_product_without_a_market_has_who_is_asked_and_what(shown: str, anning: View) -> None:
    rows = section(shown, "Products without a known market: left out, and to be asked")
    assert len(rows) == len(anning.plan().questions) > 0
    assert all(product and firm and question for product, firm, question in rows)


def test_what_would_change_the_answer_is_in_words_with_its_range(shown: str, anning: View) -> None:
    rows = section(shown, "What would change the answer most, each planned anew at both ends")
    assert len(rows) == len(anning.sensitivity().would_change) == 10
    assert all(" – " in cells[1] and " … " in cells[2] and " … " in cells[3] for cells in rows)


def test_large_sales_flip_at_a_price_beside_the_one_counted(shown: str, anning: View) -> None:
    rows = section(shown, "Prices at which large sales flip, by planning anew")
    assert len(rows) == len(anning.sensitivity().flips) > 0
    assert all(re.fullmatch(r"-?[\d,.]+ CNY/(t|m3|GJ)", cell) for cells in rows for cell in cells[2:])


def test_today_s_flows_are_on_record_estimated_or_at_a_place_unknown(shown: str, anning: View) -> None:
    plan = anning.plan()
    rows = section(shown, "Today's flows (they take room first)")
    known = [cells[3] for cells in rows]
    assert known.count("on record") == sum(flow.on_record for flow in plan.today)
    assert known.count("estimate") == sum(not flow.on_record for flow in plan.today)
    assert known.count("place unknown") == sum(item.place_unknown > 0.0 for item in plan.streams)


def test_the_document_has_coverage_markets_changes_and_the_technical_potential(anning_url: str) -> None:
    plan = json.loads(run("plan", "--json", store=anning_url).stdout)["plan"]
    assert set(plan["coverage"]) == {
        *("money", "carbon", "market", "composition"),
        *("mostly", "enough", "carbonEnough", "moneyLeans", "carbonLeans"),
    }
    leaning = plan["coverage"]["moneyLeans"]
    assert leaning["nameZh"] != leaning["nameEn"]
    assert 0.0 < leaning["share"] < 1.0
    assert plan["benefitRange"]["low"] <= plan["benefitRange"]["high"]
    assert plan["marketsTaken"]
    assert len(plan["wouldChange"]) == 10
    net = {total["unit"]: total["net"] for total in plan["totals"]}
    could = {total["unit"]: total["net"] for total in plan["technicalPotential"]["totals"]}
    assert could["TONNE"] > net["TONNE"]
    assert plan["potential"] is False
    asked = json.loads(run("plan", "--potential", "--json", store=anning_url).stdout)["plan"]
    assert asked["potential"] is True
    on_record = {total["unit"]: total["net"] for total in asked["totals"]}
    beside = sum(
        flow["amount"] for flow in plan["technicalPotential"]["prospective"] if flow["unit"] == "TONNE"
    )
    assert beside > 0.0
    assert could == pytest.approx({**on_record, "TONNE": on_record["TONNE"] + beside})
