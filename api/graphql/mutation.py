"""What can be changed through GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import local_id, shown
from api.graphql.park.linkages import Linkage
from api.graphql.texts import LONGEST_ACTOR, LONGEST_NOTE, UnfitText, checked_text
from api.journal import note as written_down
from graph import model
from graph.errors import SymbioflowError
from graph.vocabulary import LinkageState


@strawberry.input(description="A wish to move a linkage to another state.")
class LinkageStateChange:
    """A wish."""

    id: strawberry.ID = strawberry.field(description="The linkage, by `id` or `localId`.")
    state: LinkageState = strawberry.field(description="The state to go to.")
    version: int = strawberry.field(
        description="The version the wish is based on; VERSION_CONFLICT if it has changed since."
    )
    actor: str = strawberry.field(
        description="Who wishes it, at most 200 characters on one line; kept in the history."
    )
    note: str = strawberry.field(default="", description="Why, at most 2000 characters; kept in the history.")


@strawberry.type(description="Why a change was not made.")
class UserError:
    """A refusal."""

    code: str = strawberry.field(description="Stable, upper case; as `extensions.code` of other errors.")
    field: str | None = strawberry.field(
        description="Which field of the input it is about; null: the change as a whole."
    )
    message_zh: str = strawberry.field(description="What is wrong and what was expected, in Chinese.")
    message_en: str = strawberry.field(description="The same in English.")


@strawberry.type(description="What a wish to change a linkage led to.")
class LinkageStateChanged:
    """The answer."""

    linkage: Linkage | None = strawberry.field(
        description="The linkage after the change; null where it was not made."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why the change was not made; empty where it was.", metadata={"size": 1}
    )


#: Code of a refusal -> the field of the input it is about.
_FIELDS = {
    "UNKNOWN_LINKAGE": "id",
    "BAD_ID": "id",
    "VERSION_CONFLICT": "version",
    "STATE_CHANGE_NOT_ALLOWED": "state",
}


@strawberry.type(description="Changes; each is kept whole or not at all, whatever becomes of the others.")
class Mutation:
    """Root of changes."""

    @strawberry.mutation(
        description="Move a linkage to another state. A refusal stands in `userErrors`: UNKNOWN_LINKAGE, "
        "BAD_ID, VERSION_CONFLICT, STATE_CHANGE_NOT_ALLOWED, BAD_TEXT.",
        metadata={"weight": 20},
    )
    def change_linkage_state(
        self,
        info: Info,
        change: Annotated[LinkageStateChange, strawberry.argument(description="What is wished.")],
    ) -> LinkageStateChanged:
        """Move a linkage to another state and look at the graph anew."""
        try:
            actor = checked_text("actor", change.actor, LONGEST_ACTOR, needed=True)
            note = checked_text("note", change.note, LONGEST_NOTE)
            linkage = info.context.service.change_linkage_state(
                local_id(change.id, model.Linkage), change.state, change.version, actor, note
            )
        except UnfitText as error:
            return LinkageStateChanged(linkage=None, user_errors=[_said(error, error.name)])
        except SymbioflowError as error:
            if error.code not in _FIELDS:
                raise
            return LinkageStateChanged(linkage=None, user_errors=[_said(error, _FIELDS[error.code])])
        written_down(
            "change linkage state",
            linkage=linkage.id,
            state=linkage.state.value,
            version=linkage.version,
            actor=actor,
        )
        info.context.renew()
        return LinkageStateChanged(linkage=shown(linkage), user_errors=[])


def _said(error: SymbioflowError, field: str) -> UserError:
    return UserError(code=error.code, field=field, message_zh=error.text("zh"), message_en=error.text("en"))
