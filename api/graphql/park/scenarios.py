"""Scenarios, and the plan of today beside the one under them."""

from __future__ import annotations

import strawberry

from api.graphql.nodes import PARK_LIST, DomainNode, exposed, pointing, window_of
from api.graphql.values import Evidence
from graph import model, planning
from graph.planning import FlowChange, FlowKind
from graph.vocabulary import Unit


@window_of(model.ScenarioChange, "One change of a scenario.")
class ScenarioChange:
    """A change."""

    value: strawberry.Private[model.ScenarioChange]
    table_name: str = exposed("Table of what is changed.")
    row_id: str = exposed("Its identifier.")
    field: str = exposed("What of it is changed; `copy_of` makes it anew as a copy.")
    new_value: str = exposed("The new value as files write it; empty: not known.", of="value")
    note: str = exposed("Why.")


@window_of(model.Scenario, "A named set of changes, to be planned with beside the graph as it is.")
class Scenario(DomainNode):
    """A scenario."""

    value: strawberry.Private[model.Scenario]
    local_id: str = exposed("Its identifier in files and stores.", of="id")
    name_zh: str = exposed("Its name in Chinese.")
    name_en: str = exposed("Its name in English.")
    note: str = exposed("What it asks.")
    evidence: Evidence = exposed("Why its numbers are believed.")
    changes: list[ScenarioChange] = pointing(
        "What it changes, in order.", model.ScenarioChange, "scenario", size=20
    )


@window_of(planning.ComparedFlow, "A flow that two plans do not share, or not in the same amount.")
class ComparedFlow:
    """A flow."""

    value: strawberry.Private[planning.ComparedFlow]
    kind: FlowKind = exposed("Whether it leaves a waste stream or a facility.")
    source: str = exposed("`localId` of the stream or facility where it starts.")
    facility: str = exposed("`localId` of the facility where it goes.")
    port: str = exposed("`localId` of the port that takes it.")
    material: str = exposed("`localId` of the material.")
    unit: Unit = exposed("What is counted.")
    change: FlowChange = exposed("What became of it.")
    before: float = exposed("Per year in the first plan.")
    after: float = exposed("Per year in the second plan.")


@window_of(planning.ComparedAmount, "One figure of two plans.")
class ComparedAmount:
    """A figure."""

    value: strawberry.Private[planning.ComparedAmount]
    subject: str = exposed("What it is about: the `localId` of a target, stream or facility; empty for sums.")
    measure: str = exposed("Which figure.")
    unit: str = exposed("What is counted.")
    before: float = exposed("In the first plan.")
    after: float = exposed("In the second plan.")


@window_of(planning.PlanComparison, "Two plans side by side.")
class PlanComparison:
    """A comparison."""

    value: strawberry.Private[planning.PlanComparison]
    before: str = exposed("Fingerprint of the first plan's snapshot.")
    after: str = exposed("Fingerprint of the second plan's snapshot.")
    flows: list[ComparedFlow] = exposed("The flows that differ.", size=PARK_LIST)
    totals: list[ComparedAmount] = exposed("Sums in every unit.", size=15)
    targets: list[ComparedAmount] = exposed("Shares that differ.", size=10)
    streams: list[ComparedAmount] = exposed("What becomes of streams, where it differs.", size=PARK_LIST)
    facilities: list[ComparedAmount] = exposed("Throughputs that differ.", size=PARK_LIST)
