"""Who has to say yes to a plan, how likely that is, and how their answers hang together.

A *decision* is what one decision maker says yes or no to: a project for all its facilities, a facility that
does not stand yet, a linkage between two firms. Willing firms and the markets of products move together: a
decision is a yes where its share of a common factor and of its own chance, both standard normal, is large
enough (a one-factor Gaussian copula), so that each keeps its own probability.

What the register has seen moves the probabilities of the weights table: of each kind of linkage and state
the weight counts as so many observations (`acceptance.prior-strength`), and what was agreed to and rejected
since counts beside them (the mean of a beta-binomial).

References
----------
Li, D. X. (2000). On default correlation: a copula function approach.
Gelman, A. et al. (2013). Bayesian Data Analysis, section 2.4 (informative priors for proportions).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from graph.evidence import Grade
from graph.matching import Weights
from graph.model import Project
from graph.planning.allocation import Problem
from graph.planning.programme import CARRYING, NONE, Layout, columns_of_linkage
from graph.planning.solver import Floats, Ints
from graph.planning.uncertainty.keyed import Keys, World, joined, keys_of
from graph.snapshot import Snapshot
from graph.vocabulary import Hazard, LinkageState, ProjectStage, RowId, Unit
from graph.wording import ListedWord, Message, message

#: Where a linkage stands in the register twice, the state that is further on counts.
_FURTHER_STATES = (
    LinkageState.REJECTED,
    LinkageState.STOPPED,
    LinkageState.SUGGESTED,
    LinkageState.CONTACTED,
    LinkageState.NEGOTIATING,
    LinkageState.CONTRACTED,
    LinkageState.OPERATING,
)
#: States from which a linkage is agreed to or rejected.
_OPEN = (LinkageState.SUGGESTED, LinkageState.CONTACTED, LinkageState.NEGOTIATING)


#: Nodes of the quadrature over the common factor: exact to the last digits for smooth answers.
_NODES = 64


class LinkageKind(ListedWord):
    """Linkages that are agreed to for like reasons."""

    #: A manifest, a licence and somebody who answers for it.
    HAZARDOUS = "hazardous", "Hazardous waste."
    SOLID = "solid", "Ordinary waste and by-products."
    #: A pipe.
    WATER = "water", "Water."
    #: A pipe, and the taker stands still when the giver does.
    HEAT = "heat", "Heat."

    @property
    def called(self) -> Message:
        """What it is called."""
        return message(f"linkage_kind.{self.value}")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the register's history says of linkages of one kind that stood in one state.

    Attributes
    ----------
    kind : LinkageKind
        Which linkages.
    state : LinkageState
        Where they stood.
    prior : float
        Probability of a yes by the weights table.
    agreed : int
        So many were agreed to.
    rejected : int
        So many were rejected.
    posterior : float
        What is drawn with.
    """

    kind: LinkageKind
    state: LinkageState
    prior: float
    agreed: int
    rejected: int
    posterior: float


@dataclass(frozen=True, slots=True)
class ProjectDecision:
    """A project that a plan counts on: one answer for all its facilities.

    Attributes
    ----------
    project : RowId
    stage : ProjectStage
        How far it has come.
    probability : float
        That it runs, 0 to 1.
    given : bool
        Whether somebody said so of this project; else all of its stage have it.
    year : int or None
        The first whole year in which it runs; None where nobody could say.
    grade : Grade
        How far stage, probability and year can be trusted.
    """

    project: RowId
    stage: ProjectStage
    probability: float
    given: bool
    year: int | None
    grade: Grade


