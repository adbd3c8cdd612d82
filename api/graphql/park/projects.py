"""What one decision maker builds or does not build."""

from __future__ import annotations

from datetime import date

from api.graphql.nodes import DomainNode, exposed, linked, linked_each, window_of
from api.graphql.park.parks import Enterprise
from api.graphql.park.technologies import Facility
from graph import model
from graph.vocabulary import ProjectStage


@window_of(model.Project)
class Project(DomainNode):
    """One decision for all its facilities: they come together, or none of them does."""

    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    enterprise: Enterprise = linked("Whose it is.", model.Enterprise)
    facilities: list[Facility] = linked_each("What stands once it is there.", model.Facility)
    stage: ProjectStage = exposed("How far it has come.")
    probability: float | None = exposed("That it will run, 0 to 1; null: as its stage has it.")
    year: int | None = exposed("The first whole year in which it runs; null where nobody could say.")
    filed: date | None = exposed("When it was put on record.")
    assessed: date | None = exposed("When its environmental assessment was approved.")
    started: date | None = exposed("When work on the site began.")
    commissioned: date | None = exposed("When it went into production.")
