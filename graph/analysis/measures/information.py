"""How ordered a network is: Ulanowicz's information of flows, its ascendency and its robustness."""

from __future__ import annotations

import math

import numpy as np

from graph.analysis.matrix import FlowMatrix


def mutual_information(flow: FlowMatrix) -> float | None:
    r"""Return how much who gives says about who takes, bits.

    .. math:: AMI = \sum_{ij} \frac{T_{ij}}{T} \log_2 \frac{T_{ij} T}{T_{i \cdot} T_{\cdot j}}

    over all flows, those from and to `outside` too; :math:`T` is their sum.

    Returns
    -------
    float or None
        0 where any giver gives to all alike; None where nothing flows.

    References
    ----------
    Ulanowicz, R. E. (1986). Growth and Development: Ecosystems Phenomenology. Springer.

    Examples
    --------
    Two givers, each with a taker of its own: one bit. Each giving half to either: none.

    >>> from graph.analysis import flow_matrix
    >>> mutual_information(flow_matrix([("a", "c", 1.0), ("b", "d", 1.0)]))
    1.0
    >>> mutual_information(flow_matrix([(one, other, 1.0) for one in "ab" for other in "cd"]))
    0.0
    """
    total = float(flow.amount.sum())
    if total <= 0.0:
        return None
    count = len(flow.names)
    leaving = np.bincount(flow.source, flow.amount, minlength=count)[flow.source]
    arriving = np.bincount(flow.target, flow.amount, minlength=count)[flow.target]
    share = flow.amount / total
    return max(float(share @ np.log2(flow.amount * total / (leaving * arriving))), 0.0)


def ascendency(flow: FlowMatrix) -> float | None:
    r"""Return how large and ordered a network is: :math:`A = T \cdot AMI`, in its unit times bits.

    References
    ----------
    Ulanowicz, R. E. (1986). Growth and Development: Ecosystems Phenomenology. Springer.

    Examples
    --------
    >>> from graph.analysis import flow_matrix
    >>> ascendency(flow_matrix([("a", "c", 1.0), ("b", "d", 1.0)]))
    2.0
    """
    information = mutual_information(flow)
    return None if information is None else information * float(flow.amount.sum())


def development_capacity(flow: FlowMatrix) -> float | None:
    r"""Return the most that `ascendency` could be with these flows.

    .. math:: C = -\sum_{ij} T_{ij} \log_2 \frac{T_{ij}}{T}

    References
    ----------
    Ulanowicz, R. E. (1986). Growth and Development: Ecosystems Phenomenology. Springer.

    Examples
    --------
    Four flows of 1 t are each a quarter of all, 2 bits:

    >>> from graph.analysis import flow_matrix
    >>> development_capacity(flow_matrix([(one, other, 1.0) for one in "ab" for other in "cd"]))
    8.0
    """
    total = float(flow.amount.sum())
    if total <= 0.0:
        return None
    return max(-float(flow.amount @ np.log2(flow.amount / total)), 0.0)


def robustness(flow: FlowMatrix) -> float | None:
    r"""Return how well order and reserve are balanced.

    .. math:: R = -\alpha \ln \alpha, \quad \alpha = A / C

    Returns
    -------
    float or None
        At most 1 / e = 0.368, where a bit more than a third is order; 0 where all is order or none is. None
        where nothing flows, or all flows are one.

    References
    ----------
    Ulanowicz, R. E., Goerner, S. J., Lietaer, B. and Gomez, R. (2009). Quantifying sustainability:
    resilience, efficiency and the return of information theory. Ecological Complexity 6, 27-36.

    Examples
    --------
    Two givers with a taker each: A = C = 2, all is order and nothing in reserve.

    >>> from graph.analysis import flow_matrix
    >>> robustness(flow_matrix([("a", "c", 1.0), ("b", "d", 1.0)]))
    0.0
    """
    order, capacity = ascendency(flow), development_capacity(flow)
    if order is None or not capacity:
        return None
    share = min(order / capacity, 1.0)
    return 0.0 if share <= 0.0 else abs(share * math.log(share))
