"""What technologies cost, and who outside the park pays for a material."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, window_of
from graph import model


@window_of(model.ProcessClass)
class ProcessClass(DomainNode):
    """Technologies that cost alike, and the interval that their costs lie in."""


@window_of(model.CostSheet, hides="technology")
class CostSheet:
    """What one technology costs: its own sums where published, else its class times factors."""


@window_of(model.Market)
class Market(DomainNode):
    """A demand for one material, shared by all who sell it there."""
