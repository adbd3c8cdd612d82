"""The rows of a plan's programme, one function a group of families of `families.FAMILIES`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.matching.gates import MONTHS, free_supply, shares_of_year
from graph.model import Facility
from graph.planning.options import PlanOptions
from graph.planning.programme.columns import (
    CARRYING,
    LEAVING,
    NONE,
    STARTING,
    Column,
    Flows,
    Layout,
    columns_of_linkage,
    contracted,
    market_room,
    of_technology,
)
from graph.planning.programme.families import Row
from graph.planning.solver import Floats, Ints
from graph.snapshot import Snapshot
from graph.tools import matching, numbered
from graph.vocabulary import Direction


@dataclass(frozen=True)
class Mixes:
    """Composition of candidate linkages at limits that a mix may meet where one alone does not.

    Attributes
    ----------
    column : int array
        Column of the linkage.
    limit : int array
        Row of the limits table.
    above, below : float array
        How far it is above the maximum and below the minimum, in the limit's basis; 0 where there is no such
        bound.
    """

    column: Ints
    limit: Ints
    above: Floats
    below: Floats


@dataclass(frozen=True)
class Additions:
    """What main inputs and what is added to them bring into products at limits of these.

    Attributes
    ----------
    column : int array
        Column of an auxiliary or main input.
    limit : int array
        Row of the limits table.
    value : float array
        What a unit that arrives brings of it; of a main input less the maximum.
    """

    column: Ints
    limit: Ints
    value: Floats


@dataclass(frozen=True)
class Entries:
    """Rows of one kind, as entries; equal keys are one row."""

    kind: Row
    a: Ints
    column: Ints
    value: Floats
    lower: Floats | float
    upper: Floats | float
    b: Ints | None = None


def supply(layout: Layout) -> Iterator[Entries]:
    """A stream gives at most what it has left, and its stock what a year's share of it is."""
    flows, free = layout.flows, free_supply(layout.snapshot)
    given, stock = flows.where(*STARTING), flows.where(Column.STOCK)
    column, value = np.r_[given, stock], np.r_[_ones(given), -_ones(stock)]
    yield Entries(Row.SUPPLY, flows.stream[column], column, value, -np.inf, free[flows.stream[column]])


def facility(layout: Layout) -> Iterator[Entries]:
    """A facility takes at most its capacity, auxiliary inputs in proportion, and loses nothing."""
    flows, sites, outputs = layout.flows, layout.sites, layout.outputs
    feeding = flows.feeding
    site = flows.site[feeding]
    room, arrives = sites.capacity, flows.arrives
    yield Entries(Row.CAPACITY, site, feeding, arrives[feeding], -np.inf, room[site])

    auxiliary = flows.auxiliary()
    ratio = layout.snapshot.numbers("ports", "ratio_likely")
    wanted, fed = _added_to(flows, auxiliary)
    port = flows.port[wanted]
    yield Entries(
        Row.AUXILIARY,
        flows.site[np.r_[auxiliary, wanted]],
        np.r_[auxiliary, fed],
        np.r_[arrives[auxiliary], -ratio[port] * arrives[fed]],
        -np.inf,
        0.0,
        np.r_[flows.port[auxiliary], port],
    )

    made, at = matching(outputs.campaign, flows.campaign[feeding])
    leaving = flows.where(*LEAVING)
    yield Entries(
        Row.OUTPUT,
        np.r_[made, flows.output[leaving]],
        np.r_[feeding[at], leaving],
        np.r_[outputs.ratio[made] * arrives[feeding[at]], -_ones(leaving)],
        0.0,
        0.0,
    )


def _added_to(flows: Flows, auxiliary: Ints) -> tuple[Ints, Ints]:
    """Return one column of each site and port of some auxiliary inputs with each main input of the site."""
    first = auxiliary[numbered(flows.site[auxiliary], flows.port[auxiliary])[1]]
    at, fed = matching(flows.site[first], flows.site[flows.feeding])
    return first[at], flows.feeding[fed]


def shares(layout: Layout) -> Iterator[Entries]:
    """An input that may be only part of a product's mix fills only that part of the capacity.

    The capacity counts the input with the largest share; one with half of that share takes half of it, less
    what operating linkages bring through the same port already.
    """
    snapshot, flows = layout.snapshot, layout.flows
    feeding = flows.feeding
    port, site = flows.port[feeding], flows.site[feeding]
    part = parts_of_capacity(snapshot)[port]
    bound = part < 1.0
    column, site, port = feeding[bound], site[bound], port[bound]
    whole = layout.sites.capacity + layout.sites.running
    taken = layout.through
    facility, ids = layout.sites.facility, snapshot.strings("ports", "id")
    alike, first = numbered(site, port)
    ends = zip(facility[site[first]].tolist(), ids[port[first]].tolist(), strict=True)
    now = np.array([taken.get(both, 0.0) for both in ends], dtype=np.float64)[alike]
    left = np.maximum(part[bound] * whole[site] - now, 0.0)
    yield Entries(Row.SHARE, site, column, flows.arrives[column], -np.inf, left, port)


