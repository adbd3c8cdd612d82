"""The few lines that a plan comes to: never a sum without what it stands on."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from api.commands.common import Session, session
from api.commands.planning.plan_headline import benefit_words, carbon_words, headline_block
from api.views.service import View
from graph.evidence import Grade
from graph.planning import Coverage, Plan, PlanOptions, Reach
from tests.build import facility, material, park_of, recipe, stream, target


@pytest.fixture
def run() -> Session:
    return session(language="en")


@pytest.fixture(scope="module")
def view() -> View:
    """100 t of slag, 20 t of them in use somewhere; a paver takes 50 t."""
    return View(
        park_of(
            material("slag"),
            material("road"),
            stream("s", "maker", "slag", 100.0, in_use=20.0),
            recipe("pave", "slag", "road"),
            facility("paver", "user", "pave", 50.0),
            target("sixty", 0.6),
        ),
        1,
    )


def with_coverage(plan: Plan, money: float, market: float | None = None) -> Plan:
    return replace(
        plan,
        benefit=2e6,
        benefit_reach=Reach(1e6, 2e6, 4e6),
        co2_avoided=3e6,
        co2_reach=Reach(2e6, 3e6, 5e6),
        coverage=Coverage(money, 1.0 - money, market, Grade.TRADE),
    )


def test_above_half_coverage_a_sum_has_its_range_and_coverage_beside_it(run: Session, view: View) -> None:
    plan = with_coverage(view.plan(), 0.6)
    assert benefit_words(run, plan) == (
        "CNY 2 million (CNY 1 million – CNY 4 million, P10–P90; 60% of the money on published numbers)"
    )
    assert carbon_words(run, with_coverage(view.plan(), 0.4)) == (
        "3,000 t (2,000 t – 5,000 t, P10–P90; 60% of the CO2e on published factors)"
    )


def test_below_half_coverage_a_sum_is_a_range_only(run: Session, view: View) -> None:
    plan = with_coverage(view.plan(), 0.4)
    assert benefit_words(run, plan).startswith(
        "CNY 1 million – CNY 4 million (P10–P90; only 40% of the money"
    )
    assert "CNY 2 million" not in benefit_words(run, plan)
    assert "3,000 t" not in carbon_words(run, with_coverage(view.plan(), 0.6))


def shown(run: Session, view: View, plan: Plan) -> list[str]:
    out = Console(file=io.StringIO(), width=2_000)
    potential = view.technical_potential()
    out.print(
        headline_block(run, view, plan, potential, view.expected(PlanOptions(potential=plan.potential)))
    )
    assert isinstance(out.file, io.StringIO)
    return [line.strip() for line in out.file.getvalue().splitlines() if line.strip()]


def test_the_potential_stands_apart_and_says_what_it_assumes(run: Session, view: View) -> None:
    """What is in use fills 20 t of the paver: 30 t are new, 50 % used beside the 60 % wanted."""
    *_, plan, potential = shown(run, view, view.plan())
    assert "net 30 t/yr more than is used today" in plan
    assert plan.endswith("sixty: 20.0% today, 50.0% with it, against the target of 60.0%.")
    assert potential.startswith("Technical potential: net 30 t/yr more")
    assert "every market takes everything" in potential


def test_what_may_be_expected_comes_first_with_its_draws_and_the_chances(run: Session, view: View) -> None:
    """Nobody has agreed yet: in 7 of 10 worlds the paver takes nothing, and never enough for 60 %."""
    net, money, chances, *_ = shown(run, view, view.plan())
    assert net.startswith("Expected: net P10 0 t/yr, P50 0 t/yr, P90 30 t/yr more than is used today; mean ")
    assert "(95% interval " in net
    assert "; 200 draws, seed 0; " in net
    assert money.startswith("Expected net benefit per year ")
    assert "P10–P90" in money
    assert chances == "Chance to meet each target: sixty (60% wanted) 0%."


def test_a_plan_of_the_potential_has_one_line(run: Session, view: View) -> None:
    (line,) = shown(run, view, view.plan(PlanOptions(potential=True)))
    assert line.startswith("Technical potential: ")
