"""The rows of a plan's programme: supply, capacity, inputs, outputs, mixes, contracts, months and money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.matching.gates import free_supply
from graph.planning.options import PlanOptions
from graph.planning.programme.columns import (
    DISPOSE,
    DIVERT,
    MONTH,
    NONE,
    RUN,
    STOCK,
    TRANSFER,
    Layout,
    with_columns,
)
from graph.planning.solver.linear import CONTINUOUS, LOT, WHOLE, Floats, Ints, LinearProgramme
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, LinkageState, OperatingState, Phase

#: Kinds of rows. Their keys (a, b): stream; site; site and port; output; site and port; site and limit;
#: linkage; stream and month; site and month; column; site; nothing.
(
    SUPPLY,
    CAPACITY,
    AUXILIARY,
    OUTPUT,
    SHARE,
    BLEND_MAXIMUM,
    BLEND_MINIMUM,
    CONTRACT,
    MONTH_SUPPLY,
    MONTH_CAPACITY,
    MONTH_SUM,
    RUN_CAPACITY,
    RUN_SCALE,
    BUDGET,
) = range(14)

#: What can lie in a yard until it is wanted; the rest must be taken in the month it comes.
_STORABLE = (Phase.SOLID.value, Phase.SLUDGE.value)
_MONTHS = 12


@dataclass(frozen=True)
class Programme:
    """A plan's linear programme and what its columns and rows mean.

    Attributes
    ----------
    layout : Layout
        Its `flows` are the columns.
    linear : LinearProgramme
    row_kind, row_a, row_b : int array
        What each row is, see the kinds of this module; -1 where a kind has no second key.
    """

    layout: Layout
    linear: LinearProgramme
    row_kind: Ints
    row_a: Ints
    row_b: Ints

    def row_of(self, kind: int, keys: Ints) -> Ints:
        """Return the row of one kind by its first key; -1 where there is none."""
        mine = np.flatnonzero(self.row_kind == kind)
        place = np.full(int(max(keys.max(initial=0), self.row_a[mine].max(initial=0))) + 1, NONE)
        place[self.row_a[mine]] = mine
        return place[keys]


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
class _Family:
    """Rows of one kind, as entries; equal keys are one row."""

    kind: int
    a: Ints
    column: Ints
    value: Floats
    lower: Floats | float
    upper: Floats | float
    b: Ints | None = None


def build_programme(layout: Layout, options: PlanOptions, mixes: Mixes | None = None) -> Programme:
    """Return the programme of a layout.

    Parameters
    ----------
    layout : Layout
    options : PlanOptions
    mixes : Mixes, optional
        For the rows that let a mix pass.

    Raises
    ------
    SymbioflowError
        ``CONTRACT_WITHOUT_LINKAGE`` if a contracted linkage is none that may flow.
    """
    snapshot = layout.snapshot
    layout = _with_extra_columns(layout, options)
    families = [
        *_supply(layout, options),
        *_facility(layout),
        *_shares(layout),
        *(_mix_rows(layout, mixes) if mixes is not None and len(mixes.column) else ()),
        *_contracts(layout),
        *_months(layout),
        *_running(layout, options),
    ]
    return _packed(layout, families, *_bounds(snapshot, layout, options))


def stock_per_year(snapshot: Snapshot, options: PlanOptions) -> Floats:
    """Return what each stream's stock gives a year when it is drawn down over the horizon."""
    if options.horizon is None:
        return np.zeros(snapshot.count("waste_streams"))
    stock: Floats = np.nan_to_num(snapshot.numbers("waste_streams", "stock_likely"))
    return stock / options.horizon


def _with_extra_columns(layout: Layout, options: PlanOptions) -> Layout:
    """Add stock, months and decisions, where the options and the park have them."""
    stock = np.flatnonzero(stock_per_year(layout.snapshot, options) > 0.0)
    used = np.unique(layout.flows.stream[layout.flows.where(DIVERT)])
    stock = stock[np.isin(stock, used)]
    layout = with_columns(layout, STOCK, len(stock), stream=stock)
    parent = _seasonal(layout)
    layout = with_columns(
        layout,
        MONTH,
        _MONTHS * len(parent),
        output=np.repeat(parent, _MONTHS),
        month=np.tile(np.arange(_MONTHS), len(parent)),
    )
    deciding = np.flatnonzero(_decided_sites(layout, options))
    return with_columns(layout, RUN, len(deciding), site=deciding)


