"""What a park is held against and planned with: policies, targets, projects, scenarios."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, exposed, pointing, window_of
from api.graphql.values import Evidence
from graph import model


@window_of(model.Policy, hides="value")
class Policy(DomainNode):
    """A document that supports or restricts a use."""

    value_text: str = exposed("The sum, rate or share it names; empty when none.", of="value")
    plan_table: int | None


@window_of(model.Target)
class Target(DomainNode):
    """A share of materials that is to go to a use."""


@window_of(model.Project)
class Project(DomainNode):
    """One decision for all its facilities: they come together, or none of them does."""


@window_of(model.ScenarioChange, hides="scenario value")
class ScenarioChange:
    """One change of a scenario."""

    new_value: str = exposed("The new value as files write it; empty: not known.", of="value")


@window_of(model.Scenario)
class Scenario(DomainNode):
    """A named set of changes, to be planned with beside the graph as it is."""

    local_id: str = exposed("Its identifier in files and stores.", of="id")
    evidence: Evidence
    changes: list[ScenarioChange] = pointing(
        "What it changes, in order.", model.ScenarioChange, "scenario", size=20
    )
