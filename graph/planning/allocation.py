"""The plan: which linkages to run together so that the most tonnes leave for a use, each counted once.

A tonne counts where it leaves its stream. What the receiving facilities then send to disposal is taken off
(*net* diverted tonnes). Water (m3) and heat (GJ) are planned too, after the tonnes, and never summed with
them. Among plans of equal amount the one with the better scores is taken, so that the answer is the same
in every run.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from graph.errors import EXIT_NO_PLAN, SymbioflowError
from graph.matching import MatchOptions
from graph.matching.suggestions import Scored, score_candidates
from graph.planning.diversion import target_progress, totals_of
from graph.planning.network_flow import DISPOSE, DIVERT, SELL, TRANSFER, Programme, build_programme
from graph.planning.plan import (
    Balance,
    FacilityRun,
    FlowKind,
    Objective,
    Plan,
    PlanFlow,
)
from graph.planning.reasons import stream_outcomes
from graph.planning.solver import Solution, solve
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, FacilityId, MaterialId, PortId, StreamId, Unit

#: Flows below this share of the largest are the solver's rounding, not a plan.
_ROUNDING = 1e-9
#: Largest relative error of a balance; beyond it a plan is an error.
BALANCE_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What to plan for; matching as in `MatchOptions`, its `top` left out of account."""

    matching: MatchOptions = field(default_factory=MatchOptions)
    objective: Objective = Objective.TONNES


def make_plan(snapshot: Snapshot, options: PlanOptions | None = None) -> Plan:
    """Return the plan that diverts the most net tonnes additional to the baseline.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional

    Returns
    -------
    Plan
        With every flow, what each facility does, what becomes of each stream and why, the totals in each
        unit, the targets, and a closed mass balance.

    Raises
    ------
    SymbioflowError
        ``NO_PLAN`` if the solver finds none; ``BALANCE_BROKEN`` if a mass balance does not close.

    Examples
    --------
    >>> make_plan(Snapshot.of([])).flows
    ()
    """
    options = options or PlanOptions()
    scored = score_candidates(snapshot, options.matching)
    programme = build_programme(snapshot, _links(scored))
    solution = _clean(solve(programme, _objectives(programme)))
    flows = programme.columns.assign(amount=solution.flows)
    runs = _runs(snapshot, programme, flows, solution)
    outcomes = stream_outcomes(snapshot, scored, programme, flows, solution)
    totals = totals_of(outcomes)
    balances = check_mass_balance(runs, flows)
    return Plan(
        fingerprint=snapshot.fingerprint,
        objective=options.objective,
        status=solution.status,
        objective_value=totals[0].net,
        flows=_flows(flows),
        runs=runs,
        streams=outcomes,
        totals=totals,
        targets=target_progress(snapshot, outcomes),
        balances=balances,
    )


def _links(scored: Scored) -> pd.DataFrame:
    """Return the candidates that no gate refuses, with their scores."""
    names = ["stream", "facility", "port", "direction", "material"]
    pairs = scored.gated.pairs
    if pairs.empty:
        return pd.DataFrame(columns=[*names, "score", "confidence"])
    links = pairs[names].assign(score=scored.columns["score"], confidence=scored.columns["confidence"])
    return links[~pairs["refused"]].reset_index(drop=True)


def _objectives(programme: Programme) -> list[NDArray[np.float64]]:
    """Return net tonnes, then net m3, then net GJ, then scores less the effort of transfers."""
    columns = programme.columns
    kind, unit = columns["kind"].to_numpy(), columns["unit"].to_numpy()
    feeds = dict(zip(programme.facilities["facility"], programme.facilities["unit"], strict=True))
    fed_by = np.array([feeds.get(source, "") for source in columns["source"]], dtype=object)
    objectives = []
    for wanted in Unit:
        diverted = (kind == DIVERT) & (unit == wanted.value)
        # Residue counts against the unit the facility is fed with: sludge of a water works is no lost water.
        disposed = (kind == DISPOSE) & (unit == wanted.value) & (fed_by == wanted.value)
        objectives.append(diverted.astype(float) - disposed.astype(float))
    score = np.nan_to_num(columns["score"].to_numpy(dtype=float))
    effort = np.where(kind == TRANSFER, -1e-3, 0.0)
    order = 1e-7 * np.arange(len(columns), 0, -1) / max(len(columns), 1)
    objectives.append(np.where(kind == DIVERT, score + order, effort))
    return objectives


def _clean(solution: Solution) -> Solution:
    largest = float(solution.flows.max(initial=0.0))
    flows = np.where(solution.flows > _ROUNDING * largest, solution.flows, 0.0)
    return Solution(solution.status, flows, solution.row_dual, solution.value)


def _flows(flows: pd.DataFrame) -> tuple[PlanFlow, ...]:
    chosen = flows[(flows["amount"] > 0.0) & flows["kind"].isin((DIVERT, TRANSFER))]
    return tuple(
        PlanFlow(
            kind=FlowKind.DIVERSION if row["kind"] == DIVERT else FlowKind.TRANSFER,
            stream=None if row["stream"] is None else StreamId(str(row["stream"])),
            from_facility=None if row["source"] is None else FacilityId(str(row["source"])),
            facility=FacilityId(str(row["facility"])),
            port=PortId(str(row["port"])),
            material=MaterialId(str(row["material"])),
            amount=float(row["amount"]),
            unit=Unit(str(row["unit"])),
            score=None if row["kind"] == TRANSFER else float(row["score"]),
            verified=row["kind"] == DIVERT and float(row["confidence"]) == 1.0,
        )
        for row in chosen.to_dict("records")
    )


