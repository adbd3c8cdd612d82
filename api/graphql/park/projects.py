"""What one decision maker builds or does not build."""

from __future__ import annotations

from api.graphql.nodes import DomainNode, window_of
from graph import model


@window_of(model.Project)
class Project(DomainNode):
    """One decision for all its facilities: they come together, or none of them does."""
