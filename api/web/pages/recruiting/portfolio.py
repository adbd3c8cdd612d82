"""The page of the portfolio: which missing links to recruit with so much money, and in which order.

The budget is asked for on the page; the choice is worked out once the page is there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from api.web.pages.recruiting.places import Place, place_of, place_words
from api.web.reading import Reading
from api.web.rendering import amount_words
from api.web.state import State
from api.web.tables import excel_file
from api.web.things import KG_PER_TONNE, name_of
from api.web.words import speaker
from graph.errors import SymbioflowError
from graph.recruiting import YEARS, Budget, budget_of
from graph.units import number, quantity_in, show_money, show_share, significant
from graph.wording import Words

NAME, LIST = "portfolio", "portfolio_list"
#: Budgets that the page offers to begin with, CNY.
EXAMPLES = (1e8, 3e8, 1e9)
#: Columns of the Excel file; words under ``column.<name>`` or ``file.<name>``.
_COLUMNS = ("order", "year", "technology", "place", "capital_low", "capital_likely", "capital_high")
_GAINS = ("tonnes", "benefit", "co2", "left")


@dataclass(frozen=True, slots=True)
class Step:
    """What is recruited at one step, amounts in words."""

    year: int
    members: tuple[tuple[Words, Place], ...]
    capital: str
    at_most: str
    tonnes: str
    benefit: str
    co2: str


def values(_reading: Reading, state: State) -> dict[str, Any]:
    """Return the form as it was filled in, and what is wrong with it."""
    said = {name: state.said.get(name, "") for name in ("budget", "energy", "years")}
    wrong = ""
    try:
        _budget(state)
    except SymbioflowError as error:
        wrong = error.text(state.language)
    examples = tuple(show_money(amount, state.language) for amount in EXAMPLES)
    return {"asked": said, "years": YEARS, "wrong": wrong, "examples": examples}


def steps(reading: Reading, state: State) -> dict[str, Any]:
    """Return what to recruit within the budget, its proof, and what is left out for which reason."""
    budget, found = _found(reading, state)
    language = state.language
    left: dict[str, list[Words]] = {}
    for row in found["leftOut"]:
        left.setdefault(row["reason"], []).append(name_of(row["technology"]))
    capital, energy = found["capital"], found["energy"]

    def money(value: float) -> str:
        return show_money(significant(value), language)

    return {
        "budget": show_money(budget.capital, language),
        "over": budget.years,
        "steps": tuple(_step(row, money, language) for row in found["steps"]),
        "worth": amount_words(significant(found["worth"]), "t", language),
        "benefit": money(found["benefit"]),
        "saves": found["co2"] >= 0.0,
        "co2": amount_words(significant(abs(found["co2"]) / KG_PER_TONNE), "t", language),
        "likely": money(capital["likely"]),
        "high": money(capital["high"]),
        "energy": None
        if energy is None
        else tuple(amount_words(significant(energy[end]), "GJ", language) for end in ("likely", "high")),
        "considered": found["considered"],
        "proved": found["proved"],
        "at_most": amount_words(significant(found["atMost"]), "t", language),
        "greedy": amount_words(significant(found["greedyWorth"]), "t", language),
        "greedy_of": None
        if found["atMost"] <= 0.0
        else show_share(found["greedyWorth"] / found["atMost"], language),
        "sure": show_share(found["greedyShare"], language),
        "left": left,
    }


def as_excel(reading: Reading, state: State) -> Response:
    """Return the steps in their order, and below them what is left out with its reason."""
    _, found = _found(reading, state)
    say, language = speaker(LIST, state.language), state.language
    rows: list[list[Any]] = []
    for order, step in enumerate(found["steps"], start=1):
        names, places = _joined(step, say, language)
        capital = [step["capital"][end] for end in ("low", "likely", "high")]
        gains = [step["tonnes"], step["benefit"], step["co2"] / KG_PER_TONNE]
        rows.append([order, step["year"], names, places, *capital, *gains, ""])
    for row in found["leftOut"]:
        known = row["capital"]
        capital = [None if known is None else known[end] for end in ("low", "likely", "high")]
        name = name_of(row["technology"]).text(language)
        rows.append([None, None, name, "", *capital, None, None, None, say(f"left.{row['reason']}")])
    head = [say(f"file.{name}") for name in (*_COLUMNS, *_GAINS)]
    return excel_file("portfolio.xlsx", say("file.title"), head, rows)


def _budget(state: State) -> Budget | None:
    """Return the budget that the address says; None where it says none."""
    said = state.said

    def amount(name: str, unit: str) -> float | None:
        return quantity_in(said[name], unit) if name in said else None

    years = number(said["years"]) if "years" in said else YEARS
    if years != int(years):
        raise SymbioflowError("BAD_ADDRESS", given=said["years"], expected=("1", "5", "10"))
    return budget_of(amount("budget", "CNY"), amount("energy", "GJ"), int(years))


def _found(reading: Reading, state: State) -> tuple[Budget, Mapping[str, Any]]:
    budget = _budget(state)
    if budget is None:
        raise SymbioflowError("BAD_ADDRESS", given="", expected=("3亿元", "CNY 300 million"))
    asked = {"budget": budget.capital, "energy": budget.energy, "years": budget.years}
    answer = reading.read("portfolio", park=state.park, scenario=state.scenario, **asked)
    return budget, answer["leads"]["portfolio"]


def _step(row: Mapping[str, Any], money: Callable[[float], str], language: str) -> Step:
    return Step(
        row["year"],
        tuple(
            (name_of(technology), place_of(site))
            for technology, site in zip(row["technologies"], row["sites"], strict=True)
        ),
        money(row["capital"]["likely"]),
        money(row["capital"]["high"]),
        amount_words(significant(row["tonnes"]), "t", language),
        money(row["benefit"]),
        amount_words(significant(row["co2"] / KG_PER_TONNE), "t", language),
    )


def _joined(row: Mapping[str, Any], say: Callable[..., str], language: str) -> tuple[str, str]:
    """Return the technologies and the places of a step, each in one cell."""
    names = [name_of(technology).text(language) for technology in row["technologies"]]
    places = [place_words(place_of(site), say, language) for site in row["sites"]]
    return " + ".join(names), "; ".join(dict.fromkeys(places))
