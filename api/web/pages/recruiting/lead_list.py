"""The part of the recruiting page that ranks the leads; worked out once the page is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.web.reading import Reading
from api.web.rendering import amount_words
from api.web.state import State
from api.web.things import name_of, thing
from api.web.words import speaker
from graph.units import show_money, significant
from graph.wording.messages import Words

NAME = "lead_list"
_KG_PER_TONNE = 1000.0
#: A gain of less, in m3 or GJ a year, is the solver's rounding.
_LEAST_SHOWN = 1.0


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return the leads, best first, and whether the list is certain."""
    found = reading.read("recruiting", park=state.park, scenario=state.scenario)["leads"]
    say = speaker(NAME, state.language)
    return {
        "leads": [_lead(row, say, state.language) for row in found["items"]],
        "certificate": found["certificate"],
        "draws": found["draws"],
    }


def _lead(row: Mapping[str, Any], say: Callable[..., str], language: str) -> dict[str, Any]:
    gain, site = row["gain"], row["site"]

    def amount(value: float, unit: str = "t") -> str:
        return amount_words(significant(value), unit, language)

    def money(value: float) -> str:
        return show_money(significant(value), language)

    def spread(quantity: Mapping[str, Any] | None, said: Callable[[float], str]) -> str:
        if quantity is None:
            return ""
        return say("spread", low=said(quantity["low"]), high=said(quantity["high"]))

    questions = [Words(*pair) for pair in zip(row["questionsZh"], row["questionsEn"], strict=True)]
    others = [
        amount(gain[name], unit)
        for name, unit in (("water", "m3"), ("heat", "GJ"))
        if abs(gain[name]) >= _LEAST_SHOWN
    ]
    return {
        "rank": row["rank"],
        "technology": name_of(row["technology"]),
        "presence": row["presence"],
        "park": name_of(site["park"]),
        "firm": None if site["enterprise"] is None else thing("firm", site["enterprise"]),
        "scale": amount(row["scale"]["amount"]["likely"], row["scale"]["amount"]["unit"].partition("/")[0]),
        "bound": row["scale"]["bound"],
        "tonnes": " + ".join([amount(gain["tonnes"]), *others]),
        "tonnes_spread": spread(gain["tonnesSpread"], amount),
        "benefit": money(gain["benefit"]),
        "benefit_spread": spread(gain["benefitSpread"], money),
        "co2": amount(gain["co2"] / _KG_PER_TONNE),
        "pays": row["economics"]["pays"],
        "payback": row["economics"]["paybackLikely"],
        "stability": row["stability"],
        "question": questions[0] if questions else None,
    }
