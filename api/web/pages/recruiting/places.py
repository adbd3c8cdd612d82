"""Where missing links could stand, what decides their place, and pairs of them, as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.web.rendering import amount_words
from api.web.things import UNITS, Thing, name_of, thing
from graph.units import show_money, show_share, significant
from graph.wording import Words


@dataclass(frozen=True, slots=True)
class Place:
    """A site: the area, and the firm that could extend, None for a newcomer."""

    park: Words
    firm: Thing | None


def place_of(row: Mapping[str, Any]) -> Place:
    """Return a site of the answer."""
    return Place(name_of(row["park"]), thing("firm", row["enterprise"]) if row["enterprise"] else None)


def place_words(place: Place, say: Callable[..., str], language: str) -> str:
    """Return a site in words, as a cell of a file has it."""
    if place.firm is None:
        return say("site.new", park=place.park.text(language))
    return say("site.extend") + place.firm.name.text(language)


@dataclass(frozen=True, slots=True)
class Decides:
    """What decides whether a lead is among the first ten, and how often it is, in words."""

    what: Words
    low: str
    high: str


def decides(row: Mapping[str, Any] | None, language: str) -> Decides | None:
    """Return what would change the place of a lead, if it were known; None where nothing drawn does."""
    if row is None:
        return None
    low, high = (show_share(row[end], language) for end in ("whereLow", "whereHigh"))
    return Decides(Words(row["whatZh"], row["whatEn"]), low, high)


def pair_row(row: Mapping[str, Any], say: Callable[..., str], language: str) -> dict[str, Any]:
    """Return two links that are worth more together, amounts in words; capital only where both are known."""
    members = row["first"], row["second"]
    capitals = [member["capital"] for member in members]
    capital = sum(one["likely"] for one in capitals) if all(capitals) else None
    return {
        "members": tuple(
            (name_of(member["technology"]), say("pair.not_alone") if member["alone"] is None else "")
            for member in members
        ),
        "place": place_of(row["site"]),
        "material": name_of(row["material"]),
        "passed": amount_words(significant(row["passedOn"]), UNITS[row["unit"]], language),
        "tonnes": amount_words(significant(row["tonnes"]), "t", language),
        "more": amount_words(significant(row["more"]), "t", language),
        "benefit": show_money(significant(row["benefit"]), language),
        "capital": None if capital is None else show_money(significant(capital), language),
    }
