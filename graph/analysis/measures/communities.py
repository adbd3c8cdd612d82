"""Groups of enterprises that exchange more with each other than with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.analysis.matrix import FlowMatrix
from graph.network import partner_graph
from graph.vocabulary import EnterpriseId

if TYPE_CHECKING:
    import networkx as nx

#: The order in which enterprises are looked at; the same for everybody, so the answer is.
_SEED = 0


@dataclass(frozen=True, slots=True)
class Community:
    """One group.

    Attributes
    ----------
    enterprises : tuple of EnterpriseId
        Who, by id.
    within : float
        What they exchange among themselves, per year.
    """

    enterprises: tuple[EnterpriseId, ...]
    within: float


@dataclass(frozen=True, slots=True)
class Communities:
    """The groups of a network.

    Attributes
    ----------
    communities : tuple of Community
        The largest first; who exchanges nothing is in none.
    modularity : float or None
        Share of the exchange within groups, less what it were if partners were met by chance; None where
        nothing is exchanged.
    """

    communities: tuple[Community, ...]
    modularity: float | None


def exchange_communities(flow: FlowMatrix) -> Communities:
    r"""Return the groups that make the modularity large (Louvain), of amounts in either direction.

    .. math:: Q = \sum_c \left( \frac{W_c}{W} - \left( \frac{d_c}{2 W} \right)^2 \right)

    with :math:`W_c` exchanged within group c, :math:`d_c` what its members exchange with anybody, and
    :math:`W` all that is exchanged.

    References
    ----------
    Blondel, V. D., Guillaume, J.-L., Lambiotte, R. and Lefebvre, E. (2008). Fast unfolding of communities in
    large networks. Journal of Statistical Mechanics P10008.

    Examples
    --------
    Two pairs, 1 t each, that do not meet: each has half of all, so 2 * (1/2 - 1/4).

    >>> from graph.analysis import flow_matrix
    >>> exchange_communities(flow_matrix([("a", "b", 1.0), ("c", "d", 1.0)])).modularity
    0.5
    """
    import networkx as nx

    named: nx.Graph = partner_graph(flow.exchanges())
    if not named.number_of_edges():
        return Communities((), None)
    # Sets of numbers have one order; sets of names have another in every run, and sums over them with it.
    names, graph = list(named), nx.convert_node_labels_to_integers(named)
    groups = nx.community.louvain_communities(graph, weight="amount", seed=_SEED)
    quality = float(nx.community.modularity(graph, groups, weight="amount"))
    found = [
        Community(
            tuple(EnterpriseId(name) for name in sorted(names[number] for number in group)),
            float(graph.subgraph(group).size(weight="amount")),
        )
        for group in groups
    ]
    found.sort(key=lambda one: (-len(one.enterprises), -one.within, one.enterprises))
    return Communities(tuple(found), quality)
