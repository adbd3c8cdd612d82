"""What a plan adds up to, counted once at the source, and how it stands against the targets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from graph.matching.acceptance import ancestors
from graph.model import Enterprise, Park, Target
from graph.planning.network_flow import DISPOSE, DIVERT, TRANSFER, Programme
from graph.planning.plan import StreamOutcome, TargetProgress, Totals
from graph.snapshot import Snapshot
from graph.vocabulary import Direction, Unit


def residue_by_stream(programme: Programme, flows: pd.DataFrame) -> dict[str, float]:
    """Return the residue that each stream is answerable for, per year in its unit.

    A facility's disposed residue belongs to its main inputs in proportion; what came from another facility
    hands its part back to that one's inputs, so the parts of all streams sum to the whole.

    Parameters
    ----------
    programme : Programme
    flows : DataFrame
        The programme's columns with their `amount`.
    """
    facilities = programme.facilities["facility"]
    position = {facility: row for row, facility in enumerate(facilities)}
    unit = dict(zip(facilities, programme.facilities["unit"], strict=True))
    main = flows[(flows["direction"] == Direction.MAIN_INPUT.value) & (flows["amount"] > 0.0)]
    throughput, disposed = np.zeros(len(facilities)), np.zeros(len(facilities))
    for facility, amount in zip(main["facility"], main["amount"], strict=True):
        throughput[position[facility]] += amount
    gone = flows[(flows["kind"] == DISPOSE) & (flows["amount"] > 0.0)]
    for facility, of, amount in zip(gone["source"], gone["unit"], gone["amount"], strict=True):
        if unit[facility] == of:
            disposed[position[facility]] += amount
    # Residue per unit of main input, r: throughput r = disposed + transfers r(next).
    system = np.diag(np.where(throughput > 0.0, throughput, 1.0))
    passed = main[main["kind"] == TRANSFER]
    for source, facility, amount in zip(passed["source"], passed["facility"], passed["amount"], strict=True):
        if unit[source] == unit[facility]:
            system[position[source], position[facility]] -= amount
    intensity = np.linalg.solve(system, disposed) if len(facilities) else disposed
    owed: dict[str, float] = {}
    diverted = main[main["kind"] == DIVERT]
    names = (diverted["stream"], diverted["facility"], diverted["amount"])
    for stream, facility, amount in zip(*names, strict=True):
        owed[stream] = owed.get(stream, 0.0) + float(amount * intensity[position[facility]])
    return owed


def totals_of(outcomes: Sequence[StreamOutcome]) -> tuple[Totals, ...]:
    """Return the totals in t, m3 and GJ, in this order.

    Residue counts against the unit the facility is fed with, so a water works' sludge is no lost water.

    Examples
    --------
    >>> totals_of([])[0].utilisation
    0.0
    """
    return tuple(_total(unit, [item for item in outcomes if item.unit is unit]) for unit in Unit)


def _total(unit: Unit, outcomes: Sequence[StreamOutcome]) -> Totals:
    supply = sum(outcome.supply for outcome in outcomes)
    baseline = sum(outcome.baseline for outcome in outcomes)
    gross = sum(outcome.placed for outcome in outcomes)
    residue = sum(outcome.residue for outcome in outcomes)
    net = gross - residue
    return Totals(unit, supply, baseline, gross, residue, net, (baseline + net) / supply if supply else 0.0)


def target_progress(snapshot: Snapshot, outcomes: Sequence[StreamOutcome]) -> tuple[TargetProgress, ...]:
    """Return how the plan's net amounts stand against every target, by target id."""
    lineage = ancestors(snapshot)
    kinds = set(zip(lineage["material"], lineage["ancestor"], strict=True))
    return tuple(_progress(snapshot, target, outcomes, kinds) for target in snapshot.all(Target))


def _progress(
    snapshot: Snapshot,
    target: Target,
    outcomes: Sequence[StreamOutcome],
    kinds: set[tuple[str, str]],
) -> TargetProgress:
    inside = _enterprises_of(snapshot, target)
    mine = [
        outcome
        for outcome in outcomes
        if outcome.unit is target.unit
        and outcome.enterprise in inside
        and (not target.materials or any((outcome.material, kind) in kinds for kind in target.materials))
    ]
    total = _total(target.unit, mine)
    before = total.baseline / total.supply if total.supply else 0.0
    gap = max(target.share * total.supply - total.baseline - total.net, 0.0)
    return TargetProgress(
        target=target.id,
        unit=target.unit,
        supply=total.supply,
        share_baseline=before,
        share_planned=total.utilisation,
        share_target=target.share,
        gap=gap,
        met=total.supply > 0.0 and gap == 0.0,
    )


def _enterprises_of(snapshot: Snapshot, target: Target) -> set[str]:
    """Return the enterprises in the target's park or in an area of it."""
    part_of = {park.id: park.part_of for park in snapshot.all(Park)}
    inside = set()
    for enterprise in snapshot.all(Enterprise):
        park = enterprise.park
        seen = set()
        while park is not None and park not in seen:
            if park == target.park:
                inside.add(str(enterprise.id))
                break
            seen.add(park)
            park = part_of.get(park)  # type: ignore[assignment]  # None ends the walk
    return inside
