"""Solves one plan's programme again and again for other worlds, from the basis of the plan itself.

A world's programme has only the linkages that are accepted in it, so that the simplex method looks at no
other: at the made-up park, with three of ten accepted, that takes less than half of the time of closing the
others by their bounds. Costs are not perturbed: the first basis is near, and undoing a perturbation takes
longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import MONTHS, shares_of_year
from graph.planning.allocation import Problem
from graph.planning.options import SINGLE_OBJECTIVES, Objective
from graph.planning.programme import CARRYING, Column, Row
from graph.planning.solver import (
    Effort,
    Floats,
    Ints,
    LinearProgramme,
    SiftedProgramme,
    Start,
    basic_in,
    duals_of,
    hand_over,
    iterations_of,
    keep_near,
    largest,
    quiet_solver,
    refuse_failure,
    run_surely,
    scale_of,
    scaled,
    within_bounds,
)
from graph.planning.tolerances import DRAW_PRICE, FLOW_ROUNDING
from graph.planning.uncertainty.rooms import Rooms
from graph.planning.uncertainty.uncertain import Draw, Uncertain

#: Weights of what decides among equal plans, in its order, relative to the largest coefficient: steps as far
#: apart as the solver's tolerance leaves room for.
TIE_WEIGHTS = (1e-4, 1e-5, 1e-5, 1e-5, 1e-6, 1e-7)
#: What a unit of a contract that cannot be kept costs, in largest coefficients: more than any chain brings.
SHORTFALL = 1e3


@dataclass(frozen=True)
class World:
    """What a draw makes of the programme.

    Attributes
    ----------
    linear : LinearProgramme
        The plan's columns, then the shortfall of each contract.
    objective : float array
        What decides, ties included.
    benefit, co2 : float array
        What a unit of each of the plan's columns brings.
    supply, in_use : float array
        What arises a year and what of it is in use already, by row of waste_streams.
    """

    linear: LinearProgramme
    objective: Floats
    benefit: Floats
    co2: Floats
    supply: Floats
    in_use: Floats

    def open_columns(self) -> Ints:
        """Return the columns that may flow."""
        return np.flatnonzero(self.linear.upper > 0.0)


@dataclass(frozen=True)
class Answer:
    """The best plan of a world.

    Attributes
    ----------
    amounts : float array
        One a column of the plan.
    shortfall : float
        What contracted linkages could not carry.
    iterations : int
    """

    amounts: Floats
    shortfall: float
    iterations: int


class Worlds:
    """Writes the programme of any draw.

    Parameters
    ----------
    problem : Problem
        With all whole numbers decided.
    unknown : Uncertain

    Attributes
    ----------
    supply_rows, supply_stream, supply_share : array
        Rows bounded by a stream's free supply, whose, and by which share of the year's.
    made, made_output : int array
        Entries of the matrix that are an output's ratio, and whose.
    bought, bought_port : int array
        Entries that are the ratio of an auxiliary input, with the sign changed, and of which port.
    rooms : Rooms
    times : float array
        What of a ratio stands in each entry, which is one of `made` or `bought`: what arrives of its column,
        or in a month of a column that can wait that month's share; below 0 where what is made is a bound.
    """

    def __init__(self, problem: Problem, unknown: Uncertain) -> None:
        self.problem, self.unknown = problem, unknown
        programme, linear = problem.programme, problem.programme.linear
        self.columns = linear.columns
        self.supply_rows = np.flatnonzero(np.isin(programme.row_kind, (Row.SUPPLY, Row.MONTH_SUPPLY)))
        self.supply_stream = programme.row_a[self.supply_rows]
        self.supply_share = np.ones(len(self.supply_rows))
        at = np.flatnonzero(programme.row_kind[self.supply_rows] == Row.MONTH_SUPPLY)
        shares, _ = shares_of_year(problem.snapshot, "waste_streams", self.supply_stream[at])
        self.supply_share[at] = shares[np.arange(len(at)), programme.row_b[self.supply_rows[at]]]
        self.rooms = Rooms(problem, unknown)
        self._find_ratios()
        self._base = with_shortfalls(linear, programme.row_kind == Row.CONTRACT)
        self._set_objectives()

    def of(self, draw: Draw) -> World:
        """Return the world of a draw."""
        unknown, slots = self.unknown, draw.slots
        upper = self._base.upper.copy()
        upper[: self.columns] = np.where(draw.accepted, upper[: self.columns], 0.0)
        row_upper = self._base.row_upper.copy()
        supply = slots[unknown.supply_slot]
        in_use = np.minimum(slots[unknown.in_use_slot], supply)
        row_upper[self.supply_rows] = self.supply_share * (supply - in_use)[self.supply_stream]
        self.rooms.write(row_upper, in_use, slots)
        linear = replace(self._base, value=self._value(slots), upper=upper, row_upper=row_upper)
        benefit, co2, objective = self._worth(slots)
        return World(linear, objective, benefit, co2, supply, in_use)

    def revalued(self, world: World, slots: Floats) -> World:
        """Return a world in which only numbers differ that no row is made of: prices, costs and factors."""
        benefit, co2, objective = self._worth(slots)
        return replace(world, objective=objective, benefit=benefit, co2=co2)

    def remade(self, world: World, slots: Floats) -> World:
        """Return a world in which only the ratios of what is made and bought differ, and what that brings."""
        return self.revalued(replace(world, linear=replace(world.linear, value=self._value(slots))), slots)

    def _value(self, slots: Floats) -> Floats:
        """Return the coefficients of the programme."""
        unknown, value = self.unknown, self._base.value.copy()
        if len(self.made):
            value[self.made] = self.times[self.made] * unknown.ratios(slots)[self.made_output]
        value[self.bought] = -self.times[self.bought] * slots[unknown.port_slot[self.bought_port]]
        return value

    def _worth(self, slots: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the benefit and CO2e of a unit of each column, and what decides."""
        unknown = self.unknown
        benefit, co2 = (terms.values(slots, self.columns) for terms in (unknown.benefit, unknown.co2))
        return benefit, co2, self._objective(benefit, co2)

    def _find_ratios(self) -> None:
        programme, linear = self.problem.programme, self.problem.programme.linear
        flows = programme.layout.flows
        kind, column = programme.row_kind[linear.index], linear.column_of_entry()
        monthly = flows.kind[column] == Column.MONTH
        whole = np.where(monthly, flows.parent[column], column)
        # What feeds a facility: a column's ratio at another facility than the one it leaves.
        feeding = np.isin(flows.kind[whole], CARRYING) & flows.main[whole]
        output, port = programme.row_a[linear.index], programme.row_b[linear.index]
        makes = np.isin(kind, (Row.OUTPUT, Row.MONTH_OUTPUT))
        self.made = np.flatnonzero(makes & feeding & (flows.output[whole] != output))
        self.made_output = output[self.made]
        port = np.where(kind == Row.MONTH_AUXILIARY, port // MONTHS, port)
        self.bought = np.flatnonzero(np.isin(kind, (Row.AUXILIARY, Row.MONTH_AUXILIARY)) & feeding)
        self.bought_port = port[self.bought]
        in_month = np.isin(kind, (Row.MONTH_OUTPUT, Row.MONTH_AUXILIARY))
        self.times = flows.arrives[column].copy()
        # What can wait comes as its taker runs.
        waits = np.flatnonzero(in_month & ~monthly & feeding)
        month = programme.row_b[linear.index[waits]] % MONTHS
        self.times[waits] *= programme.layout.sites.monthly[flows.site[column[waits]], month]
        self.times[kind == Row.MONTH_OUTPUT] *= -1.0

    def _set_objectives(self) -> None:
        problem = self.problem
        options = problem.options
        shares = {Objective.BENEFIT: 0.0, Objective.CO2: 0.0}
        if options.objective is Objective.WEIGHTED:
            total = sum(options.mix)
            for name, weight, best in zip(SINGLE_OBJECTIVES, options.mix, problem.ideal, strict=True):
                if name in shares and weight > 0.0 and abs(best) > 0.0:
                    shares[name] = weight / total / abs(best)
        elif options.objective in shares:
            shares[options.objective] = 1.0
        self._shares = shares
        self._size = largest(problem.main_objective)
        self._ties = summed_ties(problem)

    def main_objective(self, benefit: Floats, co2: Floats) -> Floats:
        """Return what a unit of each column adds to what is wanted; a mix is weighed as planned."""
        credits, shares = self.problem.credits, self._shares
        main = self.problem.main_objective + shares[Objective.BENEFIT] * (benefit - credits.benefit)
        return main + shares[Objective.CO2] * (co2 - credits.co2)

    def _objective(self, benefit: Floats, co2: Floats) -> Floats:
        missed = np.full(self._base.columns - self.columns, -SHORTFALL)
        main = self.main_objective(benefit, co2)
        whole: Floats = np.r_[main / self._size + self._ties, missed]
        return whole


@dataclass(frozen=True)
class _Footing:
    """How the plan itself stands in a programme, whatever its columns bring there.

    Attributes
    ----------
    linear : LinearProgramme
    inside : bool
        Whether it meets every row and bound.
    taken : float array
        What a unit of each column takes of its rows, at the plan's own prices.
    more, less : bool array
        Which columns could flow more, or less, and then which rows.
    """

    linear: LinearProgramme
    inside: bool
    taken: Floats
    more: NDArray[np.bool_]
    less: NDArray[np.bool_]

    def is_best(self, price: Floats, dual: Floats) -> bool:
        """Return whether nothing had better flow more or less, and what has a price is at its bound."""
        price = np.concatenate((price, dual))
        paying = (price > DRAW_PRICE) & self.more | (price < -DRAW_PRICE) & self.less
        return not paying.any()


class Resolver:
    """One solver, and the basis of the plan itself.

    Every world starts from that basis, never from the world before it: so an answer depends on its own draw
    only, to the last bit, in whatever order or parts worlds are solved.
    """

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = worlds
        expected = worlds.of(worlds.unknown.expected())
        self._rows = np.arange(expected.linear.rows)
        self._solver = quiet_solver(expected.linear, expected.objective)
        self._solver.setOptionValue("dual_feasibility_tolerance", DRAW_PRICE)
        run_surely(self._solver)
        refuse_failure(self._solver)
        self.expected = _answer(self._solver, expected, np.arange(expected.linear.columns), worlds.columns)
        found = self._solver.getSolution()
        self._value, self._dual = (np.array(values) for values in (found.col_value, found.row_dual))
        basis = self._solver.getBasis()
        self._column_status = np.array(basis.col_status, dtype=object)
        self._basic = basic_in(self._solver)
        self._pricer = self._solver
        self._footing: _Footing | None = None
        #: The programme that the solver holds, of which columns, and the plan's own basis over these: the
        #: basic columns that are gone leave a basis to be completed.
        self._held: LinearProgramme | None = None
        self._columns: Ints = np.empty(0, dtype=np.int64)
        self._basis = highspy.HighsBasis()
        self._basis.row_status = basis.row_status
        self._basis.valid = self._basis.alien = True
        self._solver = quiet_solver()
        self._solver.setOptionValue("dual_feasibility_tolerance", DRAW_PRICE)
        keep_near(self._solver)

    def solve(self, world: World) -> Answer:
        """Return the best plan of a world."""
        columns = world.open_columns()
        return _answer(self._optimum(world, columns), world, columns, self.worlds.columns)

    def stays_best(self, world: World) -> bool:
        """Return whether the plan itself is best in a world, as prices tell without solving it.

        It is if it meets every row there, none of its columns had better flow more or less, and what has a
        price is at its bound: at the prices of the plan itself, or at those of its basis in that world. Where
        it is not told, another plan may still be no better.
        """
        if self._footing is None or self._footing.linear is not world.linear:
            self._footing = self._footing_in(world.linear)
        footing = self._footing
        if not footing.inside:
            return False
        if footing.is_best(world.objective - footing.taken, self._dual):
            return True
        dual = self.gradient(world.objective[np.newaxis])[0]
        return footing.is_best(world.linear.priced(world.objective, dual), dual)

    def _footing_in(self, linear: LinearProgramme) -> _Footing:
        """Return how the plan itself stands in a programme."""
        value = self._value
        rounding = FLOW_ROUNDING * float(value.max(initial=0.0))
        activity = linear.activity(value)
        more = np.concatenate((linear.upper - value, linear.row_upper - activity))
        less = np.concatenate((value - linear.lower, activity - linear.row_lower))
        inside = min(more.min(initial=0.0), less.min(initial=0.0)) >= -rounding
        taken = -linear.priced(np.zeros(linear.columns), self._dual)
        return _Footing(linear, bool(inside), taken, more > rounding, less > rounding)

    def solve_each(self, world: World, opened: Sequence[NDArray[np.bool_]]) -> list[Answer]:
        """Return the best plans of one world with some of its columns, then with others.

        Each goes on from the first, over the few columns that carry anything in it: they should differ by
        little. None depends on which others are asked for.

        Parameters
        ----------
        opened : sequence of bool array
            By plan: which of the plan's columns may flow, if they may in this world.
        """
        count = self.worlds.columns
        short = np.ones(world.linear.columns - count, dtype=bool)
        masks = [np.r_[mask, short] & (world.linear.upper > 0.0) for mask in opened]
        columns = np.flatnonzero(masks[0])
        solver = self._optimum(world, columns)
        answers = [_answer(solver, world, columns, count)]
        if len(masks) == 1:
            return answers
        scale, flows = scale_of(world.linear), np.asarray(solver.getSolution().col_value)
        linear = scaled(world.linear, scale)
        sifted = SiftedProgramme(
            linear,
            [world.objective],
            columns,
            self._rows,
            Start(np.arange(len(columns)), solver.getBasis(), flows),
            Effort(),
            DRAW_PRICE,
        )
        for mask in masks[1:]:
            found = sifted.extended(np.flatnonzero(mask & ~masks[0]), np.flatnonzero(masks[0] & ~mask))
            answers.append(_rounded(found.flows * scale, world, count, found.iterations))
        return answers

    def _optimum(self, world: World, columns: Ints) -> highspy.Highs:
        """Return the solver at the best plan of some columns of a world."""
        solver, part = self._solver, world.linear.some(columns)
        if self._held is None or not within_bounds(solver, part, world.objective[columns], self._held):
            hand_over(solver, part, world.objective[columns])
        if not np.array_equal(columns, self._columns):
            self._columns = columns
            self._basis.col_status = self._column_status[columns].tolist()
        self._held = part
        solver.setBasis(self._basis)
        run_surely(solver)
        refuse_failure(solver)
        return solver

    def gradient(self, measures: Floats) -> Floats:
        """Return what one more unit of each row's bound adds to measures, at the plan's own basis.

        Parameters
        ----------
        measures : float array
            One row a measure, one column a column of the programme.

        Returns
        -------
        array
            One row a measure, one column a row of the programme.
        """
        return np.array([duals_of(self._pricer, self._basic, measure) for measure in measures])


def solve_cold(world: World, columns: int) -> Answer:
    """Return the best plan of a world by a solver that knows nothing of the plan; warm ones must equal it."""
    solver = quiet_solver(world.linear, world.objective)
    solver.setOptionValue("dual_feasibility_tolerance", DRAW_PRICE)
    solver.run()
    refuse_failure(solver)
    return _answer(solver, world, np.arange(world.linear.columns), columns)


def _answer(solver: highspy.Highs, world: World, open_columns: Ints, columns: int) -> Answer:
    value = np.zeros(world.linear.columns)
    value[open_columns] = solver.getSolution().col_value
    return _rounded(value, world, columns, iterations_of(solver))


def _rounded(value: Floats, world: World, columns: int, iterations: int) -> Answer:
    value = np.clip(value, world.linear.lower, world.linear.upper)
    value[value <= FLOW_ROUNDING * value.max(initial=0.0)] = 0.0
    return Answer(value[:columns], float(value[columns:].sum()), iterations)


def summed_ties(problem: Problem) -> Floats:
    """Return what decides among equal plans as one sum, relative to what is wanted first."""
    ties = np.zeros(problem.programme.linear.columns)
    for weight, tie in zip(TIE_WEIGHTS, problem.tie_breaks, strict=False):
        if tie.any():
            ties += weight / largest(tie) * tie
    return ties


def with_shortfalls(linear: LinearProgramme, contracts: np.ndarray) -> LinearProgramme:
    """Let every contract be missed, at a price: a stream may bring less than is agreed."""
    rows: Ints = np.flatnonzero(contracts)
    more = len(rows)
    return replace(
        linear,
        lower=np.r_[linear.lower, np.zeros(more)],
        upper=np.r_[linear.upper, np.full(more, np.inf)],
        domain=np.r_[linear.domain, np.zeros(more, dtype=np.int64)],
        start=np.r_[linear.start, linear.start[-1] + 1 + np.arange(more)].astype(np.int32),
        index=np.r_[linear.index, rows].astype(np.int32),
        value=np.r_[linear.value, np.ones(more)],
    )