@dataclass(frozen=True)
class Consent:
    """What somebody has to say yes to: linkages one by one, and each decision for all its facilities.

    Attributes
    ----------
    linkage : int array
        The columns that somebody must accept, sorted.
    agreed : float array
        How likely both sides agree on it where the facility runs; 1 inside one works.
    site : int array
        The facility that has to run for it; -1 where that is settled.
    decision : int array
        By site: the decision that it stands or falls with.
    runs : float array
        How likely each decision is a yes.
    way : int array
        Place of the first of the columns that are one linkage: campaigns share its consent.
    key, decision_key : int array
        What each linkage, and each decision, is drawn by: who gives what to whom, not where it stands.
    common : float
        Share of the variance behind each answer that all have in common, 0 to below 1.
    learnt : tuple of Learnt
    decisions : tuple of ProjectDecision
        The projects among them, by id.
    """

    linkage: Ints
    agreed: Floats
    site: Ints
    decision: Ints
    runs: Floats
    way: Ints
    key: Keys
    decision_key: Keys
    common: float = 0.0
    learnt: tuple[Learnt, ...] = ()
    decisions: tuple[ProjectDecision, ...] = ()

    @cached_property
    def probability(self) -> Floats:
        """How likely each linkage is accepted, all in all: both yeses have the factor in common."""
        needed = np.append(self.runs[self.decision], 1.0)[self.site]
        pairs, at = np.unique(np.stack([self.agreed, needed]), axis=1, return_inverse=True)
        both = [_both(first, second, self.common) for first, second in pairs.T.tolist()]
        return np.array(both, dtype=np.float64)[at.reshape(-1)]

    def drawn(self, world: World, factor: float) -> NDArray[np.bool_]:
        """Return which linkages are accepted in one world.

        Parameters
        ----------
        world : World
        factor : float
            What all answers have in common: standard normal, high where everybody is willing.
        """
        edges = self._edges
        agrees = self._yes(world.normal(self.key), factor, edges[0])[self.way]
        runs = self._yes(world.normal(self.decision_key), factor, edges[1])
        accepted: NDArray[np.bool_] = agrees & np.append(runs[self.decision], True)[self.site]
        return accepted

    @cached_property
    def _edges(self) -> tuple[Floats, Floats]:
        """How willing both sides of each linkage, and who decides, have to be."""
        return thresholds(self.agreed), thresholds(self.runs)

    def _yes(self, own: Floats, factor: float, edge: Floats) -> NDArray[np.bool_]:
        yes: NDArray[np.bool_] = together(own, factor, self.common) >= edge
        return yes


def together(own: Floats, factor: float, common: float) -> Floats:
    """Return standard normal numbers that have a share of their variance in common.

    Examples
    --------
    >>> together(np.array([1.0]), 0.0, 0.0).tolist()
    [1.0]
    """
    mixed: Floats = math.sqrt(common) * factor + math.sqrt(1.0 - common) * own
    return mixed


def thresholds(likely: Floats) -> Floats:
    """Return above what a standard normal number lies with the given probabilities.

    Examples
    --------
    >>> thresholds(np.array([0.0, 0.5, 1.0])).tolist()
    [inf, -0.0, -inf]
    """
    normal = NormalDist()
    values, at = np.unique(likely, return_inverse=True)
    known = [
        -math.inf if value >= 1.0 else math.inf if value <= 0.0 else -normal.inv_cdf(value)
        for value in values.tolist()
    ]
    found: Floats = np.array(known, dtype=np.float64)[at.reshape(-1)]
    return found


