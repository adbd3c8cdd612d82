"""The Pareto front: plans of which none is better in one objective without being worse in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from graph.errors import SymbioflowError
from graph.planning.allocation import Problem, invested, pose, without_rounding
from graph.planning.options import SINGLE_OBJECTIVES, Objective, PlanOptions
from graph.planning.programme import Layout
from graph.planning.progress import Progress, tell
from graph.planning.result import (
    Coverage,
    PlanFlow,
    Reach,
    check_mass_balance,
    coverage_of,
    facility_runs,
    plan_flows,
    reach_of,
)
from graph.planning.solver import Floats, Solution, solve
from graph.planning.tolerances import IDLE, LEVEL_SLACK, SAME_POINT
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import Unit

#: The most levels of each objective but the first.
MOST_POINTS = 50


@dataclass(frozen=True, slots=True)
class ParetoPoint:
    """One plan of the front.

    Attributes
    ----------
    tonnes : float
        Net diverted tonnes per year.
    benefit : float
        Net benefit of all sides together, CNY per year.
    co2 : float
        CO2e avoided, kg per year.
    benefit_reach, co2_reach : Reach
        How far both spread at the plan's flows.
    coverage : Coverage
        On what both stand.
    investment : Range
        What the planned facilities that run cost to build, CNY, as far as known.
    flows : tuple of PlanFlow
        The linkages of the plan; its mass balance was checked.
    status : str
        ``optimal``, or ``time limit`` where whole numbers or lots were decided as well as time allowed.
    """

    tonnes: float
    benefit: float
    co2: float
    benefit_reach: Reach
    co2_reach: Reach
    coverage: Coverage
    investment: Range
    flows: tuple[PlanFlow, ...]
    status: str

    def value(self, objective: Objective) -> float:
        """Return the point's value of one single objective."""
        return {
            Objective.TONNES: self.tonnes,
            Objective.BENEFIT: self.benefit,
            Objective.CO2: self.co2,
        }[objective]


@dataclass(frozen=True, slots=True)
class ParetoFront:
    """Plans that none of the others beats, from the most of the first objective to the least.

    Attributes
    ----------
    fingerprint : str
        Of the snapshot it was computed from.
    objectives : tuple of Objective
        Two or three; the other values of a point are what its plan happens to have.
    solved : int
        How many programmes were solved.
    """

    fingerprint: str
    objectives: tuple[Objective, ...]
    points: tuple[ParetoPoint, ...]
    solved: int

    def __str__(self) -> str:
        lines = ["  ".join(f"{name.value + ' ' + name.unit + '/yr':>22}" for name in self.objectives)]
        lines.extend(
            "  ".join(f"{point.value(name):22,.0f}" for name in self.objectives) for point in self.points
        )
        return "\n".join(lines)


def pareto_front(
    snapshot: Snapshot,
    objectives: Sequence[Objective] = SINGLE_OBJECTIVES[:2],
    points: int = 10,
    options: PlanOptions | None = None,
    progress: Progress | None = None,
) -> ParetoFront:
    r"""Return the trade-off between two or three objectives by the augmented ε-constraint method.

    The payoff table comes from lexicographic optima. Between the least and the most that it shows of every
    objective but the first, `points` evenly spaced levels are asked for:

    .. math:: \max f_1 \text{ subject to } f_k \ge \varepsilon_k, \quad k = 2, \dots

    Mavrotas adds a small reward for what exceeds a level, so that no weakly dominated plan comes out. Here
    the objectives after the first are maximised after it, in order, which does the same without a weight to
    choose.

    Parameters
    ----------
    snapshot : Snapshot
    objectives : sequence of Objective
        Two or three different ones of tonnes, benefit and CO2.
    points : int
        Levels of each objective but the first, 2 to 50; the front has at most as many points for two
        objectives, and the square of it for three, besides the optima of the single objectives.
    options : PlanOptions, optional
        What holds for every plan; its own objective and mix are left out of account.
    progress : callable, optional
        Told the share of the programmes that are solved; False ends the work.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION``, and as `graph.planning.make_plan`.

    References
    ----------
    Mavrotas, G. (2009). Effective implementation of the ε-constraint method in Multi-Objective Mathematical
    Programming problems. Applied Mathematics and Computation 213, 455-465.

    Examples
    --------
    >>> pareto_front(Snapshot.of([]), points=2).points[0].benefit
    0.0
    """
    wanted = _checked(objectives, points)
    problem = pose(snapshot, options)
    rows = [problem.objective(name) for name in wanted]
    tell(progress, 0.0)
    asked = len(rows) + points ** (len(rows) - 1)
    table: list[Solution] = []
    for k, row in enumerate(rows):
        table.append(problem.solve([row, *rows[:k], *rows[k + 1 :], *problem.tie_breaks]))
        tell(progress, len(table) / asked)
    values = np.array([[float(row @ solution.flows) for row in rows] for solution in table])
    spread = np.maximum(values.max(axis=0) - values.min(axis=0), 0.0)
    solutions = list(table)
    for solution in _between(problem, rows, values, points):
        solutions.append(solution)
        tell(progress, len(solutions) / asked)
    found = [_point(problem, solution) for solution in solutions]
    return ParetoFront(
        fingerprint=snapshot.fingerprint,
        objectives=wanted,
        points=tuple(_undominated(found, wanted, spread)),
        solved=len(solutions),
    )