def _seasonal(layout: Layout) -> Ints:
    """Return the columns whose stream has an uneven year and cannot be stored."""
    snapshot, flows = layout.snapshot, layout.flows
    uneven = np.diff(np.asarray(snapshot.tables["waste_streams"]["monthly"].combine_chunks().offsets)) > 0
    phase = snapshot.strings("materials", "phase")
    diverted = flows.where(DIVERT)
    fluid = ~np.isin(phase[flows.material[diverted]].astype(str), _STORABLE)
    return diverted[uneven[flows.stream[diverted]] & fluid]


def _decided_sites(layout: Layout, options: PlanOptions) -> NDArray[np.bool_]:
    sites = layout.sites
    decided = np.zeros(len(sites), dtype=bool)
    if options.on_off:
        decided |= ~np.isnan(_of_technology(layout, "minimum_scale"))
    if options.budget is not None:
        decided |= _planned(layout) & ~np.isnan(_of_technology(layout, "capital_cost"))
    return decided


def _planned(layout: Layout) -> NDArray[np.bool_]:
    planned: NDArray[np.bool_] = (layout.sites["state"] == OperatingState.PLANNED.value).to_numpy(dtype=bool)
    return planned


def _of_technology(layout: Layout, column: str) -> Floats:
    values: Floats = layout.snapshot.numbers("technologies", column)
    rows: Ints = layout.sites["technology_row"].to_numpy(dtype=np.int64)
    return values[rows]


def _ones(columns: Ints) -> Floats:
    return np.ones(len(columns))


def _supply(layout: Layout, options: PlanOptions) -> Iterator[_Family]:
    """A stream gives at most what it has left, and its stock what a year's share of it is."""
    flows, free = layout.flows, free_supply(layout.snapshot)
    given, stock = flows.where(DIVERT), flows.where(STOCK)
    column, value = np.r_[given, stock], np.r_[_ones(given), -_ones(stock)]
    yield _Family(SUPPLY, flows.stream[column], column, value, -np.inf, free[flows.stream[column]])


def _facility(layout: Layout) -> Iterator[_Family]:
    """A facility takes at most its capacity, auxiliary inputs in proportion, and loses nothing."""
    flows, sites, outputs = layout.flows, layout.sites, layout.outputs
    feeding = flows.feeding()
    site = flows.site[feeding]
    room = sites["capacity"].to_numpy(dtype=float)
    yield _Family(CAPACITY, site, feeding, _ones(feeding), -np.inf, room[site])

    fed = pd.DataFrame({"site": site, "column": feeding})
    auxiliary = np.flatnonzero(((flows.kind == DIVERT) | (flows.kind == TRANSFER)) & ~flows.main)
    ratio = layout.snapshot.numbers("ports", "ratio_likely")
    wanted = pd.DataFrame({"site": flows.site[auxiliary], "port": flows.port[auxiliary]}).drop_duplicates()
    wanted = wanted.merge(fed, on="site")
    port = wanted["port"].to_numpy(dtype=np.int64)
    yield _Family(
        AUXILIARY,
        np.r_[flows.site[auxiliary], wanted["site"].to_numpy(dtype=np.int64)],
        np.r_[auxiliary, wanted["column"].to_numpy(dtype=np.int64)],
        np.r_[_ones(auxiliary), -ratio[port]],
        -np.inf,
        0.0,
        np.r_[flows.port[auxiliary], port],
    )

    made = outputs[["site", "ratio"]].assign(output=np.arange(len(outputs))).merge(fed, on="site")
    leaving = np.flatnonzero((flows.output != NONE) & (flows.kind <= DISPOSE))
    yield _Family(
        OUTPUT,
        np.r_[made["output"].to_numpy(dtype=np.int64), flows.output[leaving]],
        np.r_[made["column"].to_numpy(dtype=np.int64), leaving],
        np.r_[made["ratio"].to_numpy(dtype=float), -_ones(leaving)],
        0.0,
        0.0,
    )


