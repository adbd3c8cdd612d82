"""The proof that a plan adds up: what comes in goes out, at every facility and over the whole park."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.matching.gates import free_supply
from graph.planning.programme import CARRYING, STARTING, Column, Layout
from graph.planning.result.plan import Balance, FacilityRun
from graph.planning.solver import Floats, summed
from graph.planning.tolerances import BALANCE
from graph.vocabulary import MaterialId, Unit

#: What the balance of all mass of a park is called.
PARK_MASS = "park mass"


def check_mass_balance(layout: Layout, amounts: Floats, runs: Sequence[FacilityRun]) -> tuple[Balance, ...]:
    """Return the balance of every facility's outputs and of the whole park, `outside` included.

    At a facility everything made must be sold, passed on or disposed of, in each unit. Over the park, what
    streams, purchases and the outside give must be what is sold, disposed of or lost to the outside: what
    facilities pass on cancels only if every transfer arrives. The same holds of all mass together, what is
    counted in m3 by its density, so that nothing leaves the balance through another unit. Besides, a facility
    works on what arrives, no more and no less, and no stream gives more than it has.

    Raises
    ------
    SymbioflowError
        ``BALANCE_BROKEN`` naming the worst place, if one differs by more than 1e-6 relative.
    """
    balances = [
        *_facility_balances(runs),
        *_park_balances(layout, amounts, runs),
        *_park_mass(layout, amounts, runs),
    ]
    checked = [*balances, *_intakes(layout, amounts, runs), *_overdrawn(layout, amounts)]
    worst = max(checked, key=lambda balance: balance.error, default=None)
    if worst is not None and worst.error > BALANCE:
        raise SymbioflowError(
            "BALANCE_BROKEN",
            exit_code=EXIT_NO_PLAN,
            place=str(worst.place),
            inflow=worst.inflow,
            outflow=worst.outflow,
            unit=str(worst.unit),
        )
    return tuple(balances)


def _facility_balances(runs: Sequence[FacilityRun]) -> list[Balance]:
    balances = []
    for run in runs:
        for unit in Unit:
            made = _sum(run.outputs, unit)
            gone = sum(_sum(part, unit) for part in (run.sold, run.passed_on, run.disposed))
            if made or gone:
                balances.append(Balance(str(run.facility), unit, made, gone))
    return balances


def _intakes(layout: Layout, amounts: Floats, runs: Sequence[FacilityRun]) -> list[Balance]:
    """Return what main inputs arrive at each facility against what it works on."""
    by_facility = dict(zip(layout.sites.facility, layout.fed(amounts), strict=True))
    return [
        Balance(f"{run.facility} intake", run.unit, float(by_facility[run.facility]), run.throughput)
        for run in runs
    ]


def _overdrawn(layout: Layout, amounts: Floats) -> list[Balance]:
    """Return the streams that give more than they have: what is new and unused, and the stock drawn down."""
    flows, snapshot = layout.flows, layout.snapshot
    given, drawn = flows.where(*STARTING), flows.where(Column.STOCK)
    count = snapshot.count("waste_streams")
    gone = summed(flows.stream[given], amounts[given], count)
    there = free_supply(snapshot) + summed(flows.stream[drawn], amounts[drawn], count)
    units = dict(zip(snapshot.strings("materials", "id"), snapshot.strings("materials", "unit"), strict=True))
    ids, material = snapshot.strings("waste_streams", "id"), snapshot.strings("waste_streams", "material")
    return [
        Balance(str(ids[row]), Unit(units[material[row]]), float(there[row]), float(gone[row]))
        for row in np.flatnonzero(gone > there)
    ]


def _park_balances(layout: Layout, amounts: Floats, runs: Sequence[FacilityRun]) -> list[Balance]:
    """Return what the park takes in and gives off in each unit, with `outside` on both sides.

    What a recipe draws from outside beside its ports (air, water, virgin material), and what it loses to it,
    is the difference of its inputs and outputs.
    """
    flows = layout.flows
    carrying = np.flatnonzero((np.isin(flows.kind, CARRYING)) & (amounts > 0.0))
    units = layout.snapshot.strings("materials", "unit")[flows.material[carrying]]
    receiver = layout.sites.facility[flows.site[carrying]]
    sent, arrived = amounts[carrying], (amounts * flows.arrives)[carrying]
    balances = []
    for unit in Unit:
        counted = units == unit.value
        received: dict[str, float] = {}
        for facility, amount in zip(receiver[counted], arrived[counted], strict=True):
            received[facility] = received.get(facility, 0.0) + float(amount)
        diverted = flows.kind[carrying] == Column.DIVERT
        inflow = float(sent[counted & diverted].sum())
        # What is lost on the way is lost to the outside.
        outflow = float((sent - arrived)[counted].sum())
        for run in runs:
            bought = _sum(run.purchased, unit)
            difference = _sum(run.outputs, unit) - received.get(run.facility, 0.0) - bought
            inflow += bought + max(difference, 0.0)
            outflow += _sum(run.sold, unit) + _sum(run.disposed, unit) + max(-difference, 0.0)
        if inflow or outflow:
            balances.append(Balance("park", unit, inflow, outflow))
    return balances


def _park_mass(layout: Layout, amounts: Floats, runs: Sequence[FacilityRun]) -> list[Balance]:
    """Return the mass that the park takes in and gives off, as far as densities are known.

    A facility of which one is not known has no part in it, nor has what it takes and gives.
    """
    weighed = [run for run in runs if run.mass_in is not None and run.mass_out is not None]
    if not weighed:
        return []
    flows, weight = layout.flows, layout.weight
    known = np.isin(layout.sites.facility.astype(str), [str(run.facility) for run in weighed])
    arriving, gone = flows.where(*CARRYING), flows.where(Column.SELL, Column.DISPOSE)
    arriving, gone = (columns[amounts[columns] > 0.0] for columns in (arriving, gone))
    gone = gone[known[layout.source(gone)]]
    mass = amounts[arriving] * weight[flows.material[arriving]]
    arrived = mass * flows.arrives[arriving]
    taken, given = known[flows.site[arriving]], np.zeros(len(arriving), dtype=bool)
    passed = flows.kind[arriving] == Column.TRANSFER
    given[passed] = known[layout.source(arriving[passed])]
    change = sum((run.mass_out or 0.0) - (run.mass_in or 0.0) for run in weighed)
    bought = sum(run.mass_in or 0.0 for run in weighed) - float(arrived[taken].sum())
    inflow = float(mass[taken & ~given].sum()) + bought + max(change, 0.0)
    outflow = (
        float(mass[given & ~taken].sum())
        + float((mass - arrived)[taken].sum())
        + float((amounts[gone] * weight[flows.material[gone]]).sum())
        + max(-change, 0.0)
    )
    return [Balance(PARK_MASS, Unit.TONNE, inflow, outflow)]


def _sum(amounts: Sequence[tuple[MaterialId, float, Unit]], unit: Unit) -> float:
    return sum(amount for _, amount, own_unit in amounts if own_unit is unit)
