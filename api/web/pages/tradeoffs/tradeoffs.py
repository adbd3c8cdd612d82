"""The page itself: between what, towards which target, and what the address opens.

Both halves are worked out once the page is there (`front`, `steps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.plan_options import AIM, asked
from api.web.pages.overview import main_target
from api.web.pages.pictures import Target, read_year
from api.web.reading import Reading
from api.web.state import State
from api.web.things import UNITS, Thing, thing
from graph.errors import SymbioflowError
from graph.planning import Objective

NAME, PATH = "tradeoffs", "/tradeoffs"
#: What can be traded off, as addresses name it; the first is offered first.
PAIRS: Mapping[str, tuple[Objective, Objective]] = {
    "tonnes-benefit": (Objective.TONNES, Objective.BENEFIT),
    "tonnes-co2": (Objective.TONNES, Objective.CO2),
    "benefit-co2": (Objective.BENEFIT, Objective.CO2),
}
#: What the page keeps in its address beside park, scenario and language.
_KEPT = ("between", "point", "target", "step")


@dataclass(frozen=True, slots=True)
class Linkage:
    """What goes from one place to a facility in a plan, or by how much it changes, per year."""

    source: Thing
    taker: Thing
    amount: float
    unit: str


def values(reading: Reading, state: State) -> dict[str, Any]:
    """Return what can be chosen, what is chosen, and where both halves are."""
    chosen = target_of(reading, state)
    kept = {name: state.said.get(name) for name in _KEPT}
    for name in ("point", "step"):
        number_said(state, name)
    return {
        "pairs": tuple(PAIRS),
        "pair": pair_of(state),
        "targets": read_year(reading, state.park, state.scenario).targets,
        "target": chosen,
        "front": state.to("/front", **kept),
        "steps": state.to("/steps", **kept),
    }


def opened(state: State, **changes: object) -> str:
    """Return the address of the page with what it has open changed."""
    return state.to(PATH, **{name: state.said.get(name) for name in _KEPT} | changes)


def pair_of(state: State) -> str:
    """Return between what is traded off."""
    said = state.said.get("between", next(iter(PAIRS)))
    if said not in PAIRS:
        raise SymbioflowError("BAD_ADDRESS", given=said, expected=tuple(PAIRS))
    return said


def target_of(reading: Reading, state: State) -> Target | None:
    """Return the target that the address names, else the main one; None where none is on record."""
    targets = read_year(reading, state.park, state.scenario).targets
    said = state.said.get("target")
    if said is None:
        main = main_target(read_year(reading, state.park, state.scenario))
        return main or next(iter(targets), None)
    for target in targets:
        if target.id == said:
            return target
    raise SymbioflowError("UNKNOWN_TARGET", id=said)


def number_said(state: State, name: str, most: int | None = None) -> int | None:
    """Return the number of what is open, counted from 1; None where nothing is."""
    said = state.said.get(name)
    if said is None:
        return None
    number = int(said) if said.isdecimal() and len(said) < 6 else 0
    if number < 1 or (most is not None and number > most):
        offered = tuple(str(place) for place in range(1, (most or 3) + 1))
        raise SymbioflowError("BAD_ADDRESS", given=said, expected=offered)
    return number


def variables(state: State) -> dict[str, Any]:
    """Return what both documents are asked with: what holds for a plan by default, here."""
    return asked({"park": state.park, "scenario": state.scenario}).variables(AIM)


def linkages(flows: Iterable[Mapping[str, Any]]) -> tuple[Linkage, ...]:
    """Return flows of an answer, the largest of each unit first."""
    units = list(UNITS)
    ordered = sorted(flows, key=lambda flow: (units.index(flow["unit"]), -flow["amount"]))
    return tuple(
        Linkage(
            thing("stream", flow["stream"]) if flow["stream"] else thing("facility", flow["fromFacility"]),
            thing("facility", flow["facility"]),
            flow["amount"],
            UNITS[flow["unit"]],
        )
        for flow in ordered
    )