def _shares(layout: Layout) -> Iterator[_Family]:
    """An input that may be only part of a product's mix fills only that part of the capacity.

    The capacity counts the input with the largest share; one with half of that share takes half of it, less
    what operating linkages bring through the same port already.
    """
    snapshot, flows = layout.snapshot, layout.flows
    share = np.nan_to_num(snapshot.numbers("ports", "share_max"), nan=1.0)
    technology = snapshot.positions("technologies", snapshot.tables["ports"]["technology"].to_pylist())
    main = np.flatnonzero(snapshot.strings("ports", "direction") == Direction.MAIN_INPUT.value)
    largest = np.zeros(snapshot.count("technologies"))
    np.maximum.at(largest, technology[main], share[main])
    feeding = flows.feeding()
    port, site = flows.port[feeding], flows.site[feeding]
    # Where no input may be in the mix at all, each has none of it.
    part = share[port] / np.where(largest > 0.0, largest, 1.0)[technology[port]]
    bound = part < 1.0
    column, site, port = feeding[bound], site[bound], port[bound]
    whole = (layout.sites["capacity"] + layout.sites["running"]).to_numpy(dtype=float)
    taken = running_through(snapshot)
    facility, ids = layout.sites["facility"].to_numpy(), snapshot.strings("ports", "id")
    now = np.array(
        [taken.get((facility[at], ids[through]), 0.0) for at, through in zip(site, port, strict=True)]
    )
    left = np.maximum(part[bound] * whole[site] - now, 0.0)
    yield _Family(SHARE, site, column, _ones(column), -np.inf, left, port)


