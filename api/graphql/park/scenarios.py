"""Scenarios: named sets of changes to plan with."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, exposed, pointing, window_of
from api.graphql.values import Evidence
from graph import model


@window_of(model.ScenarioChange)
class ScenarioChange:
    """One change of a scenario."""

    table_name: str = exposed("Table of what is changed.")
    row_id: str = exposed("Its identifier.")
    field: str = exposed("What of it is changed; `copy_of` makes it anew as a copy.")
    new_value: str = exposed("The new value as files write it; empty: not known.", of="value")
    note: str = exposed("Why.")


@window_of(model.Scenario)
class Scenario(DomainNode):
    """A named set of changes, to be planned with beside the graph as it is."""

    local_id: str = exposed("Its identifier in files and stores.", of="id")
    name_zh: str = exposed("Its name in Chinese.")
    name_en: str = exposed("Its name in English.")
    note: str = exposed("What it asks.")
    evidence: Evidence = exposed("Why its numbers are believed.")
    changes: list[ScenarioChange] = pointing(
        "What it changes, in order.", model.ScenarioChange, "scenario", size=20
    )
