"""The README's figures of the shipped park are what a fresh plan says, to the last digit that it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.independent.comparison import Case, compare
from tests.independent.product import Plan, shipped_park

README = Path(__file__).parents[2] / "README.md"
HEAD = ("plan for", "gross", "residue", "net", "benefit", "CO2e avoided", "balances that close")
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
    gross, residue, net, benefit, carbon, balances = headline()[name]
    assert (gross, residue, net) == tuple(
        f"{part:,.0f} t" for part in (tonnes.gross, tonnes.residue, tonnes.net)
    )
    assert benefit == f"CNY {plan.benefit / 1e6:,.0f} million"
    assert carbon == f"{plan.co2_avoided / 1e3:,.0f} t"
    # The largest error is rounding, which differs from machine to machine: only its bound is a promise.
    count, largest = re.fullmatch(r"(\d+), largest error (\S+)", balances).groups()  # type: ignore[union-attr]
    assert int(count) == len(closed)
    assert max(closed) < 1e-12 > float(largest)


def test_the_shares_used_are_those_of_a_fresh_plan(plans: dict[str, Plan]) -> None:
    (target,) = (row for row in plans["tonnes"].targets if row.target == "anning-2025-solid-waste")
    text = " ".join(README.read_text(encoding="utf-8").split())
    used = re.search(r"\((\S+) % of solid waste used, (\S+) % today\)", text)
    assert used is not None
    assert used.groups() == (f"{100 * target.share_planned:.1f}", f"{100 * target.share_baseline:.1f}")
