"""What each indicator is: its formula, where it is from, and what a high and a low figure mean.

`docs/analysis.md` is written from this table, and a test keeps the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.wording import ListedWord, Message, message


class IndicatorName(ListedWord):
    """Which indicator of a network; docs/analysis.md has the formulas."""

    ECO_CONNECTANCE = "eco-connectance", "Linked pairs of enterprises over all pairs."
    CYCLICITY = "cyclicity", "Largest eigenvalue of who gives to whom."
    FINN_CYCLING_INDEX = "finn-cycling-index", "Share of throughflow that is there because flows return."
    SYMBIOTIC_SHARE = "symbiotic-share", "Share of throughflow that one enterprise gives to another."
    MUTUAL_INFORMATION = "mutual-information", "What who gives says about who takes, bits."
    ASCENDENCY = "ascendency", "Sum of all flows times their mutual information."
    ROBUSTNESS = "robustness", "How well order and reserve are balanced."

    @property
    def meaning(self) -> Meaning:
        """What it is and what its figures mean."""
        return MEANINGS[self]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One indicator in words.

    Attributes
    ----------
    name, formula : Message
    reference : str
        Author and year; the function's docstring has the whole of it.
    low, high : Message
        What a low and a high figure mean for a park.
    """

    name: Message
    formula: Message
    reference: str
    low: Message
    high: Message


_REFERENCES: Mapping[IndicatorName, str] = {
    IndicatorName.ECO_CONNECTANCE: "Hardy and Graedel 2002; Dai 2010",
    IndicatorName.CYCLICITY: "Fath and Halnes 2007",
    IndicatorName.FINN_CYCLING_INDEX: "Finn 1976",
    IndicatorName.SYMBIOTIC_SHARE: "Hardy and Graedel 2002",
    IndicatorName.MUTUAL_INFORMATION: "Ulanowicz 1986",
    IndicatorName.ASCENDENCY: "Ulanowicz 1986",
    IndicatorName.ROBUSTNESS: "Ulanowicz et al. 2009",
}


def _meaning(name: IndicatorName) -> Meaning:
    key = f"indicator.{name.name.lower()}"
    formula, low, high = (message(f"{key}.{part}") for part in ("formula", "low", "high"))
    return Meaning(message(key), formula, _REFERENCES[name], low, high)


MEANINGS: Mapping[IndicatorName, Meaning] = MappingProxyType({name: _meaning(name) for name in IndicatorName})
