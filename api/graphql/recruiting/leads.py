"""The missing links most worth recruiting, with what each is worth and the proof of the list."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.matching import PriceInterval
from api.graphql.nodes import exposed, linked, linked_each, window_of
from api.graphql.park import Enterprise, Facility, Market, Material, Port, Target, Technology, WasteStream
from api.graphql.recruiting.portfolios import LeadPair, LeadSite, Portfolio
from api.graphql.values import Quantity, spanned
from graph import model, recruiting
from graph.matching import GateName, Outcome
from graph.planning import Objective
from graph.recruiting import NoLead, OutletKind, Presence, ScaleBound, Trigger
from graph.vocabulary import Travel, Unit

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
    unit: Unit = exposed("Of the main input.")
    bound: ScaleBound = exposed("What keeps it from being larger.")
    supply_p10: float = exposed("What could be brought in nine of ten draws.")
    supply_p50: float = exposed("What could be brought in half of the draws.")
    market: float | None = exposed("Main input whose products find room; null: nothing bounds it.")
    economic: float | None = exposed("A plant as they are usually built; null: not known.")
    minimum: float | None = exposed("The least that is built; null: not known.")
    used: float = exposed("What the plan with it brings it.")


@window_of(recruiting.LeadDonor)
class LeadDonor:
    """Who brings a lead something, per year."""

    stream: WasteStream | None = linked("The stream; null for a facility's output.", model.WasteStream)
    from_facility: Facility | None = linked("The facility; null for a stream.", model.Facility)
    enterprise: Enterprise | None = linked("Whose it is.", model.Enterprise)
    material: Material | None = linked("What comes.", model.Material)
    port: Port | None = linked("Through which port.", model.Port)
    main: bool = exposed("Whether it is a main input.")
    amount: float = exposed("In `unit`.")
    unit: Unit = exposed("Of the material.")
    available: Quantity | None = spanned(
        "What the stream has beside its use today; null for an output.",
        lambda value: f"{value.unit.value}/yr",
    )
    distance: float | None = exposed("Road km; null: a position is not known.")
    by: Travel | None = exposed(
        "How it gets there: the cheapest way that both ends have; null: the distance is not known."
    )
    alternative: Quantity | None = spanned(
        "What a unit costs its donor without the lead; negative: a price forgone; null: not known.",
        lambda value: f"CNY/{value.unit.value}",
    )
    before: float = exposed("What of the stream goes to a use in the plan without it.")


@window_of(recruiting.PriceStep)
class PriceStep:
    """One step from what is said of a price to what a unit brings."""

    what_zh: str = exposed("What, in Chinese.", of="what.zh")
    what_en: str = exposed("What, in English.", of="what.en")
    amount: float = exposed("CNY per unit, positive where it adds.")


@window_of(recruiting.LeadProduct)
class LeadProduct:
    """What a lead makes, and where that goes, per year."""

    material: Material | None = linked("What.", model.Material)
    amount: float = exposed("In `unit`.")
    unit: Unit = exposed("Of the material.")
    outlet: OutletKind = exposed("Where it goes.")
    facility: Facility | None = linked("Who takes it on inside the park.", model.Facility)
    market: Market | None = linked("Where it is sold; null: no market is known.", model.Market)
    room: Quantity | None = spanned(
        "What the market takes beside what serves it today; null: nothing bounds it, or not known.",
        lambda value: f"{value.unit.value}/yr",
    )
    share: float | None = exposed("Of the market's likely room that it needs.")
    price: Quantity | None = spanned("At the gate; null: not known.", lambda value: f"CNY/{value.unit.value}")
    steps: list[PriceStep] = exposed(
        "From the price as its row says it to what a unit brings: tax, money of another year, freight."
    )


@window_of(recruiting.CostItem)
class CostItem:
    """One item of what a lead costs or earns a year."""

    what_zh: str = exposed("What, in Chinese.", of="what.zh")
    what_en: str = exposed("What, in English.", of="what.en")
    amount: Quantity = spanned("Positive where it earns.", "CNY/yr")
    grade: str = exposed("Of the weakest number behind it.")


@window_of(recruiting.LeadReturns)
class LeadReturns:
    """What a lead brings its owner over draws of every number, linkages signed."""

    rate: Quantity = spanned("Internal rate of return, per year: P10, P50 and P90; -1: all is lost.", "-")
    payback_fast: float | None = exposed("Years until it is paid back, P10; null: not within its life.")
    payback_middle: float | None = exposed("The same, P50.")
    payback_slow: float | None = exposed("The same, P90.")
    break_even: Quantity | None = spanned(
        "Price of the main product at which it just pays: P10, P50 and P90; null: none is sold.", "CNY/unit"
    )
    pays: float = exposed("Share of the draws in which it pays its capital with interest.")


@window_of(recruiting.LeadEconomics)
class LeadEconomics:
    """What building and running a lead costs its owner and brings."""

    capital: Quantity | None = spanned("Once, at the scale that is planned with; null: not known.", "CNY")
    life: float = exposed("Years over which it is recovered.")
    yearly_capital: Quantity | None = spanned("With interest.", "CNY/yr")
    items: list[CostItem] = exposed("Operating cost by item, and what products bring.")
    operating: Quantity | None = spanned("All operating cost, as a positive number.", "CNY/yr")
    revenue: Quantity | None = spanned("What its products bring.", "CNY/yr")
    price_floor: Quantity | None = spanned(
        "What a unit of main input costs its donors without it; null: not known.", "CNY/unit"
    )
    payback: Quantity | None = spanned(
        "Null where nothing is known, or the worst numbers do not pay within its life.", "years"
    )
    payback_likely: float | None = exposed("Years, with the likely numbers; null: not within its life.")
    rate_of_return: Quantity | None = spanned("Over its life, per year; -1: all is lost.", "-")
    break_even: float | None = exposed("CNY per unit of the main product at which it just pays.")
    pays: bool | None = exposed("Whether the likely surplus pays the capital back; null: not known.")
    returns: LeadReturns | None = exposed("The same over draws; null: none drawn, or capital not known.")
    missing: list[str] = exposed("Numbers that nobody could say.")


@window_of(recruiting.TargetGain)
class TargetGain:
    """How a lead moves a target."""

    target: Target = linked("The target.", model.Target)
    wanted: float = exposed("The share wanted, 0 to 1.")
    share_before: float = exposed("By the plan without it.")
    share_after: float = exposed("By the plan with it.")
    chance_before: float | None = exposed("Share of draws that meet it without; null: nothing drawn.")
    chance_after: float | None = exposed("The same with it.")


@window_of(recruiting.LeadValue)
class LeadValue:
    """The plan with a lead less the plan without it, per year."""

    worth: float = exposed("In the objective's unit.")
    tonnes: float = exposed("Net diverted t.")
    water: float = exposed("Net m3.")
    heat: float = exposed("Net GJ.")
    benefit: float = exposed("CNY of all sides together, capital paid back with interest.")
    co2: float = exposed("kg CO2e avoided.")
    tonnes_spread: Quantity | None = spanned("P10, P50 and P90 over the draws; null: nothing drawn.", "t/yr")
    benefit_spread: Quantity | None = spanned("The same of the benefit.", "CNY/yr")
    co2_spread: Quantity | None = spanned("The same of CO2e.", "kg CO2e/yr")
    targets: list[TargetGain] = exposed("By target.")


@window_of(recruiting.LeadGate)
class LeadGate:
    """A gate between a stream and a lead that is open or refused."""

    stream: WasteStream | None = linked("Whose.", model.WasteStream)
    gate: GateName = exposed("Which.")
    outcome: Outcome = exposed("Unverified: somebody has to look.")
    amount: float = exposed("What the stream has beside its use today.")
    reason_zh: str = exposed("Why, in Chinese.", of="reason.zh")
    reason_en: str = exposed("Why, in English.", of="reason.en")


@window_of(recruiting.UnlockedChain)
class UnlockedChain:
    """A way of a waste that the park does not have without the lead."""

    material: Material | None = linked("Which waste.", model.Material)
    steps: list[Technology] = linked_each("Through which technologies.", model.Technology)
    amount: float = exposed("That the plan sends this way, in `unit`.")
    unit: Unit = exposed("Of the material.")


@window_of(recruiting.Deciding)
class Deciding:
    """The unknown that decides whether a lead is among the first ten."""

    what_zh: str = exposed("What, in Chinese.", of="what.zh")
    what_en: str = exposed("The same in English.", of="what.en")
    where_low: float = exposed("Share of draws that have it there where it is low, or refused.")
    where_high: float = exposed("The same where it is high, or agreed to.")


@window_of(recruiting.Challenger)
class Challenger:
    """A lead just behind the list."""

    technology: Technology = linked("Which.", model.Technology)
    site: LeadSite = exposed("Where.")
    stability: float = exposed("Share of draws in which it is among the first ten.")
    deciding: Deciding | None = exposed("What would bring it in; null: nothing drawn does.")


@window_of(recruiting.OtherSite)
class OtherSite:
    """Another place for the same technology."""

    site: LeadSite = exposed("Where.")
    worth: float | None = exposed("In the objective; null: not solved, as it cannot be better.")
    at_most: float = exposed("What it could be worth at most.")


@window_of(recruiting.Lead)
class Lead:
    """One missing link: a technology, where, how large, fed by whom, worth what."""

    rank: int = exposed("From 1.")
    objective: Objective = exposed("Whose unit its worth has.")
    technology: Technology = linked("What is missing.", model.Technology)
    presence: Presence = exposed("Why it is missing.")
    triggers: list[Trigger] = exposed("What speaks of it.")
    site: LeadSite = exposed("Where it is worth most.")
    extenders: list[Enterprise] = linked_each(
        "Firms of the park that could extend: they come first.", model.Enterprise
    )
    scale: LeadScale = exposed("How large it could be.")
    donors: list[LeadDonor] = exposed("Who brings it something, larger ones first.")
    remainders: list[WasteStream] = linked_each(
        "Streams that keep a remainder without it and bring it something.", model.WasteStream
    )
    products: list[LeadProduct] = exposed("What it makes, larger ones first.")
    economics: LeadEconomics = exposed("What it costs its owner and brings.")
    gain: LeadValue = exposed("What it is worth to the park.", of="value")
    price: PriceInterval | None = exposed("Between the donors' alternative and what it can pay.")
    gates: list[LeadGate] = exposed("What is open or refused.", size=20)
    unlocks: list[UnlockedChain] = exposed("Ways that the park has not without it.")
    stability: float | None = exposed("Share of draws in which it is among the first ten; null: none drawn.")
    deciding: Deciding | None = exposed("What would change that, if it were known; null: nothing drawn does.")
    other_sites: list[OtherSite] = exposed("Best first.")
    questions_zh: list[str] = exposed("What has to be asked, in Chinese.")
    questions_en: list[str] = exposed("The same in English.")


@window_of(recruiting.PassedOver)
class PassedOver:
    """A technology that is no lead, and why."""

    technology: Technology = linked("Which.", model.Technology)
    reason: NoLead = exposed("Why, in a word.")
    supply: float | None = exposed("Main input a year that the park could feed it; null: none, or no size.")
    unit: Unit | None = exposed("Of that.")
    detail_zh: str = exposed("Why, in Chinese.", of="detail.zh")
    detail_en: str = exposed("Why, in English.", of="detail.en")


@window_of(recruiting.Certificate)
class LeadCertificate:
    """Why a list of leads is certain."""

    candidates: int = exposed("Technologies at sites that could be anything at all.")
    positive: int = exposed("Those whose bound is above 0.")
    solved: int = exposed("Those whose worth was computed exactly.")
    threshold: float = exposed("Worth of the last lead; 0 where there are fewer than were asked for.")
    rest_at_most: float = exposed("What the best of all that were not solved could be worth.")
    certain: bool = exposed("Whether nothing left out can belong into the list.")


@window_of(recruiting.Leads)
class Leads:
    """The missing links most worth recruiting, best first."""

    fingerprint: str = exposed("Of the snapshot it was computed from.")
    objective: Objective = exposed("What ranks them.")
    draws: int = exposed("Worlds drawn; 0: none.")
    seed: int = exposed("Of the draws.")
    without: float = exposed("The objective of the plan without any lead.")
    items: list[Lead] = exposed("Best first.", size=10)
    challengers: list[Challenger] = exposed("Just behind the list, and in it in some draws.", size=10)
    pairs: list[LeadPair] = exposed("Two that are worth more together than apart.", size=10)
    passed_over: list[PassedOver] = exposed("By reason, those that the park could feed most first.", size=60)
    certificate: LeadCertificate = exposed("Why nothing is left out of `items`.")
    portfolio: Portfolio | None = exposed("What to recruit with the budget; null: none was given.")
