"""Missing links that pay together, and which of all to recruit within a budget."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.nodes import exposed, linked, window_of
from api.graphql.park import Material, Park
from api.graphql.values import Quantity, spanned
from graph import model, recruiting

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


@window_of(recruiting.PairMember)
class PairMember:
    """One of two missing links that are worth more together."""

    scale: Quantity = spanned(
        "Main input: with a poor year's supply, as planned with, and in a good year.",
        lambda value: f"{value.unit.value}/yr",
    )
    capital: Quantity | None = spanned("Once; null: not known.", "CNY")


@window_of(recruiting.LeadPair)
class LeadPair:
    """Two missing links, of which the second takes what the first makes."""

    material: Material | None = linked("What goes on from the first to the second.", model.Material)


@window_of(recruiting.Budget)
class PortfolioBudget:
    """What the leads of a portfolio may cost together."""


@window_of(recruiting.PortfolioStep)
class PortfolioStep:
    """What is recruited at one step: a lead, or some that only pay together."""

    capital: Quantity = spanned("Of all of them, once.", "CNY")
    energy: Quantity | None = spanned("Electricity and heat; null: not known.", "GJ/yr")


@window_of(recruiting.LeftOut)
class LeftOut:
    """A lead of the short list that is not in the portfolio."""

    capital: Quantity | None = spanned("Once; null: not known.", "CNY")
    energy: Quantity | None = spanned("Electricity and heat; null: not known.", "GJ/yr")


@window_of(recruiting.Portfolio)
class Portfolio:
    """Which leads to recruit within a budget, and in which order."""

    steps: list[PortfolioStep] = exposed("In the order of recruiting.", size=10)
    capital: Quantity = spanned("Of all of them; its high end is within the budget.", "CNY")
    energy: Quantity | None = spanned("Of all of them; null: of one it is not known.", "GJ/yr")
    left_out: list[LeftOut] = exposed("By reason, then technology.", size=30)
