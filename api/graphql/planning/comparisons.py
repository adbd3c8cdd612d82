"""The plan of today beside the one under a scenario."""

from __future__ import annotations

from api.graphql.nodes import PARK_LIST, exposed, window_of
from api.graphql.planning.plan_grounds import Coverage, Reach
from graph import planning
from graph.planning import FlowChange, FlowKind
from graph.vocabulary import Unit


@window_of(planning.ComparedFlow)
class ComparedFlow:
    """A flow that two plans do not share, or not in the same amount."""

    kind: FlowKind = exposed("Whether it leaves a waste stream or a facility.")
    source: str = exposed("`localId` of the stream or facility where it starts.")
    facility: str = exposed("`localId` of the facility where it goes.")
    port: str = exposed("`localId` of the port that takes it.")
    material: str = exposed("`localId` of the material.")
    unit: Unit = exposed("What is counted.")
    change: FlowChange = exposed("What became of it.")
    before: float = exposed("Per year in the first plan.")
    after: float = exposed("Per year in the second plan.")


@window_of(planning.ComparedAmount)
class ComparedAmount:
    """One figure of two plans."""

    subject: str = exposed("What it is about: the `localId` of a target, stream or facility; empty for sums.")
    measure: str = exposed("Which figure.")
    unit: str = exposed("What is counted.")
    before: float = exposed("In the first plan.")
    after: float = exposed("In the second plan.")


@window_of(planning.ComparedReach)
class ComparedReach:
    """How far one sum of two plans spreads."""

    before: Reach = exposed("In the first plan.")
    after: Reach = exposed("In the second plan.")
    difference: Reach = exposed("Between which ends both can differ.")


@window_of(planning.PlanComparison)
class PlanComparison:
    """Two plans side by side."""

    before: str = exposed("Fingerprint of the first plan's snapshot.")
    after: str = exposed("Fingerprint of the second plan's snapshot.")
    flows: list[ComparedFlow] = exposed("The flows that differ.", size=PARK_LIST)
    totals: list[ComparedAmount] = exposed("Sums in every unit.", size=15)
    targets: list[ComparedAmount] = exposed("Shares that differ.", size=10)
    streams: list[ComparedAmount] = exposed("What becomes of streams, where it differs.", size=PARK_LIST)
    facilities: list[ComparedAmount] = exposed("Throughputs that differ.", size=PARK_LIST)
    benefit: ComparedReach = exposed("Net benefit, CNY per year.")
    co2: ComparedReach = exposed("CO2e avoided, kg per year.")
    coverage_before: Coverage = exposed("On what the first plan's sums stand.")
    coverage_after: Coverage = exposed("On what the second plan's sums stand.")
