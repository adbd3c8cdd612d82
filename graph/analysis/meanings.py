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


MEANINGS: Mapping[IndicatorName, Meaning] = MappingProxyType(
    {
        IndicatorName.ECO_CONNECTANCE: Meaning(
            message("indicator.eco_connectance"),
            message("indicator.eco_connectance.formula"),
            "Hardy and Graedel 2002; Dai 2010",
            message("indicator.eco_connectance.low"),
            message("indicator.eco_connectance.high"),
        ),
        IndicatorName.CYCLICITY: Meaning(
            message("indicator.cyclicity"),
            message("indicator.cyclicity.formula"),
            "Fath and Halnes 2007",
            message("indicator.cyclicity.low"),
            message("indicator.cyclicity.high"),
        ),
        IndicatorName.FINN_CYCLING_INDEX: Meaning(
            message("indicator.finn_cycling_index"),
            message("indicator.finn_cycling_index.formula"),
            "Finn 1976",
            message("indicator.finn_cycling_index.low"),
            message("indicator.finn_cycling_index.high"),
        ),
        IndicatorName.SYMBIOTIC_SHARE: Meaning(
            message("indicator.symbiotic_share"),
            message("indicator.symbiotic_share.formula"),
            "Hardy and Graedel 2002",
            message("indicator.symbiotic_share.low"),
            message("indicator.symbiotic_share.high"),
        ),
        IndicatorName.MUTUAL_INFORMATION: Meaning(
            message("indicator.mutual_information"),
            message("indicator.mutual_information.formula"),
            "Ulanowicz 1986",
            message("indicator.mutual_information.low"),
            message("indicator.mutual_information.high"),
        ),
        IndicatorName.ASCENDENCY: Meaning(
            message("indicator.ascendency"),
            message("indicator.ascendency.formula"),
            "Ulanowicz 1986",
            message("indicator.ascendency.low"),
            message("indicator.ascendency.high"),
        ),
        IndicatorName.ROBUSTNESS: Meaning(
            message("indicator.robustness"),
            message("indicator.robustness.formula"),
            "Ulanowicz et al. 2009",
            message("indicator.robustness.low"),
            message("indicator.robustness.high"),
        ),
    }
)
