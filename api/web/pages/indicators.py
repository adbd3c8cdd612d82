"""The page of indicators: three networks side by side with what each figure means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.web.reading import Reading
from api.web.rendering import amount_words
from api.web.state import State
from api.web.things import UNITS, Thing, name_of, thing
from api.web.words import sentence, speaker
from graph.errors import SymbioflowError
from graph.units import show_share
from graph.wording import Words

NAME = "indicators"
#: Brokers, groups and loops that are named.
MOST = 6
#: Indicators that are shares of a whole.
_SHARES = ("ECO_CONNECTANCE", "FINN_CYCLING_INDEX", "SYMBIOTIC_SHARE")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of every network, and how it is read.

    Attributes
    ----------
    figures : tuple of str
        In words; of today, by the plan, at the potential.
    low, high, formula : Words or None
        What a low and a high figure mean, and how it is worked out; None for a count.
    """

    name: Words
    figures: tuple[str, ...]
    low: Words | None = None
    high: Words | None = None
    formula: Words | None = None
    reference: str = ""


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what the page shows."""
    unit = state.said.get("unit", "t")
    if unit not in UNITS.values():
        raise SymbioflowError("BAD_ADDRESS", given=unit, expected=", ".join(UNITS.values()))
    networks = read_networks(reading, state, unit)
    today, planned, possible = networks
    return {
        "unit": unit,
        "units": tuple(UNITS.values()),
        "pairs": tuple(network["linkedPairs"] for network in networks),
        "firms": today["enterprises"],
        "rows": figure_rows(networks, unit, state.language),
        "share_today": _figure(today, "SYMBIOTIC_SHARE"),
        "share_planned": _figure(planned, "SYMBIOTIC_SHARE"),
        "share_possible": _figure(possible, "SYMBIOTIC_SHARE"),
        "brokers": [(thing("firm", row["enterprise"]), row) for row in planned["brokers"][:MOST]],
        "groups": [(_firms(row["enterprises"]), row["within"]) for row in planned["communities"][:MOST]],
        "loops": [(_firms(row["enterprises"]), row["amount"]) for row in planned["loops"][:MOST]],
        "more_loops": max(0, len(planned["loops"]) - MOST) or not planned["loopsComplete"],
    }


def read_networks(reading: Reading, state: State, unit: str) -> list[Mapping[str, Any]]:
    """Return the networks of today, of the plan and of the potential, as the document has them."""
    named = next(name for name, canonical in UNITS.items() if canonical == unit)

    def read() -> list[Mapping[str, Any]]:
        found = reading.read("figures", unit=named, park=state.park, scenario=state.scenario)
        return list(found["indicators"])

    return reading.once(("figures", unit, state.park, state.scenario), read)


def figure_rows(networks: list[Mapping[str, Any]], unit: str, language: str) -> tuple[Row, ...]:
    """Return the counts and the indicators, a row each."""

    def amount(value: float) -> str:
        return amount_words(value, unit, language)

    say = speaker(NAME, language)
    rows = [
        Row(sentence(NAME, key), tuple(show(network[name]) for network in networks))
        for key, name, show in (
            ("count.firms", "enterprises", str),
            ("count.pairs", "linkedPairs", str),
            ("count.exchanged", "exchanged", amount),
            ("count.kept", "kept", amount),
        )
    ]
    for place, row in enumerate(networks[0]["indicators"]):
        figures = (network["indicators"][place]["figure"] for network in networks)
        rows.append(
            Row(
                Words(row["nameZh"], row["nameEn"]),
                tuple(_shown(row["name"], figure, say("not_defined"), language) for figure in figures),
                Words(row["lowZh"], row["lowEn"]),
                Words(row["highZh"], row["highEn"]),
                Words(row["formulaZh"], row["formula"]),
                row["reference"],
            )
        )
    return tuple(rows)


def _shown(name: str, figure: float | None, undefined: str, language: str) -> str:
    if figure is None:
        return undefined
    if name in _SHARES:
        # Cycling is far below a percent where it only begins; it is not to be read as none.
        return f"{100.0 * figure:.2g}%" if 0.0 < figure < 0.001 else show_share(figure, language)
    return f"{figure:,.0f}" if figure >= 1_000.0 else f"{figure:.3g}"


def _figure(network: Mapping[str, Any], name: str) -> float | None:
    found = next(row["figure"] for row in network["indicators"] if row["name"] == name)
    return None if found is None else float(found)


def _firms(rows: list[Mapping[str, Any]]) -> tuple[Thing, ...]:
    return tuple(Thing("firm", row["localId"], name_of(row)) for row in rows)
