"""Flows that were agreed on or proposed, and how they came to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure, PerYear
from graph.vocabulary import FacilityId, LinkageId, LinkageState, PortId, RowId, StreamId


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """Material per year from a stream, or from a facility's output, to a facility's port.

    Exactly one of `stream` and `from_facility` is given.

    Attributes
    ----------
    stream : StreamId or None
        Where it starts, if at a stream.
    from_facility : FacilityId or None
        Where it starts, if at a facility.
    to_facility : FacilityId
        Where it goes.
    port : PortId
        What it is taken as.
    amount : float
        Per year, in the material's unit.
    state : LinkageState
        How far it has come.
    version : int
        Rises by one with each change of state; a change names the version it was based on.
    """

    id: LinkageId
    stream: StreamId | None = None
    from_facility: FacilityId | None = None
    to_facility: FacilityId
    port: PortId
    amount: Annotated[float, PerYear]
    state: LinkageState
    version: Annotated[int, Measure("count", minimum=1)] = 1
    note: str = ""
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkageEvent:
    """One change of a linkage's state; kept for ever.

    Attributes
    ----------
    linkage : LinkageId
        Which linkage.
    at : str
        UTC time, ISO 8601.
    before : LinkageState
        State before.
    after : LinkageState
        State after.
    version : int
        The linkage's version after the change.
    actor : str
        Who changed it.
    note : str
        Why.
    """

    id: RowId
    linkage: LinkageId
    at: str
    before: LinkageState
    after: LinkageState
    version: Annotated[int, Measure("count", minimum=1)] = 1
    actor: str
    note: str = ""
