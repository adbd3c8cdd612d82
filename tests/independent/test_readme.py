"""The README's figures of the shipped park are what a fresh plan says, to the last digit that it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.independent.comparison import Case, compare
from tests.independent.product import Plan, shipped_park
from tests.independent.programme import Asked
from tests.independent.tables import Tables

README = Path(__file__).parents[2] / "README.md"
HEAD = (
    *("plan for", "gross", "residue", "net", "of it from published supplies", "benefit, P10 – P90"),
    *("money on published numbers", "CO2e avoided, P10 – P90", "balances that close"),
)
#: Grades of what nobody published.
JUDGED = ("textbook", "class estimate", "demo estimate")
OBJECTIVES = {"tonnes": "tonnes", "benefit": "benefit", "CO2e": "co2"}


def cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def headline() -> dict[str, tuple[str, ...]]:
    """Return the rows of the table of figures by what is planned for."""
    lines = README.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if cells(line) == HEAD)
    rows = [cells(line) for line in lines[start + 2 :]]
    length = next(number for number, row in enumerate(rows) if len(row) != len(HEAD))
    return {row[0]: row[1:] for row in rows[:length]}


def share_published(plan: Plan) -> float:
    """Return how much of the waste newly placed comes from streams whose supply somebody published."""
    streams = Tables(shipped_park().tables)["waste_streams"]
    placed = {row.stream: row.placed for row in plan.streams if row.waste and row.unit.value == "t"}
    said = sum(amount for name, amount in placed.items() if streams[name]["grade"] not in JUDGED)
    return said / sum(placed.values())


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    case = Case.of(shipped_park())
    found = {name: compare(case, objective) for name, objective in OBJECTIVES.items()}
    return {name: plan for name, plan in found.items() if plan is not None}


def test_the_table_has_a_row_for_each_objective() -> None:
    assert set(headline()) == set(OBJECTIVES)


@pytest.mark.parametrize("name", OBJECTIVES)
def test_the_headline_figures_are_those_of_a_fresh_plan(plans: dict[str, Plan], name: str) -> None:
    plan, tonnes = plans[name], plans[name].totals[0]
    closed = [balance.error for balance in plan.balances]
    gross, residue, net, published, benefit, money, carbon, balances = headline()[name]
    assert (gross, residue, net) == tuple(
        f"{part:,.0f} t" for part in (tonnes.gross, tonnes.residue, tonnes.net)
    )
    assert published == f"{share_published(plan):.0%} of it"
    low, high = (end / 1e6 for end in (plan.benefit_reach.p10, plan.benefit_reach.p90))
    assert benefit == f"CNY {low:,.0f} million – CNY {high:,.0f} million"
    assert money == f"{plan.coverage.money:.0%}"
    low, high = (end / 1e3 for end in (plan.co2_reach.p10, plan.co2_reach.p90))
    assert carbon == f"{low:,.0f} t – {high:,.0f} t"
    # The largest error is rounding, which differs from machine to machine: only its bound is a promise.
    count, largest = re.fullmatch(r"(\d+), largest error (\S+)", balances).groups()  # type: ignore[union-attr]
    assert int(count) == len(closed)
    assert max(closed) < 1e-12 > float(largest)


def test_the_shares_used_are_those_of_a_fresh_plan(plans: dict[str, Plan]) -> None:
    (target,) = (row for row in plans["tonnes"].targets if row.target == "anning-2025-solid-waste")
    text = " ".join(README.read_text(encoding="utf-8").split())
    used = re.search(r"(\S+) % of solid waste used, (\S+) % today, against a target of (\S+) %", text)
    assert used is not None
    shares = target.share_planned, target.share_baseline
    assert used.groups() == (*(f"{100 * share:.1f}" for share in shares), f"{100 * target.share_target:.0f}")


def test_the_technical_potential_is_that_of_a_fresh_plan() -> None:
    potential = compare(Case.of(shipped_park(), Asked(potential=True)))
    assert potential is not None
    (target,) = (row for row in potential.targets if row.target == "anning-2025-solid-waste")
    text = " ".join(README.read_text(encoding="utf-8").split())
    said = re.search(
        r"net (\S+) t, (\S+) % \((\S+) of it from published supplies; `symbioflow plan --pot", text
    )
    assert said is not None
    assert said.groups() == (
        f"{potential.totals[0].net:,.0f}",
        f"{100 * target.share_planned:.1f}",
        f"{share_published(potential):.0%}",
    )
