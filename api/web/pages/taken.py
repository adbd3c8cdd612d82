"""What a plan takes of markets, in words: where each is, what it takes today, and at what price."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.web.pages.pictures import Taken, Year
from api.web.rendering import amount_words, quantity_words
from graph.units import show_share
from graph.wording import division_words

Say = Callable[..., str]


def taken_rows(year: Year, say: Say, language: str) -> list[dict[str, Any]]:
    """Return a row for each market that the plan sells in, the fullest first, all of it in words."""
    return [_row(taken, say, language) for taken in year.taken]


def _row(taken: Taken, say: Say, language: str) -> dict[str, Any]:
    place = say(f"reach.{taken.reach}")
    if taken.place:
        place = say("market.place", reach=place, name=division_words(taken.place).text(language))
    if taken.total is not None:
        demand = say("market.total", total=quantity_words(taken.total, language))
    elif taken.demand is None:
        # What the plan sells in and nobody counted is large beside a park's sales.
        demand = say("market.unbounded")
    else:
        demand = amount_words(taken.demand, taken.unit, language)
    # The plan counts on all that the market is not known to be served with.
    uncounted = taken.served is None and taken.demand is not None
    served = say("served.unknown") if uncounted else amount_words(taken.served, taken.unit, language)
    return {
        "taken": taken,
        "place": place,
        "demand": demand,
        "served": served,
        "share": say("unknown") if taken.share is None else show_share(taken.share, language),
        "price": _price(taken.price, taken.price_at, say, language),
    }


def _price(price: Mapping[str, Any] | None, at: str, say: Say, language: str) -> str:
    said = quantity_words(price, language)
    return said if price is None else say(f"price_at.{at}", price=said)
