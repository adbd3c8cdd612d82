"""What each further tonne towards a target costs: the marginal abatement curve, dearest step last.

The curve is the upper hull of what the whole park can earn at each amount of the target's materials put to
use. Every corner of it is a whole feasible plan, so no tonne is counted twice and what one step displaces is
part of its price. It is found by the weighted sums that Cohen's NISE asks for, corner by corner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graph.errors import SymbioflowError
from graph.model import Target
from graph.planning.allocation import Problem, pose, without_rounding
from graph.planning.options import Objective, PlanOptions
from graph.planning.programme import STARTING, Column
from graph.planning.progress import Progress, tell
from graph.planning.result import (
    Coverage,
    PlanFlow,
    Reach,
    Reasons,
    UnplacedReason,
    check_mass_balance,
    coverage_of,
    facility_runs,
    plan_flows,
    reach_of,
    residue_by_stream,
    stream_outcomes,
    waste_of_targets,
)
from graph.planning.solver import Floats, Ints, Solution, summed
from graph.planning.tolerances import NO_STEP, STRAIGHT
from graph.snapshot import Snapshot
from graph.vocabulary import RowId, Unit
from graph.wording import span

#: The most steps of a curve; where there are more corners the widest gaps between them are filled first.
MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class AbatementStep:
    """From one plan of the curve to the next.

    Attributes
    ----------
    start : float
        Net new use where the step starts: x0 of a step chart.
    end : float
        Net new use where it ends: x1 of a step chart.
    cost : float
        CNY per unit (y of a step chart): benefit that the park gives up at likely numbers, by which the steps
        are ordered; negative pays for itself. No figure to quote alone.
    cost_reach : Reach
        How far it spreads when every number behind what changes within the step varies in its range.
    coverage : Coverage
        On what the money of the step stands.
    share : float
        Utilisation at the end of the step, 0 to 1.
    crosses : bool
        Whether the target is reached within the step.
    more : tuple of PlanFlow
        Linkages that carry more; ``amount`` is the change.
    less : tuple of PlanFlow
        Linkages that carry less because of it; ``amount`` is the change.
    """

    start: float
    end: float
    cost: float
    cost_reach: Reach
    coverage: Coverage
    share: float
    crosses: bool
    more: tuple[PlanFlow, ...]
    less: tuple[PlanFlow, ...]


@dataclass(frozen=True, slots=True)
class AbatementCurve:
    """How far a target can be approached, and at what price.

    Attributes
    ----------
    supply : float
        Generated of what the target covers, per year.
    baseline : float
        Put to use today.
    share_target : float
        Share to reach, 0 to 1.
    start : float
        Net new use that contracts already promise; 0 without any.
    wanted : float
        Net new use that reaches the target, where its line stands: its share of `supply` less `baseline`, not
        below 0.
    reachable : float
        The most net new use there can be.
    shortfall : float
        What stays missing even then; 0 where the target can be reached.
    remainders : tuple of (UnplacedReason, float)
        At the far end: what stays without a use and why, the most first.
    residue : float
        At the far end: what the receiving facilities dispose of.
    """

    target: RowId
    unit: Unit
    supply: float
    baseline: float
    share_target: float
    start: float
    wanted: float
    reachable: float
    shortfall: float
    steps: tuple[AbatementStep, ...]
    remainders: tuple[tuple[UnplacedReason, float], ...]
    residue: float

    def __str__(self) -> str:
        unit = self.unit.value
        ends = f"reaches {self.reachable:,.0f}" + (f", short {self.shortfall:,.0f}" if self.shortfall else "")
        lines = [f"{self.target}: wanted {self.wanted:,.0f} {unit}/yr more than today; {ends}"]
        lines.extend(
            f"{span(f'{step.start:14,.0f}', f'{step.end:14,.0f}', ' to ')} {unit}  "
            f"{span(f'{step.cost_reach.p10:10,.2f}', f'{step.cost_reach.p90:10,.2f}', ' to ')} CNY/{unit} "
            f"({step.coverage.money:.0%} published)"
            f"  {step.share:6.1%}{'  target' if step.crosses else ''}"
            for step in self.steps
        )
        return "\n".join(lines)


@dataclass(frozen=True)
class _Corner:
    """A plan of the curve: what it uses by the programme's measure and by the target's, and what it earns."""

    solution: Solution
    amounts: Floats
    measure: float
    net: float
    benefit: float


def abatement_curves(
    snapshot: Snapshot,
    targets: Sequence[str] = (),
    options: PlanOptions | None = None,
    progress: Progress | None = None,
) -> tuple[AbatementCurve, ...]:
    r"""Return the marginal abatement curve of every target, or of some, by target id.

    With benefit *B* and net use *N* of the target's materials, corners maximise

    .. math:: B + c N

    for a rising price *c* per unit: the steps between them come in the order of their cost. The first corner
    is the best plan that takes nothing of the target's materials beyond what contracts promise, so that a
    step which pays for itself has a negative cost. A curve says what steps cost together and in this order;
    it is no list of measures to pick from, and holds no cost of getting people to agree (Kesicki & Ekins).

    Parameters
    ----------
    snapshot : Snapshot
    targets : sequence of str
        Ids; empty for all.
    options : PlanOptions, optional
        Its objective and horizon are left out of account: a target is a share of what a year generates, so
        stock on hand stays where it is. With lots, decisions or a budget the curve has the plans that some
        price leads to, and there may be others between them.
    progress : callable, optional
        Told how far the work is, 0 to 1: by targets, and within one by its corners; False ends it.

    Raises
    ------
    SymbioflowError
        ``UNKNOWN_TARGET``, and as `graph.planning.make_plan`.

    References
    ----------
    Cohen, J. L. (1978). Multiobjective Programming and Planning. Academic Press (noninferior set estimation).
    Kesicki, F. & Ekins, P. (2012). Marginal abatement cost curves: a call for caution. Climate Policy 12,
    219-236.

    Examples
    --------
    >>> abatement_curves(Snapshot.of([]))
    ()
    """
    known = snapshot.by_id(Target)
    for id in targets:
        if id not in known:
            raise SymbioflowError("UNKNOWN_TARGET", id=id)
    wanted = [target for target in snapshot.all(Target) if not targets or target.id in targets]
    if not wanted:
        return ()
    options = options or PlanOptions()
    problem = pose(
        snapshot,
        PlanOptions(
            matching=options.matching,
            minimum_lot=options.minimum_lot,
            on_off=options.on_off,
            budget=options.budget,
            effort=options.effort,
        ),
    )
    covered = waste_of_targets(snapshot)
    curves: list[AbatementCurve] = []

    def within(done: float) -> None:
        tell(progress, (len(curves) + done) / len(wanted))

    within(0.0)
    for target in wanted:
        streams = snapshot.positions("waste_streams", sorted(covered[target.id]))
        curves.append(_Curve(problem, target, streams, within).drawn())
        within(0.0)
    return tuple(curves)


class _Curve:
    """Draws one target's curve."""

    def __init__(
        self, problem: Problem, target: Target, streams: Ints, tell_done: Callable[[float], None]
    ) -> None:
        self.problem = problem
        self.tell_done = tell_done
        self.target = target
        self.streams = streams
        flows = problem.programme.layout.flows
        self.leaving = np.where(np.isin(flows.kind, STARTING) & np.isin(flows.stream, streams), 1.0, 0.0)
        self.measure = self._measure()
        self.benefit = problem.credits.benefit

    def drawn(self) -> AbatementCurve:
        """Return the curve."""
        first = self._corner([-self.leaving, self.benefit])
        last = self._corner([self.measure, self.benefit])
        corners = [first, *self._between(first, last)]
        snapshot = self.problem.snapshot
        supply, baseline = (
            float(snapshot.numbers("waste_streams", f"{name}_likely")[self.streams].sum())
            for name in ("supply", "in_use")
        )
        wanted = max(self.target.share * supply - baseline, 0.0)
        steps = self._steps(corners, supply, baseline, wanted)
        reachable = steps[-1].end if steps else first.net
        shortfall = max(wanted - reachable, 0.0)
        remainders, residue = self._left_over(last)
        return AbatementCurve(
            target=self.target.id,
            unit=self.target.unit,
            supply=supply,
            baseline=baseline,
            share_target=self.target.share,
            start=first.net,
            wanted=wanted,
            reachable=reachable,
            shortfall=shortfall if shortfall > NO_STEP * max(wanted, 1.0) else 0.0,
            steps=steps,
            remainders=remainders,
            residue=residue,
        )

    def _measure(self) -> Floats:
        """Return what leaves the target's streams less all residue of the facilities it can come to.

        A facility that other waste feeds too counts its whole residue here; the steps are measured by the
        part of it that is the target's.
        """
        layout, flows = self.problem.programme.layout, self.problem.programme.layout.flows
        reached = np.zeros(len(layout.sites), dtype=bool)
        fed = (self.leaving > 0.0) & flows.main
        reached[flows.site[fed]] = True
        passing = flows.where(Column.TRANSFER)
        passing = passing[flows.main[passing]]
        while True:
            onward = flows.site[passing[reached[layout.source(passing)]]]
            if reached[onward].all():
                break
            reached[onward] = True
        gone = flows.where(Column.DISPOSE)
        gone = gone[reached[layout.source(gone)]]
        measure = self.leaving.copy()
        measure[gone] = np.minimum(self.problem.credits.net[self.target.unit][gone], 0.0)
        return measure

    def _corner(self, objectives: list[Floats]) -> _Corner:
        ties = [self.problem.credits.co2, self.problem.preference]
        solution = self.problem.solve([*objectives, *ties])
        amounts = without_rounding(self.problem.programme.layout, solution.flows)
        owed = residue_by_stream(self.problem.programme.layout, amounts)[self.streams].sum()
        return _Corner(
            solution=solution,
            amounts=amounts,
            measure=float(self.measure @ amounts),
            net=float(self.leaving @ amounts - owed),
            benefit=float(self.benefit @ amounts),
        )

    def _between(self, first: _Corner, last: _Corner) -> list[_Corner]:
        """Return the corners after the first, the widest interval searched before the others."""
        found, open_ = [first, last], [(first, last)]
        while open_ and len(found) <= MOST_STEPS:
            open_.sort(key=lambda pair: (pair[0].measure - pair[1].measure, pair[0].measure))
            left, right = open_.pop(0)
            width = right.measure - left.measure
            if width <= NO_STEP * max(abs(last.measure), 1.0):
                continue
            price = (left.benefit - right.benefit) / width
            mixed = self.benefit + price * self.measure
            corner = self._corner([mixed])
            level = left.benefit + price * left.measure
            gain = corner.benefit + price * corner.measure - level
            straight = gain <= STRAIGHT * max(abs(left.benefit), abs(right.benefit), 1.0)
            if straight or not left.measure < corner.measure < right.measure:
                continue
            found.append(corner)
            self.tell_done(len(found) / (MOST_STEPS + 1))
            open_ += [(left, corner), (corner, right)]
        return sorted(found[1:], key=lambda corner: corner.measure)

    def _steps(
        self, corners: Sequence[_Corner], supply: float, baseline: float, wanted: float
    ) -> tuple[AbatementStep, ...]:
        """Return the steps between corners that, by the target's own measure, rise in use and in cost."""
        hull: list[_Corner] = []
        for corner in corners:
            if hull and corner.net - hull[-1].net <= NO_STEP * max(supply, 1.0):
                continue
            while len(hull) > 1 and _cost(hull[-2], hull[-1]) > _cost(hull[-1], corner):
                hull.pop()
            hull.append(corner)
        return tuple(self._step(left, right, supply, baseline, wanted) for left, right in pairwise(hull))

    def _step(
        self, left: _Corner, right: _Corner, supply: float, baseline: float, wanted: float
    ) -> AbatementStep:
        problem, layout = self.problem, self.problem.programme.layout
        check_mass_balance(
            layout, right.amounts, facility_runs(problem.programme, right.amounts, right.solution)
        )
        change = right.amounts - left.amounts
        least = NO_STEP * max(float(right.amounts.max()), 1.0)
        change[np.abs(change) <= least] = 0.0
        account = problem.credits.account
        gain = reach_of(account.money, account.numbers, change)
        reached = wanted - NO_STEP * max(wanted, 1.0)
        return AbatementStep(
            start=left.net,
            end=right.net,
            cost=_cost(left, right),
            cost_reach=gain.scaled(-1.0 / (right.net - left.net)),
            coverage=coverage_of(layout, problem.credits, change),
            share=(baseline + right.net) / supply,
            crosses=left.net < reached <= right.net,
            more=plan_flows(layout, np.maximum(change, 0.0), problem.values),
            less=plan_flows(layout, np.maximum(-change, 0.0), problem.values),
        )

    def _left_over(self, last: _Corner) -> tuple[tuple[tuple[UnplacedReason, float], ...], float]:
        programme, solution = self.problem.programme, last.solution
        price = programme.linear.priced(self.measure, solution.row_dual)
        reasons = Reasons(self.problem.candidates, programme, solution, price, Objective.TONNES)
        unknown = self.problem.today.unknown
        outcomes = stream_outcomes(programme, last.amounts, solution, reasons, unknown)
        covered = [outcomes[row] for row in self.streams]
        words = list(UnplacedReason)
        left = summed(
            np.array([words.index(outcome.reason) for outcome in covered], dtype=np.int64),
            np.array([outcome.unplaced for outcome in covered], dtype=np.float64),
            len(words),
        )
        found = [(word, float(amount)) for word, amount in zip(words, left, strict=True) if amount > 0.0]
        by_size = tuple(sorted(found, key=lambda remainder: (-remainder[1], remainder[0])))
        return by_size, sum(outcome.residue for outcome in covered)


def _cost(left: _Corner, right: _Corner) -> float:
    return (left.benefit - right.benefit) / (right.net - left.net)
