"""What one decision maker builds or does not build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from graph.evidence import Evidence
from graph.model.measures import Measure, Share
from graph.vocabulary import EnterpriseId, FacilityId, ProjectStage, RowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One decision for all its facilities: they come together, or none of them does.

    The days of its stages are given as far as known; none lies before that of the stage it follows.

    Attributes
    ----------
    enterprise : EnterpriseId
        Whose it is.
    facilities : tuple of FacilityId
        What stands once it is there; a facility belongs to one project at most.
    stage : ProjectStage
        How far it has come.
    probability : float or None
        That it will run, 0 to 1; None: as its stage has it (`acceptance.stage-*` of the weights).
    year : int or None
        The first whole year in which it runs; None where nobody could say.
    filed : date or None
        When it was put on record.
    assessed : date or None
        When its environmental assessment was approved.
    started : date or None
        When work on the site began.
    commissioned : date or None
        When it went into production.
    """

    id: RowId
    name_zh: str = ""
    name_en: str = ""
    enterprise: EnterpriseId
    facilities: tuple[FacilityId, ...]
    stage: ProjectStage
    probability: Annotated[float | None, Share] = None
    year: Annotated[int | None, Measure("year", minimum=1900, maximum=2200)] = None
    filed: date | None = None
    assessed: date | None = None
    started: date | None = None
    commissioned: date | None = None
    note: str = ""
    evidence: Evidence
