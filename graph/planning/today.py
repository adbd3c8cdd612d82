"""Where what is in use today goes: the room that today's flows take before anything new is planned.

Operating linkages of the register say it of some. Of the rest of what streams say is in use nobody names the
taker: it is given to operating facilities that pass its gates, as much as they can hold on to a use, the
better scores first. What none of them can hold stands at a place unknown. All of it is an estimate, but no
plan fills a line twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.matching.gates import operating_linkages
from graph.planning.options import PlanOptions
from graph.planning.programme import (
    CARRYING,
    NONE,
    Column,
    Entries,
    Layout,
    Programme,
    Row,
    columns_of_linkage,
    facility_rows,
    packed,
    preference,
    rejected,
    served_today,
    share_rows,
)
from graph.planning.solver import Floats, KeptSolver, solve, summed
from graph.snapshot import Snapshot
from graph.vocabulary import FacilityId, MaterialId, OperatingState, PortId, StreamId, Unit

#: What is smaller than this share of what is looked for is the solver's rounding.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class TodayFlow:
    """One flow of today: `amount` in `unit` per year.

    Attributes
    ----------
    stream : StreamId or None
        Where it starts, if a stream.
    from_facility : FacilityId or None
        Where it starts, if a facility.
    facility : FacilityId
        Where it goes.
    port : PortId
        What it is taken as.
    material : MaterialId
        What flows.
    amount : float
        Per year, in `unit`.
    on_record : bool
        True for an operating linkage; false where the taker is an estimate.
    """

    stream: StreamId | None
    from_facility: FacilityId | None
    facility: FacilityId
    port: PortId
    material: MaterialId
    amount: float
    unit: Unit
    on_record: bool


@dataclass(frozen=True)
class Today:
    """Today's flows through the facilities of a layout.

    Attributes
    ----------
    flows : tuple of TodayFlow
        Operating linkages first, then estimates, by stream.
    unknown : float array
        In use at a place that nobody knows, by row of waste_streams.
    through : dict of (facility, port) to float
        All that goes through a port.
    sold : dict of market to float
        What facilities sell in each market, and in its parts, of what they make of all that.
    """

    flows: tuple[TodayFlow, ...]
    unknown: Floats
    through: dict[tuple[str, str], float]
    sold: dict[str, float]


@dataclass(frozen=True)
class TodayProgramme:
    """The programme that finds them; what is in use may be set anew (`row_upper`, then `placed`).

    Attributes
    ----------
    layout : Layout
        The columns that stand today.
    programme : Programme
    objectives : tuple of array
        What is wanted first of the columns, then what breaks ties.
    named : array
        What of each stream operating linkages say where it goes.
    """

    layout: Layout
    programme: Programme
    objectives: tuple[Floats, ...]
    named: Floats

    def unnamed(self, in_use: Floats) -> Floats:
        """Return what of each stream is in use without an operating linkage that says where."""
        return np.maximum(in_use - self.named, 0.0)

    def row_upper(self, in_use: Floats, more: Floats | None = None) -> Floats:
        """Return what bounds the rows where so much of each stream is in use.

        Parameters
        ----------
        in_use : array
            By row of waste_streams.
        more : array, optional
            How much more than likely each site can take, or less: who turns out larger holds more of today.
        """
        found = np.flatnonzero(self.programme.row_kind == Row.SUPPLY)
        upper = self.programme.linear.row_upper.copy()
        if more is not None and more.any():
            for rows, part, site in self.programme.capacity_rows:
                upper[rows] = np.maximum(upper[rows] + part * more[site], 0.0)
        upper[found] = self.unnamed(in_use)[self.programme.row_a[found]]
        return upper

    def placed(self, row_upper: Floats, kept: KeptSolver | None = None) -> Floats:
        """Return the best flows of today within bounds of the rows; one value a column.

        Parameters
        ----------
        row_upper : array
        kept : KeptSolver, optional
            Of who asks again and again.
        """
        linear = self.programme.linear
        given = row_upper[self.programme.row_kind == Row.SUPPLY]
        if not linear.columns or not (given.any() or self.layout.sites.running.any()):
            return np.zeros(linear.columns)
        flows = solve(replace(linear, row_upper=row_upper), list(self.objectives), kept=kept).flows
        return np.where(flows > _ROUNDING * flows.max(initial=0.0), flows, 0.0)


def named_uses(snapshot: Snapshot) -> Floats:
    """Return what of each stream operating linkages say where it goes."""
    linkages = operating_linkages(snapshot)
    linkages = linkages.filter(pc.is_valid(linkages["stream"]))
    named = np.zeros(snapshot.count("waste_streams"))
    at = snapshot.positions("waste_streams", linkages["stream"].combine_chunks())
    np.add.at(named, at, linkages["amount"].to_numpy())
    return named


def today_programme(
    layout: Layout, benefit: Floats, stops: NDArray[np.bool_] | None = None
) -> TodayProgramme:
    """Return the programme of today's flows over the columns that stand today.

    Streams go to operating facilities whose gates they pass alone; a facility passes on, sells or disposes of
    what it makes of them and of what its operating linkages bring. Treated waste that is then disposed of was
    no use, so that treating it counts nothing.

    Parameters
    ----------
    layout : Layout
    benefit : array
        What a unit of each of its columns brings, CNY: of two equally good and short ways the owners take the
        one that pays.
    stops : bool array, optional
        Columns that do not flow.
    """
    flows, sites = layout.flows, layout.sites
    runs = (sites.state == OperatingState.OPERATING.value) & sites.open & ~sites.assumed
    stands = np.append(runs, True)
    kept = stands[flows.site] & stands[layout.maker] & ~flows.blended & (flows.kind != Column.OUTSIDE)
    kept &= flows.main | ~np.isin(flows.kind, CARRYING)
    columns = np.flatnonzero(kept if stops is None else kept & ~stops)
    layout, benefit = replace(layout, flows=flows.take(columns)), benefit[columns]
    families = [*_supply(layout), *_facilities(layout), *share_rows(layout)]
    count = len(layout.flows)
    upper = np.full(count, np.inf)
    for linkage in rejected(layout.snapshot):
        upper[columns_of_linkage(layout, int(linkage))] = 0.0
    bounds = np.zeros(count), upper, np.zeros(count, dtype=np.int64)
    named = named_uses(layout.snapshot)
    return TodayProgramme(layout, packed(layout, families, *bounds), _objectives(layout, benefit), named)


def _supply(layout: Layout) -> Iterator[Entries]:
    given = layout.flows.where(Column.DIVERT)
    yield Entries(Row.SUPPLY, layout.flows.stream[given], given, np.ones(len(given)), -np.inf, 0.0)


def _facilities(layout: Layout) -> Iterator[Entries]:
    """Yield the rows of facilities; outputs of what linkages bring already have to go somewhere too."""
    outputs = layout.outputs
    made = outputs.ratio * layout.campaigns.running[outputs.campaign]
    whole = summed(outputs.same, made, len(outputs))[outputs.same]
    # Of what linkages take of an output nobody knows in which campaign it was made.
    left_of = np.maximum(1.0 - _passed_on(layout) / np.where(whole > 0.0, whole, 1.0), 0.0)
    for family in facility_rows(layout):
        if family.kind is Row.OUTPUT:
            left = -(made * left_of)[family.a]
            family = replace(family, lower=left, upper=left)
        yield family


def _passed_on(layout: Layout) -> Floats:
    """Return what operating linkages take of each output, of all its campaigns together."""
    snapshot, outputs = layout.snapshot, layout.outputs
    taken: dict[tuple[str, int], float] = {}
    material_of = _column(snapshot, "ports", "material")
    rows = dict(zip(snapshot.strings("materials", "id"), range(snapshot.count("materials")), strict=True))
    for row in operating_linkages(snapshot).to_pylist():
        key = row["from_facility"], rows.get(material_of[row["port"]], NONE)
        taken[key] = taken.get(key, 0.0) + row["amount"]
    facility = layout.sites.facility[outputs.site].tolist()
    return np.array([taken.get(key, 0.0) for key in zip(facility, outputs.material.tolist(), strict=True)])


def _objectives(layout: Layout, benefit: Floats) -> tuple[Floats, ...]:
    """Return the most that is held on to a use; then better fits and shorter ways, then what pays."""
    flows, outputs = layout.flows, layout.outputs
    held = (flows.kind == Column.DIVERT).astype(np.float64)
    lost = flows.where(Column.DISPOSE)
    lost = lost[outputs.treated[flows.output[lost]]]
    ratio = outputs.ratio[flows.output[lost]]
    held[lost] = -1.0 / np.where(ratio > 0.0, ratio, 1.0)
    # What becomes of it at works that do not stand yet has no say in where it goes today.
    return held, preference(flows, flows.fit), benefit


def today_of(found: TodayProgramme, amounts: Floats, in_use: Floats) -> Today:
    """Return flows that a `TodayProgramme` found as flows of today."""
    layout = found.layout
    flows = layout.flows
    by_ends = layout.by_ends(np.flatnonzero(np.isin(flows.kind, CARRYING) & (amounts > 0.0)))
    estimated = [
        TodayFlow(**ends._asdict(), amount=float(amounts[way].sum()), on_record=False)
        for ends, way in by_ends.items()
    ]
    through, arrives = dict(layout.through), amounts * flows.arrives
    for ends, way in by_ends.items():
        key = str(ends.facility), str(ends.port)
        through[key] = through.get(key, 0.0) + float(arrives[way].sum())
    given = flows.where(Column.DIVERT)
    count = layout.snapshot.count("waste_streams")
    unknown = found.unnamed(in_use) - summed(flows.stream[given], amounts[given], count)
    unknown = np.where(unknown > _ROUNDING * np.maximum(in_use, 1.0), unknown, 0.0)
    sold = layout.sold(amounts)
    markets = {str(layout.markets[at].id): float(sold[at]) for at in np.flatnonzero(sold > 0.0)}
    return Today((*_on_record(layout.snapshot), *estimated), unknown, through, markets)


def _on_record(snapshot: Snapshot) -> Iterator[TodayFlow]:
    units = _column(snapshot, "materials", "unit")
    given, wanted = (_column(snapshot, table, "material") for table in ("waste_streams", "ports"))
    for row in operating_linkages(snapshot).to_pylist():
        material = given[row["stream"]] if row["stream"] else wanted[row["port"]]
        yield TodayFlow(
            stream=row["stream"],
            from_facility=row["from_facility"],
            facility=row["to_facility"],
            port=row["port"],
            material=MaterialId(material),
            amount=row["amount"],
            unit=Unit(units[material]),
            on_record=True,
        )


def _column(snapshot: Snapshot, table: str, column: str) -> dict[str, str]:
    """Return one text of a table's rows, by id."""
    return dict(zip(snapshot.strings(table, "id"), snapshot.strings(table, column), strict=True))


def with_today(
    layout: Layout,
    found: TodayProgramme,
    amounts: Floats,
    today: Today,
    options: PlanOptions,
    was: Mapping[str, float],
) -> Layout:
    """Return a layout whose facilities and markets have only the room that today's flows leave.

    Parameters
    ----------
    was : mapping of market to float
        What is sold there before something stopped; what others sell there stays.
    """
    taken = throughput(found, amounts)
    sites, campaigns = layout.sites, layout.campaigns
    feeding = found.layout.flows.feeding
    arrived = amounts[feeding] * found.layout.flows.arrives[feeding]
    worked = summed(found.layout.flows.campaign[feeding], arrived, len(campaigns))
    return replace(
        layout,
        sites=replace(sites, running=sites.running + taken, capacity=np.maximum(sites.capacity - taken, 0.0)),
        campaigns=replace(campaigns, running=campaigns.running + worked),
        through=today.through,
        markets=tuple(
            served_today(market, today.sold.get(str(market.id), 0.0), options, was.get(str(market.id), 0.0))
            for market in layout.markets
        ),
    )


def throughput(found: TodayProgramme, amounts: Floats) -> Floats:
    """Return the main input that estimated flows of today bring each site."""
    return found.layout.fed(amounts)
