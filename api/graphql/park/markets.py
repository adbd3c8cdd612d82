"""Who outside the park's facilities takes a material."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.graphql.nodes import DomainNode, window_of
from graph import model

if TYPE_CHECKING:
    pass


@window_of(model.Market)
class Market(DomainNode):
    """A demand for one material, shared by all who sell it there."""
