"""What can be asked of plans: the best one, its spread, trade-offs, targets and scenarios."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.graphql.context import Info
from api.graphql.nodes import PARK_LIST, PLAN_WEIGHT, local_id, resolved, shown
from api.graphql.park import Project, Scenario
from api.graphql.planning.comparisons import PlanComparison
from api.graphql.planning.frontier import AbatementCurve, ParetoFront
from api.graphql.planning.plans import Plan
from api.graphql.planning.roadmaps import ROADMAP_WEIGHT, FromYear, Roadmap, ToYear
from api.graphql.planning.spreads import SPREAD_COST, Draws, PlanUncertainty, Seed
from api.graphql.recruiting import (
    LEADS_COST,
    BudgetYears,
    CapitalBudget,
    EnergyBudget,
    LeadDraws,
    Leads,
    SiteName,
    TechnologyName,
    Top,
)
from api.plan_options import AIM, DATED, UNBOUNDED, Asked, Option, asks
from api.views import View
from graph import model
from graph.errors import SymbioflowError
from graph.planning import Objective, scenario_named
from graph.recruiting import DRAWS, YEARS, LeadOptions, budget_of

#: The longest that a plan may be solved for, seconds.
LONGEST_SOLVE = 600.0


def argument_of(option: Option) -> tuple[Any, Any]:
    """Return the annotation and default of an option as an argument."""
    kind = strawberry.ID | None if option.name in ("scenario", "park") else option.kind
    return Annotated[kind, strawberry.argument(description=option.en)], option.default


def given_to(values: dict[str, Any]) -> dict[str, Any]:
    """Return what a client gave, with its ids those of the graph."""
    if values.get("scenario") is not None:
        values["scenario"] = local_id(values["scenario"], model.Scenario)
    if values.get("park") is not None:
        values["park"] = local_id(values["park"], model.Park)
    return {**values, "time_limit": _allowed(values["time_limit"])}


def _allowed(seconds: float) -> float:
    if seconds > LONGEST_SOLVE:
        raise SymbioflowError("BAD_OPTION.too_long", given=seconds, limit=LONGEST_SOLVE)
    return seconds


def view_of(info: Info, asked: Asked) -> View:
    """Return the graph, or one park of it, as it is or as a scenario has it, on a day."""
    return info.context.view.at(asked.on).within(asked.park).under(asked.scenario)


@strawberry.type
class PlanningQuery:
    """The part of `Query` that plans."""

    @resolved(weight=PLAN_WEIGHT)
    @asks(argument_of, given_to)
    def plan(self, info: Info, asked: Asked) -> Plan:
        """The best plan. Errors: BAD_OPTION, CONFLICTING_CONTRACTS, SOLVER_TIME_OUT, NO_PLAN."""
        view = view_of(info, asked)
        return Plan(value=view.plan(asked.options), view=view, options=asked.options)

    @resolved(**SPREAD_COST)
    @asks(argument_of, given_to)
    def plan_uncertainty(
        self, info: Info, asked: Asked, draws: Draws = 1_000, seed: Seed = 0
    ) -> PlanUncertainty:
        """How far the plan's figures spread over what is not known. Errors: BAD_OPTION."""
        found: PlanUncertainty = shown(view_of(info, asked).uncertainty(draws, seed, options=asked.options))
        return found

    @resolved(**LEADS_COST)
    @asks(argument_of, given_to, without=UNBOUNDED)
    def leads(
        self,
        info: Info,
        asked: Asked,
        top: Top = 10,
        site: SiteName = None,
        technology: TechnologyName = None,
        draws: LeadDraws = DRAWS,
        seed: Seed = 0,
        budget: CapitalBudget = None,
        energy: EnergyBudget = None,
        years: BudgetYears = YEARS,
    ) -> Leads:
        """The missing links most worth recruiting, with the proof that none is left out. Errors:
        UNKNOWN_TECHNOLOGY, UNKNOWN_SITE, BAD_OPTION.
        """
        within = budget_of(budget, energy, years)
        wanted = LeadOptions(asked.options, top, site, technology, draws, seed, within)
        found: Leads = shown(view_of(info, asked).leads(wanted))
        return found

    @resolved(weight=ROADMAP_WEIGHT)
    @asks(argument_of, given_to, without=DATED)
    def roadmap(self, info: Info, first: FromYear, last: ToYear, asked: Asked) -> Roadmap:
        """The best plan of several years as one, beside plans that look one year ahead. Errors: BAD_OPTION,
        as plan.
        """
        found: Roadmap = shown(view_of(info, asked).roadmap(first, last, asked.options))
        return found

    @resolved(weight=PLAN_WEIGHT, counts={"points": 500})
    @asks(argument_of, given_to, without=AIM)
    def pareto_front(
        self,
        info: Info,
        objectives: Annotated[
            list[Objective], strawberry.argument(description="Two or three; the first in most detail.")
        ],
        asked: Asked,
        points: Annotated[
            int, strawberry.argument(description="Levels of each objective but the first, 2 to 25.")
        ] = 10,
    ) -> ParetoFront:
        """What more of one objective costs in the others. Errors: BAD_OPTION, as plan."""
        found: ParetoFront = shown(view_of(info, asked).front(tuple(objectives), points, asked.options))
        return found

    @resolved(weight=3 * PLAN_WEIGHT, one="target")
    @asks(argument_of, given_to, without=AIM | {"horizon"})
    def abatement(
        self,
        info: Info,
        asked: Asked,
        target: Annotated[strawberry.ID | None, strawberry.argument(description="Only this target.")] = None,
    ) -> list[AbatementCurve]:
        """Which next linkages close the gap to each target cheapest. Errors: UNKNOWN_TARGET."""
        wanted = None if target is None else local_id(target, model.Target)
        return [shown(curve) for curve in view_of(info, asked).abatement(wanted, asked.options)]

    @resolved(size=20)
    def scenarios(self, info: Info) -> list[Scenario]:
        """The scenarios that the store keeps, by id."""
        return [shown(scenario) for scenario in info.context.view.all(model.Scenario)]

    @resolved(size=PARK_LIST)
    def projects(self, info: Info) -> list[Project]:
        """What is decided as one, with its stage, by id."""
        return [shown(project) for project in info.context.view.all(model.Project)]

    @resolved()
    def scenario(
        self,
        info: Info,
        id: Annotated[
            strawberry.ID, strawberry.argument(description="Its id, or its name in either language.")
        ],
    ) -> Scenario:
        """One scenario, by id or name. Errors: UNKNOWN_SCENARIO."""
        found: Scenario = shown(scenario_named(info.context.view.snapshot, local_id(id, model.Scenario)))
        return found

    @resolved(weight=2 * PLAN_WEIGHT)
    @asks(argument_of, given_to, without={"scenario"})
    def plan_comparison(
        self,
        info: Info,
        scenario: Annotated[strawberry.ID, strawberry.argument(description="By id or name.")],
        asked: Asked,
    ) -> PlanComparison:
        """The plan of today beside the one under a scenario. Errors: UNKNOWN_SCENARIO, BAD_CHANGE, and those
        of plan.
        """
        named = local_id(scenario, model.Scenario)
        found: PlanComparison = shown(view_of(info, asked).comparison(named, asked.options))
        return found
