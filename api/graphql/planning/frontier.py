"""Trade-offs between objectives, and what the next steps to a target cost."""

from __future__ import annotations

import strawberry

from api.graphql.nodes import PARK_LIST, computed, described, exposed, linked, window_of
from api.graphql.park import Target
from api.graphql.planning.plan_grounds import Coverage, Reach
from api.graphql.planning.plans import PlanFlow
from api.graphql.values import Quantity, spanned
from graph import model, planning
from graph.planning import MOST_STEPS, Objective, UnplacedReason


@window_of(planning.ParetoPoint, hides="benefit_reach co2_reach")
class ParetoPoint:
    """One plan of a Pareto front."""

    benefit: float = exposed(
        "Net benefit of all sides together at likely numbers, CNY a year; see `benefitRange` and `coverage`."
    )
    co2: float = exposed("CO2e avoided at likely numbers, kg per year; see `co2Range` and `coverage`.")
    benefit_range: Reach = exposed("How far `benefit` spreads, CNY per year.", of="benefit_reach")
    co2_range: Reach = exposed("How far `co2` spreads, kg CO2e per year.", of="co2_reach")
    coverage: Coverage
    investment: float = exposed(
        "What the planned facilities that run cost to build at likely numbers, CNY, as far as known.",
        of="investment.likely",
    )
    investment_range: Quantity = spanned("Between which ends that lies.", "CNY", of="investment")
    status: str
    flows: list[PlanFlow] = exposed("The linkages of the plan.", size=PARK_LIST)


@window_of(planning.ParetoFront)
class ParetoFront:
    """Plans that none of the others beats."""

    objectives: list[Objective] = exposed("What was traded off.", size=3)
    points: list[ParetoPoint] = exposed("From the most of the first objective to the least.", size=25)


@window_of(planning.AbatementStep, hides="cost_reach")
class AbatementStep:
    """From one plan of an abatement curve to the next."""

    cost: float = exposed(
        "CNY per unit at likely numbers, by which steps are ordered, y of a step chart; negative pays for "
        "itself; no figure to quote alone: see `costRange` and `coverage`."
    )
    cost_range: Reach = exposed("How far it spreads, CNY per unit.", of="cost_reach")
    coverage: Coverage


@described
class Remainder:
    """What stays without a use, by reason."""

    reason: UnplacedReason = strawberry.field(description="Why.")
    amount: float = strawberry.field(description="Per year, in the target's unit.")


def _remainders(value: planning.AbatementCurve, _info: object) -> list[Remainder]:
    return [Remainder(reason=reason, amount=amount) for reason, amount in value.remainders]


@window_of(planning.AbatementCurve)
class AbatementCurve:
    """How far a target can be approached, and at what price."""

    target: Target = linked("Which target.", model.Target)
    steps: list[AbatementStep] = exposed("Cheapest first; no tonne is counted twice.", size=MOST_STEPS)
    remainders: list[Remainder] = computed("At the far end: what stays without a use, and why.", _remainders)
