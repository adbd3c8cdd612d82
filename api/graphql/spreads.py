"""How far a plan's figures spread, and a plan's draws while they are made."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.library import Target
from api.graphql.materials import Material
from api.graphql.nodes import exposed, linked, window_of
from api.graphql.plans import PARK_LIST
from graph import model, planning
from graph.planning import Measure, Objective
from graph.vocabulary import Unit

#: What many exact plans cost in a query: posing the programme, and each draw.
SPREAD_COST = {"weight": 5_000, "counts": {"draws": 3}}

Draws = Annotated[int, strawberry.argument(description="How many worlds are drawn, 10 to 10000.")]
Seed = Annotated[int, strawberry.argument(description="The same seed gives the same answer; 0 or more.")]


@window_of(planning.Spread, "One figure of the plan over all draws, per year.")
class Spread:
    """A spread."""

    value: strawberry.Private[planning.Spread]
    measure: Measure = exposed("What is counted.")
    unit: Unit | None = exposed("Of gross and net; null for money (CNY) and CO2e (kg).")
    material: Material | None = linked("The waste that it belongs to; null: all.", model.Material)
    planned: float = exposed("By the plan itself: all as likely, every linkage accepted.")
    mean: float = exposed("Over all draws, with the control variate where that is surer.")
    p10: float = exposed("One tenth of the draws are at or below.")
    p50: float = exposed("Half of the draws are at or below.")
    p90: float = exposed("Nine tenths of the draws are at or below.")
    standard_error: float = exposed("Of the mean.")
    mean_low: float = exposed("Lower end of the 95 % interval of the mean, by Student's t.")
    mean_high: float = exposed("Upper end of that interval.")
    plain_error: float = exposed("The standard error without the control variate.")
    reduction: float = exposed("Share of the mean's variance that the control variate takes off.")


@window_of(planning.Chance, "How likely the plan meets a target, over all draws.")
class Chance:
    """A chance."""

    value: strawberry.Private[planning.Chance]
    target: Target = linked("The target.", model.Target)
    met: float = exposed("Share of the draws in which it is met, 0 to 1.")
    share_p10: float = exposed("One tenth of the draws use this part of what arises or less, 0 to 1.")
    share_p50: float = exposed("Half of the draws are at or below.")
    share_p90: float = exposed("Nine tenths of the draws are at or below.")


@window_of(planning.PlanUncertainty, "How far a plan's figures spread; every draw is planned anew.")
class PlanUncertainty:
    """The spreads of a plan."""

    value: strawberry.Private[planning.PlanUncertainty]
    fingerprint: str = exposed("Of the snapshot it was computed from.")
    objective: Objective = exposed("What every draw makes as large as it can be.")
    draws: int = exposed("How many worlds were drawn.")
    seed: int = exposed("The seed of the draws.")
    totals: list[Spread] = exposed("Over all wastes: t, m3 and GJ apart, then benefit and CO2e.", size=8)
    wastes: list[Spread] = exposed("The same for each material, by material.", size=4 * PARK_LIST)
    chances: list[Chance] = exposed("How likely each target is met, by id.", size=PARK_LIST)
    kept: float = exposed("Share of the draws in which every contract could be kept.")
    iterations: int = exposed("Of the simplex method, all draws together.")


@strawberry.type(description="How far the draws have come.")
class PlanProgress:
    """Progress."""

    done: float = strawberry.field(description="Share of the draws that are planned, 0 to 1.")
    result: PlanUncertainty | None = strawberry.field(description="The spreads; null until the end.")
