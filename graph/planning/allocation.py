"""The plan: which linkages to run together so that the objective is best, each tonne counted once.

A tonne counts where it leaves its stream. What the receiving facilities then send to disposal is taken off
(*net* diverted tonnes). Water (m3) and heat (GJ) are planned too, after the objective, and never summed with
tonnes. Among equal plans the other objectives decide, then the better scores: no name moves a total.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graph.errors import SymbioflowError
from graph.matching.ranking import Candidates, plan_candidates
from graph.planning.options import SINGLE_OBJECTIVES, Objective, PlanOptions
from graph.planning.programme import (
    Credits,
    Layout,
    Links,
    Programme,
    Ways,
    build_programme,
    credits_of,
    explain_conflict,
    lay_out,
    mixes_of,
    preference,
    refuse_bad_numbers,
)
from graph.planning.result import (
    Plan,
    Reasons,
    SolverReport,
    check_mass_balance,
    coverage_of,
    facility_runs,
    idle_capital,
    market_questions,
    markets_taken,
    markets_today,
    plan_flows,
    reach_of,
    stream_outcomes,
    target_progress,
    totals_of,
)
from graph.planning.solver import Floats, Ints, Solution, solve
from graph.planning.today import Today, TodayProgramme, today_of, today_programme, with_today
from graph.planning.tolerances import FLOW_ROUNDING, NO_FLOW
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.value import ValueBook
from graph.vocabulary import Unit


@dataclass(frozen=True)
class Problem:
    """Everything a plan is computed from, before anything is solved.

    Attributes
    ----------
    candidates : Candidates
        The linkages that may be, with gates and scores.
    programme : Programme
    credits : Credits
        What each column brings.
    standing : TodayProgramme
        That of today's flows, over facilities with all their room.
    today : Today
        What takes room before anything new.
    before : Layout
        The columns with all the room of their facilities, before today's flows take theirs.
    values : ValueBook
    """

    snapshot: Snapshot
    options: PlanOptions
    candidates: Candidates
    programme: Programme
    credits: Credits
    standing: TodayProgramme
    today: Today
    before: Layout
    values: ValueBook

    @cached_property
    def tie_breaks(self) -> tuple[Floats, ...]:
        """What decides among equal plans: the other objectives in their order, at last scores less effort."""
        net = tuple(self.credits.net[unit] for unit in Unit)
        return (
            *(
                gain
                for name in self.options.objective.then
                for gain in (net if name is Objective.TONNES else (self.objective(name),))
            ),
            self.preference,
        )

    @cached_property
    def preference(self) -> Floats:
        """The better scores, and the least effort."""
        flows = self.programme.layout.flows
        return preference(flows, flows.score)

    def objective(self, name: Objective) -> Floats:
        """Return what each column adds to one single objective."""
        return {
            Objective.TONNES: self.credits.net[Unit.TONNE],
            Objective.BENEFIT: self.credits.benefit,
            Objective.CO2: self.credits.co2,
        }[name]

    @cached_property
    def ideal(self) -> tuple[float, ...]:
        """The most that tonnes, benefit and CO2 can each be alone."""
        return tuple(
            self.solve([self.objective(name)]).value if weight > 0.0 else 0.0
            for name, weight in zip(SINGLE_OBJECTIVES, self.options.mix or (1.0, 1.0, 1.0), strict=True)
        )

    @cached_property
    def main_objective(self) -> Floats:
        """What the options ask for."""
        if self.options.objective is not Objective.WEIGHTED:
            return self.objective(self.options.objective)
        total = sum(self.options.mix)
        mixed = np.zeros(len(self.programme.layout.flows))
        for name, weight, best in zip(SINGLE_OBJECTIVES, self.options.mix, self.ideal, strict=True):
            if weight > 0.0 and abs(best) > 0.0:
                mixed += weight / total / abs(best) * self.objective(name)
        return mixed

    @cached_property
    def best(self) -> Solution:
        """The best plan: what the options ask for, and of equal plans what decides among them."""
        return self.solve([self.main_objective, *self.tie_breaks])

    def solve(self, objectives: list[Floats]) -> Solution:
        """Solve, and where contracts contradict each other or a bound, say which."""
        try:
            return solve(self.programme.linear, objectives, self.options.effort)
        except SymbioflowError as error:
            if error.code == "INFEASIBLE":
                raise explain_conflict(self.programme) from error
            raise


def make_plan(snapshot: Snapshot, options: PlanOptions | None = None) -> Plan:
    """Return the plan that is best by the objective.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional
        By default the most net tonnes additional to the baseline, of what comes newly each year.

    Returns
    -------
    Plan
        With every flow, what each facility does, what becomes of each stream and why, the totals in each
        unit, the targets, and a closed mass balance.

    Raises
    ------
    SymbioflowError
        ``CONFLICTING_CONTRACTS`` or ``CONTRACT_WITHOUT_LINKAGE`` naming the rows, ``SOLVER_TIME_OUT``,
        ``NO_PLAN``, ``BAD_NUMBER`` for a price or amount that is no number, and ``BALANCE_BROKEN`` if a mass
        balance does not close.

    Examples
    --------
    >>> make_plan(Snapshot.of([])).flows
    ()
    """
    return plan_of(pose(snapshot, options))


def plan_of(problem: Problem) -> Plan:
    """Return the best plan of a problem that is posed already; see `make_plan`."""
    return written(problem, problem.best)


def pose(
    snapshot: Snapshot,
    options: PlanOptions | None = None,
    added: frozenset[str] = frozenset(),
    candidates: Candidates | None = None,
    values: ValueBook | None = None,
) -> Problem:
    """Return the problem of a plan: candidates, programme and what its columns bring.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional
    added : frozenset of str
        Facilities of the snapshot that may come on top, one by one; what is sorted out for each of them is
        still among the columns (`graph.planning.programme.columns.ways`).
    candidates : Candidates, optional
        Of this snapshot, or of one that differs in capacities which are all above 0, or in prices.
    values : ValueBook, optional
        Of this snapshot, where the candidates are of another.
    """
    options = options or PlanOptions()
    refuse_bad_numbers(snapshot)
    if candidates is None:
        candidates = plan_candidates(snapshot, options.matching, added=added)
    columns, links = candidates.columns, _links(candidates)
    # Without candidates nothing flows and nothing is measured: no weights are needed either.
    detour, radius = 1.0, options.matching.radius
    if len(links.stream):
        detour, radius = columns.weights["constant.detour"], columns.reach
    values, on = values or columns.valuation.values, options.matching.on
    layout = lay_out(snapshot, links, detour, radius, on, values, options.potential, added)
    return posed(snapshot, options, candidates, layout, values, credits_of(layout, values), added)


def posed(
    snapshot: Snapshot,
    options: PlanOptions,
    candidates: Candidates,
    before: Layout,
    values: ValueBook,
    credits: Credits,
    added: frozenset[str] = frozenset(),
    was: Mapping[str, float] | None = None,
) -> Problem:
    """Return the problem over columns that are laid out: today's flows take their room first.

    Parameters
    ----------
    was : mapping of market to float, optional
        What is sold there as the graph stands, where something of it has stopped.
    """
    in_use = snapshot.numbers("waste_streams", "in_use_likely")
    # What may be added stands nowhere today.
    stops = None
    if added:
        there = ~np.isin(before.sites.facility.astype(str), list(added))
        stops = Ways(before).stopped(there)
    standing = today_programme(before, credits.benefit, stops)
    now = standing.placed(standing.row_upper(in_use))
    today = today_of(standing, now, in_use)
    layout = with_today(before, standing, now, today, options, was or {})
    programme = build_programme(layout, options, mixes_of(candidates, layout))
    credits = credits.padded(programme.linear.columns)
    return Problem(snapshot, options, candidates, programme, credits, standing, today, before, values)


def written(problem: Problem, solution: Solution, fingerprint: str | None = None) -> Plan:
    """Return a solution of a problem as a plan, proved by its balances.

    Parameters
    ----------
    problem : Problem
    solution : Solution
    fingerprint : str, optional
        Of the graph that it is a plan of, where that is not the problem's own snapshot.
    """
    programme, options, credits = problem.programme, problem.options, problem.credits
    layout = programme.layout
    amounts = without_rounding(layout, solution.flows)
    price = programme.linear.priced(problem.main_objective, solution.row_dual)
    reasons = Reasons(problem.candidates, programme, solution, price, options.objective)
    runs = facility_runs(programme, amounts, solution)
    outcomes = stream_outcomes(programme, amounts, solution, reasons, problem.today.unknown)
    account = credits.account
    return Plan(
        fingerprint=fingerprint or problem.snapshot.fingerprint,
        objective=options.objective,
        mix=options.mix,
        horizon=options.horizon,
        objective_value=float(problem.main_objective @ amounts),
        benefit=float(credits.benefit @ amounts),
        co2_avoided=float(credits.co2 @ amounts),
        benefit_reach=reach_of(account.money, account.numbers, amounts),
        co2_reach=reach_of(account.carbon, account.numbers, amounts),
        coverage=coverage_of(layout, credits, amounts),
        investment=invested(layout, amounts),
        idle_capital=idle_capital(layout, amounts, problem.values.costs),
        potential=options.potential,
        flows=plan_flows(layout, amounts, problem.values),
        runs=runs,
        streams=outcomes,
        totals=totals_of(problem.snapshot, outcomes),
        targets=target_progress(problem.snapshot, outcomes),
        balances=check_mass_balance(layout, amounts, runs),
        today=problem.today.flows,
        markets=markets_taken(layout, amounts, options),
        sold_today=markets_today(problem.snapshot, problem.today.sold),
        questions=market_questions(layout, problem.values.markets),
        missing=account.missing_of(amounts > 0.0),
        solver=SolverReport(
            status=solution.status,
            gap=solution.gap,
            iterations=solution.iterations,
            seconds=solution.seconds,
            columns=programme.linear.columns,
            rows=programme.linear.rows,
            best_of_each=problem.candidates.most,
        ),
    )


def without_rounding(layout: Layout, flows: Floats) -> Floats:
    """Return the flows without the solver's rounding; much water hides no little waste."""
    return rounded(flows, unit_numbers(layout))


