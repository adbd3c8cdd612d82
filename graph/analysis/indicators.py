"""All that is said of one network: its indicators, brokers, communities and loops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.analysis.likely import LikelyLink, likely_links
from graph.analysis.matrix import FlowMatrix
from graph.analysis.meanings import IndicatorName
from graph.analysis.measures import (
    Broker,
    Community,
    Loop,
    ascendency,
    brokers,
    cyclicity,
    eco_connectance,
    exchange_communities,
    finn_cycling_index,
    linked_pairs,
    mutual_information,
    robustness,
    symbiosis_loops,
    symbiotic_share,
)
from graph.analysis.states import NetworkState
from graph.vocabulary import Unit

_COMPUTED: Mapping[IndicatorName, Callable[[FlowMatrix], float | None]] = MappingProxyType(
    {
        IndicatorName.ECO_CONNECTANCE: eco_connectance,
        IndicatorName.CYCLICITY: cyclicity,
        IndicatorName.FINN_CYCLING_INDEX: finn_cycling_index,
        IndicatorName.SYMBIOTIC_SHARE: symbiotic_share,
        IndicatorName.MUTUAL_INFORMATION: mutual_information,
        IndicatorName.ASCENDENCY: ascendency,
        IndicatorName.ROBUSTNESS: robustness,
    }
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number of a network.

    Attributes
    ----------
    name : IndicatorName
        Which.
    figure : float or None
        Its figure; None where it is not defined.
    """

    name: IndicatorName
    figure: float | None


@dataclass(frozen=True, slots=True)
class NetworkIndicators:
    """What one network is made of, in one unit.

    Attributes
    ----------
    state : NetworkState
        Which flows it is made of.
    unit : Unit
        Of all its amounts.
    enterprises : int
        How many operate or exchange something.
    linked_pairs : int
        How many pairs of them exchange something.
    exchanged : float
        Between enterprises, per year.
    kept : float
        Within one enterprise, per year: a use, and no exchange.
    indicators : tuple of Indicator
        Each `IndicatorName` once.
    brokers : tuple of Broker
    communities : tuple of Community
        Groups, the largest first.
    modularity : float or None
        How far the groups are apart; None where nothing is exchanged.

        See `graph.analysis.measures.communities`.
    loops : tuple of Loop
    loops_complete : bool
        False where there are more rings than were looked at.
    likely_links : tuple of LikelyLink
        A second opinion on who might exchange next, by the network alone.
    """

    state: NetworkState
    unit: Unit
    enterprises: int
    linked_pairs: int
    exchanged: float
    kept: float
    indicators: tuple[Indicator, ...]
    brokers: tuple[Broker, ...]
    communities: tuple[Community, ...]
    modularity: float | None
    loops: tuple[Loop, ...]
    loops_complete: bool
    likely_links: tuple[LikelyLink, ...]

    def figure(self, name: IndicatorName) -> float | None:
        """Return one of the indicators."""
        return next(indicator.figure for indicator in self.indicators if indicator.name is name)


def network_indicators(flow: FlowMatrix, state: NetworkState) -> NetworkIndicators:
    """Return what a network is made of.

    Parameters
    ----------
    flow : FlowMatrix
    state : NetworkState
        Which flows these are.

    Examples
    --------
    An empty park has no pair that could be linked, and nothing flows:

    >>> from graph.analysis import flow_matrix
    >>> network_indicators(flow_matrix([]), NetworkState.TODAY).figure(IndicatorName.ECO_CONNECTANCE) is None
    True
    """
    groups, rings = exchange_communities(flow), symbiosis_loops(flow)
    return NetworkIndicators(
        state=state,
        unit=flow.unit,
        enterprises=flow.size,
        linked_pairs=linked_pairs(flow),
        exchanged=float(flow.amount[flow.inner].sum()),
        kept=flow.kept,
        indicators=tuple(Indicator(name, compute(flow)) for name, compute in _COMPUTED.items()),
        brokers=brokers(flow),
        communities=groups.communities,
        modularity=groups.modularity,
        loops=rings.loops,
        loops_complete=rings.complete,
        likely_links=likely_links(flow),
    )
