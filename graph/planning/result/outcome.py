"""From the solver's numbers to a plan: flows, what facilities do, what becomes of streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from graph.model import Material, Port, PortYield
from graph.planning.programme import (
    CARRYING,
    LEAVING,
    STARTING,
    Column,
    Ends,
    Layout,
    Programme,
    Row,
    carriage_of,
    columns_of_linkage,
    contracted,
    ports_by_row,
)
from graph.planning.result.diversion import dumped_by_stream, residue_by_stream
from graph.planning.result.plan import FacilityRun, FlowKind, FollowedYield, PlanFlow, StreamOutcome
from graph.planning.result.reasons import Reasons
from graph.planning.solver import Floats, Ints, Solution, summed
from graph.planning.tolerances import BALANCE, NO_REASON
from graph.ranges import Range
from graph.tools import matching, values_by
from graph.value import ValueBook, tonnes
from graph.vocabulary import (
    Direction,
    EnterpriseId,
    FacilityId,
    MaterialId,
    MaterialStatus,
    RowId,
    StreamId,
    Unit,
)

Amount = tuple[MaterialId, float, Unit]


def plan_flows(layout: Layout, amounts: Floats, values: ValueBook) -> tuple[PlanFlow, ...]:
    """Return the flows that carry something, diversions first."""
    flows, snapshot = layout.flows, layout.snapshot
    agreed: dict[Ends, float] = {}
    promised = snapshot.numbers("linkages", "amount")
    for linkage in contracted(snapshot):
        for column in columns_of_linkage(layout, int(linkage))[:1].tolist():
            ends = layout.ends(column)
            agreed[ends] = agreed.get(ends, 0.0) + float(promised[linkage])
    found = []
    carrying = np.flatnonzero((amounts > 0.0) & np.isin(flows.kind, CARRYING))
    carriage, place = carriage_of(layout, values, carrying), {int(one): at for at, one in enumerate(carrying)}
    origins, ids = _origins(layout, carrying), snapshot.strings("waste_streams", "id")
    for ends, way in layout.by_ends(carrying).items():
        diverted = flows.kind[way[0]] == Column.DIVERT
        amount = float(amounts[way].sum())
        found.append(
            PlanFlow(
                kind=FlowKind.DIVERSION if diverted else FlowKind.TRANSFER,
                **ends._asdict(),
                amount=amount,
                by=carriage.travels(place[int(way[0])]),
                score=float(flows.score[way[0]]) if diverted else None,
                verified=bool(diverted and flows.confidence[way[0]] == 1.0),
                blended=bool(flows.blended[way].any()),
                contracted=min(agreed.get(ends, 0.0), amount),
                origins=tuple(sorted(StreamId(ids[row]) for row in set().union(*map(origins, way.tolist())))),
            )
        )
    return tuple(found)


def _origins(layout: Layout, carrying: Ints) -> Callable[[int], set[int]]:
    """Return what says of which streams (rows) a column is that carries something."""
    flows = layout.flows
    streams: list[set[int]] = [set() for _ in range(len(layout.campaigns))]
    made_in: list[int] = layout.outputs.campaign.tolist()

    def origins(column: int) -> set[int]:
        if flows.kind[column] == Column.DIVERT:
            return {int(flows.stream[column])}
        return streams[made_in[int(flows.output[column])]]

    feeding = carrying[flows.main[carrying]].tolist()
    while True:
        before = sum(map(len, streams))
        for column in feeding:
            streams[flows.campaign[column]] |= origins(column)
        if sum(map(len, streams)) == before:
            return origins


def facility_runs(programme: Programme, amounts: Floats, solution: Solution) -> tuple[FacilityRun, ...]:
    """Return what every facility that gets something does."""
    layout, flows = programme.layout, programme.layout.flows
    sites, outputs = layout.sites, layout.outputs
    feeding = flows.feeding
    throughput = layout.fed(amounts)
    arrived = amounts * flows.arrives
    worked = summed(flows.campaign[feeding], arrived[feeding], len(layout.campaigns))
    output = worked[outputs.campaign] * outputs.ratio
    running = np.flatnonzero(throughput > 0.0)
    capacity_row = programme.row_of(Row.CAPACITY, running)
    bought = dict(_bought(layout, amounts, throughput))
    leaving = flows.where(*LEAVING)
    leaving = leaving[amounts[leaving] > 0.0]
    giver = layout.source(leaving)
    arriving = flows.where(*CARRYING)
    arriving = arriving[amounts[arriving] > 0.0]
    fed = summed(
        flows.site[arriving], arrived[arriving] * layout.weight[flows.material[arriving]], len(sites)
    )
    runs = []
    for site, row in zip(running, capacity_row, strict=True):
        made = np.flatnonzero(outputs.site == site)
        gone = leaving[giver == site]
        outward = _by_material(layout, outputs.material[made], output[made])
        runs.append(
            FacilityRun(
                facility=FacilityId(sites.facility[site]),
                throughput=float(throughput[site]),
                capacity=float(sites.capacity[site]),
                unit=Unit(sites.unit[site]),
                assumed=bool(sites.assumed[site]),
                shadow_price=float(solution.row_dual[row]),
                outputs=outward,
                sold=_leaving(layout, gone, amounts, Column.SELL),
                passed_on=_leaving(layout, gone, amounts, Column.TRANSFER),
                disposed=_leaving(layout, gone, amounts, Column.DISPOSE),
                purchased=bought.get(int(site), ()),
                yields=_followed(layout, worked, int(site)),
                mass_in=_known(fed[site] + _mass(layout, bought.get(int(site), ()))),
                mass_out=_known(_mass(layout, outward)),
            )
        )
    return tuple(runs)


def _followed(layout: Layout, worked: Floats, site: int) -> tuple[FollowedYield, ...]:
    """Return the yields of a site that follow what comes in."""
    snapshot, outputs = layout.snapshot, layout.outputs
    rows = snapshot.by_id(PortYield)
    found = []
    for one in layout.followed:
        amount = float(worked[outputs.campaign[one.output]])
        if outputs.site[one.output] != site or amount <= 0.0:
            continue
        row, port = rows[RowId(one.made.row)], snapshot.at(Port, one.port)
        found.append(
            FollowedYield(
                port=port.id,
                material=port.material,
                worked=amount,
                ratio=Range(*one.made.ratio),
                usual=port.ratio,
                component=row.component,
                content=None if one.made.content is None else Range(*one.made.content),
                grade=row.evidence.grade,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.worked, one.port)))


def _mass(layout: Layout, amounts: tuple[Amount, ...]) -> float:
    """Return tonnes of some materials; NaN where nobody knows what one of them weighs."""
    materials = layout.snapshot.by_id(Material)
    return float(sum(amount * tonnes(materials[material]) for material, amount, _ in amounts))


def _known(mass: float) -> float | None:
    return None if np.isnan(mass) else float(mass)


def _amounts(layout: Layout, materials: Ints, amounts: Floats) -> tuple[Amount, ...]:
    found = [
        (
            MaterialId(layout.text("materials", "id", material)),
            float(amount),
            Unit(layout.text("materials", "unit", material)),
        )
        for material, amount in zip(materials, amounts, strict=True)
        if amount > 0.0
    ]
    return tuple(sorted(found))


def _leaving(layout: Layout, columns: Ints, amounts: Floats, kind: Column) -> tuple[Amount, ...]:
    chosen = columns[layout.flows.kind[columns] == kind]
    return _by_material(layout, layout.flows.material[chosen], amounts[chosen])


def _by_material(layout: Layout, material: Ints, amounts: Floats) -> tuple[Amount, ...]:
    materials, at = np.unique(material, return_inverse=True)
    return _amounts(layout, materials, summed(at, amounts, len(materials)))


def _bought(layout: Layout, amounts: Floats, throughput: Floats) -> Iterator[tuple[int, tuple[Amount, ...]]]:
    """Give the auxiliary inputs that each running site buys because the network does not bring them."""
    snapshot, flows = layout.snapshot, layout.flows
    ports = ports_by_row(snapshot)
    added = np.flatnonzero(ports.direction == Direction.AUXILIARY_INPUT.value)
    running = np.flatnonzero(throughput > 0.0)
    at, port = matching(layout.sites.technology_row[running], ports.technology[added])
    wanted = values_by(running[at], added[port])
    auxiliary = flows.auxiliary()
    auxiliary = auxiliary[amounts[auxiliary] > 0.0]
    brought: dict[tuple[int, int], float] = {}
    for column in auxiliary:
        key = int(flows.site[column]), int(flows.port[column])
        brought[key] = brought.get(key, 0.0) + float(amounts[column] * flows.arrives[column])
    for site, there in wanted.items():
        want = ports.ratio[there] * throughput[site]
        rest = want - [brought.get((site, row), 0.0) for row in there.tolist()]
        rest = np.where(rest > BALANCE * np.maximum(want, 1.0), rest, 0.0)
        yield site, _amounts(layout, ports.material[there], rest)


def stream_outcomes(
    programme: Programme, amounts: Floats, solution: Solution, reasons: Reasons, place_unknown: Floats
) -> tuple[StreamOutcome, ...]:
    """Return what becomes of every stream, by stream id."""
    layout, snapshot, flows = programme.layout, programme.layout.snapshot, programme.layout.flows
    table = snapshot.tables["waste_streams"].select(["id", "enterprise", "material"]).to_pylist()
    supply, in_use = (snapshot.numbers("waste_streams", f"{name}_likely") for name in ("supply", "in_use"))
    count = len(table)
    diverted, stocked = flows.where(*STARTING), flows.where(Column.STOCK)
    outside = flows.where(Column.OUTSIDE)
    placed = summed(flows.stream[diverted], amounts[diverted], count)
    drawn = summed(flows.stream[stocked], amounts[stocked], count)
    sold = summed(flows.stream[outside], amounts[outside], count)
    # New waste goes first; stock is drawn only for what is taken beyond it.
    drawn = np.minimum(drawn, np.maximum(placed - np.maximum(supply - in_use, 0.0), 0.0))
    residue = residue_by_stream(layout, amounts)
    dumped = {unit: dumped_by_stream(layout, amounts, unit).tolist() for unit in Unit}
    rows = programme.row_of(Row.SUPPLY, np.arange(count))
    units = dict(zip(snapshot.strings("materials", "id"), snapshot.strings("materials", "unit"), strict=True))
    ids, status = (snapshot.strings("materials", column) for column in ("id", "status"))
    products = frozenset(ids[status != MaterialStatus.WASTE.value])
    rest = supply - in_use + drawn - placed
    rest = np.where(rest <= NO_REASON * np.maximum(supply, 1.0), 0.0, rest)
    price = np.where(rows >= 0, np.append(solution.row_dual, 0.0)[rows], 0.0)
    numbers = (supply, in_use, place_unknown, placed, sold, drawn, residue, rest, price)
    outcomes = []
    for at, (row, *amount) in enumerate(zip(table, *(column.tolist() for column in numbers), strict=True)):
        given, used, nowhere, put, traded, stock, gone, left, worth = amount
        reason = reasons.reason(at, left)
        outcomes.append(
            StreamOutcome(
                stream=StreamId(row["id"]),
                enterprise=EnterpriseId(row["enterprise"]),
                material=MaterialId(row["material"]),
                unit=Unit(units[row["material"]]),
                supply=given,
                baseline=used,
                place_unknown=nowhere,
                placed=put,
                outside=traded,
                from_stock=stock,
                residue=gone,
                beside=tuple(
                    (unit, there[at])
                    for unit, there in dumped.items()
                    if unit.value != units[row["material"]] and there[at] > 0.0
                ),
                unplaced=left,
                waste=row["material"] not in products,
                reason=reason.why,
                detail=reason.detail,
                helps=reason.helps,
                facilities=reason.facilities,
                products=reason.products,
                markets=reason.markets,
                shadow_price=worth,
            )
        )
    return tuple(outcomes)
