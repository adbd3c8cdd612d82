"""What facilities cannot sell in a plan: what nobody buys, and what full markets take no more of.

A market is full in the year, or only in the months and on the days that it buys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graph.planning.programme import Column, Programme, Row
from graph.planning.solver import Floats, Ints
from graph.planning.tolerances import NO_REASON
from graph.tools import distinct, values_by
from graph.vocabulary import MarketId

_NOTHING: Ints = np.empty(0, dtype=np.int64)
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


class Unsold(NamedTuple):
    """What a facility cannot sell: products (rows) that nobody buys, those of full markets, and these."""

    asked: tuple[int, ...]
    served: tuple[int, ...]
    closed: tuple[int, ...]


@dataclass(frozen=True)
class Sales:
    """What each facility of a plan cannot sell.

    Attributes
    ----------
    programme : Programme
    full : FullMarkets
    """

    programme: Programme
    full: FullMarkets
    _sales: dict[int, Ints] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def at_all(self) -> tuple[Ints, list[Unsold]]:
        """What each facility cannot sell at all: which of those that there are, and these."""
        return self._of_sites(self._sales_in(self.full.whole))

    @cached_property
    def at_a_price(self) -> tuple[Ints, list[Unsold]]:
        """What each facility cannot sell of what has a price."""
        return self._of_sites(self._sales_in(self.full.wanted))

    def _of_sites(self, markets_of: Mapping[int, Ints]) -> tuple[Ints, list[Unsold]]:
        layout, upper = self.programme.layout, self.programme.linear.upper
        # What may not be sold has a buyer perhaps: `_limits` names the limit.
        asked = upper == 0.0
        asked &= ~np.append(layout.outputs.off, True)[layout.flows.output]
        place: dict[Unsold, int] = {}
        number = np.empty(len(layout.sites), dtype=np.int64)
        for site in range(len(layout.sites)):
            sales = self._sales_beyond(site)
            served = [sale for sale in sales.tolist() if sale in markets_of]
            closed = sorted({at for sale in served for at in markets_of[sale].tolist()})
            nobody, full = (
                tuple(distinct(layout.flows.material[some])) for some in (sales[asked[sales]], served)
            )
            number[site] = place.setdefault(Unsold(nobody, full, tuple(closed)), len(place))
        return number, list(place)

    def _sales_in(self, markets: Ints) -> Mapping[int, Ints]:
        of, column = self.programme.layout.sales
        among = np.isin(of, markets)
        return values_by(column[among], of[among])

    @cached_property
    def _selling(self) -> Mapping[int, Ints]:
        """Columns that sell what each facility makes."""
        layout = self.programme.layout
        columns = layout.flows.where(Column.SELL)
        return values_by(layout.source(columns), columns)

    @cached_property
    def _passed_on(self) -> Mapping[int, Ints]:
        """Facilities that what each facility makes is the main input of."""
        layout, flows = self.programme.layout, self.programme.layout.flows
        columns = flows.where(Column.TRANSFER)
        columns = columns[flows.main[columns]]
        return values_by(layout.source(columns), flows.site[columns])

    def _sales_beyond(self, site: int) -> Ints:
        """Return the columns that sell what a facility makes; where it sells nothing, those of its takers."""
        if site not in self._sales:
            self._sales[site] = self._first_sales(site)
        return self._sales[site]

    def _first_sales(self, site: int) -> Ints:
        seen, front = {site}, [site]
        while front:
            sales = np.sort(np.concatenate([self._selling.get(one, _NOTHING) for one in front]))
            if len(sales):
                return sales
            takers = {taker for one in front for taker in self._passed_on.get(one, _NOTHING).tolist()}
            front = sorted(takers - seen)
            seen |= takers
        return _NOTHING

    def without_buyers(self, site: int) -> bool:
        """Whether all that a facility makes ends in products that nobody buys."""
        sales = self._sales_beyond(site)
        return len(sales) > 0 and not self.programme.linear.upper[sales].any()