def parts_of_capacity(snapshot: Snapshot) -> Floats:
    """Return what part of a facility's capacity each port's input may fill, by row of ports."""
    return snapshot.derived(_parts_of_capacity, "ports", "technologies")


def _parts_of_capacity(snapshot: Snapshot) -> Floats:
    share = np.nan_to_num(snapshot.numbers("ports", "share_max"), nan=1.0)
    technology = snapshot.rows("ports", "technology")
    main = np.flatnonzero(snapshot.strings("ports", "direction") == Direction.MAIN_INPUT.value)
    largest = np.zeros(snapshot.count("technologies"))
    np.maximum.at(largest, technology[main], share[main])
    # Where no input may be in the mix at all, each has none of it.
    part: Floats = share / np.where(largest > 0.0, largest, 1.0)[technology]
    return part


def mixes(layout: Layout, contents: Mixes) -> Iterator[Entries]:
    """The tonne-weighted mean of what a facility takes meets each limit that one of its inputs exceeds."""
    site = layout.flows.site[contents.column]
    mix, first = numbered(site, contents.limit)
    for kind, excess in ((Row.BLEND_MAXIMUM, contents.above), (Row.BLEND_MINIMUM, contents.below)):
        worst = np.zeros(len(first))
        np.maximum.at(worst, mix, excess)
        counting = (worst[mix] > 0.0) & (excess != 0.0)
        yield Entries(
            kind,
            site[counting],
            contents.column[counting],
            excess[counting],
            -np.inf,
            0.0,
            contents.limit[counting],
        )


def additions(layout: Layout, contents: Additions) -> Iterator[Entries]:
    """What main inputs and what is added to them bring into a product stays within its limit."""
    column, value = contents.column, contents.value * layout.flows.arrives[contents.column]
    yield Entries(Row.ADDITION, layout.flows.site[column], column, value, -np.inf, 0.0, contents.limit)


def contracts(layout: Layout) -> Iterator[Entries]:
    """What is agreed flows at least; several contracts on one way add up, named by the first of them."""
    amount = layout.snapshot.numbers("linkages", "amount")
    agreed: dict[tuple[int, ...], tuple[int, float]] = {}
    for linkage in contracted(layout.snapshot):
        columns = columns_of_linkage(layout, int(linkage))
        if not len(columns):
            raise _cannot_flow(layout, int(linkage))
        first, total = agreed.get(tuple(columns.tolist()), (int(linkage), 0.0))
        agreed[tuple(columns.tolist())] = first, total + float(amount[linkage])
    for way, (first, total) in agreed.items():
        columns = np.array(way, dtype=np.int64)
        yield Entries(Row.CONTRACT, np.full(len(way), first), columns, _ones(columns), total, np.inf)


def _cannot_flow(layout: Layout, linkage: int) -> SymbioflowError:
    """Return the refusal of a contract whose linkage may not flow, with what keeps it from that."""
    row = layout.snapshot.tables["linkages"].slice(linkage, 1).to_pylist()[0]
    facility = layout.snapshot.by_id(Facility)[row["to_facility"]]
    if facility.capacity is None:
        why = f"the capacity of facility {facility.id} is not known"
    elif facility.capacity.likely <= 0.0:
        why = f"the capacity of facility {facility.id} is 0"
    else:
        why = "a gate refuses it (ask for its gates)"
    return SymbioflowError("CONTRACT_WITHOUT_LINKAGE", exit_code=EXIT_NO_PLAN, id=str(row["id"]), reason=why)


