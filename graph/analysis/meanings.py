"""What each indicator is: its formula, where it is from, and what a high and a low figure mean.

`docs/analysis.md` is written from this table, and a test keeps the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from graph.messages import Words


class IndicatorName(StrEnum):
    """Which indicator."""

    ECO_CONNECTANCE = "eco-connectance"
    """Linked pairs of enterprises over all pairs."""
    CYCLICITY = "cyclicity"
    """Largest eigenvalue of who gives to whom."""
    FINN_CYCLING_INDEX = "finn-cycling-index"
    """Share of throughflow that is there because flows return."""
    SYMBIOTIC_SHARE = "symbiotic-share"
    """Share of throughflow that one enterprise gives to another."""
    MUTUAL_INFORMATION = "mutual-information"
    """What who gives says about who takes, bits."""
    ASCENDENCY = "ascendency"
    """Sum of all flows times their mutual information."""
    ROBUSTNESS = "robustness"
    """How well order and reserve are balanced."""

    @property
    def meaning(self) -> Meaning:
        """What it is and what its figures mean."""
        return MEANINGS[self]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One indicator in words.

    Attributes
    ----------
    name : Words
    formula : str
    reference : str
        Author and year; the function's docstring has the whole of it.
    low, high : Words
        What a low and a high figure mean for a park.
    """

    name: Words
    formula: str
    reference: str
    low: Words
    high: Words


MEANINGS: Mapping[IndicatorName, Meaning] = MappingProxyType(
    {
        IndicatorName.ECO_CONNECTANCE: Meaning(
            Words("生态关联度", "eco-connectance"),
            "linked pairs / (S (S - 1) / 2)",
            "Hardy and Graedel 2002; Dai 2010",
            Words("企业各自为政，或只有少数几对相连", "few pairs are linked"),
            Words("多数企业彼此交换；不说明交换多少", "most exchange with each other, however little"),
        ),
        IndicatorName.CYCLICITY: Meaning(
            Words("循环度", "cyclicity"),
            "largest eigenvalue of A, a_ij = 1 where i gives to j",
            "Fath and Halnes 2007",
            Words("0：无物质返回给出者；1：只有单独的环", "0: nothing returns; 1: single rings only"),
            Words("大于 1：环与环相接，回路多", "above 1: rings share enterprises, many ways back"),
        ),
        IndicatorName.FINN_CYCLING_INDEX: Meaning(
            Words("芬恩循环指数", "Finn cycling index"),
            "sum of (n_ii - 1) / n_ii * T_i / sum of T_i, N = (I - G)^-1",
            "Finn 1976",
            Words("物质直线穿过园区", "what flows goes straight through the park"),
            Words("吞吐量中很大部分是反复循环的同一物质", "much of the throughflow is the same matter again"),
        ),
        IndicatorName.SYMBIOTIC_SHARE: Meaning(
            Words("共生流量占比", "symbiotic share"),
            "sum of T_ij between enterprises / sum of T_i",
            "Hardy and Graedel 2002",
            Words("几乎全部来自园外、去往园外", "nearly all comes from and goes to the outside"),
            Words("企业吞吐量大多来自或去往邻居", "enterprises live much on what others give"),
        ),
        IndicatorName.MUTUAL_INFORMATION: Meaning(
            Words("平均互信息", "average mutual information"),
            "sum of T_ij / T * log2(T_ij T / (T_i. T_.j)), bits",
            "Ulanowicz 1986",
            Words("流向分散：知道给出者并不知道接收者", "flows spread: who gives says little of who takes"),
            Words("流向固定：各有其专门的去处", "flows are channelled: each giver has its own taker"),
        ),
        IndicatorName.ASCENDENCY: Meaning(
            Words("上升性", "ascendency"),
            "T * average mutual information",
            "Ulanowicz 1986",
            Words("流量小，或无序", "little flows, or in no order"),
            Words("流量大且有序；只宜比较同一园区", "much flows, and in order; compare one park with itself"),
        ),
        IndicatorName.ROBUSTNESS: Meaning(
            Words("稳健性", "robustness"),
            "-a ln a, a = ascendency / development capacity",
            "Ulanowicz et al. 2009",
            Words("过于死板而无备用，或过于松散", "too rigid without a reserve, or too loose"),
            Words("接近 0.368：秩序与备用相称", "near 0.368: order and reserve in balance"),
        ),
    }
)
