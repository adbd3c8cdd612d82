"""How many exchange with each other, and how much of what flows does."""

from __future__ import annotations

from graph.analysis.matrix import FlowMatrix


def linked_pairs(flow: FlowMatrix) -> int:
    """Return how many pairs of compartments exchange something, in one direction or both.

    Examples
    --------
    >>> from graph.analysis import flow_matrix
    >>> linked_pairs(flow_matrix([("a", "b", 2.0), ("b", "a", 1.0), ("b", "c", 1.0)]))
    2
    """
    return len({tuple(sorted((giver, taker))) for giver, taker, _ in flow.exchanges()})


def eco_connectance(flow: FlowMatrix) -> float | None:
    r"""Return the share of all pairs of enterprises that exchange something.

    .. math:: C_e = \frac{L_e}{S (S - 1) / 2}

    with :math:`L_e` linked pairs among :math:`S` enterprises, those without an exchange included.

    Returns
    -------
    float or None
        0 to 1; None for fewer than two enterprises.

    References
    ----------
    Hardy, C. and Graedel, T. E. (2002). Industrial ecosystems as food webs. Journal of Industrial Ecology 6,
    29-38. Dai, T. (2010). Two quantitative indicators for the planning and evaluation of eco-industrial
    parks. Resources, Conservation and Recycling 54, 442-448.

    Examples
    --------
    Three enterprises make three pairs, one of them linked:

    >>> from graph.analysis import flow_matrix
    >>> round(eco_connectance(flow_matrix([("a", "b", 2.0)], names=["c"])), 3)
    0.333
    """
    if flow.size < 2:
        return None
    return linked_pairs(flow) / (flow.size * (flow.size - 1) / 2.0)


def symbiotic_share(flow: FlowMatrix) -> float | None:
    r"""Return the share of all throughflow that one enterprise gives to another.

    .. math:: \sum_{i, j \ne outside} T_{ij} \Big/ \sum_i T_i

    Parameters
    ----------
    flow : FlowMatrix
        Balanced.

    Returns
    -------
    float or None
        0 to 1; None where nothing flows.

    References
    ----------
    Hardy, C. and Graedel, T. E. (2002). Industrial ecosystems as food webs. Journal of Industrial Ecology 6,
    29-38 (symbiotic utilization, here by amounts).

    Examples
    --------
    a gives 3 t to b and 1 t away, b passes on nothing: 3 of 4 + 3.

    >>> from graph.analysis import flow_matrix
    >>> flows = [("outside", "a", 4.0), ("a", "b", 3.0), ("a", "outside", 1.0), ("b", "outside", 3.0)]
    >>> round(symbiotic_share(flow_matrix(flows)), 3)
    0.429
    """
    total = float(flow.throughflow()[1:].sum())
    return float(flow.amount[flow.inner].sum()) / total if total > 0.0 else None
