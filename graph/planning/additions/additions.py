"""What a plan would gain from facilities that are not there: bounds for all of them, exact answers for some.

One problem holds the park and every facility that may be added. Without any of them it is the park's plan;
from the basis of that plan each addition is solved warm (`graph.planning.solver.warm`). The plan's duals
bound what each can add at most (`graph.planning.additions.bounds`), so that few need to be solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.errors import SymbioflowError
from graph.planning.additions.bounds import Reach, bounds_of, most_by, reach_of
from graph.planning.additions.rooms import OutputRoom, output_rooms
from graph.planning.allocation import Problem
from graph.planning.options import Objective
from graph.planning.programme import CARRYING, STARTING, Column, Ways, most_carried
from graph.planning.solver import Domain, Floats, Ints, WarmProgramme, summed
from graph.tools import once, values_by
from graph.vocabulary import Unit


@dataclass(frozen=True)
class Gain:
    """The plan with an addition less the plan without it.

    Attributes
    ----------
    worth : float
        In the objective.
    net : dict of Unit to float
    benefit, co2 : float
        CNY and kg CO2e.
    amounts : float array
        The plan with it, one value a column of the problem.
    """

    worth: float
    net: dict[Unit, float]
    benefit: float
    co2: float
    amounts: Floats = field(repr=False)


@dataclass(frozen=True)
class Worth:
    """What the plan with an addition is worth in the objective alone.

    Attributes
    ----------
    worth : float
        Beyond the plan without it.
    row_dual : float array
        What one more unit of each row of the plan is worth with it; 0 for rows that only additions have.
    """

    worth: float
    row_dual: Floats = field(repr=False)


@dataclass(frozen=True)
class Bounds:
    """What blocks of additions can be worth at most.

    Attributes
    ----------
    most : float array
        In the objective.
    besides : float array
        What they bring besides, estimated: CNY, or kg CO2e where the objective is benefit. It is no bound.
    """

    most: Floats
    besides: Floats


class Additions:
    """A problem with facilities that may be added, by row of `Layout.sites`.

    Parameters
    ----------
    problem : Problem
        Posed with the facilities as `added`.
    added : frozenset of str
        Their ids.

    Attributes
    ----------
    new : bool array
        By site: whether it may be added.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION.additions`` for lots, minimum scales, a budget or a mix of objectives: what they decide
        depends on all that is there, and no bound from duals holds.
    """

    def __init__(self, problem: Problem, added: frozenset[str]) -> None:
        self.problem = problem
        layout, linear = problem.programme.layout, problem.programme.linear
        mixed = problem.options.objective is Objective.WEIGHTED
        if mixed or (linear.domain != Domain.CONTINUOUS).any():
            raise SymbioflowError("BAD_OPTION.additions")
        flows = layout.flows
        self.new: NDArray[np.bool_] = np.isin(layout.sites.facility.astype(str), list(added))
        parent = np.where(flows.kind == Column.MONTH, flows.parent, np.arange(len(flows)))
        self._taker = flows.site[parent]
        self._giver = layout.maker
        new = np.append(self.new, False)
        self._own = new[self._taker] | new[self._giver]
        self._ways = Ways(layout)
        self._stops = self._ways.stopped(~self.new)
        self._columns_of = self._by_site()

    @cached_property
    def _part(self) -> tuple[Ints, Ints]:
        """Columns and rows of the plan without any addition."""
        linear = self.problem.programme.linear
        columns = np.flatnonzero(~self._own & ~self._stops)
        used = np.zeros(linear.columns, dtype=bool)
        used[columns] = True
        return columns, np.unique(linear.index[used[linear.column_of_entry()]]).astype(np.int64)

    @cached_property
    def _warm(self) -> WarmProgramme:
        # Made where it is first asked for: who only draws plans needs none.
        problem = self.problem
        objectives = [problem.main_objective, *problem.tie_breaks]
        return WarmProgramme(problem.programme.linear, objectives, *self._part, problem.options.effort)

    @cached_property
    def _reach(self) -> Reach:
        layout, linear = self.problem.programme.layout, self.problem.programme.linear
        carried, linking = np.full(linear.columns, np.inf), layout.flows.where(*CARRYING)
        carried[linking] = most_carried(layout, self.problem.options)[linking]
        return reach_of(linear, *self._part, carried)

    @property
    def without(self) -> Floats:
        """The plan without any addition, one value a column of the problem."""
        return self._warm.flows

    @property
    def value(self) -> float:
        """The objective of the plan without any addition."""
        return self._warm.value

    def placed(self) -> Floats:
        """Return what of each stream (by row) goes to a use in the plan without any addition."""
        flows = self.problem.programme.layout.flows
        column = flows.where(*STARTING)
        count = self.problem.snapshot.count("waste_streams")
        return summed(flows.stream[column], self.without[column], count)

    def fed(self) -> Floats:
        """Return the main input that each site takes in the plan without any addition."""
        return self.problem.programme.layout.fed(self.without)

    def market_rooms(self) -> list[OutputRoom]:
        """Return what there is room for of each output of the layout, with what is there as takers."""
        return output_rooms(self.problem, ~self.new)

    def site_of(self) -> dict[str, int]:
        """Return the site of each facility that may be added."""
        names = self.problem.programme.layout.sites.facility
        return {str(names[site]): site for site in np.flatnonzero(self.new).tolist()}

    def columns_of(self, sites: Sequence[int]) -> Ints:
        """Return the columns that some additions bring, those between them included."""
        some = [self._columns_of[site] for site in sites]
        columns: Ints = np.unique(np.concatenate(some)) if some else np.empty(0, dtype=np.int64)
        there: NDArray[np.bool_] = np.append(~self.new, True)
        there[list(sites)] = True
        return columns[there[self._taker[columns]] & there[self._giver[columns]]]

    def bounds(self, blocks: Sequence[Sequence[int]], like: Worth | None = None) -> Bounds:
        """Return what each block of additions can be worth at most; see `graph.planning.additions.bounds`.

        Parameters
        ----------
        blocks : sequence
            Sites of each block.
        like : Worth, optional
            Of a block that was solved: by its duals one that does nearly the same is bounded nearly exactly.
        """
        linear, objective = self.problem.programme.linear, self.problem.main_objective
        row_dual = self._warm.row_dual if like is None else like.row_dual
        price = linear.priced(objective, row_dual)
        credits = self.problem.credits
        other = credits.co2 if self.problem.options.objective is Objective.BENEFIT else credits.benefit
        columns = [self.columns_of(block) for block in blocks]
        found, besides = bounds_of(self._reach, price, other, columns)
        if like is not None:
            found += most_by(self._reach, price, row_dual) - self.value
        # What stops in the plan without an addition might run with it: that is worth its own price.
        idle = np.flatnonzero(self._stops & ~self._own & (price > 0.0))
        if not len(idle):
            return Bounds(found, besides)
        technology = self.problem.programme.layout.sites.technology_row
        surplus = price[idle] * self._reach.most[idle]
        giver = technology[self._giver[idle]]
        for number, block in enumerate(blocks):
            if np.isin(giver, self._behind(tuple(sorted({int(technology[site]) for site in block})))).any():
                found[number] += surplus[~self._ways.stopped(self._present(block))[idle]].sum()
        return Bounds(found, besides)

    def _present(self, sites: Sequence[int]) -> NDArray[np.bool_]:
        present = ~self.new
        present[list(sites)] = True
        return present

    @once
    def _behind(self, technologies: tuple[int, ...]) -> Ints:
        return self._ways.behind(technologies, ~self.new)

    def gain(self, sites: Sequence[int]) -> Gain:
        """Return what some additions together are worth, exactly, and the plan with them."""
        found = self._warm.extended(*self._changes(sites))
        credits, change = self.problem.credits, found.flows - self.without
        moved = np.flatnonzero(change)
        change = change[moved]
        return Gain(
            worth=found.value - self.value,
            net={unit: float(credits.net[unit][moved] @ change) for unit in Unit},
            benefit=float(credits.benefit[moved] @ change),
            co2=float(credits.co2[moved] @ change),
            amounts=found.flows,
        )

    def worth(self, sites: Sequence[int]) -> Worth:
        """Return what some additions together are worth in the objective, exactly; quicker than `gain`."""
        found = self._warm.valued(*self._changes(sites))
        return Worth(found.value - self.value, found.row_dual)

    def _changes(self, sites: Sequence[int]) -> tuple[Ints, Ints]:
        """Return the columns that come in with some additions, and those of the plan that stop with them."""
        stops = self._ways.stopped(self._present(sites))
        more = self.columns_of(sites)
        opened = np.flatnonzero(self._stops & ~self._own & ~stops)
        closed = np.flatnonzero(stops & ~self._stops & ~self._own)
        return np.r_[more[~stops[more]], opened], closed

    def open_columns(self, sites: Sequence[int]) -> NDArray[np.bool_]:
        """Return which columns of the problem may flow where only some additions are there."""
        opened: NDArray[np.bool_] = ~self._own
        opened[self.columns_of(sites)] = True
        return opened & ~self._ways.stopped(self._present(sites))

    def _by_site(self) -> list[Ints]:
        """Return the columns at each site that may be added."""
        own = np.flatnonzero(self._own)
        found = [np.empty(0, dtype=np.int64)] * len(self.new)
        at = np.concatenate((self._taker[own], self._giver[own]))
        column = np.concatenate((own, own))
        new = np.append(self.new, False)
        at, column = at[new[at]], column[new[at]]
        for site, columns in values_by(at, column).items():
            found[site] = np.unique(columns)
        return found
