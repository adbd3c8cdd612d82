"""On what a plan's money stands, and how far it spreads at the plan's own flows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.planning.programme import Column, Credits, Layout
from graph.planning.solver import Floats
from graph.value.terms import JUDGED, Numbers, Terms

#: P90 of a normal distribution, in standard deviations from its mean.
_P90 = 1.2815515655446004
#: Below this share of sourced numbers a sum is printed as a range only.
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of a plan that stand on published numbers, 0 to 1.

    Attributes
    ----------
    money : float
        Of all that is earned and spent: on published prices, rates and costs.
    market : float or None
        Of the tonnes that are sold: in markets whose size somebody published or counted. None where nothing
        is sold, or nothing is known of markets.
    composition : float or None
        Of the tonnes that leave streams for a facility: where no gate was passed unverified. None where
        nothing does.
    """

    money: float
    market: float | None
    composition: float | None = None

    @property
    def enough(self) -> bool:
        """Whether a single figure may be printed; else only a range."""
        return self.money >= ENOUGH


@dataclass(frozen=True, slots=True)
class Reach:
    """P10 and P90 of a sum at the plan's own flows, when all its numbers vary in their ranges."""

    p10: float
    p90: float


def coverage_of(layout: Layout, credits: Credits, amounts: Floats) -> Coverage:
    """Return on what a plan's figures stand.

    Parameters
    ----------
    layout : Layout
    credits : Credits
    amounts : array
        One a column of the layout.
    """
    flows = layout.flows
    tonnes = layout.snapshot.strings("materials", "unit") == "t"
    selling = flows.where(Column.SELL, Column.OUTSIDE)
    selling = selling[tonnes[flows.material[selling]]]
    sold = float(amounts[selling].sum())
    published = np.array([market.evidence.grade not in JUDGED for market in layout.markets] + [False])
    counted = float(amounts[selling[published[flows.market[selling]]]].sum())
    taken = flows.where(Column.DIVERT)
    taken = taken[tonnes[flows.material[taken]]]
    diverted = float(amounts[taken].sum())
    verified = float(amounts[taken[flows.confidence[taken] == 1.0]].sum())
    account = credits.account
    return Coverage(
        money=account.money.sourced(account.numbers, amounts),
        market=counted / sold if sold > 0.0 and layout.markets else None,
        composition=verified / diverted if diverted > 0.0 else None,
    )


def reach_of(terms: Terms, numbers: Numbers, amounts: Floats) -> Reach:
    """Return how far a sum over columns spreads with its numbers.

    To first order around the likely numbers, each triangular in its range and independent of the others; the
    sum of many is nearly normal.

    Parameters
    ----------
    terms : Terms
    numbers : Numbers
    amounts : array
        One a column.
    """
    low, likely, high = numbers.low, numbers.likely, numbers.high
    slope = terms.slope(likely, amounts)
    mean = (low + likely + high) / 3.0
    variance = (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18.0
    centre = float(terms.values(likely, len(amounts)) @ amounts + slope @ (mean - likely))
    half = _P90 * float(np.sqrt(slope**2 @ np.maximum(variance, 0.0)))
    return Reach(centre - half, centre + half)
