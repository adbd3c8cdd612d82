"""What can be changed through GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.context import Info
from api.graphql.linkages import Linkage
from api.graphql.nodes import local_id, shown
from graph import model
from graph.vocabulary import LinkageState


@strawberry.input(description="A wish to move a linkage to another state.")
class LinkageStateChange:
    """A wish."""

    id: strawberry.ID = strawberry.field(description="The linkage, by `id` or `localId`.")
    state: LinkageState = strawberry.field(description="The state to go to.")
    version: int = strawberry.field(
        description="The version the wish is based on; VERSION_CONFLICT if it has changed since."
    )
    actor: str = strawberry.field(description="Who wishes it; kept in the history.")
    note: str = strawberry.field(default="", description="Why; kept in the history.")


@strawberry.type(description="What a change of a linkage led to.")
class LinkageStateChanged:
    """The answer."""

    linkage: Linkage = strawberry.field(description="The linkage after the change.")


@strawberry.type(description="Changes; each is kept whole or not at all.")
class Mutation:
    """Root of changes."""

    @strawberry.mutation(
        description="Move a linkage to another state. Errors: UNKNOWN_LINKAGE, VERSION_CONFLICT, "
        "STATE_CHANGE_NOT_ALLOWED.",
        metadata={"weight": 20},
    )
    def change_linkage_state(
        self,
        info: Info,
        change: Annotated[LinkageStateChange, strawberry.argument(description="What is wished.")],
    ) -> LinkageStateChanged:
        """Move a linkage to another state and look at the graph anew."""
        linkage = info.context.service.change_linkage_state(
            local_id(change.id, model.Linkage), change.state, change.version, change.actor, change.note
        )
        info.context.renew()
        return LinkageStateChanged(linkage=shown(linkage))
