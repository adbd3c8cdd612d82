"""A plan's linear programme: its columns with their bounds, its rows, and what both mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.matching.gates import MONTHS
from graph.planning.options import PlanOptions
from graph.planning.programme import outlets, rows
from graph.planning.programme.additions import additions_of
from graph.planning.programme.columns import (
    CARRYING,
    NONE,
    STARTING,
    Column,
    Layout,
    columns_of_linkage,
    most_carried,
    of_technology,
    planned_sites,
    rejected,
    stock_per_year,
    with_columns,
)
from graph.planning.programme.families import Row
from graph.planning.programme.printing import Constraint, constraint
from graph.planning.programme.rows import Entries, Mixes
from graph.planning.solver import Domain, Floats, Ints, LinearProgramme
from graph.snapshot import Snapshot


@dataclass(frozen=True)
class Programme:
    """A plan's linear programme and what its columns and rows mean.

    Attributes
    ----------
    layout : Layout
        Its `flows` are the columns.
    linear : LinearProgramme
    row_kind, row_a, row_b : int array
        `Row` of each row and its keys; -1 where a kind has no second key.
    """

    layout: Layout
    linear: LinearProgramme
    row_kind: Ints
    row_a: Ints
    row_b: Ints

    def row_of(self, kind: Row, keys: Ints) -> Ints:
        """Return the row of one kind by its first key; -1 where there is none."""
        found = np.flatnonzero(self.row_kind == kind)
        place = np.full(int(max(keys.max(initial=0), self.row_a[found].max(initial=0))) + 1, NONE)
        place[self.row_a[found]] = found
        return place[keys]

    @cached_property
    def capacity_rows(self) -> tuple[tuple[Ints, Floats, Ints], ...]:
        """The rows that a capacity bounds, by which part of it, and whose (site).

        First those of the whole, of a year or a month, then those of the shares of a mix.
        """
        kind, layout = self.row_kind, self.layout
        whole = np.flatnonzero(np.isin(kind, (Row.CAPACITY, Row.MONTH_CAPACITY)))
        shares = np.flatnonzero(kind == Row.SHARE)
        site, month = self.row_a[whole], np.maximum(self.row_b[whole], 0)
        part = np.where(kind[whole] == Row.MONTH_CAPACITY, layout.sites.monthly[site, month], 1.0)
        of_mix = rows.parts_of_capacity(layout.snapshot)[self.row_b[shares]]
        return (whole, part, site), (shares, of_mix, self.row_a[shares])

    def row(self, number: int) -> Constraint:
        """Return a row as a person reads it; see `graph.planning.programme.printing`."""
        keys = int(self.row_a[number]), int(self.row_b[number])
        return constraint(self.layout, self.linear, number, Row(self.row_kind[number]), keys)


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
    added = additions_of(layout)
    families = [
        *rows.supply(layout),
        *rows.facility(layout),
        *rows.shares(layout),
        *(rows.mixes(layout, mixes) if mixes is not None and len(mixes.column) else ()),
        *(rows.additions(layout, added) if added is not None else ()),
        *rows.contracts(layout),
        *rows.months(layout),
        *rows.decisions(layout, options),
        *(() if options.potential else rows.markets(layout, options)),
        *outlets.market_months(layout, options),
        *outlets.market_days(layout, options),
    ]
    return packed(layout, families, *_bounds(snapshot, layout, options))


def _with_extra_columns(layout: Layout, options: PlanOptions) -> Layout:
    """Add stock, months and decisions, where the options and the park have them."""
    stock = np.flatnonzero(stock_per_year(layout.snapshot, options) > 0.0)
    used = np.unique(layout.flows.stream[layout.flows.where(*STARTING)])
    stock = stock[np.isin(stock, used)]
    layout = with_columns(layout, Column.STOCK, len(stock), stream=stock)
    parent = _seasonal(layout)
    layout = with_columns(
        layout,
        Column.MONTH,
        MONTHS * len(parent),
        parent=np.repeat(parent, MONTHS),
        arrives=np.repeat(layout.flows.arrives[parent], MONTHS),
        month=np.tile(np.arange(MONTHS), len(parent)),
    )
    deciding = np.flatnonzero(_decided_sites(layout, options))
    return with_columns(layout, Column.RUN, len(deciding), site=deciding)


def _seasonal(layout: Layout) -> Ints:
    """Return the columns of what cannot be stored, wherever a season is in reach.

    A season is that of a stream, a facility or a market of an uneven year. It reaches all that its stream
    gives and its facility takes and makes, and so on: who heats in winter leaves the summer to others, and a
    treatment moves nothing from one month to another. Who sells by the month works by the month, on what lies
    in a heap too. Where there is no season all comes evenly.
    """
    snapshot, flows = layout.snapshot, layout.flows
    profile = snapshot.tables["waste_streams"]["monthly"].combine_chunks()
    uneven = np.append(np.diff(np.asarray(profile.offsets)) > 0, False)
    sold = outlets.seasonal_sales(layout)
    fluid = layout.fluid & (flows.among(*CARRYING) | sold)
    seasons = layout.sites.uneven
    seasonal = fluid & (uneven[flows.stream] | np.append(seasons, False)[flows.site])
    seasonal |= (fluid & np.append(seasons, False)[layout.maker]) | sold
    sellers = np.unique(layout.maker[sold])
    seasonal |= flows.among(*CARRYING) & flows.main & np.isin(flows.site, sellers[sellers != NONE])
    while True:
        given = flows.stream[seasonal & (flows.stream != NONE)]
        # Works that take a part of it by the month work by the month; so do those that make it.
        works = np.union1d(flows.site[seasonal], layout.maker[seasonal & fluid])
        works = works[works != NONE]
        wider = seasonal | (fluid & np.isin(flows.stream, given))
        wider |= fluid & flows.main & np.isin(flows.site, works)
        wider |= fluid & np.isin(layout.maker, works)
        if wider.sum() == seasonal.sum():
            return np.flatnonzero(seasonal)
        seasonal = wider


def _decided_sites(layout: Layout, options: PlanOptions) -> NDArray[np.bool_]:
    sites = layout.sites
    decided = np.zeros(len(sites), dtype=bool)
    if options.on_off:
        decided |= ~np.isnan(of_technology(layout, "minimum_scale"))
    if options.budget is not None:
        decided |= planned_sites(layout)
    return decided


def _bounds(snapshot: Snapshot, layout: Layout, options: PlanOptions) -> tuple[Floats, Floats, Ints]:
    """Return lower and upper bounds and the domain of every column."""
    flows = layout.flows
    lower, upper = np.zeros(len(flows)), np.full(len(flows), np.inf)
    domain = np.full(len(flows), Domain.CONTINUOUS, dtype=np.int64)
    stock, run = flows.where(Column.STOCK), flows.where(Column.RUN)
    upper[stock] = stock_per_year(snapshot, options)[flows.stream[stock]]
    upper[run], domain[run] = 1.0, Domain.WHOLE
    if options.budget is not None:
        upper[run[np.isnan(layout.sites.investment[flows.site[run]])]] = 0.0
    sold = flows.where(Column.SELL)
    upper[sold[layout.outputs.off[flows.output[sold]]]] = 0.0
    if not options.potential and snapshot.count("markets"):
        # A product without a known market is a question, and no part of the plan.
        upper[sold[(flows.market[sold] == NONE) & ~layout.outputs.settled[flows.output[sold]]]] = 0.0
    for linkage in rejected(snapshot):
        upper[columns_of_linkage(layout, int(linkage))] = 0.0
    if options.minimum_lot > 0.0:
        linking = flows.where(*CARRYING)
        most = most_carried(layout, options)[linking]
        fits = (most >= options.minimum_lot) & (upper[linking] > 0.0)
        upper[linking] = np.where(fits, most, 0.0)
        lower[linking[fits]], domain[linking[fits]] = options.minimum_lot, Domain.LOT
    return lower, upper, domain


def packed(layout: Layout, families: list[Entries], lower: Floats, upper: Floats, domain: Ints) -> Programme:
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
        (lower, upper), (row_lower, row_upper), row, column, value.astype(float), domain
    )
    return Programme(layout, linear, row_kind.astype(np.int64), row_a, row_b)
