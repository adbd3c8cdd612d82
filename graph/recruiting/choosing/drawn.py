"""What a lead is worth to the park by its plan and over the draws, and how surely it is among the first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.planning import MEASURES, DrawnGains, Gain, Measure, Objective
from graph.ranges import Range
from graph.recruiting.lead import LeadValue, TargetGain
from graph.vocabulary import Unit

#: How many leads a list is stable by.
FIRST = 10
_PARTS = (0.1, 0.5, 0.9)


def value_of(gain: Gain, drawn: DrawnGains, place: int) -> LeadValue:
    """Return what a lead is worth.

    Parameters
    ----------
    gain : Gain
        By the plan.
    drawn : DrawnGains
        Of several options, this one at `place`.
    """
    any_drawn = len(drawn.figures) > 0
    spreads: list[Range | None] = [None] * len(MEASURES)
    if any_drawn:
        gains = drawn.gains()[:, place]
        spreads = [
            Range(*np.quantile(gains[:, measure], _PARTS).tolist()) for measure in range(len(MEASURES))
        ]
    chances = drawn.chances()
    targets = tuple(
        TargetGain(
            target=target.id,
            wanted=target.share,
            share_before=float(drawn.planned[0, number]),
            share_after=float(drawn.planned[place + 1, number]),
            chance_before=float(chances[0, number]) if any_drawn else None,
            chance_after=float(chances[place + 1, number]) if any_drawn else None,
        )
        for number, target in enumerate(drawn.targets)
    )
    return LeadValue(
        worth=gain.worth,
        tonnes=gain.net[Unit.TONNE],
        water=gain.net[Unit.CUBIC_METRE],
        heat=gain.net[Unit.GIGAJOULE],
        benefit=gain.benefit,
        co2=gain.co2,
        tonnes_spread=spreads[0],
        benefit_spread=spreads[1],
        co2_spread=spreads[2],
        targets=targets,
    )


def stability_of(drawn: DrawnGains, place: int, objective: Objective) -> float | None:
    """Return the share of draws in which an option is among the first ten of those that were drawn."""
    first = among_first(drawn, place, objective)
    return float(first.mean()) if len(first) else None


def among_first(drawn: DrawnGains, place: int, objective: Objective) -> NDArray[np.bool_]:
    """Return in which draws an option is among the first ten of those that were drawn."""
    measure = {Objective.TONNES: Measure.NET, Objective.BENEFIT: Measure.BENEFIT}.get(objective, Measure.CO2)
    gains = drawn.gains()[:, :, MEASURES.index(measure)]
    better = (gains > gains[:, place : place + 1]).sum(axis=1)
    first: NDArray[np.bool_] = (better < FIRST) & (gains[:, place] > 0.0)
    return first
