"""One park, one question: the product's plan against the best that the other model finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from tests.independent.answers import (
    Amounts,
    Flowing,
    counted,
    covered,
    dumped,
    invested,
    line,
    registered,
    residue,
    total,
    value,
)
from tests.independent.product import GAP, Plan, Snapshot, flows_of, given_of, plan_of
from tests.independent.programme import UNITS, Asked, Bound, Column, Programme
from tests.independent.solving import NO_PRICE, Floats, best, held
from tests.independent.tables import Tables
from tests.independent.today import Present

#: Relative; amounts of nothing are compared with this share of a tonne.
EXACT, SMALL = 1e-9, 1e-6
#: A gap for the decisions, and one more for what later objectives may take of it.
DECIDED = 2.0 * GAP
SINGLE = ("tonnes", "benefit", "co2")


@dataclass(frozen=True)
class Case:
    """A park and what is asked of it, laid out once for all objectives."""

    snapshot: Snapshot
    asked: Asked
    programme: Programme

    @classmethod
    def of(cls, snapshot: Snapshot, asked: Asked | None = None) -> Case:
        """Return the case of a park, whose flows of today both models find equally good.

        Where several places for them are, the one that the product chose is taken: what is planned beside
        them depends on it.
        """
        asked, tables = asked or Asked(), Tables(snapshot.tables)
        given = given_of(snapshot, asked)
        if given is None:
            return cls(snapshot, asked, Programme(tables, asked))
        # Lots, decisions and years are of what is new.
        standing = Programme(tables, Asked(radius=asked.radius, on=asked.on, potential=asked.potential))
        check_today(Present(standing, given.fits), given.today, given.sold_today)
        return cls(snapshot, asked, Programme(tables, asked, given.today, given.sold_today))

    def coefficients(self, objective: str) -> list[float]:
        """Return what a unit of each column adds to a single objective."""
        if objective == "tonnes":
            return self.programme.net("t")
        return self.programme.benefit() if objective == "benefit" else self.programme.co2()

    def ties(self, objective: str) -> dict[str, list[float]]:
        """Return what decides among plans equal by an objective (none: a mix), in order."""
        money = {name: self.coefficients(name) for name in ("benefit", "co2") if name != objective}
        nets = {unit: self.programme.net(unit) for unit in UNITS if (unit, objective) != ("t", "tonnes")}
        return money | nets if objective in ("benefit", "co2") else nets | money

    def mixed(self, mix: tuple[float, ...]) -> list[float]:
        """Return a mix of the three, each relative to the most it could be alone."""
        found = [0.0] * len(self.programme.columns)
        for name, weight in zip(SINGLE, mix, strict=True):
            alone = best(self.programme, [self.coefficients(name)])
            assert alone is not None
            if weight > 0.0 and alone.values[0] != 0.0:
                share = weight / sum(mix) / abs(alone.values[0])
                found = [a + share * b for a, b in zip(found, self.coefficients(name), strict=True)]
        return found


def compare(
    case: Case, objective: str = "tonnes", mix: tuple[float, ...] = (), gap: float = GAP
) -> Plan | None:
    """Assert that the product finds the same optimum, and that its flows come to what it says of them.

    Returns
    -------
    Plan or None
        The product's; None where both say that nothing meets the contracts.
    """
    plan = plan_of(case.snapshot, case.asked, objective, mix, gap)
    programme = case.programme
    decisions = any(column.whole for column in programme.columns)
    feasible = best(programme, [programme.net("t")])
    assert (plan is None) == (feasible is None)
    if plan is None:
        return None
    main = case.mixed(mix) if mix else case.coefficients(objective)
    ties = {} if decisions else case.ties("" if mix else objective)
    optimum = best(programme, [main, *ties.values()])
    assert optimum is not None
    # Of sums that nearly cancel no solver tells more than a share of what they are made of.
    size = float(np.abs(np.asarray(main)) @ optimum.point)
    exact = DECIDED if decisions else EXACT
    assert plan.objective_value == pytest.approx(optimum.values[0], rel=exact, abs=max(1e-6, EXACT * size))
    flows = flows_of(plan)
    sums = {"": main, **case.ties(""), **ties}
    rows = list(sums.values())
    found = dict(zip(sums, valued(programme, rows, flows), strict=True))
    if any(found[name] != near(wanted, SMALL) for name, wanted in zip(ties, optimum.values[1:], strict=True)):
        for name, (low, high) in zip(ties, near_ties(programme, [main, *ties.values()]), strict=True):
            assert found[name] == near(min(max(found[name], low), high), SMALL), name
    assert plan.objective_value == near(found[""], EXACT)
    check_money(case, flows, (plan.benefit, plan.co2_avoided), (found["benefit"], found["co2"]))
    assert plan.investment.likely == near(invested(programme, flows), EXACT)
    check_answers(case, plan, flows, by_column(programme, rows, flows))
    return plan


def near_ties(programme: Programme, objectives: list[list[float]]) -> list[tuple[float, float]]:
    """Return between what later objectives lie where an earlier one has prices of about what is none.

    To a neighbour it is a millimetre, which costs some 1e-9 of the largest coefficient: one such price is
    none and two in a row are one, so that the solver's basis says which flows are held. What a plan may
    come to lies between holding all of these prices and holding none.
    """
    ends = [best(programme, objectives, no_price=share * NO_PRICE) for share in (0.1, 10.0)]
    values = [end.values[1:] for end in ends if end is not None]
    return [(min(some), max(some)) for some in zip(*values, strict=True)]


def check_today(present: Present, found: Amounts, sold: dict[str, float]) -> None:
    """Assert that no other place for what is in use today is better, and that this one is possible.

    And that so much is sold in each market of what is made of it.
    """
    assert set(found) <= set(present.place)
    wanted = best(present, present.objectives())
    placed = best(present, present.objectives(), held(present, found, 1e-7, ("divert", "transfer")))
    assert wanted is not None
    assert placed is not None
    assert placed.values == tuple(near(value, SMALL) for value in wanted.values)
    own, width = present.sold(placed.point), 1e-5 * max(sold.values(), default=0.0)
    assert all(
        own.get(name, 0.0) == pytest.approx(sold.get(name, 0.0), abs=width + 1e-6) for name in {*own, *sold}
    )


def near(wanted: float, relative: float) -> object:
    """Return what is equal to a number but for rounding."""
    return pytest.approx(wanted, rel=relative, abs=1e-6)


def check_money(case: Case, flows: Amounts, said: tuple[float, float], found: tuple[float, float]) -> None:
    """Assert that flows meet every row, and bring the money and CO2e that the product says they bring."""
    programme = case.programme
    assert set(flows) <= set(programme.place)
    assert best(programme, [np.zeros(len(programme.columns))], held(programme, flows, 1e-7)) is not None
    assert said == tuple(near(amount, EXACT) for amount in found)


def valued(programme: Programme, objectives: list[list[float]], flows: Amounts) -> list[float]:
    """Return what flows come to; where campaigns of one way bring other sums, as they are best shared out."""
    if _alike(programme, flows, lambda number: tuple(row[number] for row in objectives)):
        return [value(programme, row, flows) for row in objectives]
    shared = best(programme, objectives, held(programme, flows, 1e-9))
    assert shared is not None
    return list(shared.values)


def by_column(programme: Programme, objectives: list[list[float]], flows: Amounts) -> Flowing:
    """Return how much flows by each column; where lines of one way differ, as it is best shared out."""
    columns = programme.columns

    def told(number: int) -> tuple[object, ...]:
        column = columns[number]
        if column.kind == "sell":
            # Nobody answers for what is sold.
            return ()
        return line("", column.leaves), line("", column.into), *(row[number] for row in objectives)

    if _alike(programme, flows, told):
        return [(columns[programme.place[key]], amount) for key, amount in flows.items() if amount > 0.0]
    point = np.maximum(_shared_out(programme, objectives, flows), 0.0)
    sums: dict[tuple[str, ...], float] = {}
    for column, amount in zip(columns, point, strict=True):
        sums[column.key] = sums.get(column.key, 0.0) + float(amount)
    # What the solver may give or take is not shared out: of each way as much as flows.
    return [
        (column, float(amount) * flows[column.key] / sums[column.key])
        for column, amount in zip(columns, point, strict=True)
        if amount > 0.0 and flows.get(column.key, 0.0) > 0.0
    ]


def _alike(programme: Programme, flows: Amounts, told: Callable[[int], tuple[object, ...]]) -> bool:
    """Whether nothing is told of one column of what flows that is not told of all with its key."""
    said: dict[tuple[str, ...], set[tuple[object, ...]]] = {}
    for number, column in enumerate(programme.columns):
        said.setdefault(column.key, set()).add(told(number))
    return all(len(said[key]) == 1 for key, amount in flows.items() if amount > 0.0)


def _shared_out(programme: Programme, objectives: list[list[float]], flows: Amounts) -> Floats:
    # What flows is known, and with it every decision: the rest has prices to hold.
    open_ = _Open([replace(column, whole=False) for column in programme.columns], programme.rows)
    shared = best(open_, objectives, held(open_, flows, 1e-9))
    assert shared is not None
    return shared.point


@dataclass(frozen=True)
class _Open:
    """A programme without whole numbers."""

    columns: list[Column]
    rows: list[Bound]


def check_answers(case: Case, plan: Plan, flows: Amounts, flowing: Flowing) -> None:
    """Assert every total, every stream's residue and every target."""
    programme, tables = case.programme, case.programme.tables
    left = residue(programme, flowing)
    aside = {unit: dumped(programme, flowing, unit) for unit in UNITS}
    for outcome in plan.streams:
        assert outcome.residue == near(left.get(outcome.stream, 0.0), SMALL)
        beside = {unit.value: amount for unit, amount in outcome.beside}
        for unit in UNITS:
            wanted_beside = 0.0 if unit == outcome.unit else aside[unit].get(outcome.stream, 0.0)
            assert beside.get(unit, 0.0) == near(wanted_beside, SMALL)
    for found in plan.totals:
        wanted = total(programme, flows, left, counted(tables, found.unit))
        agreed, reported = registered(tables, found.unit)
        for name, amount in (
            ("supply", wanted.supply),
            ("baseline", wanted.baseline),
            ("gross", wanted.gross),
            ("residue", wanted.residue),
            ("net", wanted.net),
            ("from_stock", wanted.from_stock),
            ("utilisation", wanted.share),
            ("contracted", agreed),
            ("verified", reported),
        ):
            assert getattr(found, name) == near(amount, SMALL), name
    for progress in plan.targets:
        row = tables["targets"][progress.target]
        reached = total(programme, flows, left, covered(tables, row))
        wanted_amount = row["share"] * (reached.supply + reached.from_stock)
        missing = max(wanted_amount - reached.baseline - reached.net, 0.0)
        assert progress.share_planned == near(reached.share, SMALL)
        assert progress.share_baseline == near(
            reached.baseline / reached.supply if reached.supply else 0.0, SMALL
        )
        assert progress.gap == pytest.approx(missing, rel=SMALL, abs=1e-6 * max(wanted_amount, 1.0))
