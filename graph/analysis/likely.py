"""Who might exchange next, by the network alone: a second opinion, which knows no material and no gate.

Suggestions (`graph.matching`) say what can go where and why. This says only that two enterprises have
partners in common, as those who find each other often had.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.analysis.matrix import FlowMatrix
from graph.network import partner_graph
from graph.vocabulary import EnterpriseId


@dataclass(frozen=True, slots=True)
class LikelyLink:
    """Two enterprises that exchange nothing yet.

    Attributes
    ----------
    enterprises : tuple of EnterpriseId
        Both, by id.
    resource_allocation : float
        Index of Zhou, Lu and Zhang: the higher, the more likely; compare within one network only.
    adamic_adar : float
        Index of Adamic and Adar: the higher, the more likely; compare within one network only.
    common : tuple of EnterpriseId
        Partners of both.
    """

    enterprises: tuple[EnterpriseId, EnterpriseId]
    resource_allocation: float
    adamic_adar: float
    common: tuple[EnterpriseId, ...]


def likely_links(flow: FlowMatrix, top: int = 10) -> tuple[LikelyLink, ...]:
    r"""Return the pairs without an exchange whose common partners make one most likely.

    .. math:: RA(u, v) = \sum_{w \in \Gamma(u) \cap \Gamma(v)} \frac{1}{|\Gamma(w)|}, \quad
        AA(u, v) = \sum_{w \in \Gamma(u) \cap \Gamma(v)} \frac{1}{\ln |\Gamma(w)|}

    A partner of few says more than one of many; :math:`\Gamma` are the partners of an enterprise.

    Parameters
    ----------
    flow : FlowMatrix
    top : int
        The most pairs.

    References
    ----------
    Zhou, T., Lu, L. and Zhang, Y.-C. (2009). Predicting missing links via local information. European
    Physical Journal B 71, 623-630. Adamic, L. A. and Adar, E. (2003). Friends and neighbors on the Web.
    Social Networks 25, 211-230.

    Examples
    --------
    a and c have b in common, which has two partners:

    >>> from graph.analysis import flow_matrix
    >>> likely_links(flow_matrix([("a", "b", 1.0), ("b", "c", 1.0)]))[0].resource_allocation
    0.5
    """
    import networkx as nx

    graph: nx.Graph = partner_graph(flow.exchanges())
    pairs = sorted(
        {
            (one, other)
            for middle in graph
            for one in graph[middle]
            for other in graph[middle]
            if one < other and not graph.has_edge(one, other)
        }
    )
    shared = nx.resource_allocation_index(graph, pairs)
    weighed = nx.adamic_adar_index(graph, pairs)
    found = [
        LikelyLink(
            (EnterpriseId(one), EnterpriseId(other)),
            float(allocation),
            float(adamic),
            tuple(EnterpriseId(name) for name in sorted(nx.common_neighbors(graph, one, other))),
        )
        for (one, other, allocation), (_, _, adamic) in zip(shared, weighed, strict=True)
    ]
    found.sort(key=lambda link: (-link.resource_allocation, -link.adamic_adar, link.enterprises))
    return tuple(found[:top])