def unit_numbers(layout: Layout) -> Ints:
    """Return a number for the unit of each column: the same for the same unit."""
    names = layout.snapshot.strings("materials", "unit")[layout.flows.material].astype(str)
    names = np.where(layout.flows.material < 0, "", names) if len(names) else names
    unit: Ints = np.unique(names, return_inverse=True)[1]
    return unit


def rounded(flows: Floats, unit: Ints) -> Floats:
    """Return flows without those that are rounding beside the largest of their unit."""
    largest = np.zeros(int(unit.max(initial=-1)) + 1)
    np.maximum.at(largest, unit, flows)
    return np.where(flows > np.maximum(FLOW_ROUNDING * largest[unit], NO_FLOW), flows, 0.0)


def invested(layout: Layout, amounts: Floats) -> Range:
    """Return what the planned facilities that take something cost to build, as far as known."""
    feeding, sites = layout.flows.feeding, layout.sites
    running = np.unique(layout.flows.site[feeding[amounts[feeding] > 0.0]])
    prices = sites.investment_low, sites.investment, sites.investment_high
    return Range(*(float(np.nan_to_num(price)[running].sum()) for price in prices))


def _links(candidates: Candidates) -> Links:
    return Links(
        stream=candidates.stream,
        facility=candidates.facility,
        port=candidates.port,
        score=candidates.score,
        fit=candidates.fit,
        confidence=candidates.pairs.confidence,
        blended=candidates.blended,
    )
