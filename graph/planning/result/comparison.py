"""Two plans side by side, flow by flow: what appeared, what vanished, what changed, and what it adds up to.

Says nothing about why the plans differ; that is for whoever changed the snapshot or the options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from graph.planning.result.coverage import Coverage, Reach
from graph.planning.result.plan import FlowKind, Plan, PlanFlow
from graph.planning.tolerances import SAME_AMOUNT
from graph.vocabulary import Unit
from graph.wording import ListedWord

Item = TypeVar("Item")


class FlowChange(ListedWord):
    """What became of a flow between two plans."""

    APPEARED = "appeared", "Only the second plan has it."
    VANISHED = "vanished", "Only the first plan has it."
    CHANGED = "changed", "Both have it, in other amounts."


@dataclass(frozen=True, slots=True)
class ComparedFlow:
    """One flow that is not the same in both plans; amounts in `unit` per year, 0 where it does not run.

    Attributes
    ----------
    kind : FlowKind
        Whether it leaves a waste stream or a facility.
    source : str
        `id` of the stream where it starts, or of the facility for a transfer.
    facility : str
        `id` of the facility where it goes.
    port : str
        `id` of the port that takes it.
    material : str
        `id` of the material.
    change : FlowChange
        What became of it.
    before : float
        Per year in the first plan.
    after : float
        Per year in the second plan.
    """

    kind: FlowKind
    source: str
    facility: str
    port: str
    material: str
    unit: Unit
    change: FlowChange
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ComparedAmount:
    """One number of both plans.

    Attributes
    ----------
    subject : str
        What it is about: the `id` of a target, stream or facility; empty for sums.
    measure : str
        The field of the plan that is compared, for example ``placed`` or ``net``.
    unit : str
        What is counted: ``t``, ``m3`` or ``GJ`` per year; ``fraction`` for shares.
    before : float
        In the first plan.
    after : float
        In the second plan.
    """

    subject: str
    measure: str
    unit: str
    before: float
    after: float

    @property
    def difference(self) -> float:
        """How much more the second plan has.

        Examples
        --------
        >>> ComparedAmount("", "net", "t", 30.0, 50.0).difference
        20.0
        """
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ComparedReach:
    """How far one sum of both plans spreads, P10 to P90 at each plan's flows.

    Attributes
    ----------
    before : Reach
        In the first plan.
    after : Reach
        In the second plan.
    """

    before: Reach
    after: Reach

    @property
    def difference(self) -> Reach:
        """Between which ends the sums can differ, the ends of each taken against the other's.

        Examples
        --------
        >>> ComparedReach(Reach(1.0, 2.0, 4.0), Reach(3.0, 5.0, 6.0)).difference
        Reach(p10=-1.0, p50=3.0, p90=5.0)
        """
        before, after = self.before, self.after
        return Reach(after.p10 - before.p90, after.p50 - before.p50, after.p90 - before.p10)


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """What differs between two plans, sorted; `totals` has every unit, changed or not.

    Attributes
    ----------
    before : str
        Fingerprint of the first plan's snapshot.
    after : str
        Fingerprint of the second plan's snapshot.
    flows : tuple of ComparedFlow
    totals : tuple of ComparedAmount
        Supply, baseline, gross, residue and net of each unit.
    targets, streams, facilities : tuple of ComparedAmount
        Planned shares, placed and unplaced amounts, and throughputs that are not the same; 0 on the
        side where there is no such row.
    benefit : ComparedReach
        Net benefit, CNY per year.
    co2 : ComparedReach
        CO2e avoided, kg per year.
    coverage_before : Coverage
        On what the first plan's sums stand.
    coverage_after : Coverage
        On what the second plan's sums stand.
    """

    before: str
    after: str
    flows: tuple[ComparedFlow, ...]
    totals: tuple[ComparedAmount, ...]
    targets: tuple[ComparedAmount, ...]
    streams: tuple[ComparedAmount, ...]
    facilities: tuple[ComparedAmount, ...]
    benefit: ComparedReach
    co2: ComparedReach
    coverage_before: Coverage
    coverage_after: Coverage

    def __str__(self) -> str:
        rows = [("", "before", "after", "difference")]
        for item in (*self.totals, *self.targets, *self.streams, *self.facilities):
            label = " ".join(part for part in (item.subject, item.measure, item.unit) if part)
            rows.append((label, *_shown(item.before, item.after)))
        for flow in self.flows:
            label = (
                f"{flow.change.value}: {flow.source} -> {flow.facility} ({flow.material}, {flow.unit.value})"
            )
            rows.append((label, *_shown(flow.before, flow.after)))
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        return "\n".join(
            "  ".join([row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in (1, 2, 3))])
            for row in rows
        )


def compare_plans(before: Plan, after: Plan) -> PlanComparison:
    """Return what differs between two plans, flow by flow and in sum.

    Parameters
    ----------
    before, after : Plan
        Of any two snapshots; rows are matched by id.
    """
    totals = _amounts(before.totals, after.totals, lambda _: "", _TOTALS, lambda row: row.unit.value, True)
    targets = _amounts(
        before.targets, after.targets, lambda row: row.target, ("share_planned",), lambda _: "fraction"
    )
    streams = _amounts(
        before.streams,
        after.streams,
        lambda row: row.stream,
        ("placed", "unplaced"),
        lambda row: row.unit.value,
    )
    facilities = _amounts(
        before.runs, after.runs, lambda row: row.facility, ("throughput",), lambda row: row.unit.value
    )
    return PlanComparison(
        before.fingerprint,
        after.fingerprint,
        _flows(before, after),
        totals,
        targets,
        streams,
        facilities,
        ComparedReach(before.benefit_reach, after.benefit_reach),
        ComparedReach(before.co2_reach, after.co2_reach),
        before.coverage,
        after.coverage,
    )


_TOTALS = ("supply", "baseline", "gross", "residue", "net")


def _flows(before: Plan, after: Plan) -> tuple[ComparedFlow, ...]:
    old, new = _by_ends(before.flows), _by_ends(after.flows)
    found = []
    for key in sorted(old.keys() | new.keys()):
        was, becomes = old.get(key, 0.0), new.get(key, 0.0)
        if _same(was, becomes):
            continue
        if key not in old:
            change = FlowChange.APPEARED
        else:
            change = FlowChange.CHANGED if key in new else FlowChange.VANISHED
        kind, source, facility, port, material, unit = key
        found.append(
            ComparedFlow(FlowKind(kind), source, facility, port, material, Unit(unit), change, was, becomes)
        )
    return tuple(found)


def _by_ends(flows: Iterable[PlanFlow]) -> Mapping[tuple[str, ...], float]:
    amounts: dict[tuple[str, ...], float] = {}
    for flow in flows:
        source = str(flow.stream or flow.from_facility)
        key = (flow.kind.value, source, flow.facility, flow.port, flow.material, flow.unit.value)
        amounts[key] = amounts.get(key, 0.0) + flow.amount
    return amounts


def _amounts(
    before: Iterable[Item],
    after: Iterable[Item],
    subject: Callable[[Item], str],
    measures: tuple[str, ...],
    unit: Callable[[Item], str],
    keep_same: bool = False,
) -> tuple[ComparedAmount, ...]:
    old = {(subject(row), unit(row)): row for row in before}
    new = {(subject(row), unit(row)): row for row in after}
    compared = (
        ComparedAmount(
            key[0], measure, key[1], _number(old.get(key), measure), _number(new.get(key), measure)
        )
        for key in sorted(old.keys() | new.keys())
        for measure in measures
    )
    return tuple(item for item in compared if keep_same or not _same(item.before, item.after))


def _number(row: object | None, field: str) -> float:
    return 0.0 if row is None else float(getattr(row, field))


def _same(first: float, second: float) -> bool:
    return abs(first - second) <= SAME_AMOUNT * max(abs(first), abs(second))


def _shown(before: float, after: float) -> tuple[str, str, str]:
    return f"{before:,.6g}", f"{after:,.6g}", f"{after - before:+,.6g}"
