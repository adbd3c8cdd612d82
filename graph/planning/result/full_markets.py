"""Which markets take no more in a plan: in the year, or only in the months and on the days that they buy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from graph.planning.programme import Programme, Row
from graph.planning.solver import Floats, Ints
from graph.planning.tolerances import NO_REASON
from graph.vocabulary import MarketId

#: Rows that bound what a market takes when its buyers take it.
_IN_SEASON = (Row.MARKET_MONTH, Row.MARKET_DAYS)


class FullMarkets(NamedTuple):
    """Markets of a plan that take no more, by place in `Layout.markets`.

    Attributes
    ----------
    wanted : int array
        Those of which more would be used if they took more.
    whole : int array
        All of them.
    in_season : frozenset of MarketId
        Those that have room in the year, and none when they buy.
    """

    wanted: Ints
    whole: Ints
    in_season: frozenset[MarketId]


def full_markets(programme: Programme, row_dual: Floats, activity: Floats) -> FullMarkets:
    """Return which markets are full.

    Parameters
    ----------
    row_dual, activity : float array
        What a unit more of each row is worth, and what it comes to.
    """
    of_year, of_season = programme.row_kind == Row.MARKET, np.isin(programme.row_kind, _IN_SEASON)
    most = programme.linear.row_upper * (1.0 - NO_REASON)
    wanted, reached = row_dual > NO_REASON, activity >= most
    # A month without buyers is full, and the others need not be.
    full = wanted | (reached & (of_year | (most > 0.0)))
    year, season = (np.unique(programme.row_a[rows & full]) for rows in (of_year, of_season))
    market = programme.layout.markets
    return FullMarkets(
        np.unique(programme.row_a[(of_year | of_season) & wanted]),
        np.union1d(year, season),
        frozenset(market[place].id for place in np.setdiff1d(season, year).tolist()),
    )