def normal_share(values: Floats) -> Floats:
    """Return the share of a standard normal distribution below each value.

    Examples
    --------
    >>> normal_share(np.array([0.0])).tolist()
    [0.5]
    """
    return np.array([0.5 * math.erfc(-value / math.sqrt(2.0)) for value in values.tolist()])


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Where the factor is looked at, and how much each place counts (Gauss and Hermite)."""
    place, weight = np.polynomial.hermite_e.hermegauss(_NODES)
    return place, weight


def _both(first: float, second: float, common: float) -> float:
    """Return how likely two answers are both yes, given the factor independent of each other."""
    if common <= 0.0 or first in (0.0, 1.0) or second in (0.0, 1.0):
        return first * second
    factor, weight = _nodes()
    above = thresholds(np.array([first, second]))
    given = [normal_share((math.sqrt(common) * factor - edge) / math.sqrt(1.0 - common)) for edge in above]
    return float(weight @ (given[0] * given[1]) / weight.sum())


def learnt_from(
    snapshot: Snapshot, prior: Mapping[LinkageState, float], strength: float
) -> tuple[Learnt, ...]:
    """Return what the register's history says of each kind of linkage and open state that it has seen.

    A linkage counts once for each open state that it left, where it is known whether it was agreed to.

    Parameters
    ----------
    snapshot : Snapshot
    prior : mapping of LinkageState to float
        Probability that a linkage in an open state is agreed to.
    strength : float
        How many observations that is worth.
    """
    kinds = dict(zip(snapshot.strings("linkages", "id"), _kinds_of_linkages(snapshot), strict=True))
    events = snapshot.tables["linkage_events"].to_pylist()
    paths: dict[str, list[tuple[LinkageState, LinkageState]]] = {}
    for row in sorted(events, key=lambda row: (row["at"], row["version"], row["id"])):
        step = LinkageState(row["before"]), LinkageState(row["after"])
        paths.setdefault(row["linkage"], []).append(step)
    counts: dict[tuple[LinkageKind, LinkageState], list[int]] = {}
    for linkage, path in paths.items():
        if linkage in kinds:
            for state, agreed in _fates(path):
                counts.setdefault((kinds[linkage], state), [0, 0])[0 if agreed else 1] += 1
    return tuple(
        Learnt(
            kind,
            state,
            prior[state],
            agreed,
            rejected,
            (strength * prior[state] + agreed) / (strength + agreed + rejected),
        )
        for (kind, state), (agreed, rejected) in sorted(counts.items())
    )


def _fates(path: Iterable[tuple[LinkageState, LinkageState]]) -> list[tuple[LinkageState, bool]]:
    """Return the open states that a linkage left, each with whether it was agreed to in that attempt."""
    fates: list[tuple[LinkageState, bool]] = []
    passed: list[LinkageState] = []
    for before, after in path:
        if before in _OPEN:
            passed.append(before)
        if after in (LinkageState.CONTRACTED, LinkageState.REJECTED):
            fates += [(state, after is LinkageState.CONTRACTED) for state in passed]
            passed = []
    return fates


def consent_of(problem: Problem) -> Consent:
    """Return who has to accept the linkages, and how likely that is.

    Raises
    ------
    SymbioflowError
        ``MISSING_WEIGHT`` if the weights table does not say how likely a linkage is accepted.
    """
    layout, snapshot = problem.programme.layout, problem.snapshot
    flows, sites = layout.flows, layout.sites
    linkage = flows.where(*CARRYING)
    if not len(linkage):
        nothing, none = np.empty(0), np.empty(0, dtype=np.int64)
        alone = np.arange(len(sites)), np.zeros(len(sites))
        return Consent(linkage, nothing, none, *alone, none, keys_of([]), keys_of(sites.facility))
    weights = problem.candidates.columns.weights
    state = _states(layout)[linkage]
    prior = {LinkageState(name): weights[f"acceptance.{name}"] for name in sorted({*state, *_OPEN})}
    strength = weights.values.get("acceptance.prior-strength")
    learnt = () if strength is None else learnt_from(snapshot, prior, strength)
    agreed = np.array([prior[LinkageState(name)] for name in state])
    kind = kinds_of_materials(snapshot)[flows.material[linkage]]
    for row in learnt:
        agreed[(kind == row.kind) & (state == row.state)] = row.posterior
    # A works need not ask itself, unless the register says that it refused.
    own = layout.giver(linkage) == sites.enterprise_row[flows.site[linkage]]
    agreed[own & (state == LinkageState.SUGGESTED.value)] = 1.0
    decision, runs, decisions = _decisions(layout, weights)
    # Who has signed has a facility to deliver to.
    at = np.where(state == LinkageState.CONTRACTED.value, NONE, flows.site[linkage])
    return Consent(
        linkage,
        np.clip(agreed, 0.0, 1.0),
        at,
        decision,
        np.clip(runs, 0.0, 1.0),
        np.searchsorted(linkage, layout.way[linkage]),
        _keys(layout, linkage),
        keys_of(sites.facility),
        weights.values.get("acceptance.common-factor", 0.0),
        learnt,
        decisions,
    )


def _keys(layout: Layout, linkage: Ints) -> Keys:
    """Return what each linkage is drawn by: stream or facility, material, facility and port."""
    flows = layout.flows
    stream, material, port = (
        np.append(keys_of(layout.snapshot.strings(table, "id")), keys_of([""]))
        for table in ("waste_streams", "materials", "ports")
    )
    facility = np.append(keys_of(layout.sites.facility), keys_of([""]))
    return joined(
        stream[flows.stream[linkage]],
        facility[layout.source(linkage)],
        material[flows.material[linkage]],
        facility[flows.site[linkage]],
        port[flows.port[linkage]],
    )


def _decisions(layout: Layout, weights: Weights) -> tuple[Ints, Floats, tuple[ProjectDecision, ...]]:
    """Return the decision of each site, how likely each is a yes, and those that are projects.

    A facility that runs needs no decision; one that does not and belongs to no project is decided alone.
    """
    sites = layout.sites
    of_state = {name: weights[f"acceptance.facility-{name}"] for name in sorted(set(sites.state))}
    likely = [of_state[name] for name in sites.state]
    decision = np.arange(len(sites))
    place = {str(facility): at for at, facility in enumerate(sites.facility)}
    found: list[ProjectDecision] = []
    for project in layout.snapshot.all(Project):
        at = [place[name] for name in project.facilities if name in place]
        if not at:
            continue
        given = project.probability
        probability = weights[f"acceptance.stage-{project.stage.value}"] if given is None else given
        decision[at], likely[at[0]] = at[0], probability
        found.append(
            ProjectDecision(
                project.id,
                project.stage,
                probability,
                given is not None,
                project.year,
                project.evidence.grade,
            )
        )
    return decision, np.array(likely, dtype=np.float64), tuple(found)


def _states(layout: Layout) -> NDArray[np.object_]:
    """Return the state of each column's linkage in the register."""
    state = np.full(len(layout.flows), LinkageState.SUGGESTED.value, dtype=object)
    known = layout.snapshot.strings("linkages", "state")
    for wanted in _FURTHER_STATES:
        for row in np.flatnonzero(known == wanted.value):
            state[columns_of_linkage(layout, int(row))] = wanted.value
    return state


