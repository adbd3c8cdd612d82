"""What planned facilities cost that a plan does not fill."""

from __future__ import annotations

import numpy as np

from graph.planning.programme import Layout, planned_sites
from graph.planning.solver import Floats
from graph.ranges import Range
from graph.value import Costs, capital_recovery


def idle_capital(layout: Layout, amounts: Floats, costs: Costs) -> Range:
    """Return what the capital of room left unused costs, CNY a year, as far as known.

    A plan pays back capital with each unit of main input; whoever builds pays all of it back. A line of 100 t
    that takes 60 t still owes what 40 t would have earned it.

    Parameters
    ----------
    layout : Layout
    amounts : array
        Of each column, a year.
    costs : Costs
        Of the same snapshot.
    """
    sites, taken = layout.sites, layout.fed(amounts)
    built = np.flatnonzero(planned_sites(layout) & (taken > 0.0) & (sites.capacity > 0.0))
    technology = layout.snapshot.strings("technologies", "id")[sites.technology_row[built]]
    yearly = np.array([capital_recovery(costs.life(str(name))) for name in technology], dtype=np.float64)
    idle = np.maximum(1.0 - taken[built] / sites.capacity[built], 0.0) * yearly
    prices = sites.investment_low, sites.investment, sites.investment_high
    return Range(*(float(np.nan_to_num(price[built]) @ idle) for price in prices))
