"""The part of the page of indicators that says what is lost without each firm, facility and market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.web.reading import Reading
from api.web.state import State
from api.web.things import Thing, thing
from graph.units import show_money, significant
from graph.wording import span

NAME = "losses"
#: GraphQL's words for what can be lost -> kinds of things, in their order on the page.
KINDS = {"ENTERPRISE": "firm", "FACILITY": "facility", "MARKET": "market"}
#: Losses of each kind, and chains of stops, that are listed; the rest is counted.
MOST = 8
#: Others of a loss that are named.
_NAMED = 3
#: Tonnes below which nothing is lost.
_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Loss:
    """What is lost without one thing, per year.

    Attributes
    ----------
    lost : Thing
    tonnes : float
        Net use of wastes.
    length : float
        Of its bar, as a share of the largest of its kind.
    benefit : str
        P10 to P90, in words.
    displaced, replaced : float
        Tonnes that others gave it, and what of them finds another place.
    substitutes, stopped : tuple of Thing
        Who takes more, and who then exchanges nothing; those that are named.
    more_substitutes, more_stopped : int
        Those that are not.
    single : bool
        Whether others gave it something and none of it finds another place.
    """

    lost: Thing
    tonnes: float
    length: float
    benefit: str
    displaced: float
    replaced: float
    substitutes: tuple[Thing, ...]
    more_substitutes: int
    stopped: tuple[Thing, ...]
    more_stopped: int
    single: bool


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what is lost by kind, the chain of stops after each firm, and who holds the network together."""

    def read() -> Mapping[str, Any]:
        found = reading.read("losses", park=state.park, scenario=state.scenario)["resilience"]
        return dict(found)

    found = reading.once(("losses", state.park, state.scenario), read)
    kinds = {kind: losses_of(found["losses"], named, kind, state.language) for named, kind in KINDS.items()}
    cascades = [row for row in found["cascades"] if row["stopped"]]
    return {
        "most": MOST,
        "tolerance": found["tolerance"],
        "kinds": kinds,
        "singles": [loss for losses in kinds.values() for loss in losses if loss.single],
        "cascades": [
            (
                thing("firm", row["enterprise"]),
                tuple(thing("firm", firm) for firm in row["stopped"]),
                row["lost"],
            )
            for row in cascades[:MOST]
        ],
        "cut_points": tuple(thing("firm", row) for row in found["cutPoints"]),
    }


def losses_of(rows: list[Mapping[str, Any]], named: str, kind: str, language: str) -> tuple[Loss, ...]:
    """Return what is lost without each thing of a kind, the largest first; what loses nothing is left out."""
    lost = [row for row in rows if row["kind"] == named and row["solved"] and row["tonnes"] > _LEAST]
    lost.sort(key=lambda row: (-row["tonnes"], row["lost"]))
    return tuple(_loss(row, kind, lost[0]["tonnes"], language) for row in lost)


def _loss(row: Mapping[str, Any], kind: str, largest: float, language: str) -> Loss:
    substitutes = [thing("facility", one["facility"]) for one in row["replacements"]]
    stopped = [thing("firm", firm) for firm in row["stopped"]]
    low, high = (show_money(significant(row[end]), language) for end in ("benefitLow", "benefitHigh"))
    return Loss(
        thing(kind, {"localId": row["lost"], **row}),
        row["tonnes"],
        row["tonnes"] / largest,
        span(low, high),
        row["displaced"],
        row["replaced"],
        tuple(substitutes[:_NAMED]),
        max(0, len(substitutes) - _NAMED),
        tuple(stopped[:_NAMED]),
        max(0, len(stopped) - _NAMED),
        row["singlePoint"],
    )
