"""What additions gain in other worlds: each draw is planned without them and with each, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.model import Target
from graph.planning.additions.additions import Additions
from graph.planning.allocation import Problem
from graph.planning.progress import Progress, tell
from graph.planning.solver import Floats
from graph.planning.tolerances import FLOW_ROUNDING
from graph.planning.uncertainty import Counts, Draw, Measure, Resolver, Uncertain, Worlds, uncertain
from graph.vocabulary import Unit

#: What is counted of each plan, in this order: net t, CNY, kg CO2e.
MEASURES = (Measure.NET, Measure.BENEFIT, Measure.CO2)


@dataclass(frozen=True)
class DrawnGains:
    """Plans over draws, without additions first, then with each block.

    Attributes
    ----------
    figures : float array, shape (draws, 1 + blocks, 3)
        By `MEASURES`.
    targets : tuple of Target
    shares : float array, shape (draws, 1 + blocks, targets)
        What each target reaches.
    planned : float array, shape (1 + blocks, targets)
        The same by the plans themselves.
    unknown : Uncertain
        What was drawn.
    slots : float array, shape (draws, slots)
    accepted : bool array, shape (draws, columns)
        The draws.
    """

    figures: Floats
    targets: tuple[Target, ...]
    shares: Floats
    planned: Floats
    unknown: Uncertain
    slots: Floats
    accepted: NDArray[np.bool_]

    def gains(self) -> Floats:
        """Return what each block adds, shape (draws, blocks, 3)."""
        before = self.figures[:, :1]
        added = self.figures[:, 1:] - before
        # A difference that is the solver's rounding is none, and no loss of "-0 t".
        found: Floats = np.where(np.abs(added) > FLOW_ROUNDING * np.abs(before), added, 0.0)
        return found

    def chances(self) -> Floats:
        """Return the share of draws that meet each target, shape (1 + blocks, targets)."""
        wanted = np.array([target.share for target in self.targets])
        met: Floats = (
            (self.shares >= wanted).mean(axis=0) if len(self.shares) else np.zeros(self.planned.shape)
        )
        return met


def gains_over_draws(
    additions: Additions,
    blocks: Sequence[Sequence[int]],
    draws: int,
    seed: int,
    progress: Progress | None = None,
) -> DrawnGains:
    """Return what blocks of additions are worth in each of some draws.

    The draws are those of `graph.planning.plan_uncertainty`, of the problem with the additions in it. An
    addition is judged as one that was won: its facility stands, its linkages may still be refused.

    Parameters
    ----------
    draws, seed : int
        0 draws: only what the plans themselves reach.
    progress : callable, optional
        Told the share done; False cancels.
    """
    problem = additions.problem
    unknown = uncertain(problem)
    runs = unknown.consent.runs.copy()
    runs[additions.new] = 1.0
    unknown = replace(unknown, consent=replace(unknown.consent, runs=runs))
    # It is built as large as it was thought of.
    built = unknown.capacity_slot[problem.programme.layout.sites.facility_row[additions.new]]
    low, high = unknown.low.copy(), unknown.high.copy()
    low[built] = high[built] = unknown.likely[built]
    unknown = replace(unknown, low=low, high=high)
    worlds, counts = Worlds(problem, unknown), Counts(problem)
    resolver = Resolver(worlds)
    every = [(), *blocks]
    masks = [additions.open_columns(block) for block in every]
    places = [counts.place(measure, Unit.TONNE) for measure in MEASURES]

    def told(draw: Draw) -> tuple[Floats, Floats]:
        world = worlds.of(draw)
        plans = [found.amounts for found in resolver.solve_each(world, masks)]
        totals, reached = counts.totals_of_each(world, plans)
        return np.where(np.array(places) < 0, 0.0, totals[:, places]), reached

    planned = told(unknown.expected())[1]
    figures = np.zeros((draws, len(every), len(MEASURES)))
    shares = np.zeros((draws, len(every), len(counts.targets)))
    slots = np.zeros((draws, len(unknown.likely)))
    accepted = np.zeros((draws, unknown.columns), dtype=bool)
    for number in range(draws):
        tell(progress, number / draws)
        draw = unknown.draw(seed, number)
        slots[number], accepted[number] = draw.slots, draw.accepted
        figures[number], shares[number] = told(draw)
    return DrawnGains(figures, counts.targets, shares, planned, unknown, slots, accepted)


def free_supply_over_draws(problem: Problem, draws: int, seed: int) -> Floats:
    """Return what each stream has beside its use today in each draw, shape (draws, streams)."""
    unknown = uncertain(problem)
    found = np.zeros((draws, len(unknown.supply_slot)))
    for number in range(draws):
        slots = unknown.slots_of(seed, number)
        found[number] = np.maximum(slots[unknown.supply_slot] - slots[unknown.in_use_slot], 0.0)
    return found
