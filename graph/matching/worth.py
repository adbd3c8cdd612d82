"""What a candidate is worth apart from distance and amounts, once for each material and technology."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.knowledge import PrecedentBook
from graph.matching.pathways import PathwayFinder
from graph.snapshot import Snapshot
from graph.value.factors import Factors
from graph.vocabulary import Direction, Unit

_KEYS = ["material", "technology", "direction", "port_material"]


def worth_of(pairs: pd.DataFrame, finder: PathwayFinder, book: PrecedentBook) -> pd.DataFrame:
    """Return value, CO2, readiness and precedents of each candidate.

    Parameters
    ----------
    pairs : DataFrame
        With `material`, `technology`, `direction` and `port_material`.
    finder : PathwayFinder
    book : PrecedentBook

    Returns
    -------
    DataFrame
        In the order of `pairs`: `value` (CNY per unit) and `co2` (kg CO2e per unit) of the best pathway, or
        of the bought input that an auxiliary input replaces; `trl`; `lift` of the precedents. NaN: not known.
    """
    keys = pairs[_KEYS].drop_duplicates()
    rows = []
    for material, technology, direction, wanted in keys.itertuples(index=False, name=None):
        if direction == Direction.MAIN_INPUT.value:
            best = finder.best(technology, material)
            value, co2, trl = best.value, best.co2_avoided, best.trl
        else:
            factors = finder.factors
            value, co2 = factors.market_price(wanted), factors.product_emissions(wanted)
            trl = finder.technologies[technology].trl
        lift = book.lift(material, finder.technologies[technology].nace)
        rows.append((unknown_as_nan(value), unknown_as_nan(co2), float(trl), unknown_as_nan(lift)))
    numbers = pd.DataFrame(rows, columns=["value", "co2", "trl", "lift"], index=keys.index, dtype=float)
    found = pairs[_KEYS].merge(pd.concat([keys, numbers], axis=1), on=_KEYS, how="left")
    return found[["value", "co2", "trl", "lift"]]


def port_capacity(snapshot: Snapshot, pairs: pd.DataFrame) -> NDArray[np.float64]:
    """Return what each candidate's port can take per year; an auxiliary port its ratio of the capacity."""
    rows = snapshot.positions("ports", pairs["port"].tolist())
    ratio = snapshot.numbers("ports", "ratio_likely")[rows]
    main = (pairs["direction"] == Direction.MAIN_INPUT.value).to_numpy()
    capacity: NDArray[np.float64] = pairs["capacity"].to_numpy(dtype=np.float64)
    return capacity * np.where(main, 1.0, ratio)


def cargo_of(snapshot: Snapshot, factors: Factors) -> pd.Series:
    """Return the class of transport rates of each material, by id; empty for what goes by pipe."""
    materials = snapshot.tables["materials"].select(["id", "phase", "unit", "hazard"]).to_pandas()
    cargo = [
        factors.cargo_class(phase, hazard) if unit == Unit.TONNE.value else ""
        for phase, unit, hazard in zip(
            materials["phase"], materials["unit"], materials["hazard"], strict=True
        )
    ]
    return pd.Series(cargo, index=materials["id"], dtype=object)


def transport_costs(
    cargo: NDArray[np.object_], distance: NDArray[np.float64], factors: Factors
) -> NDArray[np.float64]:
    """Return the cost of carrying one unit of each candidate, CNY; NaN where not known.

    Water, gas and heat go by pipe, so only tonnes have a lorry's cost; inside a site nothing is carried.
    """
    costs = np.full(len(distance), np.nan)
    for name in sorted(set(cargo) - {""}):
        # The first band that holds counts, so later ones are written first.
        for start, end, per_km in reversed(factors.transport_bands(name)):
            fits = (cargo == name) & (start <= distance) & (distance < end)
            costs[fits] = factors.loading_cost + distance[fits] * per_km
    return np.where(distance == 0.0, 0.0, costs)


def unknown_as_nan(value: float | None) -> float:
    """Return NaN for None: unknown numbers travel through arrays as NaN."""
    return np.nan if value is None else value
