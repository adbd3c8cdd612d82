"""What suggestions and plans are held against: precedents, policies, targets."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, exposed, window_of
from graph import model


@window_of(model.Precedent)
class Precedent(DomainNode):
    """A documented exchange elsewhere."""


@window_of(model.Policy, hides="value")
class Policy(DomainNode):
    """A document that supports or restricts a use."""

    value_text: str = exposed("The sum, rate or share it names; empty when none.", of="value")
    plan_table: int | None


@window_of(model.Target)
class Target(DomainNode):
    """A share of materials that is to go to a use."""