def _checked(objectives: Sequence[Objective], points: int) -> tuple[Objective, ...]:
    wanted = tuple(objectives)
    if (
        len(wanted) not in (2, 3)
        or len(set(wanted)) < len(wanted)
        or not set(wanted) <= set(SINGLE_OBJECTIVES)
    ):
        names = ", ".join(name.value for name in wanted) or "none"
        raise SymbioflowError("BAD_OPTION.objectives", given=str(names))
    if not 2 <= points <= MOST_POINTS:
        raise SymbioflowError("BAD_OPTION.points", given=points, most=MOST_POINTS)
    return wanted


def _between(problem: Problem, rows: list[Floats], values: Floats, points: int) -> Iterator[Solution]:
    """Solve for the first objective under every combination of levels that can be met."""
    least, most = values.min(axis=0), values.max(axis=0)
    spread = most - least
    levels = [
        np.linspace(least[k], most[k], points)
        if spread[k] > SAME_POINT * max(abs(most[k]), 1e-12)
        else [least[k]]
        for k in range(1, len(rows))
    ]
    for floors in product(*levels):
        # A level at the end of a range is a solution's own value, which its rounding may have passed.
        slack = LEVEL_SLACK * np.maximum(spread[1:], np.abs(most[1:]))
        bounds = list(zip(rows[1:], floors - slack, strict=True))
        linear = problem.programme.linear.with_floors(bounds)
        try:
            yield solve(linear, [*rows, *problem.tie_breaks], problem.options.effort)
        except SymbioflowError as error:
            # Two levels that do not go together leave a gap in the grid, not in the front.
            if error.code != "INFEASIBLE":
                raise


def _point(problem: Problem, solution: Solution) -> ParetoPoint:
    layout, account = problem.programme.layout, problem.credits.account
    amounts = _running(layout, without_rounding(layout, solution.flows))
    check_mass_balance(layout, amounts, facility_runs(problem.programme, amounts, solution))
    return ParetoPoint(
        tonnes=float(problem.credits.net[Unit.TONNE] @ amounts),
        benefit=float(problem.credits.benefit @ amounts),
        co2=float(problem.credits.co2 @ amounts),
        benefit_reach=reach_of(account.money, account.numbers, amounts),
        co2_reach=reach_of(account.carbon, account.numbers, amounts),
        coverage=coverage_of(layout, problem.credits, amounts),
        investment=invested(layout, amounts),
        flows=plan_flows(layout, amounts, problem.values),
        status=solution.status,
    )


def _running(layout: Layout, amounts: Floats) -> Floats:
    """Return the flows without those of facilities that run on a trace only."""
    flows = layout.flows
    idle = layout.fed(amounts) < IDLE * amounts.max(initial=0.0)
    given, taken = flows.output >= 0, flows.site >= 0
    still = np.zeros(len(flows), dtype=bool)
    still[given] = idle[layout.source(np.flatnonzero(given))]
    still[taken] |= idle[flows.site[taken]]
    return np.where(still, 0.0, amounts)


def _undominated(
    found: Sequence[ParetoPoint], objectives: tuple[Objective, ...], spread: Floats
) -> Iterator[ParetoPoint]:
    """Give the points that no other one equals or beats, the most of the first objective first."""
    values = np.array([[point.value(name) for name in objectives] for point in found])
    near = SAME_POINT * np.maximum(spread, 1e-9 * np.abs(values).max(axis=0, initial=0.0))
    best: list[int] = []
    for place in np.lexsort(-values.T[::-1]):
        beaten = any((values[other] >= values[place] - near).all() for other in best)
        if not beaten:
            best.append(int(place))
    # A point found early by a hair of the first objective may still be beaten by a later one.
    for place in best:
        if not any(
            other != place
            and (values[other] >= values[place]).all()
            and (values[other] > values[place]).any()
            for other in best
        ):
            yield found[place]
