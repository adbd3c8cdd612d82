"""What technologies cost: classes that cost alike, and the cost sheet of each recipe."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, window_of
from graph import model


@window_of(model.ProcessClass)
class ProcessClass(DomainNode):
    """Technologies that cost alike, and the interval that their costs lie in."""


@window_of(model.CostSheet, hides="technology")
class CostSheet:
    """What one technology costs: its own sums where published, else its class times factors."""