def running_through(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    """Return what operating linkages bring, by facility and port."""
    table = snapshot.tables["linkages"].select(["to_facility", "port", "amount", "state"])
    taken: dict[tuple[str, str], float] = {}
    for row in table.to_pylist():
        if row["state"] == LinkageState.OPERATING.value:
            key = row["to_facility"], row["port"]
            taken[key] = taken.get(key, 0.0) + row["amount"]
    return taken


def _mix_rows(layout: Layout, mixes: Mixes) -> Iterator[_Family]:
    """The tonne-weighted mean of what a facility takes meets each limit that one of its inputs exceeds."""
    site = layout.flows.site[mixes.column]
    for kind, excess in ((BLEND_MAXIMUM, mixes.above), (BLEND_MINIMUM, mixes.below)):
        frame = pd.DataFrame({"site": site, "limit": mixes.limit, "excess": excess})
        worst = frame.groupby(["site", "limit"])["excess"].transform("max").to_numpy()
        mine = (worst > 0.0) & (excess != 0.0)
        yield _Family(kind, site[mine], mixes.column[mine], excess[mine], -np.inf, 0.0, mixes.limit[mine])


def contracted(snapshot: Snapshot) -> Ints:
    """Return the rows of linkages that are agreed but do not run yet."""
    return np.flatnonzero(snapshot.strings("linkages", "state") == LinkageState.CONTRACTED.value)


def columns_of_linkage(layout: Layout, linkage: int) -> Ints:
    """Return the columns that a linkage of the register speaks of."""
    snapshot, flows = layout.snapshot, layout.flows
    row = snapshot.tables["linkages"].slice(linkage, 1).to_pylist()[0]
    port = snapshot.positions("ports", [row["port"]])[0]
    to = np.flatnonzero((layout.sites["facility"] == row["to_facility"]).to_numpy())
    at = (flows.port == port) & np.isin(flows.site, to)
    if row["stream"] is not None:
        stream = snapshot.positions("waste_streams", [row["stream"]])[0]
        return np.flatnonzero(at & (flows.kind == DIVERT) & (flows.stream == stream))
    source = layout.outputs["site"].to_numpy()[flows.output]
    giver = np.flatnonzero((layout.sites["facility"] == row["from_facility"]).to_numpy())
    return np.flatnonzero(at & (flows.kind == TRANSFER) & np.isin(source, giver))


def _contracts(layout: Layout) -> Iterator[_Family]:
    """What is agreed flows at least; several contracts on one way add up, named by the first of them."""
    amount = layout.snapshot.numbers("linkages", "amount")
    agreed: dict[tuple[int, ...], tuple[int, float]] = {}
    for linkage in contracted(layout.snapshot):
        columns = columns_of_linkage(layout, int(linkage))
        if not len(columns):
            name = layout.text("linkages", "id", linkage)
            raise SymbioflowError(
                "CONTRACT_WITHOUT_LINKAGE",
                f"linkage {name} is contracted, but a gate refuses it or the capacity is not known; "
                "expected a linkage that may flow (ask for its gates)",
                EXIT_NO_PLAN,
            )
        first, total = agreed.get(tuple(columns.tolist()), (int(linkage), 0.0))
        agreed[tuple(columns.tolist())] = first, total + float(amount[linkage])
    for way, (first, total) in agreed.items():
        columns = np.array(way, dtype=np.int64)
        yield _Family(CONTRACT, np.full(len(way), first), columns, _ones(columns), total, np.inf)


def _months(layout: Layout) -> Iterator[_Family]:
    """What cannot be stored is taken in the month it comes, within a twelfth of the capacity."""
    snapshot, flows = layout.snapshot, layout.flows
    monthly = flows.where(MONTH)
    if not len(monthly):
        return
    parent, month = flows.output[monthly], flows.month[monthly]
    parents = np.unique(parent)
    yield _Family(
        MONTH_SUM,
        np.r_[parents, parent],
        np.r_[parents, monthly],
        np.r_[_ones(parents), -_ones(monthly)],
        0.0,
        0.0,
    )
    stream = flows.stream[parent]
    profile = snapshot.tables["waste_streams"]["monthly"]
    share = np.array([profile[int(row)].as_py()[of] for row, of in zip(stream, month, strict=True)])
    comes = share * free_supply(snapshot)[stream]
    yield _Family(MONTH_SUPPLY, stream, monthly, _ones(monthly), -np.inf, comes, month)
    fed = flows.main[parent]
    monthly, month, site = monthly[fed], month[fed], flows.site[parent[fed]]
    even = np.setdiff1d(flows.feeding()[np.isin(flows.site[flows.feeding()], site)], parents)
    column = np.r_[monthly, np.repeat(even, _MONTHS)]
    where = np.r_[site, np.repeat(flows.site[even], _MONTHS)]
    value = np.r_[_ones(monthly), np.full(_MONTHS * len(even), 1.0 / _MONTHS)]
    room = layout.sites["capacity"].to_numpy(dtype=float)[where] / _MONTHS
    of = np.r_[month, np.tile(np.arange(_MONTHS), len(even))]
    yield _Family(MONTH_CAPACITY, where, column, value, -np.inf, room, of)


def _running(layout: Layout, options: PlanOptions) -> Iterator[_Family]:
    """A decided facility takes nothing, or between its minimum scale and its capacity; planned ones cost."""
    flows, decisions = layout.flows, layout.flows.where(RUN)
    if not len(decisions):
        return
    site = flows.site[decisions]
    room = layout.sites["capacity"].to_numpy(dtype=float)
    feeding = flows.feeding()
    feeding = feeding[np.isin(flows.site[feeding], site)]
    keys, columns = np.r_[flows.site[feeding], site], np.r_[feeding, decisions]
    yield _Family(RUN_CAPACITY, keys, columns, np.r_[_ones(feeding), -room[site]], -np.inf, 0.0)
    if options.on_off:
        least = np.nan_to_num(_of_technology(layout, "minimum_scale"))
        least = np.clip(least - layout.sites["running"].to_numpy(dtype=float), 0.0, room)
        yield _Family(RUN_SCALE, keys, columns, np.r_[_ones(feeding), -least[site]], 0.0, np.inf)
    if options.budget is not None:
        price = investment(layout)
        paid = decisions[price[site] > 0.0]
        where = np.zeros(len(paid), dtype=np.int64)
        yield _Family(BUDGET, where, paid, price[flows.site[paid]], -np.inf, options.budget)


def investment(layout: Layout) -> Floats:
    """Return what building each planned site costs, CNY; 0 for what stands or whose cost nobody knows."""
    price = np.nan_to_num(_of_technology(layout, "capital_cost"))
    return np.where(_planned(layout), price * layout.sites["capacity"].to_numpy(dtype=float), 0.0)


def _bounds(snapshot: Snapshot, layout: Layout, options: PlanOptions) -> tuple[Floats, Floats, Ints]:
    """Return lower and upper bounds and the kind of every column."""
    flows = layout.flows
    lower, upper = np.zeros(len(flows)), np.full(len(flows), np.inf)
    kind = np.full(len(flows), CONTINUOUS, dtype=np.int64)
    stock, run = flows.where(STOCK), flows.where(RUN)
    upper[stock] = stock_per_year(snapshot, options)[flows.stream[stock]]
    upper[run], kind[run] = 1.0, WHOLE
    for linkage in np.flatnonzero(snapshot.strings("linkages", "state") == LinkageState.REJECTED.value):
        upper[columns_of_linkage(layout, int(linkage))] = 0.0
    if options.minimum_lot > 0.0:
        linking = np.flatnonzero((flows.kind == DIVERT) | (flows.kind == TRANSFER))
        most = _most(layout, options)[linking]
        fits = (most >= options.minimum_lot) & (upper[linking] > 0.0)
        upper[linking] = np.where(fits, most, 0.0)
        lower[linking[fits]], kind[linking[fits]] = options.minimum_lot, LOT
    return lower, upper, kind


def _most(layout: Layout, options: PlanOptions) -> Floats:
    """Return the most that each linkage could carry: what is there and what there is room for."""
    snapshot, flows = layout.snapshot, layout.flows
    room = layout.sites["capacity"].to_numpy(dtype=float)
    ratio = snapshot.numbers("ports", "ratio_likely")
    takes = (
        np.where(flows.main, 1.0, ratio[flows.port]) * room[flows.site] if len(room) else np.zeros(len(flows))
    )
    there = free_supply(snapshot) + stock_per_year(snapshot, options)
    made = layout.outputs["ratio"].to_numpy(dtype=float) * room[layout.outputs["site"].to_numpy()]
    given = np.full(len(flows), np.inf)
    diverted, passed = flows.where(DIVERT), flows.where(TRANSFER)
    given[diverted], given[passed] = there[flows.stream[diverted]], made[flows.output[passed]]
    most: Floats = np.minimum(takes, given)
    return most


def _packed(layout: Layout, families: list[_Family], lower: Floats, upper: Floats, kind: Ints) -> Programme:
    """Number the rows family by family, by key, and put all entries together."""
    parts: list[tuple[Ints, Ints, Ints, Floats, Floats, Ints]] = []
    entries: list[tuple[Ints, Ints, Floats]] = []
    count = 0
    for family in families:
        b = np.full(len(family.a), NONE) if family.b is None else family.b
        span = int(b.max(initial=0)) + 2
        keys, first, at = np.unique(family.a * span + b + 1, return_index=True, return_inverse=True)
        entries.append((count + at, family.column, family.value))
        low = np.broadcast_to(np.asarray(family.lower, dtype=float), len(at))[first]
        high = np.broadcast_to(np.asarray(family.upper, dtype=float), len(at))[first]
        parts.append((np.full(len(keys), family.kind), family.a[first], b[first], low, high, keys))
        count += len(keys)
    row_kind, row_a, row_b, row_lower, row_upper = (
        np.concatenate([part[place] for part in parts]) for place in range(5)
    )
    row, column, value = (np.concatenate([entry[place] for entry in entries]) for place in range(3))
    linear = LinearProgramme.of_entries(
        (lower, upper), (row_lower, row_upper), row, column, value.astype(float), kind
    )
    return Programme(layout, linear, row_kind.astype(np.int64), row_a, row_b)
