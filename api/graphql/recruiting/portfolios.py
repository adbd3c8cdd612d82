"""Missing links that pay together, and which of all to recruit within a budget."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.nodes import exposed, linked, linked_each, window_of
from api.graphql.park import Enterprise, Material, Park, Technology
from api.graphql.values import Position, Quantity, spanned
from graph import model, recruiting
from graph.recruiting import NoLead, NotBuilt
from graph.vocabulary import Unit

CapitalBudget = Annotated[
    float | None,
    strawberry.argument(
        description="CNY that the leads of a portfolio may cost together; null: no portfolio."
    ),
]
EnergyBudget = Annotated[
    float | None,
    strawberry.argument(description="GJ of electricity and heat a year that they may use; null: no limit."),
]
BudgetYears = Annotated[
    int, strawberry.argument(description="Years over which the budget is spent evenly, 1 to 30.")
]


@window_of(recruiting.LeadSite)
class LeadSite:
    """Where a missing link could stand."""

    park: Park | None = linked("The park or area.", model.Park)
    enterprise: Enterprise | None = linked(
        "The firm of the park that could extend; null: a newcomer.", model.Enterprise
    )
    position: Position | None = exposed("Where distances are counted from; null: not known.")


@window_of(recruiting.PairMember)
class PairMember:
    """One of two missing links that are worth more together."""

    technology: Technology = linked("Which.", model.Technology)
    scale: Quantity = spanned(
        "Main input: with a poor year's supply, as planned with, and in a good year.",
        lambda value: f"{value.unit.value}/yr",
    )
    unit: Unit = exposed("Of the main input.")
    used: float = exposed("What the plan with both brings it a year.")
    capital: Quantity | None = spanned("Once; null: not known.", "CNY")
    alone: float | None = exposed("Its worth there without the other; null: it cannot stand alone.")
    why: NoLead | None = exposed("Why it cannot stand alone.")


@window_of(recruiting.LeadPair)
class LeadPair:
    """Two missing links, of which the second takes what the first makes."""

    first: PairMember = exposed("Who makes.")
    second: PairMember = exposed("Who takes.")
    material: Material | None = linked("What goes on from the first to the second.", model.Material)
    passed_on: float = exposed("How much of it a year, in `unit`.")
    unit: Unit = exposed("Of the material.")
    site: LeadSite = exposed("Where both stand.")
    worth: float = exposed("Of both together, in the objective.")
    more: float = exposed("Beyond what each is worth there alone.")
    tonnes: float = exposed("Net t a year of both.")
    benefit: float = exposed("CNY a year of both.")
    co2: float = exposed("kg CO2e a year that both avoid.")


@window_of(recruiting.Budget)
class PortfolioBudget:
    """What the leads of a portfolio may cost together."""

    capital: float = exposed("CNY, once.")
    energy: float | None = exposed("Electricity and heat, GJ a year; null: not limited.")
    years: int = exposed("Over which the money is spent evenly.")


@window_of(recruiting.PortfolioStep)
class PortfolioStep:
    """What is recruited at one step: a lead, or some that only pay together."""

    year: int = exposed("From 1.")
    technologies: list[Technology] = linked_each("What.", model.Technology)
    sites: list[LeadSite] = exposed("Where each stands.")
    capital: Quantity = spanned("Of all of them, once.", "CNY")
    energy: Quantity | None = spanned("Electricity and heat; null: not known.", "GJ/yr")
    adds: float = exposed("To what stands by then, in the objective.")
    tonnes: float = exposed("Net t a year that it adds.")
    benefit: float = exposed("CNY a year that it adds.")
    co2: float = exposed("kg CO2e a year that it adds.")


@window_of(recruiting.LeftOut)
class LeftOut:
    """A lead of the short list that is not in the portfolio."""

    technology: Technology = linked("Which.", model.Technology)
    site: LeadSite = exposed("Where it would stand.")
    reason: NotBuilt = exposed("Why.")
    capital: Quantity | None = spanned("Once; null: not known.", "CNY")
    energy: Quantity | None = spanned("Electricity and heat; null: not known.", "GJ/yr")


@window_of(recruiting.Portfolio)
class Portfolio:
    """Which leads to recruit within a budget, and in which order."""

    budget: PortfolioBudget = exposed("What it may cost; capital counts at its high end.")
    considered: int = exposed("Leads of the short list that it was chosen from.")
    steps: list[PortfolioStep] = exposed("In the order of recruiting.", size=10)
    capital: Quantity = spanned("Of all of them; its high end is within the budget.", "CNY")
    energy: Quantity | None = spanned("Of all of them; null: of one it is not known.", "GJ/yr")
    worth: float = exposed("The plan with all of them less the plan without any, in the objective.")
    tonnes: float = exposed("Net t a year of all of them.")
    benefit: float = exposed("CNY a year of all of them.")
    co2: float = exposed("kg CO2e a year that all of them avoid.")
    at_most: float = exposed("No choice from the short list within the budget is worth more.")
    proved: bool = exposed("Whether `worth` reaches that.")
    greedy: list[Technology] = linked_each(
        "What is built one by one, the best for its money first.", model.Technology
    )
    greedy_worth: float = exposed("What that is worth.")
    greedy_share: float = exposed("Of the best it is sure to reach where leads only take from each other.")
    left_out: list[LeftOut] = exposed("By reason, then technology.", size=30)