def months(layout: Layout) -> Iterator[Entries]:
    """What cannot be stored is taken in the month it comes, and so is what is made of it."""
    snapshot, flows = layout.snapshot, layout.flows
    monthly = flows.where(Column.MONTH)
    if not len(monthly):
        return
    parent, month = flows.parent[monthly], flows.month[monthly]
    parents, steady = np.unique(parent), layout.fluid
    yield Entries(
        Row.MONTH_SUM,
        np.r_[parents, parent],
        np.r_[parents, monthly],
        np.r_[_ones(parents), -_ones(monthly)],
        0.0,
        0.0,
    )
    begun = np.isin(flows.kind[parent], STARTING) & steady[parent]
    diverted, month = monthly[begun], month[begun]
    stream = flows.stream[parent[begun]]
    free, stock = free_supply(snapshot), flows.where(Column.STOCK)
    # Stock is there in every month alike.
    stock = np.repeat(stock[np.isin(flows.stream[stock], stream)], MONTHS)
    given = np.r_[stream, flows.stream[stock]]
    when = np.r_[month, np.tile(np.arange(MONTHS), len(stock) // MONTHS)]
    streams, at = np.unique(given, return_inverse=True)
    share = shares_of_year(snapshot, "waste_streams", streams)[0][at.reshape(-1), when]
    yield Entries(
        Row.MONTH_SUPPLY,
        given,
        np.r_[diverted, stock],
        np.r_[_ones(diverted), np.full(len(stock), -1.0 / MONTHS)],
        -np.inf,
        share * free[given],
        when,
    )
    yield from _works_in_months(layout, np.unique(parent))


def _works_in_months(layout: Layout, seasonal: Ints) -> Iterator[Entries]:
    """What facilities take, add and hand on in each month; what can wait comes as its taker runs."""
    flows, sites, made = layout.flows, layout.sites, layout.outputs
    feeding, steady = flows.feeding, seasonal[layout.fluid[seasonal]]
    handed = steady[np.isin(flows.kind[steady], (Column.TRANSFER, Column.SELL))]
    fed = feeding[np.isin(flows.site[feeding], flows.site[seasonal[flows.main[seasonal]]])]
    column, part, month = _by_month(layout, fed)
    site = np.repeat(flows.site[fed], MONTHS)
    room = sites.monthly[site, month] * sites.capacity[site]
    yield Entries(Row.MONTH_CAPACITY, site, column, part, -np.inf, room, month)

    # An output of one month is made of what came in that month.
    outputs = np.unique(flows.output[handed])
    of, at = matching(made.campaign[outputs], flows.campaign[feeding])
    output = np.r_[flows.output[handed], outputs[of]]
    gone, come = _by_month(layout, handed, sent=True), _by_month(layout, feeding[at])
    ratio = np.repeat(made.ratio[outputs[of]], MONTHS)
    column, month = np.r_[gone[0], come[0]], np.r_[gone[2], come[2]]
    value = np.r_[gone[1], -ratio * come[1]]
    yield Entries(Row.MONTH_OUTPUT, np.repeat(output, MONTHS), column, value, -np.inf, 0.0, month)

    # An addition of one month is added to what is fed in that month.
    adding = steady[flows.among(*CARRYING)[steady] & ~flows.main[steady]]
    wanted, fed = _added_to(flows, adding)
    auxiliary = flows.auxiliary()
    input_, _ = numbered(flows.site[auxiliary], flows.port[auxiliary])
    added = auxiliary[np.isin(input_, input_[np.isin(auxiliary, adding)])]
    gone, come = _by_month(layout, added), _by_month(layout, fed)
    where, port = (np.repeat(of[np.r_[added, wanted]], MONTHS) for of in (flows.site, flows.port))
    ratio = layout.snapshot.numbers("ports", "ratio_likely")[port[len(gone[0]) :]]
    column, month = np.r_[gone[0], come[0]], np.r_[gone[2], come[2]]
    value = np.r_[gone[1], -ratio * come[1]]
    yield Entries(Row.MONTH_AUXILIARY, where, column, value, -np.inf, 0.0, port * MONTHS + month)


def _by_month(layout: Layout, columns: Ints, sent: bool = False) -> tuple[Ints, Floats, Ints]:
    """Return what of some columns arrives (or is sent) in each month: column, part of its unit, and month."""
    flows, months = layout.flows, layout.flows.where(Column.MONTH)
    first = np.full(len(flows), NONE, dtype=np.int64)
    first[flows.parent[months[::MONTHS]]] = months[::MONTHS]
    month = np.tile(np.arange(MONTHS), len(columns))
    column, begins = np.repeat(columns, MONTHS), np.repeat(first[columns], MONTHS)
    uneven = begins != NONE
    share = layout.sites.monthly[flows.site[column], month]
    part = np.where(uneven, 1.0, share) * (1.0 if sent else flows.arrives[column])
    return np.where(uneven, begins + month, column), part, month


def decisions(layout: Layout, options: PlanOptions) -> Iterator[Entries]:
    """A decided facility takes nothing, or between its minimum scale and its capacity; planned ones cost."""
    flows, decided = layout.flows, layout.flows.where(Column.RUN)
    if not len(decided):
        return
    site = flows.site[decided]
    room = layout.sites.capacity
    feeding = flows.feeding
    feeding = feeding[np.isin(flows.site[feeding], site)]
    keys, columns = np.r_[flows.site[feeding], site], np.r_[feeding, decided]
    arrives = flows.arrives[feeding]
    yield Entries(Row.RUN_CAPACITY, keys, columns, np.r_[arrives, -room[site]], -np.inf, 0.0)
    if options.on_off:
        least = np.nan_to_num(of_technology(layout, "minimum_scale"))
        least = np.clip(least - layout.sites.running, 0.0, room)
        yield Entries(Row.RUN_SCALE, keys, columns, np.r_[arrives, -least[site]], 0.0, np.inf)
    if options.budget is not None:
        # What nobody can say the cost of is not built on a budget: its column is closed.
        price = np.nan_to_num(layout.sites.investment)
        paid = decided[price[site] > 0.0]
        where = np.zeros(len(paid), dtype=np.int64)
        yield Entries(Row.BUDGET, where, paid, price[flows.site[paid]], -np.inf, options.budget)


def markets(layout: Layout, options: PlanOptions) -> Iterator[Entries]:
    """A market takes what it is not served with today, from all who sell there and in its parts together."""
    room = market_room(layout, options)
    of, column = layout.sales
    bound = np.isfinite(room[of])
    of, column = of[bound], column[bound]
    if len(column):
        yield Entries(Row.MARKET, of, column, _ones(column), -np.inf, room[of])


def _ones(columns: Ints) -> Floats:
    return np.ones(len(columns))
