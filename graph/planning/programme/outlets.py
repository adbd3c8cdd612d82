"""When markets buy: what cannot be stored is sold only in the months, or on the days, in which they take it.

Where the months are known (`Market.monthly`) sales have columns of their months, as all else that a season
reaches, and the rows of this file. Where only the days are known, and not which, a sale is bounded by what
of it could be made on so many days of an even year. What can be stored waits for its buyer.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import MONTHS, free_supply, shares_of_year
from graph.planning.options import PlanOptions
from graph.planning.programme.columns import (
    NONE,
    STARTING,
    Column,
    Layout,
    market_room,
    stock_per_year,
)
from graph.planning.programme.families import Row
from graph.planning.programme.rows import Entries
from graph.planning.solver import Floats, Ints, summed

#: Days of a year on which something comes that comes all the time.
_DAYS = 365.0
#: Facilities that a flow goes through at most, one after the other; fewer rounds bound no less truly.
_STEPS = 4


def seasonal_sales(layout: Layout) -> NDArray[np.bool_]:
    """Return which columns sell what cannot be stored where buyers are known to take it by the month."""
    of, column = layout.sales
    found = np.zeros(len(layout.flows), dtype=bool)
    found[column[_by_month(layout)[of]]] = True
    return found & layout.fluid


def _by_month(layout: Layout) -> NDArray[np.bool_]:
    return np.array([bool(market.monthly) for market in layout.markets], dtype=bool)


def month_shares(layout: Layout) -> Floats:
    """Return what each month has of what each market of a layout takes; 0 for those that say no months."""
    said = [market.monthly or (0.0,) * MONTHS for market in layout.markets]
    return np.array(said, dtype=np.float64).reshape(-1, MONTHS)


def market_months(layout: Layout, options: PlanOptions) -> Iterator[Entries]:
    """In a month a market takes that month's share of its room; in one in which nobody buys, nothing."""
    flows, months = layout.flows, layout.flows.where(Column.MONTH)
    of, column = layout.sales
    kept = _by_month(layout)[of] & np.isin(column, flows.parent[months])
    of, column = of[kept], column[kept]
    if not len(of):
        return
    first = np.full(len(flows), NONE, dtype=np.int64)
    first[flows.parent[months[::MONTHS]]] = months[::MONTHS]
    month = np.tile(np.arange(MONTHS), len(of))
    of, column = np.repeat(of, MONTHS), np.repeat(first[column], MONTHS) + month
    share = month_shares(layout)[of, month]
    room = np.full(len(layout.markets), np.inf) if options.potential else market_room(layout, options)
    upper = np.zeros(len(of))
    buying = share > 0.0
    upper[buying] = share[buying] * room[of[buying]]
    bound = np.isfinite(upper)
    ones = np.ones(int(bound.sum()))
    yield Entries(Row.MARKET_MONTH, of[bound], column[bound], ones, -np.inf, upper[bound], month[bound])


def market_days(layout: Layout, options: PlanOptions) -> Iterator[Entries]:
    """Of what cannot be stored as much is sold as is made on the days that its buyers run."""
    flows, outputs = layout.flows, layout.outputs
    running = days_of_buyers(layout)[:, 1] / _DAYS
    of, column = layout.sales
    kept = (running[of] < 1.0) & layout.fluid[column]
    of, column = of[kept], column[kept]
    if not len(of):
        return
    # One row of all campaigns of a works, named by the first of them; one of a stream.
    streams = flows.kind[column] == Column.OUTSIDE
    who = np.where(streams, -1 - flows.stream[column], np.append(outputs.same, NONE)[flows.output[column]])
    _, at = np.unique(who, return_inverse=True)
    first = np.full(len(who), len(flows))
    np.minimum.at(first, at.reshape(-1), column)
    name = first[at.reshape(-1)]
    upper = np.zeros(len(of))
    for part in np.unique(running[of]).tolist():
        mine = running[of] == part
        upper[mine] = _made_on(layout, options, part)[column[mine]]
    yield Entries(Row.MARKET_DAYS, of, column, np.ones(len(of)), -np.inf, upper, name)
    # What all of them sell comes once from each stream, however many works it goes through.
    for place in np.unique(of).tolist():
        mine = column[of == place]
        if len(np.unique(name[of == place])) > 1:
            most = _made_together(layout, options, float(running[place]), mine)
            where = np.full(len(mine), place)
            yield Entries(
                Row.MARKET_DAYS, where, mine, np.ones(len(mine)), -np.inf, most, np.full(len(mine), NONE)
            )


def days_of_buyers(layout: Layout) -> Floats:
    """Return the days of a year that the buyers in each market run: least, likely and most.

    All of them where nobody said it, or said in which months.
    """
    ends = [
        (_DAYS,) * 3
        if market.days is None or market.monthly
        else tuple(min(end, _DAYS) for end in (market.days.low, market.days.likely, market.days.high))
        for market in layout.markets
    ]
    return np.array(ends, dtype=np.float64).reshape(-1, 3)


