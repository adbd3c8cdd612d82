"""Scenarios: named sets of changes to plan with."""

from __future__ import annotations

import strawberry

from api.graphql.nodes import DomainNode, exposed, pointing, window_of
from api.graphql.values import Evidence
from graph import model


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
