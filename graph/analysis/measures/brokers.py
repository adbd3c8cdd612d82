"""Who holds a network together: partners, ways that lead through an enterprise, nearness to all."""

from __future__ import annotations

from dataclasses import dataclass

from graph.analysis.engine import Library, betweenness, closeness
from graph.analysis.matrix import FlowMatrix
from graph.network import partner_graph
from graph.vocabulary import EnterpriseId


@dataclass(frozen=True, slots=True)
class Broker:
    """One enterprise in the network of who exchanges with whom, in either direction.

    Attributes
    ----------
    enterprise : EnterpriseId
        Who.
    partners : int
        How many others it gives to or takes from.
    degree : float
        Partners as a share of all other enterprises, 0 to 1.
    betweenness : float
        Share of shortest ways between two others that lead through it, 0 to 1.
    closeness : float
        How near it is to all others, 0 to 1.

        See `graph.analysis.engine`.
    given : float
        What it gives others, per year.
    taken : float
        What it takes from others, per year.
    """

    enterprise: EnterpriseId
    partners: int
    degree: float
    betweenness: float
    closeness: float
    given: float
    taken: float


def brokers(flow: FlowMatrix, library: Library | None = None) -> tuple[Broker, ...]:
    r"""Return every enterprise that exchanges something, those that most ways lead through first.

    .. math:: D(v) = \frac{\text{partners of } v}{n - 1}

    Direction is left out of account: who brings two sides together is between them whoever gives. In a
    network of several parts betweenness counts ways within a part only.

    Parameters
    ----------
    flow : FlowMatrix
    library : Library, optional
        Who computes; by the size of the network unless said.

    References
    ----------
    Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks 1,
    215-239.

    Examples
    --------
    b is the only one between a and c:

    >>> from graph.analysis import flow_matrix
    >>> brokers(flow_matrix([("a", "b", 2.0), ("b", "c", 1.0)]))[0]
    Broker(enterprise='b', partners=2, degree=1.0, betweenness=1.0, closeness=1.0, given=1.0, taken=2.0)
    """
    exchanges = flow.exchanges()
    graph = partner_graph(exchanges, flow.names[1:])
    given, taken = dict.fromkeys(flow.names, 0.0), dict.fromkeys(flow.names, 0.0)
    for giver, taker, amount in exchanges:
        given[giver] += amount
        taken[taker] += amount
    others = max(flow.size - 1, 1)
    between, near = betweenness(graph, library), closeness(graph, library)
    found = [
        Broker(
            EnterpriseId(name),
            graph.degree(name),
            graph.degree(name) / others,
            between[name],
            near[name],
            given[name],
            taken[name],
        )
        for name in flow.names[1:]
        if graph.degree(name)
    ]
    return tuple(sorted(found, key=lambda one: (-one.betweenness, -one.partners, one.enterprise)))
