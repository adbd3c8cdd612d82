"""The brief of one lead, for a first talk with a firm."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import PLAN_WEIGHT, OfPark, UnderScenario, exposed, resolved, shown, view_of, window_of
from graph import recruiting
from graph.wording import LANGUAGES
from viz.words import known_language

#: What a query's cost takes the sections, tables and rows of a brief for.
SECTIONS, TABLES, ROWS = 9, 2, 6


@window_of(recruiting.BriefTable)
class BriefTable:
    """A table of a brief."""

    rows: list[list[str]] = exposed("Its rows, each as many cells as the head.", size=ROWS)


@window_of(recruiting.BriefSection)
class BriefSection:
    """A section of a brief."""

    sentences: list[str] = exposed("What it says beside its tables.", size=ROWS)
    tables: list[BriefTable] = exposed("Its tables.", size=TABLES)


@window_of(recruiting.Brief)
class Brief:
    """What an investment office takes to a first talk about one lead: two pages."""

    sections: list[BriefSection] = exposed("Its nine sections.", size=SECTIONS)
    notes: list[str] = exposed("How to read it.", size=2)


@strawberry.type
class BriefsQuery:
    """The part of `Query` that writes briefs."""

    @resolved(weight=3 * PLAN_WEIGHT)
    def brief(
        self,
        info: Info,
        lead: Annotated[int, strawberry.argument(description="Its rank in the list of leads, from 1.")],
        language: Annotated[str, strawberry.argument(description="zh or en.")] = LANGUAGES[0],
        park: OfPark = None,
        scenario: UnderScenario = None,
    ) -> Brief:
        """The brief of one lead. Errors: UNKNOWN_LEAD, UNKNOWN_LANGUAGE, UNKNOWN_PARK, UNKNOWN_SCENARIO, and
        those of plan.
        """
        wanted = known_language(language)
        found: Brief = shown(view_of(info, park, scenario).brief(lead, wanted))
        return found
