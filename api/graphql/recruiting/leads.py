"""The missing links most worth recruiting, with what each is worth and the proof of the list."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.matching import PriceInterval
from api.graphql.nodes import exposed, linked, window_of
from api.graphql.park import Enterprise, Material, Port, Target, WasteStream
from api.graphql.recruiting.portfolios import LeadPair
from api.graphql.values import Quantity, spanned
from graph import model, recruiting

#: What a search costs in a query: posing the park with all that could be added, and each draw of each lead.
LEADS_COST = {"weight": 8_000, "counts": {"draws": 20}}

Top = Annotated[int, strawberry.argument(description="How many leads, 1 to 50.")]
SiteName = Annotated[
    str | None, strawberry.argument(description="Only in this area or at this firm, by id or name.")
]
TechnologyName = Annotated[
    str | None, strawberry.argument(description="Only this technology, by id or name.")
]
LeadDraws = Annotated[
    int, strawberry.argument(description="Worlds drawn for spreads and chances, 0 (none) to 500.")
]


@window_of(recruiting.LeadScale)
class LeadScale:
    """The least of secured supply, market room and economic scale, per year."""

    amount: Quantity = spanned(
        "Main input: with a poor year's supply, as planned with, and in a good year.",
        lambda value: f"{value.unit.value}/yr",
    )


@window_of(recruiting.LeadDonor)
class LeadDonor:
    """Who brings a lead something, per year."""

    enterprise: Enterprise | None = linked("Whose it is.", model.Enterprise)
    material: Material | None = linked("What comes.", model.Material)
    port: Port | None = linked("Through which port.", model.Port)
    available: Quantity | None = spanned(
        "What the stream has beside its use today; null for an output.",
        lambda value: f"{value.unit.value}/yr",
    )
    alternative: Quantity | None = spanned(
        "What a unit costs its donor without the lead; negative: a price forgone; null: not known.",
        lambda value: f"CNY/{value.unit.value}",
    )


@window_of(recruiting.PriceStep, hides="what")
class PriceStep:
    """One step from what is said of a price to what a unit brings."""

    what_zh: str = exposed("What, in Chinese.", of="what.zh")
    what_en: str = exposed("What, in English.", of="what.en")
    amount: float


@window_of(recruiting.LeadProduct)
class LeadProduct:
    """What a lead makes, and where that goes, per year."""

    material: Material | None = linked("What.", model.Material)
    room: Quantity | None = spanned(
        "What the market takes beside what serves it today; null: nothing bounds it, or not known.",
        lambda value: f"{value.unit.value}/yr",
    )
    price: Quantity | None = spanned("At the gate; null: not known.", lambda value: f"CNY/{value.unit.value}")


@window_of(recruiting.CostItem, hides="what")
class CostItem:
    """One item of what a lead costs or earns a year."""

    what_zh: str = exposed("What, in Chinese.", of="what.zh")
    what_en: str = exposed("What, in English.", of="what.en")
    amount: Quantity = spanned("Positive where it earns.", "CNY/yr")


@window_of(recruiting.LeadReturns)
class LeadReturns:
    """What a lead brings its owner over draws of every number, linkages signed."""

    rate: Quantity = spanned("Internal rate of return, per year: P10, P50 and P90; -1: all is lost.", "-")
    break_even: Quantity | None = spanned(
        "Price of the main product at which it just pays: P10, P50 and P90; null: none is sold.", "CNY/unit"
    )


@window_of(recruiting.LeadEconomics)
class LeadEconomics:
    """What building and running a lead costs its owner and brings."""

    capital: Quantity | None = spanned("Once, at the scale that is planned with; null: not known.", "CNY")
    yearly_capital: Quantity | None = spanned("With interest.", "CNY/yr")
    operating: Quantity | None = spanned("All operating cost, as a positive number.", "CNY/yr")
    revenue: Quantity | None = spanned("What its products bring.", "CNY/yr")
    price_floor: Quantity | None = spanned(
        "What a unit of main input costs its donors without it; null: not known.", "CNY/unit"
    )
    payback: Quantity | None = spanned(
        "Null where nothing is known, or the worst numbers do not pay within its life.", "years"
    )
    rate_of_return: Quantity | None = spanned("Over its life, per year; -1: all is lost.", "-")


@window_of(recruiting.TargetGain)
class TargetGain:
    """How a lead moves a target."""

    target: Target = linked("The target.", model.Target)


@window_of(recruiting.LeadValue)
class LeadValue:
    """The plan with a lead less the plan without it, per year."""

    tonnes_spread: Quantity | None = spanned("P10, P50 and P90 over the draws; null: nothing drawn.", "t/yr")
    benefit_spread: Quantity | None = spanned("The same of the benefit.", "CNY/yr")
    co2_spread: Quantity | None = spanned("The same of CO2e.", "kg CO2e/yr")


@window_of(recruiting.LeadGate, hides="reason")
class LeadGate:
    """A gate between a stream and a lead that is open or refused."""

    stream: WasteStream | None = linked("Whose.", model.WasteStream)
    reason_zh: str = exposed("Why, in Chinese.", of="reason.zh")
    reason_en: str = exposed("Why, in English.", of="reason.en")


@window_of(recruiting.UnlockedChain)
class UnlockedChain:
    """A way of a waste that the park does not have without the lead."""

    material: Material | None = linked("Which waste.", model.Material)


@window_of(recruiting.Deciding, hides="what")
class Deciding:
    """The unknown that decides whether a lead is among the first ten."""

    what_zh: str = exposed("What, in Chinese.", of="what.zh")
    what_en: str = exposed("The same in English.", of="what.en")
    where_low: float


@window_of(recruiting.Challenger)
class Challenger:
    """A lead just behind the list."""


@window_of(recruiting.OtherSite)
class OtherSite:
    """Another place for the same technology."""


@window_of(recruiting.Lead, hides="value")
class Lead:
    """One missing link: a technology, where, how large, fed by whom, worth what."""

    gain: LeadValue = exposed("What it is worth to the park.", of="value")
    price: PriceInterval | None
    gates: list[LeadGate] = exposed("What is open or refused.", size=20)


@window_of(recruiting.PassedOver, hides="detail")
class PassedOver:
    """A technology that is no lead, and why."""

    detail_zh: str = exposed("Why, in Chinese.", of="detail.zh")
    detail_en: str = exposed("Why, in English.", of="detail.en")


@window_of(recruiting.Certificate)
class LeadCertificate:
    """Why a list of leads is certain."""


@window_of(recruiting.Leads)
class Leads:
    """The missing links most worth recruiting, best first."""

    items: list[Lead] = exposed("Best first.", size=10)
    challengers: list[Challenger] = exposed("Just behind the list, and in it in some draws.", size=10)
    pairs: list[LeadPair] = exposed("Two that are worth more together than apart.", size=10)
    passed_over: list[PassedOver] = exposed("By reason, those that the park could feed most first.", size=60)
