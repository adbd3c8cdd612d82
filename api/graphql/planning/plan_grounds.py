"""On what a plan stands: how far its sums spread, its markets, what would change it, and today's flows."""

from __future__ import annotations

from typing import Any

from api.figures import number_words
from api.graphql.context import Info
from api.graphql.nodes import computed, exposed, linked, linked_each, window_of
from api.graphql.park import Facility, Market, Material, Port, Technology, WasteStream
from graph import model, planning
from graph.evidence import Grade
from graph.vocabulary import Unit
from graph.wording import Words


@window_of(planning.Reach)
class Reach:
    """How far a sum spreads at the plan's flows when its numbers vary in their ranges."""

    low: float = exposed("One in ten is below.", of="p10")
    middle: float = exposed("One in two is below.", of="p50")
    high: float = exposed("One in ten is above.", of="p90")


@window_of(planning.Leaning)
class Leaning:
    """The largest number behind a sum that nobody published."""

    table: str = exposed("Table of the number.")
    row: str = exposed("`localId` of its row.")
    column: str = exposed("Its column.")
    name_zh: str = computed("What it is, in Chinese.", lambda value, info: _number_words(value, info).zh)
    name_en: str = computed("What it is, in English.", lambda value, info: _number_words(value, info).en)
    grade: Grade = exposed("How far it can be trusted.")
    share: float = exposed("Of all that is counted, whatever its sign, 0 to 1.")


@window_of(planning.Coverage)
class Coverage:
    """Shares of a plan that stand on published numbers, 0 to 1."""

    money: float = exposed("Of all that is earned and spent: on published prices, rates and costs.")
    carbon: float = exposed("Of all CO2e avoided and emitted: on published factors and rates.")
    market: float | None = exposed(
        "Of the tonnes that are sold: in markets whose size somebody published; null: nothing is sold."
    )
    mostly: Grade = exposed("What the largest part of the money stands on.")
    composition: float | None = exposed(
        "Of the tonnes that leave streams for a facility: with every condition verified; null: nothing does."
    )
    money_leans: Leaning | None = exposed("On which unpublished number most of the money stands.")
    carbon_leans: Leaning | None = exposed("On which unpublished number most of the CO2e stands.")
    money_whole: bool = exposed("False: a number of money that nobody could say counts 0 in the sum.")
    enough: bool = exposed("Whether a single figure of money may be shown beside the range; else only that.")
    carbon_enough: bool = exposed("Whether a single figure of CO2e may be shown beside the range.")


def _market_name(value: Any, info: Info) -> Words:
    return info.context.view.named(model.Market, value.market)


def _market_grade(value: Any, info: Info) -> Grade | None:
    found = info.context.view.get(model.Market, value.market)
    return None if found is None else found.evidence.grade


@window_of(planning.MarketTaken)
class MarketTaken:
    """What a plan takes of one market, per year."""

    market: str = exposed("`localId` of the market.")
    record: Market | None = linked("The market itself, with its place and price.", model.Market, of="market")
    name_zh: str = computed("Its name in Chinese.", lambda value, info: _market_name(value, info).zh)
    name_en: str = computed("Its name in English.", lambda value, info: _market_name(value, info).en)
    material: Material = linked("What it takes.", model.Material)
    unit: Unit = exposed("What is counted.")
    sold: float = exposed("Newly sold by all sellers of the plan.")
    room: float | None = exposed("What it is not served with today; null: nothing bounds it.")
    demand: float | None = exposed(
        "Taken per year by everybody together, at likely numbers; null: not known, or too large to bind."
    )
    served: float | None = exposed("The part of the demand that is served today; null: not known.")
    share: float | None = exposed("`sold` of the whole demand, 0 to 1; null: the demand is not known.")
    full: bool = exposed("Whether the plan fills it.")
    within: str | None = exposed(
        "`localId` of the market that it is a part of: what is sold here counts in `sold` there too."
    )
    grade: Grade | None = computed("How far the market's row can be trusted.", _market_grade)


@window_of(planning.MarketToday)
class MarketToday:
    """What today's flows sell in one market, per year."""

    market: str = exposed("`localId` of the market.")
    record: Market | None = linked("The market itself, with its place and price.", model.Market, of="market")
    material: Material = linked("What it takes.", model.Material)
    unit: Unit = exposed("What is counted.")
    sold: float = exposed("By facilities of the plan, on record or estimated, in its parts too.")
    said: float | None = exposed("What its row says that it is served with; null: it names no demand.")
    beyond: bool = exposed("Whether the row says less than is sold: they contradict each other.")


@window_of(planning.MarketQuestion)
class MarketQuestion:
    """A product whose market nobody knows: planned apart, and a question to ask."""

    material: Material = linked("The product.", model.Material)
    technologies: list[Technology] = linked_each("What makes it.", model.Technology)
    question_zh: str = exposed("What to ask, in Chinese; empty where no row says it.")
    question_en: str = exposed("What to ask, in English; empty where no row says it.")


def _number_words(value: Any, info: Info) -> Words:
    return number_words(info.context.view, value.table, value.row, value.column)


@window_of(planning.WouldChange)
class WouldChange:
    """A number that nobody knows exactly, and what its range does to the plan."""

    table: str = exposed("Table of the number.")
    row: str = exposed("`localId` of its row.")
    column: str = exposed("Its column.")
    name_zh: str = computed("What it is, in Chinese.", lambda value, info: _number_words(value, info).zh)
    name_en: str = computed("What it is, in English.", lambda value, info: _number_words(value, info).en)
    unit: str = exposed("Unit of the three values.")
    low: float = exposed("Lowest plausible value.")
    likely: float = exposed("Most likely value.")
    high: float = exposed("Highest plausible value.")
    benefit: float = exposed("How far net benefit moves from `low` to `high`, CNY per year.")
    objective: float = exposed("How far the objective moves from `low` to `high`, in its unit.")
    benefit_low: float = exposed("How much more net benefit the plan has at `low` than now, CNY per year.")
    benefit_high: float = exposed("The same at `high`.")
    objective_low: float = exposed(
        "How much more of the objective the plan has at `low` than now, in its unit."
    )
    objective_high: float = exposed("The same at `high`.")


@window_of(planning.Flip)
class Flip:
    """The price of a product below which a plan for money would not sell it."""

    facility: Facility = linked("Who makes it.", model.Facility)
    material: Material = linked("The product.", model.Material)
    sold: float = exposed("Sold by the plan per year, in the material's unit.")
    price: float = exposed("CNY per unit that the plan counts with, less what the seller pays for the way.")
    flips_at: float = exposed(
        "CNY per unit below which it is not sold; negative: sold even if its buyer is paid."
    )


@window_of(planning.TodayFlow)
class TodayFlow:
    """A flow of today, which takes room before anything new."""

    stream: WasteStream | None = linked("Where it starts, if a stream.", model.WasteStream)
    from_facility: Facility | None = linked("Where it starts, if a facility.", model.Facility)
    facility: Facility = linked("Where it goes.", model.Facility)
    port: Port = linked("What it is taken as.", model.Port)
    material: Material = linked("What flows.", model.Material)
    amount: float = exposed("Per year, in `unit`.")
    unit: Unit = exposed("What is counted.")
    on_record: bool = exposed("True for an operating linkage; false where the taker is an estimate.")
