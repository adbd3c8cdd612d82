"""What numbers move a plan, and where its sales flip, found by planning anew.

Each number goes to both ends of its range, all else as likely. All of them are tried from the basis of the
plan itself, as random draws are; those that move most are then planned as the plan is, objective by
objective, from where the plan itself ended, so that who changes the row and plans gets the same figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from graph.errors import SymbioflowError
from graph.planning.allocation import Problem
from graph.planning.programme import Column
from graph.planning.sensitivity.moved import NAMED, ROUNDING, Flip, Sensitivity, WouldChange, most_moving
from graph.planning.sensitivity.numbers import Unknown, unknowns
from graph.planning.solver import Floats, Ints, KeptSolver, Solution, solve
from graph.planning.uncertainty import Draw, Resolver, World, Worlds, uncertain
from graph.vocabulary import FacilityId, MaterialId

#: So many of those that move most by the first try are planned in full.
_TRIED_AGAIN = 2 * NAMED
#: Steps to a price, each from a corner of the plan's benefit to the next.
_MOST_STEPS = 100


def by_planning_anew(problem: Problem, amounts: Floats) -> Sensitivity:
    """Return what would change a plan by making it anew.

    Parameters
    ----------
    problem : Problem
        With all whole numbers decided.
    amounts : array
        Of the plan, one a column.
    """
    ends = _Ends(problem)
    quick = ends.base
    first = (_moved(one, quick, ends.tried) for one in ends.found)
    order = most_moving(first, quick.benefit, quick.objective)
    named = {(one.table, one.row, one.column) for one in order[:_TRIED_AGAIN]}
    base = _Figures(float(problem.credits.benefit @ amounts), float(problem.main_objective @ amounts))
    again = (
        _moved(one, base, ends.planned) for one in ends.found if (one.table, one.row, one.column) in named
    )
    would_change = most_moving(again, base.benefit, base.objective)[:NAMED]
    return Sensitivity(tuple(would_change), _flips(problem, amounts), replanned=True)


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a plan comes to: CNY per year, and the objective in its unit."""

    benefit: float
    objective: float


def _moved(one: Unknown, base: _Figures, planned: Callable[[int, float], _Figures]) -> WouldChange:
    low, high = (planned(one.slot, end) for end in (one.low, one.high))
    return WouldChange(
        table=one.table,
        row=one.row,
        column=one.column,
        unit=one.unit,
        low=one.low,
        likely=one.likely,
        high=one.high,
        benefit_low=low.benefit - base.benefit,
        benefit_high=high.benefit - base.benefit,
        objective_low=low.objective - base.objective,
        objective_high=high.objective - base.objective,
    )


