"""A plan of several years as one, year by year."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import (
    PARK_LIST,
    PLAN_WEIGHT,
    computed,
    described,
    exposed,
    window_of,
)
from api.graphql.planning.plan_grounds import Coverage, MarketTaken, Reach
from api.graphql.planning.plans import (
    Balance,
    FacilityRun,
    PlanFlow,
    StreamOutcome,
    TargetProgress,
    Totals,
)
from graph import model, planning
from graph.vocabulary import Unit
from graph.wording import Words

#: The most years that a roadmap is taken for in a query's cost.
_YEARS = planning.LONGEST_ROADMAP
#: What a roadmap costs: a plan or so for every two of its years, and the chain beside it.
ROADMAP_WEIGHT = 4 * PLAN_WEIGHT

FromYear = Annotated[int, strawberry.argument(name="from", description="The first calendar year.")]
ToYear = Annotated[
    int, strawberry.argument(name="to", description=f"The last calendar year; at most {_YEARS} years in all.")
]


@described
class RoadmapPlan:
    """What one year of a roadmap comes to, at likely amounts."""

    value: strawberry.Private[planning.Plan]
    objective_value: float = exposed("In the objective's unit: t, CNY or kg CO2e.")
    totals: list[Totals] = exposed("Sums in t, m3 and GJ.", size=3)
    targets: list[TargetProgress] = exposed("Every target beside it.")
    benefit_range: Reach = exposed("Net benefit, CNY, P10 to P90.", of="benefit_reach")
    co2_range: Reach = exposed("CO2e avoided, kg, P10 to P90.", of="co2_reach")
    coverage: Coverage = exposed("On what it stands.")
    flows: list[PlanFlow] = exposed("The chosen linkages.", size=PARK_LIST)
    runs: list[FacilityRun] = exposed("What every facility that runs does.", size=PARK_LIST)
    streams: list[StreamOutcome] = exposed("What becomes of every stream.", size=PARK_LIST)
    markets_taken: list[MarketTaken] = exposed("What it sells where.", of="markets", size=PARK_LIST)
    balances: list[Balance] = exposed("Every facility that runs, and the park; all close.", size=PARK_LIST)


def _plan(value: Any, info: Info) -> RoadmapPlan:
    return RoadmapPlan(value=value.plan)


def _alone(value: Any, info: Info) -> RoadmapPlan:
    return RoadmapPlan(value=value.alone)


@window_of(planning.YearPlan)
class YearPlan:
    """One year of a roadmap."""

    plan: RoadmapPlan = computed("What the roadmap does in it.", _plan)
    alone: RoadmapPlan = computed("What a plan would do that looks no further than this year.", _alone)


def _market_name(value: Any, info: Info) -> Words:
    return info.context.view.named(model.Market, value.market)


@window_of(planning.SinkFill)
class SinkFill:
    """How a pit fills over the years."""

    market: str = exposed("`localId` of the market.")
    name_zh: str = computed("Its name in Chinese.", lambda value, info: _market_name(value, info).zh)
    name_en: str = computed("Its name in English.", lambda value, info: _market_name(value, info).en)
    unit: Unit
    filled: list[float] = exposed("By the end of each year.", size=_YEARS)
    alone: list[float] = exposed("The same by plans that look one year ahead.", size=_YEARS)


@window_of(planning.StockDrawn)
class StockDrawn:
    """How a stock is drawn down over the years."""

    drawn: list[float] = exposed("By the end of each year.", size=_YEARS)
    alone: list[float] = exposed("The same by plans that look one year ahead.", size=_YEARS)


@window_of(planning.Roadmap, hides="value")
class Roadmap:
    """The best plan of several years as one programme."""

    objective_value: float = exposed("Summed over the years, in the objective's unit.", of="value")
    alone: float
    years: list[YearPlan] = exposed("Year by year.", size=_YEARS)
