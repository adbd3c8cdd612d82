"""The technical potential: what facilities on record could take, and beside it prospective receivers.

The plan as if every market took everything is made of the facilities on record alone, and stands as it is.
Prospective receivers, of whom the industry is known and no facility, may have what it leaves over, within a
capacity that is assumed and what markets still take. Both together are the potential; the second part is
always said apart and is in no plan and in nothing that is expected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.matching import Basis
from graph.matching.gates import UNVERIFIED
from graph.matching.prospects import basis_of_id
from graph.matching.ranking import Candidates, plan_candidates
from graph.model import Facility, Technology
from graph.planning.allocation import make_plan, pose, written
from graph.planning.options import PlanOptions
from graph.planning.potential.remainder import Ends, Remainder, ends_of, remainder_of
from graph.planning.result import (
    Plan,
    PlanFlow,
    StreamOutcome,
    TargetProgress,
    Totals,
    target_progress,
    totals_of,
)
from graph.ranges import Range
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId, Unit
from graph.wording import Words, names_of


@dataclass(frozen=True, slots=True)
class ProspectiveFlow:
    """What a prospective receiver could take: to be asked, not to be counted on.

    Attributes
    ----------
    flow : PlanFlow
        Its facility is on no record; its id says of which enterprise it would be, and why.
    enterprise : EnterpriseId
        Who would take it.
    what : Words
        The recipe that its industry runs, or the use that it is known for.
    basis : Basis
        Why it is thought to.
    room : Range
        What it might take of its main input in all, per year; assumed.
    usual : float or None
        How usual it is that its industry takes this, 0 to 1; None for what another hands on.
    unverified : tuple of str
        Components with a limit that nobody could verify.
    market_unknown : bool
        Whether it is not known who buys how much of what it would make.
    """

    flow: PlanFlow
    enterprise: EnterpriseId
    what: Words
    basis: Basis
    room: Range
    usual: float | None
    unverified: tuple[str, ...]
    market_unknown: bool


@dataclass(frozen=True, slots=True)
class TechnicalPotential:
    """What could be, on record and beyond it.

    Attributes
    ----------
    on_record : Plan
        Of the facilities on record, as if every market took everything.
    prospective : tuple of ProspectiveFlow
        What prospective receivers could take of the rest; the most of each unit first.
    totals : tuple of Totals
        Both together, for each of t, m3 and GJ.
    targets : tuple of TargetProgress
        By both together.
    streams : tuple of StreamOutcome
        What becomes of each stream by both together; its reason is that of the plan.
    """

    on_record: Plan
    prospective: tuple[ProspectiveFlow, ...]
    totals: tuple[Totals, ...]
    targets: tuple[TargetProgress, ...]
    streams: tuple[StreamOutcome, ...]

    def total(self, unit: Unit) -> Totals:
        """Return what both add up to in one unit."""
        return next(total for total in self.totals if total.unit is unit)

    def assumed(self, unit: Unit) -> float:
        """Return what prospective receivers add to the net amount of a unit, per year."""
        return self.total(unit).net - self.on_record.total(unit).net

    def receivers(self, unit: Unit) -> tuple[EnterpriseId, ...]:
        """Return who could take something of a unit that is not on record, who takes the most first."""
        taken: dict[EnterpriseId, float] = {}
        for found in self.prospective:
            if found.flow.unit is unit:
                taken[found.enterprise] = taken.get(found.enterprise, 0.0) + found.flow.amount
        return tuple(sorted(taken, key=lambda name: (-taken[name], name)))


def technical_potential(
    snapshot: Snapshot, options: PlanOptions | None = None, on_record: Plan | None = None
) -> TechnicalPotential:
    """Return the technical potential of a graph.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional
    on_record : Plan, optional
        Its plan with `PlanOptions.potential`, where there is one already.

    Raises
    ------
    SymbioflowError
        As `graph.planning.make_plan`.

    Examples
    --------
    >>> technical_potential(Snapshot.of([])).prospective
    ()
    """
    options = replace(options or PlanOptions(), potential=True)
    plan = make_plan(snapshot, options) if on_record is None else on_record
    rest = remainder_of(snapshot, options, plan)
    if rest is None:
        return TechnicalPotential(plan, (), plan.totals, plan.targets, plan.streams)
    more, candidates = _plan_of_rest(rest, options, plan.fingerprint)
    outcomes = _together(plan.streams, more.streams)
    return TechnicalPotential(
        on_record=plan,
        prospective=_flows(rest, more, candidates),
        totals=totals_of(snapshot, outcomes),
        targets=target_progress(snapshot, outcomes),
        streams=outcomes,
    )


def _plan_of_rest(rest: Remainder, options: PlanOptions, fingerprint: str) -> tuple[Plan, Candidates]:
    """Return the plan of prospective receivers, over the linkages that matching offers them."""
    bounded = replace(options, potential=False, matching=replace(options.matching, streams=()))
    found = plan_candidates(rest.snapshot, bounded.matching)
    ends = _ends(rest.snapshot, found)
    offered = np.array([end in rest.offers for end in ends], dtype=bool)
    score = np.array([rest.offers.get(end, 0.0) for end in ends])
    candidates = replace(found, score=score).take(offered)
    problem = pose(rest.snapshot, bounded, candidates=candidates)
    # Of receivers that are equal by the objective those that matching ranks first: they are asked first.
    solution = problem.solve([problem.main_objective, problem.preference, *problem.tie_breaks])
    return written(problem, solution, fingerprint), candidates


def _ends(snapshot: Snapshot, candidates: Candidates) -> list[Ends]:
    return ends_of(snapshot, candidates.stream, candidates.facility, candidates.port)


def _together(first: Sequence[StreamOutcome], second: Sequence[StreamOutcome]) -> tuple[StreamOutcome, ...]:
    """Return what becomes of each stream by two plans, of which the second has what the first leaves."""
    more = {outcome.stream: outcome for outcome in second}
    return tuple(
        outcome if outcome.stream not in more else _added(outcome, more[outcome.stream]) for outcome in first
    )


def _added(outcome: StreamOutcome, more: StreamOutcome) -> StreamOutcome:
    beside = dict(outcome.beside)
    for unit, amount in more.beside:
        beside[unit] = beside.get(unit, 0.0) + amount
    return replace(
        outcome,
        placed=outcome.placed + more.placed,
        from_stock=outcome.from_stock + more.from_stock,
        residue=outcome.residue + more.residue,
        beside=tuple((unit, beside[unit]) for unit in Unit if unit in beside),
        unplaced=more.unplaced,
    )


def _flows(rest: Remainder, plan: Plan, candidates: Candidates) -> tuple[ProspectiveFlow, ...]:
    facilities, technologies = rest.snapshot.by_id(Facility), rest.snapshot.by_id(Technology)
    doubts = _unverified(rest.snapshot, candidates)
    units = tuple(Unit)
    found = []
    for flow in plan.flows:
        facility = facilities[flow.facility]
        ends = str(flow.stream), str(flow.facility), str(flow.port)
        found.append(
            ProspectiveFlow(
                flow=flow,
                enterprise=facility.enterprise,
                what=names_of(technologies[facility.technology]),
                basis=basis_of_id(flow.facility),
                room=rest.rooms[flow.facility],
                usual=rest.usual.get(ends),
                unverified=doubts.get(ends, ()),
                market_unknown=str(facility.technology) in rest.asking,
            )
        )
    return tuple(
        sorted(found, key=lambda one: (units.index(one.flow.unit), -one.flow.amount, one.flow.facility))
    )


def _unverified(snapshot: Snapshot, candidates: Candidates) -> dict[Ends, tuple[str, ...]]:
    """Return by linkage the components whose limits could not be verified."""
    checks, place = candidates.checks()
    ends = _ends(snapshot, candidates)
    component = snapshot.strings("limits", "component")
    found: dict[Ends, set[str]] = {}
    for at in np.flatnonzero(checks.verdict == UNVERIFIED).tolist():
        found.setdefault(ends[int(place[at])], set()).add(str(component[checks.limit[at]]))
    return {key: tuple(sorted(components)) for key, components in found.items()}
