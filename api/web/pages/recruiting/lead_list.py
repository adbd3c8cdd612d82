"""The part of the recruiting page that ranks the leads, with what stands behind them and pairs that pay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import Response

from api.web.pages.recruiting.places import decides, pair_row, place_of, place_words
from api.web.reading import Reading
from api.web.rendering import amount_words
from api.web.state import State
from api.web.tables import excel_file
from api.web.things import KG_PER_TONNE, name_of
from api.web.words import speaker
from graph.units import show_money, significant
from graph.wording import Words, span

NAME = "lead_list"
#: A gain of less, in m3 or GJ a year, is the solver's rounding.
_LEAST_SHOWN = 1.0
#: Leads behind the list that are named.
_BEHIND = 5
#: Columns of the Excel file; words under ``file.<name>``.
_COLUMNS = (
    *("rank", "technology", "place", "presence", "scale", "unit", "tonnes", "tonnes_low", "tonnes_high"),
    *("benefit", "co2", "payback", "stability", "decides", "questions"),
)


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return the leads, best first, and whether the list is certain."""
    found = _found(reading, state)
    say, language = speaker(NAME, state.language), state.language
    return {
        "leads": [_lead(row, say, language) for row in found["items"]],
        "behind": [
            {
                "technology": name_of(row["technology"]),
                "place": place_of(row["site"]),
                "stability": row["stability"],
                "decides": decides(row["deciding"], language),
            }
            for row in found["challengers"][:_BEHIND]
        ],
        "pairs": [pair_row(row, say, language) for row in found["pairs"]],
        "certificate": found["certificate"],
        "passed_over": _passed_over(found["passedOver"]),
        "draws": found["draws"],
    }


def _passed_over(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, Words]]]:
    """Return which technologies could not be compared, by why, each with what would have to be known."""
    named: dict[str, list[dict[str, Words]]] = {}
    for row in rows:
        detail = Words(row["detailZh"], row["detailEn"])
        named.setdefault(row["reason"], []).append({"name": name_of(row["technology"]), "detail": detail})
    return named


def as_excel(reading: Reading, state: State) -> Response:
    """Return the leads in their order, amounts as numbers."""
    say = speaker(NAME, state.language)
    rows = [_cells(row, say, state.language) for row in _found(reading, state)["items"]]
    return excel_file("leads.xlsx", say("file.title"), [say(f"file.{name}") for name in _COLUMNS], rows)


def _found(reading: Reading, state: State) -> Mapping[str, Any]:
    found: Mapping[str, Any] = reading.read("recruiting", park=state.park, scenario=state.scenario)["leads"]
    return found


def _cells(row: Mapping[str, Any], say: Callable[..., str], language: str) -> list[Any]:
    gain, scale, spread = row["gain"], row["scale"]["amount"], row["gain"]["tonnesSpread"]
    deciding = decides(row["deciding"], language)
    return [
        row["rank"],
        name_of(row["technology"]).text(language),
        place_words(place_of(row["site"]), say, language),
        say(f"presence.{row['presence']}"),
        scale["likely"],
        scale["unit"],
        gain["tonnes"],
        *((None, None) if spread is None else (spread["low"], spread["high"])),
        gain["benefit"],
        gain["co2"] / KG_PER_TONNE,
        row["economics"]["paybackLikely"],
        row["stability"],
        "" if deciding is None else deciding.what.text(language),
        "\n".join(row["questionsZh" if language == "zh" else "questionsEn"]),
    ]


def _lead(row: Mapping[str, Any], say: Callable[..., str], language: str) -> dict[str, Any]:
    gain = row["gain"]

    def amount(value: float, unit: str = "t") -> str:
        return amount_words(significant(value), unit, language)

    def money(value: float) -> str:
        return show_money(significant(value), language)

    def spread(quantity: Mapping[str, Any] | None, said: Callable[[float], str]) -> str:
        if quantity is None:
            return ""
        return say("spread", ends=span(said(quantity["low"]), said(quantity["high"])))

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
        "place": place_of(row["site"]),
        "scale": amount(row["scale"]["amount"]["likely"], row["scale"]["amount"]["unit"].partition("/")[0]),
        "bound": row["scale"]["bound"],
        "tonnes": " + ".join([amount(gain["tonnes"]), *others]),
        "tonnes_spread": spread(gain["tonnesSpread"], amount),
        "benefit": money(gain["benefit"]),
        "benefit_spread": spread(gain["benefitSpread"], money),
        "co2": amount(gain["co2"] / KG_PER_TONNE),
        "pays": row["economics"]["pays"],
        "payback": row["economics"]["paybackLikely"],
        "stability": row["stability"],
        "question": questions[0] if questions else None,
        "decides": decides(row["deciding"], language),
    }