def _runs(
    snapshot: Snapshot, programme: Programme, flows: pd.DataFrame, solution: Solution
) -> tuple[FacilityRun, ...]:
    dual = dict(zip(programme.row_name, solution.row_dual, strict=True))
    purchased = _purchased(snapshot, programme, flows)
    main = flows["direction"] == Direction.MAIN_INPUT.value
    throughput = flows[main].groupby("facility")["amount"].sum()
    made = dict(list(programme.outputs.groupby("facility", sort=True)))
    leaving = dict(list(flows[flows["source"].notna()].groupby("source", sort=True)))
    runs = []
    for row in programme.facilities.to_dict("records"):
        amount = float(throughput.get(row["facility"], 0.0))
        if amount <= 0.0:
            continue
        outputs = made.get(row["facility"], programme.outputs.iloc[:0])
        gone = leaving.get(row["facility"], flows.iloc[:0])
        runs.append(
            FacilityRun(
                facility=FacilityId(str(row["facility"])),
                throughput=amount,
                capacity=float(row["capacity"]),
                unit=Unit(str(row["unit"])),
                shadow_price=float(dual.get(f"capacity:{row['facility']}", 0.0)),
                outputs=_amounts(outputs["material"], amount * outputs["ratio"], outputs["unit"]),
                sold=_leaving(gone, SELL),
                passed_on=_leaving(gone, TRANSFER),
                disposed=_leaving(gone, DISPOSE),
                purchased=purchased.get(str(row["facility"]), ()),
            )
        )
    return tuple(runs)


def _leaving(gone: pd.DataFrame, kind: int) -> tuple[tuple[MaterialId, float, Unit], ...]:
    part = gone[gone["kind"] == kind].groupby(["material", "unit"], sort=True)["amount"].sum().reset_index()
    return _amounts(part["material"], part["amount"], part["unit"])


def _amounts(
    materials: pd.Series, amounts: pd.Series, units: pd.Series
) -> tuple[tuple[MaterialId, float, Unit], ...]:
    return tuple(
        (MaterialId(str(material)), float(amount), Unit(str(unit)))
        for material, amount, unit in zip(materials, amounts, units, strict=True)
        if amount > 0.0
    )


def _purchased(
    snapshot: Snapshot, programme: Programme, flows: pd.DataFrame
) -> dict[str, tuple[tuple[MaterialId, float, Unit], ...]]:
    """Return the auxiliary inputs that a facility buys because the network does not bring them."""
    ports = snapshot.tables["ports"].select(["id", "technology", "direction", "material", "ratio_likely"])
    needed = ports.to_pandas().rename(columns={"id": "port"})
    needed = needed[needed["direction"] == Direction.AUXILIARY_INPUT.value]
    units = snapshot.tables["materials"].select(["id", "unit"]).to_pandas().rename(columns={"id": "material"})
    needed = programme.facilities[["facility", "technology"]].merge(needed, on="technology")
    needed = needed.merge(units, on="material").sort_values(["facility", "port"], kind="stable")
    main = flows["direction"] == Direction.MAIN_INPUT.value
    throughput = flows[main].groupby("facility")["amount"].sum()
    auxiliary = flows[flows["direction"] == Direction.AUXILIARY_INPUT.value]
    brought = auxiliary.groupby(["facility", "port"])["amount"].sum()
    found: dict[str, list[tuple[MaterialId, float, Unit]]] = {}
    for row in needed.to_dict("records"):
        want = float(row["ratio_likely"]) * float(throughput.get(row["facility"], 0.0))
        rest = want - float(brought.get((row["facility"], row["port"]), 0.0))
        if rest > BALANCE_TOLERANCE * max(want, 1.0):
            found.setdefault(str(row["facility"]), []).append(
                (MaterialId(str(row["material"])), rest, Unit(str(row["unit"])))
            )
    return {facility: tuple(bought) for facility, bought in found.items()}


def check_mass_balance(runs: tuple[FacilityRun, ...], flows: pd.DataFrame) -> tuple[Balance, ...]:
    """Return the balance of every facility's outputs and of the whole park, `outside` included.

    At a facility everything made must be sold, passed on or disposed of, in each unit. Over the park, what
    leaves the streams and what facilities pass on must be what facilities take in.

    Raises
    ------
    SymbioflowError
        ``BALANCE_BROKEN`` naming the worst place, if one differs by more than 1e-6 relative.
    """
    balances = []
    for run in runs:
        for unit in Unit:
            made = sum(amount for _, amount, of in run.outputs if of is unit)
            gone = sum(
                amount
                for part in (run.sold, run.passed_on, run.disposed)
                for _, amount, of in part
                if of is unit
            )
            if made or gone:
                balances.append(Balance(str(run.facility), unit, made, gone))
    for unit in Unit:
        mine = flows[flows["unit"] == unit.value]
        given = float(mine[mine["kind"] == DIVERT]["amount"].sum())
        passed = sum(amount for run in runs for _, amount, of in run.passed_on if of is unit)
        taken = float(mine[mine["facility"].notna()]["amount"].sum())
        if given or taken:
            balances.append(Balance("park", unit, given + passed, taken))
    worst = max(balances, key=lambda balance: balance.error, default=None)
    if worst is not None and worst.error > BALANCE_TOLERANCE:
        raise SymbioflowError(
            "BALANCE_BROKEN",
            f"{worst.place}: {worst.inflow} {worst.unit} come in, {worst.outflow} {worst.unit} go out",
            EXIT_NO_PLAN,
        )
    return tuple(balances)
