"""How far a plan's figures spread, and a plan's draws while they are made."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.nodes import PARK_LIST, computed, described, exposed, linked, resolved, shown, window_of
from api.graphql.park import Project, Target
from graph import model, planning
from graph.planning import Measure
from graph.vocabulary import Unit
from graph.wording import Message

#: What many exact plans cost in a query: posing the programme, and each draw.
SPREAD_WEIGHT, DRAW_WEIGHT = 5_000, 3
SPREAD_COST = {"weight": SPREAD_WEIGHT, "counts": {"draws": DRAW_WEIGHT}}

Draws = Annotated[int, strawberry.argument(description="How many worlds are drawn, 10 to 10000.")]
Seed = Annotated[int, strawberry.argument(description="The same seed gives the same answer; 0 or more.")]


@window_of(planning.Spread)
class Spread:
    """One figure of the plan over all draws, per year."""

    reduction: float = exposed("Share of the mean's variance that the control variate takes off.")


@window_of(planning.Chance)
class Chance:
    """How likely the plan meets a target, over all draws."""

    target: Target = linked("The target.", model.Target)


@window_of(planning.ProjectDecision)
class ProjectDecision:
    """A project that a plan counts on: one answer for all its facilities."""

    project: Project = linked("Which project.", model.Project)


@window_of(planning.Learnt)
class Learnt:
    """What the register's history says of one kind of linkage in one state."""


@window_of(planning.PlanUncertainty)
class PlanUncertainty:
    """How far a plan's figures spread; every draw is planned anew."""

    totals: list[Spread] = exposed("Over all wastes: t, m3 and GJ apart, then benefit and CO2e.", size=8)
    wastes: list[Spread] = exposed("The same for each material, by material.", size=4 * PARK_LIST)
    chances: list[Chance] = exposed("How likely each target is met, by id.", size=PARK_LIST)
    decisions: list[ProjectDecision] = exposed("The projects that it counts on, by id.", size=PARK_LIST)


@described
class Expected:
    """What may be expected of a plan per year, by draws that are the same on every face."""

    value: strawberry.Private[planning.PlanUncertainty]
    sentences: strawberry.Private[tuple[Message, ...]]
    draws: int = exposed("How many worlds were drawn.")
    seed: int = exposed("The seed of the draws.")
    benefit: Spread = computed(
        "Net benefit, CNY per year; see the plan's `coverage`.",
        lambda value, info: value.total(Measure.BENEFIT),
    )
    co2: Spread = computed(
        "CO2e avoided, kg per year; see the plan's `coverage`.",
        lambda value, info: value.total(Measure.CO2),
    )
    totals: list[Spread] = exposed("Gross and net by unit, then benefit and CO2e.", size=8)
    kept: float = exposed("Share of the draws in which every contract could be kept.")
    decisions: list[ProjectDecision] = exposed("The projects that it counts on, by id.", size=PARK_LIST)
    learnt: list[Learnt] = exposed("What the register's history changed in the odds of linkages.")

    @resolved()
    def net(
        self,
        unit: Annotated[
            Unit, strawberry.argument(description="Tonnes unless another is named.")
        ] = Unit.TONNE,
    ) -> Spread | None:
        """Net amount, additional to today; null where nothing has that unit."""
        found: Spread | None = next(
            (
                shown(row)
                for row in self.value.totals
                if (row.measure, row.unit) == (planning.Measure.NET, unit)
            ),
            None,
        )
        return found

    @resolved()
    def said_zh(self) -> list[str]:
        """All of it as sentences in Chinese, chances and coverage included."""
        return [sentence.text("zh") for sentence in self.sentences]

    @resolved()
    def said_en(self) -> list[str]:
        """All of it as sentences in English, chances and coverage included."""
        return [sentence.text("en") for sentence in self.sentences]


@described
class PlanProgress:
    """How far the draws have come."""

    done: float = strawberry.field(description="Share of the draws that are planned, 0 to 1.")
    result: PlanUncertainty | None = strawberry.field(description="The spreads; null until the end.")
