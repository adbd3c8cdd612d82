"""How much of what flows comes back: Finn's cycling index and the cyclicity of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.analysis.engine import strongly_connected
from graph.analysis.matrix import Floats, FlowMatrix, Ints
from graph.network import flow_graph

if TYPE_CHECKING:
    import networkx as nx

#: Blocks larger than this are not written out as a table of eigenvalues: theirs is found by iteration.
_DENSE = 1_500
#: The iteration ends when bounds on the eigenvalue are this near.
_SAME_EIGENVALUE = 1e-12
_MOST_ITERATIONS = 100_000


def finn_cycling_index(flow: FlowMatrix) -> float | None:
    r"""Return the share of all throughflow that is there because flows return.

    .. math:: FCI = \sum_i \frac{n_{ii} - 1}{n_{ii}} T_i \Big/ \sum_i T_i

    with :math:`T` the throughflow of the compartments and :math:`N = (I - G)^{-1}`, where :math:`g_{ij}` is
    the share of what goes through i that goes on to j. Whoever leaves a block of compartments that all reach
    each other never comes back to it, so :math:`n_{ii}` is exact from the block of i alone.

    Parameters
    ----------
    flow : FlowMatrix
        Balanced: what comes into a compartment leaves it.

    Returns
    -------
    float or None
        0 (nothing returns) to below 1; None where nothing flows.

    References
    ----------
    Finn, J. T. (1976). Measures of ecosystem structure and function derived from analysis of flows. Journal
    of Theoretical Biology 56, 363-380.

    Examples
    --------
    Of 2 t from a to b one comes back; T is 2 for both, n is 2 for both, so (1 + 1) / 4:

    >>> from graph.analysis import flow_matrix
    >>> ring = [("outside", "a", 1.0), ("a", "b", 2.0), ("b", "a", 1.0), ("b", "outside", 1.0)]
    >>> finn_cycling_index(flow_matrix(ring))
    0.5
    """
    through = flow.throughflow()
    total = float(through[1:].sum())
    if total <= 0.0:
        return None
    cycled = 0.0
    for block in _blocks(flow):
        share = _within(flow, block) / through[block][:, None]
        visits = np.diag(np.linalg.inv(np.eye(len(block)) - share))
        cycled += float(((visits - 1.0) / visits) @ through[block])
    return cycled / total


def cyclicity(flow: FlowMatrix) -> float:
    r"""Return the largest eigenvalue of who gives to whom, without amounts.

    .. math:: \lambda_{max}(A), \quad a_{ij} = 1 \text{ where } i \text{ gives to } j

    The number of ways of length k grows with its k-th power: 0 where nothing returns, 1 where what returns
    does so on single rings, above 1 where rings share compartments.

    References
    ----------
    Fath, B. D. and Halnes, G. (2007). Cyclic energy pathways in ecological food webs. Ecological Modelling
    208, 17-24.

    Examples
    --------
    >>> from graph.analysis import flow_matrix
    >>> cyclicity(flow_matrix([("a", "b", 2.0), ("b", "c", 2.0)]))
    0.0
    >>> cyclicity(flow_matrix([("a", "b", 2.0), ("b", "a", 1.0)]))
    1.0
    """
    return max((_radius((_within(flow, block) > 0.0).astype(float)) for block in _blocks(flow)), default=0.0)


def exchange_graph(flow: FlowMatrix) -> nx.DiGraph:
    """Return the flows between compartments as a graph with `amount` and `unit` on its edges."""
    edges = [
        (giver, taker, {"amount": amount, "unit": flow.unit.value})
        for giver, taker, amount in flow.exchanges()
    ]
    return flow_graph([(name, {}) for name in flow.names[1:]], edges)


def _blocks(flow: FlowMatrix) -> list[Ints]:
    """Return the blocks of compartments, as places, in which something can return."""
    place = {name: at for at, name in enumerate(flow.names)}
    blocks = strongly_connected(exchange_graph(flow))
    return [np.array([place[str(name)] for name in block]) for block in blocks if len(block) > 1]


def _within(flow: FlowMatrix, block: Ints) -> Floats:
    """Return the amounts between the compartments of a block, giver by taker."""
    place = np.full(len(flow.names), -1)
    place[block] = np.arange(len(block))
    found = (place[flow.source] >= 0) & (place[flow.target] >= 0)
    amounts = np.zeros((len(block), len(block)))
    amounts[place[flow.source[found]], place[flow.target[found]]] = flow.amount[found]
    return amounts


def _radius(adjacency: Floats) -> float:
    """Return the largest eigenvalue of a block, whose members all reach each other."""
    if len(adjacency) <= _DENSE:
        return round(float(np.abs(np.linalg.eigvals(adjacency)).max()), 12)
    # With a loop at each member the powers converge (Perron), and row sums bound the eigenvalue.
    vector = np.ones(len(adjacency))
    low, high = 0.0, np.inf
    for _ in range(_MOST_ITERATIONS):
        after = adjacency @ vector + vector
        ratio = after / vector
        low, high = float(ratio.min()), float(ratio.max())
        if high - low <= _SAME_EIGENVALUE * high:
            break
        vector = after / after.max()
    return (low + high) / 2.0 - 1.0