def kinds_of_materials(snapshot: Snapshot) -> NDArray[np.object_]:
    """Return the kind of linkage that each material makes, by row of materials."""
    units, hazard = (snapshot.strings("materials", name) for name in ("unit", "hazard"))
    by_unit = {Unit.CUBIC_METRE.value: LinkageKind.WATER, Unit.GIGAJOULE.value: LinkageKind.HEAT}
    return np.array(
        [
            LinkageKind.HAZARDOUS
            if danger == Hazard.HAZARDOUS.value
            else by_unit.get(unit, LinkageKind.SOLID)
            for unit, danger in zip(units, hazard, strict=True)
        ],
        dtype=object,
    )


def _kinds_of_linkages(snapshot: Snapshot) -> list[LinkageKind]:
    """Return the kind of each linkage of the register: of the stream's material, else of the port's."""
    kinds = kinds_of_materials(snapshot)
    material = {
        table: dict(zip(snapshot.strings(table, "id"), snapshot.strings(table, "material"), strict=True))
        for table in ("waste_streams", "ports")
    }
    found = []
    for row in snapshot.tables["linkages"].select(["stream", "port"]).to_pylist():
        name = material["waste_streams"].get(row["stream"]) or material["ports"].get(row["port"], "")
        found.append(kinds[snapshot.positions("materials", [name])[0]])
    return found
