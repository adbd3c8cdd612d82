"""A plan made of what was known at an earlier day, beside what was reported to have happened since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from graph.evidence import Evidence, Grade
from graph.matching import MatchOptions
from graph.model import Facility, Scenario, ScenarioChange
from graph.planning.allocation import make_plan
from graph.planning.options import PlanOptions
from graph.planning.result import Plan, PlanFlow
from graph.planning.today import TodayFlow
from graph.scenarios import apply_scenario
from graph.snapshot import Snapshot
from graph.taxonomy import kinds_of
from graph.vocabulary import FacilityId, MaterialId, ScenarioId, TechnologyId

_NAME = ScenarioId("known-then")


class ReportedKind(StrEnum):
    """What was reported."""

    UTILISATION = "utilisation"
    """Used of what arose."""
    SHARE = "share"
    """What some uses took."""
    CEILING = "ceiling"
    """The most that some uses can take."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported figure, as a share of what arose.

    Attributes
    ----------
    region, year : str
        In words; the year may be a span.
    materials : tuple of MaterialId
        With their kinds.
    use : str
        Which uses, in words; empty for a utilisation rate.
    technologies : tuple of TechnologyId
        The recipes that are these uses; empty where nobody could say.
    low, high : float or None
        0 to 1 (stock used up beside may make more of it); None: looked for and not found.
    source : str
        Where it was read; empty where nothing was found.
    """

    id: str
    region: str
    materials: tuple[MaterialId, ...]
    year: str
    kind: ReportedKind
    use: str
    technologies: tuple[TechnologyId, ...]
    low: float | None
    high: float | None
    source: str
    grade: Grade | None
    note: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A reported figure beside the plan's.

    Attributes
    ----------
    today, planned : float or None
        What the plan took for used at its day, and with what it adds; None where it has no such figure: the
        uses are not told, or nothing of the materials arises.
    gap : float or None
        `planned` less the nearer end of what was reported, 0 inside; None where one of them is not known.
    """

    reported: Reported
    today: float | None
    planned: float | None
    gap: float | None


@dataclass(frozen=True, slots=True)
class Backtest:
    """What a plan of an earlier day said of some materials.

    Attributes
    ----------
    day : date
    plan : Plan
    snapshot : Snapshot
        As it was known.
    compared : tuple of Compared
        In the order of what was reported.
    """

    day: date
    plan: Plan
    snapshot: Snapshot
    compared: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Mix:
    """Where what arises of some materials goes, as shares of it.

    Attributes
    ----------
    supply : float
        Per year.
    used_today, used : float
        Shares in use at the day, and with what the plan adds less its residue.
    place_unknown : float
        Share in use at the day of which nobody knows where.
    outside : float
        Share that the plan sells as it is.
    today, planned : dict of TechnologyId to float
        By the technology at the end; what is only treated on the way counts where it ends. `planned` holds
        today's too.
    """

    supply: float
    used_today: float
    used: float
    place_unknown: float
    outside: float
    today: dict[TechnologyId, float]
    planned: dict[TechnologyId, float]


def backtest(
    snapshot: Snapshot, changes: Sequence[ScenarioChange], reported: Iterable[Reported], day: date
) -> Backtest:
    """Plan what was known at a day, and set its mix of uses beside what was reported.

    Parameters
    ----------
    snapshot : Snapshot
    changes : sequence of ScenarioChange
        What was known otherwise then; made in the order of their ids.
    reported : iterable of Reported
    day : date
        Facilities must run and standards be in force on it; markets are of its year.

    Raises
    ------
    SymbioflowError
        ``BAD_CHANGE`` naming the change that cannot be made.
    """
    then = as_known(snapshot, changes)
    plan = make_plan(then, PlanOptions(matching=MatchOptions(on=day)))
    return Backtest(day, plan, then, tuple(_compared(then, plan, row) for row in reported))


def as_known(snapshot: Snapshot, changes: Sequence[ScenarioChange]) -> Snapshot:
    """Return the snapshot as it was known, after changes that no stored scenario holds."""
    scenario = Scenario(id=_NAME, evidence=Evidence((), Grade.ESTIMATE))
    own = Snapshot.of([scenario, *(replace(change, scenario=_NAME) for change in changes)])
    held = {name: own.tables[name] for name in ("scenarios", "scenario_changes")}
    return apply_scenario(snapshot.replacing(held), scenario)


def mix_of(snapshot: Snapshot, plan: Plan, materials: Sequence[MaterialId]) -> Mix:
    """Return where what arises of some materials goes by a plan of the snapshot.

    A flow counts with its own tonnes where no facility passes it on: washing or stewing is a step on the way,
    and what the next facility takes of its products stands for the use.
    """
    kinds = kinds_of(snapshot, materials)
    outcomes = [item for item in plan.streams if item.material in kinds]
    supply = sum(item.supply for item in outcomes)
    if supply <= 0.0:
        return Mix(0.0, 0.0, 0.0, 0.0, 0.0, {}, {})
    technology = {facility.id: facility.technology for facility in snapshot.all(Facility)}
    used_today = sum(item.baseline for item in outcomes)
    new = sum(item.placed - item.residue for item in outcomes)
    streams = frozenset(item.stream for item in outcomes)
    today = _ends(plan.today, streams, technology)
    planned = _ends((*plan.today, *plan.flows), streams, technology)
    return Mix(
        supply,
        used_today / supply,
        (used_today + new) / supply,
        sum(item.place_unknown for item in outcomes) / supply,
        sum(item.outside for item in outcomes) / supply,
        {name: amount / supply for name, amount in today.items()},
        {name: amount / supply for name, amount in planned.items()},
    )


def _ends(
    flows: Sequence[TodayFlow | PlanFlow],
    streams: frozenset[str],
    technology: dict[FacilityId, TechnologyId],
) -> dict[TechnologyId, float]:
    """Return by technology what ends there of what some streams give, through whom it passes."""
    reached: set[FacilityId] = {flow.facility for flow in flows if flow.stream in streams}
    while more := {flow.facility for flow in flows if flow.from_facility in reached} - reached:
        reached |= more
    passing = {flow.from_facility for flow in flows if flow.from_facility in reached}
    found: dict[TechnologyId, float] = {}
    for flow in flows:
        ours = flow.stream in streams or flow.from_facility in reached
        if ours and flow.facility not in passing:
            name = technology[flow.facility]
            found[name] = found.get(name, 0.0) + flow.amount
    return dict(sorted(found.items()))


def _compared(snapshot: Snapshot, plan: Plan, row: Reported) -> Compared:
    mix = mix_of(snapshot, plan, row.materials)
    today: float | None = None
    planned: float | None = None
    if mix.supply > 0.0 and row.kind is ReportedKind.UTILISATION:
        today, planned = mix.used_today, mix.used
    elif mix.supply > 0.0 and row.technologies:
        today, planned = (
            sum(shares.get(name, 0.0) for name in row.technologies) for shares in (mix.today, mix.planned)
        )
    return Compared(row, today, planned, _gap(row, planned))


def _gap(row: Reported, planned: float | None) -> float | None:
    """Return how far the plan lies outside what was reported; below a ceiling it lies inside."""
    if planned is None or row.low is None or row.high is None:
        return None
    if planned > row.high:
        return planned - row.high
    low = 0.0 if row.kind is ReportedKind.CEILING else row.low
    return min(planned - low, 0.0)
