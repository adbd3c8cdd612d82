"""What a park can lose: each part exactly, who falls after whom, and who holds the network together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from graph.analysis.matrix import FlowMatrix
from graph.analysis.states import flows_planned, flows_possible
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.network import partner_graph
from graph.planning import (
    LOSABLE,
    Loss,
    LostKind,
    Plan,
    PlanOptions,
    Problem,
    Progress,
    make_plan,
    plan_losses,
)
from graph.snapshot import Snapshot
from graph.vocabulary import EnterpriseId, Unit

#: An enterprise stops when it gets less than half of what others gave it, unless something else is said.
TOLERANCE = 0.5


@dataclass(frozen=True, slots=True)
class Cascade:
    """Who stops after one enterprise, if nobody looks for another partner.

    Attributes
    ----------
    enterprise : EnterpriseId
        That is lost first.
    stopped : tuple of EnterpriseId
        Who stops, in order; of one round by id.
    rounds : int
        How many rounds follow each other.
    lost : float
        Tonnes per year that are no more exchanged, those of the first one too.
    """

    enterprise: EnterpriseId
    stopped: tuple[EnterpriseId, ...]
    rounds: int
    lost: float


@dataclass(frozen=True, slots=True)
class Resilience:
    """What one park can lose.

    Attributes
    ----------
    fingerprint : str
        Of the snapshot it was computed from.
    tolerance : float
        Share of what others give it that an enterprise of a cascade can lose.
    losses : tuple of Loss
        Enterprises, then facilities, then markets; of each kind those that cost most tonnes first.
    cascades : tuple of Cascade
        Of the enterprises that exchange something; those after whom most is lost first.
    cut_points : tuple of EnterpriseId
        Without any one of them the network falls into more parts.
    """

    fingerprint: str
    tolerance: float
    losses: tuple[Loss, ...]
    cascades: tuple[Cascade, ...]
    cut_points: tuple[EnterpriseId, ...]


def park_resilience(
    snapshot: Snapshot,
    options: PlanOptions | None = None,
    tolerance: float = TOLERANCE,
    kinds: Sequence[LostKind] = LOSABLE,
    plan: Plan | None = None,
    progress: Progress | None = None,
    posed: Callable[[PlanOptions], Problem] | None = None,
) -> Resilience:
    """Return what is lost without each part of a park.

    Losses are exact: every part that anything goes to or from is planned again without it, and others may
    take its place. Cascades are the opposite end: nobody replaces anybody.

    Parameters
    ----------
    snapshot : Snapshot
    options : PlanOptions, optional
    tolerance : float
        0 to below 1.
    kinds : sequence of LostKind
        Whose losses are wanted.
    plan : Plan, optional
        By the same options, where it is there already.
    progress : callable, optional
        Told the share done; False cancels.
    posed : callable, optional
        Options -> their problem, for who has posed it already.

    Raises
    ------
    SymbioflowError
        ``BAD_OPTION`` for a tolerance out of bounds, and as `graph.planning.plan_losses`.

    Examples
    --------
    An empty park can lose nothing:

    >>> park_resilience(Snapshot.of([])).losses
    ()
    """
    if not 0.0 <= tolerance < 1.0:
        raise SymbioflowError("BAD_OPTION.tolerance", exit_code=EXIT_USAGE, given=tolerance)
    plan = make_plan(snapshot, options) if plan is None else plan
    losses = plan_losses(snapshot, options, kinds, progress, posed)
    flow = (flows_possible if plan.potential else flows_planned)(snapshot, plan, Unit.TONNE)
    order = {kind: place for place, kind in enumerate(LOSABLE)}
    found = [cascade(flow, name, tolerance) for name in sorted(exchanging(flow))]
    return Resilience(
        fingerprint=snapshot.fingerprint,
        tolerance=tolerance,
        losses=tuple(sorted(losses, key=lambda loss: (order[loss.kind], -loss.tonnes, loss.lost))),
        cascades=tuple(sorted(found, key=lambda one: (-one.lost, one.enterprise))),
        cut_points=cut_points(flow),
    )


def cascade(flow: FlowMatrix, lost: str, tolerance: float = TOLERANCE) -> Cascade:
    """Return who stops after an enterprise is lost.

    Whoever gets less than ``1 - tolerance`` of what others gave it stops too, and gives and takes nothing
    any more; who takes nothing from others never does.

    Parameters
    ----------
    flow : FlowMatrix
    lost : str
        One of its names.
    tolerance : float

    References
    ----------
    Motter, A. E. and Lai, Y.-C. (2002). Cascade-based attacks on complex networks. Physical Review E 66,
    065102 (the tolerance; here of what comes in, not of a load).

    Examples
    --------
    b lives on a alone and stops; c has 6 of its 10 t left and goes on:

    >>> from graph.analysis import flow_matrix
    >>> flow = flow_matrix([("a", "b", 5.0), ("b", "c", 4.0), ("d", "c", 6.0)])
    >>> cascade(flow, "a")
    Cascade(enterprise='a', stopped=('b',), rounds=1, lost=9.0)
    """
    inner = np.flatnonzero(flow.inner)
    source, target, amount = flow.source[inner], flow.target[inner], flow.amount[inner]
    count = len(flow.names)
    before = np.bincount(target, amount, minlength=count)
    running = np.ones(count, dtype=bool)
    running[flow.names.index(lost)] = False
    stopped: list[EnterpriseId] = []
    rounds = 0
    while True:
        flowing = running[source] & running[target]
        left = np.bincount(target[flowing], amount[flowing], minlength=count)
        falling = running & (before > 0.0) & (left < (1.0 - tolerance) * before)
        if not falling.any():
            gone = float(amount.sum() - amount[flowing].sum())
            return Cascade(EnterpriseId(lost), tuple(stopped), rounds, gone)
        rounds += 1
        stopped += [EnterpriseId(flow.names[place]) for place in np.flatnonzero(falling)]
        running[falling] = False


def cut_points(flow: FlowMatrix) -> tuple[EnterpriseId, ...]:
    """Return the enterprises without any one of which the network falls into more parts, by id.

    References
    ----------
    Hopcroft, J. and Tarjan, R. (1973). Efficient algorithms for graph manipulation. Communications of the
    ACM 16, 372-378.

    Examples
    --------
    >>> from graph.analysis import flow_matrix
    >>> cut_points(flow_matrix([("a", "b", 1.0), ("b", "c", 1.0)]))
    ('b',)
    """
    import networkx as nx

    found = nx.articulation_points(partner_graph(flow.exchanges()))
    return tuple(EnterpriseId(name) for name in sorted(found))


def exchanging(flow: FlowMatrix) -> frozenset[str]:
    """Return the enterprises that give to another or take from one."""
    return frozenset(name for giver, taker, _ in flow.exchanges() for name in (giver, taker))
