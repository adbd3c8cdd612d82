"""On what a plan stands: how far its sums spread, its markets, what would change it, and today's flows."""

from __future__ import annotations

from typing import Any

from api.figures import number_words
from api.graphql.context import Info
from api.graphql.nodes import computed, exposed, linked, window_of
from api.graphql.park import Market, Material
from graph import model, planning
from graph.evidence import Grade
from graph.wording import Words


@window_of(planning.Reach, hides="p10 p50 p90")
class Reach:
    """How far a sum spreads at the plan's flows when its numbers vary in their ranges."""

    low: float = exposed("One in ten is below.", of="p10")
    middle: float = exposed("One in two is below.", of="p50")
    high: float = exposed("One in ten is above.", of="p90")


@window_of(planning.Leaning)
class Leaning:
    """The largest number behind a sum that nobody published."""

    name_zh: str = computed("What it is, in Chinese.", lambda value, info: _number_words(value, info).zh)
    name_en: str = computed("What it is, in English.", lambda value, info: _number_words(value, info).en)
    grade: Grade


@window_of(planning.Coverage)
class Coverage:
    """Shares of a plan that stand on published numbers, 0 to 1."""

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
    material: Material
    within: str | None = exposed(
        "`localId` of the market that it is a part of: what is sold here counts in `sold` there too."
    )
    grade: Grade | None = computed("How far the market's row can be trusted.", _market_grade)


@window_of(planning.MarketToday)
class MarketToday:
    """What today's flows sell in one market, per year."""

    market: str = exposed("`localId` of the market.")
    record: Market | None = linked("The market itself, with its place and price.", model.Market, of="market")
    material: Material


@window_of(planning.MarketQuestion)
class MarketQuestion:
    """A product whose market nobody knows: planned apart, and a question to ask."""


def _number_words(value: Any, info: Info) -> Words:
    return number_words(info.context.view, value.table, value.row, value.column)


@window_of(planning.WouldChange)
class WouldChange:
    """A number that nobody knows exactly, and what its range does to the plan."""

    name_zh: str = computed("What it is, in Chinese.", lambda value, info: _number_words(value, info).zh)
    name_en: str = computed("What it is, in English.", lambda value, info: _number_words(value, info).en)
    unit: str
    benefit: float = exposed("How far net benefit moves from `low` to `high`, CNY per year.")
    objective: float = exposed("How far the objective moves from `low` to `high`, in its unit.")
    benefit_low: float


@window_of(planning.Flip)
class Flip:
    """The price of a product below which a plan for money would not sell it."""


@window_of(planning.TodayFlow)
class TodayFlow:
    """A flow of today, which takes room before anything new."""