def _made_on(layout: Layout, options: PlanOptions, part: float) -> Floats:
    """Return what each column could sell of what comes, or is made, on a part of a year's days.

    A works takes on them what it has room for on so many days, of what waits for it all there is, and of what
    comes all the time no more than comes on these days; stock is there on any day.
    """
    flows, sites, outputs = layout.flows, layout.sites, layout.outputs
    given = np.zeros(len(flows))
    if part <= 0.0:
        return given
    waits = ~layout.fluid
    passed, feeding = flows.where(Column.TRANSFER), flows.feeding
    starting = flows.where(*STARTING)
    given[starting] = _given_on(layout, options, part, starting)
    runs = _on_days(sites.monthly, part)
    most = runs * sites.capacity
    way, first = _ways(layout, feeding)
    for _ in range(_STEPS):
        made = outputs.ratio * most[outputs.site]
        # What lies in a heap was made on other days too.
        whole = np.where(waits[passed], 1.0 / runs[layout.source(passed)], 1.0)
        given[passed] = made[flows.output[passed]] * whole
        by_way = np.zeros(len(first))
        np.maximum.at(by_way, way, (given * flows.arrives)[feeding])
        most = np.minimum(most, summed(flows.site[first], by_way, len(sites)))
    selling = flows.where(Column.SELL)
    # Campaigns share the room of their works: each could make all of it.
    ratio = np.zeros(len(outputs))
    np.maximum.at(ratio, outputs.same, outputs.ratio)
    given[selling] = (ratio[outputs.same] * most[outputs.site])[flows.output[selling]]
    return given


def _given_on(layout: Layout, options: PlanOptions, part: float, starting: Ints) -> Floats:
    """Return what streams may give on a part of the days, by columns that start at them."""
    snapshot, stream = layout.snapshot, layout.flows.stream[starting]
    free, stock = free_supply(snapshot), stock_per_year(snapshot, options)
    comes = _on_days(shares_of_year(snapshot, "waste_streams", stream)[0], part)
    given: Floats = np.where(layout.fluid[starting], comes, 1.0) * free[stream] + stock[stream]
    return given


def _made_together(layout: Layout, options: PlanOptions, part: float, selling: Ints) -> float:
    """Return what columns could sell together of what comes on a part of the days, each stream once."""
    flows, sites, outputs = layout.flows, layout.sites, layout.outputs
    if part <= 0.0:
        return 0.0
    sold = selling[flows.kind[selling] == Column.SELL]
    own = np.zeros(len(sites))
    np.maximum.at(own, layout.maker[sold], outputs.ratio[flows.output[sold]])
    passed = flows.where(Column.TRANSFER)
    passed = passed[flows.main[passed]]
    giver = layout.maker[passed]
    whole = np.where(layout.fluid[passed], 1.0, 1.0 / _on_days(sites.monthly, part)[giver])
    times, each = outputs.ratio[flows.output[passed]] * flows.arrives[passed] * whole, own
    for _ in range(_STEPS):
        further = own.copy()
        np.maximum.at(further, giver, times * each[flows.site[passed]])
        each = further
    diverted = flows.feeding[flows.kind[flows.feeding] == Column.DIVERT]
    outside = selling[flows.kind[selling] == Column.OUTSIDE]
    starting = np.r_[diverted, outside]
    becomes = np.r_[flows.arrives[diverted] * each[flows.site[diverted]], np.ones(len(outside))]
    most = np.zeros(layout.snapshot.count("waste_streams"))
    np.maximum.at(most, flows.stream[starting], _given_on(layout, options, part, starting) * becomes)
    return float(most.sum())


def _ways(layout: Layout, feeding: Ints) -> tuple[Ints, Ints]:
    """Return which way each feeding column goes, by place, and its first column: campaigns share it."""
    flows, ports = layout.flows, layout.snapshot.count("ports")
    diverted = flows.kind[feeding] == Column.DIVERT
    giver = np.where(diverted, len(layout.sites) + flows.stream[feeding], layout.source(feeding))
    key = (giver * len(layout.sites) + flows.site[feeding]) * ports + flows.port[feeding]
    key = key * layout.snapshot.count("materials") + flows.material[feeding]
    _, first, way = np.unique(key, return_index=True, return_inverse=True)
    return way.reshape(-1), feeding[first]


def _on_days(months: Floats, part: float) -> Floats:
    """Return how much of an uneven year may come on a part of its days: in the months that have most of it.

    Examples
    --------
    Half of the days of an even year, and of one that is all in its first half:

    >>> _on_days(np.array([[1.0 / 12.0] * 12, [1.0 / 6.0] * 6 + [0.0] * 6]), 0.5).round(9).tolist()
    [0.5, 1.0]
    """
    reached = np.cumsum(np.c_[np.zeros(len(months)), -np.sort(-months, axis=1)], axis=1)
    whole = min(int(part * MONTHS), MONTHS - 1)
    rest = part * MONTHS - whole
    found: Floats = (1.0 - rest) * reached[:, whole] + rest * reached[:, whole + 1]
    return found
