"""What can be asked of plans: the best one, its spread, trade-offs, targets and scenarios."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.graphql.context import Info
from api.graphql.frontier import AbatementCurve, ParetoFront
from api.graphql.nodes import OnDay, local_id, shown
from api.graphql.plans import Plan
from api.graphql.scenarios import PlanComparison, Scenario
from api.graphql.spreads import SPREAD_WEIGHT, Draws, PlanUncertainty, Seed
from api.plan_options import plan_options
from api.service import View
from graph import model
from graph.errors import SymbioflowError
from graph.planning import Objective, scenario_named

#: The longest that a plan may be solved for, seconds.
LONGEST_SOLVE = 600.0

Aim = Annotated[Objective, strawberry.argument(description="What is made as large as it can be.")]
Mix = Annotated[
    list[float], strawberry.argument(description="Weights of tonnes, benefit and CO2, for WEIGHTED only.")
]
Horizon = Annotated[
    int | None, strawberry.argument(description="Years over which stock is drawn down, 1 to 10.")
]
Budget = Annotated[
    float | None, strawberry.argument(description="The most that planned facilities may cost, CNY.")
]
TimeLimit = Annotated[float, strawberry.argument(description="Seconds for the solver, at most 600.")]
InScenario = Annotated[
    strawberry.ID | None, strawberry.argument(description="As this scenario has the graph, by id or name.")
]


def _allowed(seconds: float) -> float:
    if seconds > LONGEST_SOLVE:
        raise SymbioflowError("BAD_OPTION.too_long", given=seconds, limit=LONGEST_SOLVE)
    return seconds


def _view(info: Info, scenario: str | None, on: date | None) -> View:
    """Return the graph as it is, or as a scenario has it, on a day."""
    view = info.context.view.at(on)
    return view if scenario is None else view.under(local_id(scenario, model.Scenario))


@strawberry.type
class PlanningQuery:
    """The part of `Query` that plans."""

    @strawberry.field(
        description="The best plan. Errors: BAD_OPTION, CONFLICTING_CONTRACTS, SOLVER_TIME_OUT, NO_PLAN.",
        metadata={"weight": 100},
    )
    def plan(
        self,
        info: Info,
        objective: Aim = Objective.TONNES,
        mix: Mix = (),  # type: ignore[assignment]  # an empty list, and no mutable default
        horizon: Horizon = None,
        minimum_lot: Annotated[
            float, strawberry.argument(description="A linkage carries nothing, or at least this per year.")
        ] = 0.0,
        on_off: Annotated[
            bool,
            strawberry.argument(description="A facility stands still, or takes at least its minimum scale."),
        ] = False,
        budget: Budget = None,
        gap: Annotated[float, strawberry.argument(description="Relative gap that is good enough.")] = 1e-4,
        time_limit: TimeLimit = LONGEST_SOLVE,
        scenario: InScenario = None,
        on: OnDay = None,
    ) -> Plan:
        """Return the plan."""
        options = plan_options(
            objective, tuple(mix), horizon, minimum_lot, on_off, budget, gap, _allowed(time_limit)
        )
        found: Plan = shown(_view(info, scenario, on).plan(options))
        return found

    @strawberry.field(
        description="How far the plan's figures spread over what is not known. Errors: BAD_OPTION.",
        metadata={"weight": SPREAD_WEIGHT},
    )
    def plan_uncertainty(
        self,
        info: Info,
        draws: Draws = 1_000,
        seed: Seed = 0,
        objective: Aim = Objective.TONNES,
        mix: Mix = (),  # type: ignore[assignment]  # an empty list, and no mutable default
        horizon: Horizon = None,
        budget: Budget = None,
        scenario: InScenario = None,
        on: OnDay = None,
    ) -> PlanUncertainty:
        """Return the spreads."""
        options = plan_options(objective, tuple(mix), horizon, budget=budget)
        view = _view(info, scenario, on)
        found: PlanUncertainty = shown(view.uncertainty(draws, seed, options=options))
        return found

    @strawberry.field(
        description="What more of one objective costs in the others. Errors: BAD_OPTION, as plan.",
        metadata={"weight": 5000},
    )
    def pareto_front(
        self,
        info: Info,
        objectives: Annotated[
            list[Objective], strawberry.argument(description="Two or three; the first in most detail.")
        ],
        points: Annotated[
            int, strawberry.argument(description="Levels of each objective but the first, 2 to 25.")
        ] = 10,
        horizon: Horizon = None,
        budget: Budget = None,
    ) -> ParetoFront:
        """Return the front."""
        options = plan_options(horizon=horizon, budget=budget)
        found: ParetoFront = shown(info.context.view.front(tuple(objectives), points, options))
        return found

    @strawberry.field(
        description="Which next linkages close the gap to each target cheapest. Errors: UNKNOWN_TARGET.",
        metadata={"weight": 5000},
    )
    def abatement(
        self,
        info: Info,
        target: Annotated[strawberry.ID | None, strawberry.argument(description="Only this target.")] = None,
    ) -> list[AbatementCurve]:
        """Return the curves."""
        return [
            shown(curve)
            for curve in info.context.view.abatement(
                None if target is None else local_id(target, model.Target)
            )
        ]

    @strawberry.field(description="The scenarios that the store keeps, by id.", metadata={"size": 20})
    def scenarios(self, info: Info) -> list[Scenario]:
        """Return the scenarios."""
        return [shown(scenario) for scenario in info.context.view.all(model.Scenario)]

    @strawberry.field(description="One scenario, by id or name. Errors: UNKNOWN_SCENARIO.")
    def scenario(
        self,
        info: Info,
        id: Annotated[
            strawberry.ID, strawberry.argument(description="Its id, or its name in either language.")
        ],
    ) -> Scenario:
        """Return the scenario."""
        found: Scenario = shown(scenario_named(info.context.view.snapshot, local_id(id, model.Scenario)))
        return found

    @strawberry.field(
        description="The plan of today beside the one under a scenario. "
        "Errors: UNKNOWN_SCENARIO, BAD_CHANGE, and those of plan.",
        metadata={"weight": 200},
    )
    def plan_comparison(
        self,
        info: Info,
        scenario: Annotated[strawberry.ID, strawberry.argument(description="By id or name.")],
        objective: Aim = Objective.TONNES,
        horizon: Horizon = None,
    ) -> PlanComparison:
        """Return the two plans side by side."""
        options = plan_options(objective, horizon=horizon)
        named = local_id(scenario, model.Scenario)
        found: PlanComparison = shown(info.context.view.comparison(named, options))
        return found
