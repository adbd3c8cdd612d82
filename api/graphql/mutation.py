"""What can be changed through GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import described, local_id, shown
from api.graphql.park import Linkage
from api.graphql.texts import LONGEST_ACTOR, LONGEST_NOTE, UnfitText, checked_text
from api.journal import note as written_down
from graph import model
from graph.errors import SymbioflowError
from graph.vocabulary import LinkageState
from ingest.outlines import outline_text
from ingest.positions import Datum


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


@described
class UserError:
    """Why a change was not made."""

    code: str = strawberry.field(description="Stable, upper case; as `extensions.code` of other errors.")
    field: str | None = strawberry.field(
        description="Which field of the input it is about; null: the change as a whole."
    )
    message_zh: str = strawberry.field(description="What is wrong and what was expected, in Chinese.")
    message_en: str = strawberry.field(description="The same in English.")


@described
class LinkageStateChanged:
    """What a wish to change a linkage led to."""

    linkage: Linkage | None = strawberry.field(
        description="The linkage after the change; null where it was not made."
    )
    user_errors: list[UserError] = strawberry.field(
        description="Why the change was not made; empty where it was.", metadata={"size": 1}
    )


@strawberry.input(description="The outline of a park, for the map.")
class OutlineGiven:
    """An outline."""

    geojson: str = strawberry.field(
        description="GeoJSON with a Polygon or MultiPolygon in degrees, wrapped in features or not."
    )
    datum: Datum = strawberry.field(description="What its coordinates refer to.")
    park: strawberry.ID | None = strawberry.field(
        default=None, description="The park or area, by `id` or `localId`; null: the only park."
    )
    name: str = strawberry.field(
        default="", description="Of the file, for the source; at most 200 characters."
    )
    keep: bool = strawberry.field(default=True, description="False: it is only looked at, nothing is kept.")
    version: int | None = strawberry.field(
        default=None,
        description="The data version that the giver saw; OUTLINE_MOVED if the data have changed since. "
        "Null: whatever happened meanwhile.",
    )


@described
class OutlineSet:
    """What became of an outline."""

    outline: str | None = strawberry.field(
        description="As understood, a GeoJSON MultiPolygon in WGS84; null where it was refused."
    )
    corners: int = strawberry.field(description="Corners of all its rings.")
    distance: float | None = strawberry.field(
        description="km from its middle to the park; null where nobody knows where the park is."
    )
    kept: bool = strawberry.field(description="Whether the park has it now.")
    user_errors: list[UserError] = strawberry.field(
        description="Why it was refused; empty where it was not.", metadata={"size": 1}
    )


#: Code of a refusal -> the field of the input it is about.
_FIELDS = {
    "UNKNOWN_LINKAGE": "id",
    "BAD_ID": "id",
    "VERSION_CONFLICT": "version",
    "STATE_CHANGE_NOT_ALLOWED": "state",
}


@described
class Mutation:
    """Changes; each is kept whole or not at all, whatever becomes of the others."""

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

    @strawberry.mutation(
        description="Give a park its outline in place of an earlier one; `symbioflow loads undo` takes it "
        "back. A refusal stands in `userErrors`: UNKNOWN_PARK, BAD_ID, BAD_TEXT or a code that begins with "
        "OUTLINE_.",
        metadata={"weight": 200},
    )
    def set_outline(
        self,
        info: Info,
        given: Annotated[OutlineGiven, strawberry.argument(description="What is given.")],
    ) -> OutlineSet:
        """Read an outline, keep it if it is to be kept, and look at the graph anew."""
        try:
            name = checked_text("name", given.name, LONGEST_ACTOR)
            park = None if given.park is None else local_id(given.park, model.Park)
            found = info.context.service.outline(
                given.geojson, park, given.datum, name, given.keep, given.version
            )
        except UnfitText as error:
            return _refused(error, error.name)
        except SymbioflowError as error:
            if not error.code.startswith("OUTLINE_") and error.code not in ("UNKNOWN_PARK", "BAD_ID"):
                raise
            return _refused(error, _outline_field(error.code))
        if given.keep:
            written_down("set outline", park=found.park)
            info.context.renew()
        corners = sum(len(ring.lons) for ring in found.rings)
        return OutlineSet(
            outline=outline_text(found.rings),
            corners=corners,
            distance=found.distance_km,
            kept=given.keep,
            user_errors=[],
        )


def _outline_field(code: str) -> str:
    if code == "OUTLINE_MOVED":
        return "version"
    return "geojson" if code.startswith("OUTLINE_") else "park"


def _refused(error: SymbioflowError, field: str) -> OutlineSet:
    return OutlineSet(outline=None, corners=0, distance=None, kept=False, user_errors=[_said(error, field)])


def _said(error: SymbioflowError, field: str) -> UserError:
    return UserError(code=error.code, field=field, message_zh=error.text("zh"), message_en=error.text("en"))
