"""What facilities and markets have room for in a world, once today's flows stand where they do there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.planning.allocation import Problem
from graph.planning.programme import NONE, Programme, Row, month_shares
from graph.planning.solver import Floats, Ints, KeptSolver, summed
from graph.planning.today import throughput
from graph.planning.tolerances import FLOW_ROUNDING
from graph.planning.uncertainty.uncertain import Uncertain
from graph.value import likely_room


class _MonthsOfMarkets:
    """Rows that a market's room bounds by the month: which row of markets is the market's, and by what share.

    Attributes
    ----------
    rows, of : int array
    share : float array
    """

    def __init__(self, programme: Programme, markets: Ints) -> None:
        rows = np.flatnonzero(programme.row_kind == Row.MARKET_MONTH)
        share = month_shares(programme.layout)[programme.row_a[rows], programme.row_b[rows]]
        # In a month without buyers there is no room, whatever that of the year.
        rows, share = rows[share > 0.0], share[share > 0.0]
        place = {market: at for at, market in enumerate(markets.tolist())}
        found = np.array(
            [place.get(market, NONE) for market in programme.row_a[rows].tolist()], dtype=np.int64
        )
        self.rows, self.of, self.share = rows[found != NONE], found[found != NONE], share[found != NONE]


@dataclass(frozen=True)
class _Taken:
    """What flows of today take of the room there is.

    Attributes
    ----------
    by_site : float array
        Main input that they bring each site.
    by_share : float array
        What of them goes through the port of each row of shares.
    freed : float array
        How much more room the market of each row has than at what is likely in use.
    """

    by_site: Floats
    by_share: Floats
    freed: Floats


class Rooms:
    """Writes what facilities and markets have room for where they can take and so much is in use today.

    Notes
    -----
    A facility that is decided to be built keeps its decision whatever is in use, and is built as large as
    decided: rows of decisions stay as they are; those of capacity bound it besides.
    """

    def __init__(self, problem: Problem, unknown: Uncertain) -> None:
        self.standing, self.unknown = problem.standing, unknown
        programme, layout = problem.programme, problem.programme.layout
        kind = programme.row_kind
        #: Rows that a capacity bounds, by which part of it, and whose (site): the whole, and shares of a mix.
        self.of_capacity = programme.capacity_rows
        self._likely_use = problem.snapshot.numbers("waste_streams", "in_use_likely")
        self._bounds = self.standing.row_upper(self._likely_use)
        self._kept = KeptSolver()
        now = self.standing.placed(self._bounds, self._kept)
        self._kept.start_here()
        self._activity = self.standing.programme.linear.activity(now)
        self._capacity_slot = unknown.capacity_slot[layout.sites.facility_row]
        self._likely = unknown.likely[self._capacity_slot]
        self._share = self.of_capacity[1][0]
        self._share_key = programme.row_a[self._share], programme.row_b[self._share]
        self._market = np.flatnonzero(kind == Row.MARKET)
        self._market_of = programme.row_a[self._market]
        self._market_slot = unknown.market_slot[self._market_of]
        self._by_month = _MonthsOfMarkets(programme, self._market_of)
        #: Rows that the room of a market bounds, and by which part of it: of the year, and of its months.
        self.of_markets = (self._market, 1.0), (self._by_month.rows, self._by_month.share)
        #: Rows that the days of buyers bound, by what is sold on each, and the slot of the days.
        self.of_days = np.flatnonzero(kind == Row.MARKET_DAYS)
        self.days_slot = unknown.days_slot[programme.row_a[self.of_days]]
        days = unknown.likely[self.days_slot]
        most = programme.linear.row_upper[self.of_days]
        self.a_day = np.divide(most, days, out=np.zeros(len(days)), where=days > 0.0)
        self._markets, self._options = problem.before.markets, problem.options
        self._own = self._sold(now)
        self._left = [self._left_in(row, sold) for row, sold in enumerate(self._own.tolist())]
        self._likely_taken = self._taken(now)
        self._room = layout.sites.capacity + self._likely_taken.by_site
        self._share_room = programme.linear.row_upper[self._share] + self._likely_taken.by_share

    def write(self, row_upper: Floats, in_use: Floats, slots: Floats) -> None:
        """Set the upper bounds of the rows of a world."""
        # How much more, or less, each facility can take than likely; today's flows fill it first.
        more = slots[self._capacity_slot] - self._likely
        taken = self._taken_within(self.standing.row_upper(in_use, more))
        free = np.maximum(self._room + more - taken.by_site, 0.0)
        (whole, part, site), (shares, share, mixing) = self.of_capacity
        row_upper[whole] = part * free[site]
        row_upper[shares] = np.maximum(self._share_room + share * more[mixing] - taken.by_share, 0.0)
        left = np.maximum(slots[self._market_slot] + taken.freed, 0.0)
        row_upper[self._market] = left
        months = self._by_month
        row_upper[months.rows] = months.share * left[months.of]
        row_upper[self.of_days] = self.a_day * slots[self.days_slot]

    def _taken_within(self, row_upper: Floats) -> _Taken:
        """Return what today's flows take under other bounds: as they are where none that moved binds them."""
        moved = np.flatnonzero(row_upper != self._bounds)
        bounds = np.minimum(row_upper, self._bounds)[moved]
        if (bounds - self._activity[moved] > FLOW_ROUNDING * bounds).all():
            return self._likely_taken
        return self._taken(self.standing.placed(row_upper, self._kept))

    def _taken(self, now: Floats) -> _Taken:
        """Return what flows of today take."""
        return _Taken(throughput(self.standing, now), self._through(now), self._freed(now))

    def _sold(self, now: Floats) -> Floats:
        """Return what is sold of today in the market of each row."""
        return self.standing.layout.sold(now)[self._market_of]

    def _freed(self, now: Floats) -> Floats:
        """Return how much more room the market of each row has, beside its room at what is likely in use."""
        own, freed = self._sold(now), np.zeros(len(self._market))
        for row in np.flatnonzero(own != self._own).tolist():
            freed[row] = self._left_in(row, float(own[row])) - self._left[row]
        return freed

    def _left_in(self, row: int, sold: float) -> float:
        """Return the likely room that what is sold of today leaves in the market of a row; 0 if unbounded."""
        market, options = self._markets[self._market_of[row]], self._options
        return likely_room(market, options.year, options.horizon, sold) or 0.0

    def _through(self, now: Floats) -> Floats:
        """Return what of today goes through the port of each row of shares."""
        flows = self.standing.layout.flows
        arriving = np.flatnonzero(flows.site >= 0)
        ports = int(max(flows.port.max(initial=0), self._share_key[1].max(initial=0))) + 1
        key = flows.site[arriving] * ports + flows.port[arriving]
        size = (len(self.standing.layout.sites) + 1) * ports
        site, port = self._share_key
        found: Floats = summed(key, (now * flows.arrives)[arriving], size)[site * ports + port]
        return found
