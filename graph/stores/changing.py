"""How a linkage moves from state to state, the same in both stores."""

from __future__ import annotations

from dataclasses import replace

from graph.errors import SymbioflowError
from graph.model import Linkage, LinkageEvent
from graph.stores.protocol import StateChange
from graph.vocabulary import LINKAGE_CHANGES, RowId

#: Tag of the events that `change_state` writes: they belong to no load.
NO_LOAD = ""


def changed(linkage: Linkage, change: StateChange) -> tuple[Linkage, LinkageEvent]:
    """Return the linkage after the change and the event that keeps it.

    Refusals: ``VERSION_CONFLICT`` if the wish was based on another version, ``STATE_CHANGE_NOT_ALLOWED``
    if `LINKAGE_CHANGES` has no such step.
    """
    if linkage.version != change.version:
        raise SymbioflowError(
            "VERSION_CONFLICT", linkage=linkage.id, version=linkage.version, based_on=change.version
        )
    allowed = LINKAGE_CHANGES[linkage.state]
    if change.after not in allowed:
        raise SymbioflowError(
            "STATE_CHANGE_NOT_ALLOWED",
            linkage=linkage.id,
            before=linkage.state.value,
            after=change.after.value,
            allowed=tuple(sorted(state.value for state in allowed)),
        )
    after = replace(linkage, state=change.after, version=linkage.version + 1)
    event = LinkageEvent(
        id=RowId(f"{linkage.id}:{after.version}:{change.at}"),
        linkage=linkage.id,
        at=change.at,
        before=linkage.state,
        after=after.state,
        version=after.version,
        actor=change.actor,
        note=change.note,
    )
    return after, event


def unknown_linkage(linkage: str) -> SymbioflowError:
    """Return the refusal of a change to a linkage that is not there."""
    return SymbioflowError("UNKNOWN_LINKAGE", linkage=linkage)