class _Ends:
    """Plans with one number at an end of its range.

    Attributes
    ----------
    found : list of Unknown
    base : _Figures
        With all as likely, by the same way as `tried`.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._uncertain = uncertain(problem)
        self._worlds = Worlds(problem, self._uncertain)
        self._resolver = Resolver(self._worlds)
        self._likely = self._uncertain.expected()
        self._world = self._worlds.of(self._likely)
        self._amounts = self._resolver.solve(self._world).amounts
        self._kept = KeptSolver()
        if self._best(self._world) is not None:
            self._kept.start_here()
        self.found = unknowns(problem, self._uncertain, self._worlds.bought_port)
        self.base = self._figures(self._world, self._amounts)

    def tried(self, slot: int, value: float) -> _Figures:
        """Return the figures with one number otherwise as draws find them, equal plans by one sum."""
        world = self._with(slot, value)
        stays = self._resolver.stays_best(world)
        return self._figures(world, self._amounts if stays else self._resolver.solve(world).amounts)

    def planned(self, slot: int, value: float) -> _Figures:
        """Return the figures with one number otherwise as planned; as `tried` where a contract is missed."""
        world = self._with(slot, value)
        best = self._best(world)
        return self._figures(world, self._resolver.solve(world).amounts if best is None else best.flows)

    def _best(self, world: World) -> Solution | None:
        """Solve a world as the plan is solved, objective by objective; None where a contract is missed."""
        problem = self.problem
        # The shortfalls of contracts stand last.
        linear = problem.programme.linear
        linear = replace(
            linear, value=world.linear.value[: len(linear.value)], row_upper=world.linear.row_upper
        )
        changed = replace(problem, credits=replace(problem.credits, benefit=world.benefit, co2=world.co2))
        main = self._worlds.main_objective(world.benefit, world.co2)
        try:
            return solve(linear, [main, *changed.tie_breaks], problem.options.effort, self._kept)
        except SymbioflowError as error:
            if error.code != "INFEASIBLE":
                raise
            return None

    def _with(self, slot: int, value: float) -> World:
        slots = self._likely.slots.copy()
        slots[slot] = value
        if self._uncertain.only_worth[slot]:
            return self._worlds.revalued(self._world, slots)
        if self._uncertain.only_ratio[slot]:
            return self._worlds.remade(self._world, slots)
        return self._worlds.of(Draw(slots, self._likely.accepted, slots))

    def _figures(self, world: World, amounts: Floats) -> _Figures:
        main = self._worlds.main_objective(world.benefit, world.co2)
        return _Figures(float(world.benefit @ amounts), float(main @ amounts))


def _flips(problem: Problem, amounts: Floats) -> tuple[Flip, ...]:
    """Return of the largest sales the price at which a plan for money is as good without them."""
    layout, benefit = problem.programme.layout, problem.credits.benefit
    flows = layout.flows
    selling = flows.where(Column.SELL)
    source = layout.source(selling)
    key = source * (int(flows.material.max(initial=0)) + 1) + flows.material[selling]
    found: list[tuple[float, Flip, Ints]] = []
    for one in np.unique(key[amounts[selling] > 0.0]).tolist():
        of_sale = selling[key == one]
        sold = float(amounts[of_sale].sum())
        largest = int(of_sale[np.argmax(amounts[of_sale])])
        price = float(benefit[largest])
        site = int(layout.source(of_sale[:1])[0])
        facility = FacilityId(str(layout.sites.facility[site]))
        material = MaterialId(layout.text("materials", "id", flows.material[largest]))
        found.append((sold * abs(price), Flip(facility, material, sold, price, price), of_sale))
    found.sort(key=lambda entry: (-entry[0], entry[1].facility, entry[1].material))
    if not found:
        return ()
    kept = KeptSolver()
    paying = solve(problem.programme.linear, [benefit], problem.options.effort, kept)
    kept.start_here()
    flips = ((flip, _shift(problem, columns, paying, kept)) for _, flip, columns in found[:NAMED])
    return tuple(replace(flip, flips_at=flip.price + shift) for flip, shift in flips if shift is not None)


def _shift(problem: Problem, columns: Ints, paying: Solution, kept: KeptSolver) -> float | None:
    """Return by how much the price of some sales must change for a plan for money to be as good without them.

    The best benefit is convex in a price, and its slope is what is sold. From a price at which something is
    sold, each step goes to where the line that touches there meets the benefit without the sale, and never
    beyond the price looked for (Dinkelbach 1967). None where the plan cannot be without it, or never has it.

    Parameters
    ----------
    paying : Solution
        The plan for money alone, at the price as it is.

    References
    ----------
    Dinkelbach, W. (1967). On nonlinear fractional programming. Management Science 13, 492-498.
    """
    linear, benefit, effort = problem.programme.linear, problem.credits.benefit, problem.options.effort
    upper = linear.upper.copy()
    upper[columns] = 0.0
    try:
        without = solve(replace(linear, upper=upper), [benefit], effort, kept).value
    except SymbioflowError as error:
        if error.code != "INFEASIBLE":
            raise
        return None

    def at(shift: float) -> tuple[float, float]:
        shifted = benefit.copy()
        shifted[columns] += shift
        found = solve(linear, [shifted], effort, kept)
        return found.value, float(found.flows[columns].sum())

    size = max(abs(without), float(np.abs(benefit[columns]).max()), 1.0)
    shift, step = 0.0, max(float(np.abs(benefit[columns]).max()), 1.0)
    value, sold = paying.value, float(paying.flows[columns].sum())
    while value - without <= ROUNDING * size and step <= ROUNDING**-1:
        shift += step
        step *= 2.0
        value, sold = at(shift)
    for _ in range(_MOST_STEPS):
        if value - without <= ROUNDING * size or sold <= 0.0:
            break
        shift -= (value - without) / sold
        value, sold = at(shift)
    return shift
