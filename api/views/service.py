"""The store behind the faces: one view of the graph, read again when the store changed, computed on once.

A `View` is the graph at one data version with everything the faces ask of it: objects by id, objects that
point at one, suggestions and the plan. A face takes a view once per request, so that all its answers agree.
Safe to use from several threads. On a server heavy work goes by the lane (`api.lane`) to other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Lock
from time import monotonic
from typing import Any, TypeVar, cast

import numpy as np

from api.lane import ASKING, Lane, Task
from api.views.keeping import kept_over, sharing
from api.views.memory import Memory
from api.views.plan_options import options_key
from api.views.ranked import RankedRows
from graph.analysis import (
    TOLERANCE,
    Conversion,
    NetworkIndicators,
    NetworkState,
    Resilience,
    Trace,
    TraceDirection,
    TraceStart,
    conversion_ways,
    flows_planned,
    flows_possible,
    flows_today,
    network_indicators,
    park_resilience,
    trace,
)
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.knowledge import Reader
from graph.matching import (
    Agreement,
    MatchOptions,
    PathwayFinder,
    Pathways,
    Ranking,
    Suggestion,
    agreement_of,
    explain,
    explain_one,
    explain_rows,
    rank_candidates,
    row_named,
)
from graph.matching.coldstart.index import ColdStartIndex
from graph.matching.coldstart.uses import UseSuggestion, UseSuggestions, suggest_uses
from graph.matching.prospects import industry_of, is_virtual
from graph.matching.weights import Weights
from graph.model import Enterprise, Linkage, LinkageEvent, Material, WasteStream
from graph.parks import park_named, within
from graph.planning import (
    EXPECTED_SEED,
    LOSABLE,
    AbatementCurve,
    FairSplit,
    LostKind,
    Objective,
    ParetoFront,
    Plan,
    PlanComparison,
    PlanOptions,
    PlanUncertainty,
    Roadmap,
    TechnicalPotential,
    abatement_curves,
    apply_scenario,
    compare_plans,
    expected_draws,
    fair_split,
    make_plan,
    make_roadmap,
    pareto_front,
    plan_uncertainty,
    scenario_named,
    technical_potential,
)
from graph.recruiting import Brief, ChainReport, LeadOptions, Leads, brief_of, chain_reports, find_leads
from graph.snapshot import Snapshot
from graph.stores.protocol import Moment, StateChange, Store
from graph.tables import table_of
from graph.value.factors import Factors
from graph.vocabulary import LinkageId, LinkageState, Unit

Entity = TypeVar("Entity")
Result = TypeVar("Result")

#: What a plan is asked for unless something else is said.
NET_TONNES = PlanOptions()
#: What leads are asked for unless something else is said.
FIRST_LEADS = LeadOptions()
#: The most plans, fronts and curves of one view that are kept.
MOST_KEPT = 32


class View:
    """The graph at one data version and what was computed on it; nothing is computed twice.

    Parameters
    ----------
    snapshot : Snapshot
    version : int
        The store's data version that it was read at.
    on : date or None
        Day on which facilities must run and limits and rules be in force; None leaves dates out of account.
    weights : mapping of str to float, optional
        Overrides of the weights table by id.
    lane : Lane, optional
        Where heavy work is done; here if there is none.
    before : View, optional
        The view of the data before; what of it stays true is not computed again.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        version: int,
        on: date | None = None,
        weights: Mapping[str, float] | None = None,
        lane: Lane | None = None,
        before: View | None = None,
    ) -> None:
        self.snapshot: Snapshot = snapshot if before is None else sharing(before.snapshot, snapshot)
        self.version = version
        self._lane = lane
        #: How the lane's workers get here from the whole graph, and the snapshot of that.
        self._steps: tuple[tuple[str, tuple[Any, ...]], ...] = ()
        self._whole = self.snapshot
        self._matching = MatchOptions(top=0, on=on, weights=dict(weights or {}))
        self._memory = Memory(MOST_KEPT)
        self._scenarios: dict[str, View] = {}
        self._objects: dict[tuple[type[Any], str], Any] = {}
        #: Views of the data before that were made from the one before this one, by their keys.
        self._former: dict[Hashable, View] = {}
        if before is not None:
            self._take_over(before)

    def all(self, entity: type[Entity]) -> tuple[Entity, ...]:
        """Return every object of one kind, sorted by id."""
        return self._memory.once(("all", entity), lambda: self.snapshot.all(entity))

    def get(self, entity: type[Entity], id: str) -> Entity | None:
        """Return one object by its id, a suggestion too; None if there is none.

        What only a scenario adds is found once somebody has planned under it.
        """
        if entity is Suggestion:
            return cast(Entity | None, self._suggestion(id))
        found = self._object(entity, id)
        for view in self._scenarios.values() if found is None else ():
            found = found or view.get(entity, id)
        return found

    def pointing(self, entity: type[Entity], by: str, at: str) -> tuple[Entity, ...]:
        """Return the objects of one kind whose field `by` names the id `at`, sorted by id."""
        return self._memory.once(("pointing", entity, by), lambda: _grouped(self.all(entity), by)).get(at, ())

    def history(self, linkage: str) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        events = self.pointing(LinkageEvent, "linkage", linkage)
        return tuple(sorted(events, key=lambda event: (event.at, event.version, event.id)))

    def ranking(self) -> Ranking:
        """Return every suggestion for every stream under the park's own radius, as ranked columns."""

        def ranked() -> Ranking:
            return rank_candidates(self.snapshot, self._matching, reader=self.reader())

        # The first ranking is made before the server is ready, and explained from here for ever after.
        return self._heavy("ranking", ranked) if self._steps else self._memory.once("ranking", ranked)

    def warm(self) -> None:
        """Compute what every answer needs, so that nobody waits for it."""
        self.ranking()

    def suggestions_of(self, stream: str) -> RankedRows:
        """Return the suggestions of one stream, best first."""
        ranking = self.ranking()
        row = self._row(WasteStream, stream)
        begin, end = (0, 0) if row is None else (ranking.start[row], ranking.start[row + 1])
        return RankedRows(ranking, np.arange(begin, end))

    def suggestions_to(self, facility: str) -> RankedRows:
        """Return the suggestions of all streams to one facility, best first."""
        ranking = self.ranking()
        row = ranking.columns.snapshot.positions("facilities", [facility])[0]
        found = np.flatnonzero(ranking.facility == row)
        return RankedRows(ranking, found[np.argsort(-ranking.score[found], kind="stable")])

    def explanation(self, suggestion: str) -> Suggestion:
        """Return one suggestion; the reason why there is none is an error (see `graph.matching.explain`)."""
        ranking = self.ranking()
        if ranking.most is not None and row_named(ranking, suggestion) is None:
            # It may be one of those that a ranking of so many streams does not keep.
            return explain(self.snapshot, suggestion, self._matching)
        return explain_one(ranking, suggestion)

    def agreement(self, suggestion: Suggestion) -> Agreement:
        """Return why both sides of a suggestion would agree."""
        columns = self.ranking().columns
        finder = self._memory.once(
            "agreements", lambda: PathwayFinder(columns.snapshot, columns.valuation.factors)
        )
        return agreement_of(finder, suggestion)

    def reader(self) -> Reader:
        """Return the reader of words."""
        return self._memory.once("reader", lambda: Reader(self.snapshot))

    def uses(self, waste: str, donor: str, top: int) -> UseSuggestions:
        """Return the industries that could use a waste, from its text and its donor's industry."""
        index = self._memory.once("cold start", lambda: ColdStartIndex(self.snapshot, reader=self.reader()))
        return suggest_uses(index, waste, donor, top)

    def usual_takers(self, stream: WasteStream, top: int = 3) -> tuple[UseSuggestion, ...]:
        """Return the industries that most usually take what a stream is of, whoever the park has."""
        material, donor = self.get(Material, stream.material), self.get(Enterprise, stream.enterprise)
        if material is None or not Weights.of(self.snapshot).for_cold_starts:
            return ()
        industry = "" if donor is None else industry_of(donor)
        return self.uses(material.name_en or material.name_zh, industry, top).suggestions

    def pathways(self, material: str, hypothetical: bool, top: int) -> Pathways:
        """Return the `top` first ways of a material to a use."""
        finder = self._memory.once("pathways", lambda: PathwayFinder(self.snapshot, Factors(self.snapshot)))
        every = self._memory.once(
            ("pathways", material, hypothetical), lambda: finder.every(material, hypothetical)
        )
        kept = every.items[:top]
        return replace(every, items=kept, complete=every.complete and len(kept) == len(every.items))

    def chains(self, chain: str | None = None) -> tuple[ChainReport, ...]:
        """Return how whole each product chain is, or one of them, by id or name."""
        return self._memory.once(("chains", chain), lambda: chain_reports(self.snapshot, chain))

    def at(
        self, day: date | None, weights: Mapping[str, float] | Iterable[tuple[str, float]] | None = None
    ) -> View:
        """Return the view of the same graph on a day and under other weights; this one for neither."""
        changed = dict(weights or {})
        if day is None and not changed:
            return self
        step = "at", (day, tuple(sorted(changed.items())))
        return self._memory.of_some(step, lambda: self._view(step, self.snapshot, day, changed))

    def within(self, park: str | None) -> View:
        """Return the view of one park (by id or name) and its areas; this one for None."""
        if park is None:
            return self
        found = park_named(self.snapshot, park)
        step = "within", (found,)
        return self._memory.once(step, lambda: self._view(step, within(self.snapshot, found)))

    def under(self, scenario: str | None) -> View:
        """Return the view of the graph as a scenario (by id or name) has it; this one for None."""
        if scenario is None:
            return self
        found = scenario_named(self.snapshot, scenario)
        step = "under", (str(found.id),)
        self._scenarios[found.id] = self._memory.once(
            step, lambda: self._view(step, apply_scenario(self.snapshot, found))
        )
        return self._scenarios[found.id]

    def comparison(self, scenario: str, options: PlanOptions = NET_TONNES) -> PlanComparison:
        """Return the plan of today beside the one under a scenario."""
        changed = self.under(scenario)  # first: an unknown one is refused before anything is planned
        return compare_plans(self.plan(options), changed.plan(options))

    def plan(self, options: PlanOptions = NET_TONNES) -> Plan:
        """Return the best plan by the options; one that fails leaves those that were made."""
        options = self._on_the_day(options)
        return self._heavy("plan", lambda: make_plan(self.snapshot, options), options=options)

    def potential(self, options: PlanOptions = NET_TONNES) -> Plan:
        """Return the same plan as if every market took everything: what facilities on record could do."""
        return self.plan(replace(options, potential=True))

    def technical_potential(self, options: PlanOptions = NET_TONNES) -> TechnicalPotential:
        """Return that plan and beside it what prospective receivers could take of what it leaves over."""
        options = self._on_the_day(replace(options, potential=True))

        def found() -> TechnicalPotential:
            return technical_potential(self.snapshot, options, self.potential(options))

        return self._heavy("technical_potential", found, options=options)

    def front(
        self, objectives: tuple[Objective, ...], points: int, options: PlanOptions = NET_TONNES
    ) -> ParetoFront:
        """Return the trade-off between two or three objectives."""
        return self._heavy(
            "front",
            lambda: pareto_front(self.snapshot, objectives, points, options),
            objectives=objectives,
            points=points,
            options=options,
        )

    def abatement(self, target: str | None, options: PlanOptions = NET_TONNES) -> tuple[AbatementCurve, ...]:
        """Return the marginal abatement curve of one target, or of all."""
        wanted = () if target is None else (target,)
        return self._heavy(
            "abatement",
            lambda: abatement_curves(self.snapshot, wanted, options),
            target=target,
            options=options,
        )

    def uncertainty(
        self,
        draws: int,
        seed: int,
        progress: Callable[[float], bool] | None = None,
        options: PlanOptions = NET_TONNES,
    ) -> PlanUncertainty:
        """Return how far the plan's figures spread; the latest are kept.

        Here and below `progress` is who follows the request at hand, unless it is given.
        """
        progress, options = progress or ASKING.get().progress, self._on_the_day(options)
        given = {"draws": draws, "seed": seed, "options": options}

        def drawn() -> PlanUncertainty:
            return plan_uncertainty(self.snapshot, options, draws, seed, progress)

        if self._lane is not None:
            return self._heavy("uncertainty", drawn, progress, **given)
        key = _key("uncertainty", given)
        kept = self._memory.at(key)
        found = drawn() if kept is None else cast(PlanUncertainty, kept.result())
        return self._memory.of_some(key, lambda: found)

    def leads(self, options: LeadOptions, progress: Callable[[float], bool] | None = None) -> Leads:
        """Return the missing links most worth recruiting; the latest lists are kept."""
        progress = progress or ASKING.get().progress
        options = replace(options, plan=self._on_the_day(options.plan))

        def found() -> Leads:
            return find_leads(self.snapshot, options, progress)

        return self._heavy("leads", found, progress, options=options)

    def brief(self, rank: int, language: str, options: LeadOptions = FIRST_LEADS) -> Brief:
        """Return the brief of one lead of the list, by its rank.

        Raises
        ------
        SymbioflowError
            ``UNKNOWN_LEAD``, saying how many there are.
        """
        found = self.leads(options).items
        lead = next((item for item in found if item.rank == rank), None)
        if lead is None:
            raise SymbioflowError("UNKNOWN_LEAD", exit_code=EXIT_USAGE, rank=rank, count=len(found))
        return brief_of(self.snapshot, self.plan(options.plan), lead, language)

    def indicators(
        self, unit: Unit = Unit.TONNE, options: PlanOptions = NET_TONNES
    ) -> tuple[NetworkIndicators, ...]:
        """Return what the network of today is made of, that of the plan, and that of the potential."""
        options = self._on_the_day(options)

        def found() -> tuple[NetworkIndicators, ...]:
            plan, potential = self.plan(options), self.potential(options)
            return (
                network_indicators(flows_today(self.snapshot, plan, unit), NetworkState.TODAY),
                network_indicators(flows_planned(self.snapshot, plan, unit), NetworkState.PLAN),
                network_indicators(flows_possible(self.snapshot, potential, unit), NetworkState.POTENTIAL),
            )

        return self._heavy("indicators", found, unit=unit, options=options)

    def resilience(
        self,
        tolerance: float = TOLERANCE,
        kinds: tuple[LostKind, ...] = LOSABLE,
        progress: Callable[[float], bool] | None = None,
        options: PlanOptions = NET_TONNES,
    ) -> Resilience:
        """Return what is lost without each enterprise, facility and market."""
        progress, options = progress or ASKING.get().progress, self._on_the_day(options)

        def found() -> Resilience:
            plan = self.plan(options)
            return park_resilience(self.snapshot, options, tolerance, kinds, plan, progress)

        return self._heavy("resilience", found, progress, tolerance=tolerance, kinds=kinds, options=options)

    def fair_split(self, options: PlanOptions = NET_TONNES) -> FairSplit:
        """Return fair splits between the firms of the plan of most benefit."""
        options = self._on_the_day(options)
        return self._heavy("fair_split", lambda: fair_split(self.snapshot, options), options=options)

    def trace(
        self,
        start: TraceStart,
        origin: str,
        direction: TraceDirection = TraceDirection.BOTH,
        options: PlanOptions = NET_TONNES,
    ) -> Trace:
        """Return where something goes and comes from, by today's flows and the plan's."""
        return trace(self.snapshot, self.plan(options), start, origin, direction)

    def conversions(self, source: str, target: str, top: int) -> tuple[Conversion, ...]:
        """Return the shortest ways from one material to another."""
        return conversion_ways(self.snapshot, source, target, top)

    def expected(
        self, options: PlanOptions = NET_TONNES, progress: Callable[[float], bool] | None = None
    ) -> PlanUncertainty | None:
        """Return what may be expected of a plan, by the draws of every face; None where it is not drawn."""
        draws = expected_draws(self.snapshot, options)
        return self.uncertainty(draws, EXPECTED_SEED, progress, options) if draws else None

    def roadmap(
        self,
        first: int,
        last: int,
        options: PlanOptions = NET_TONNES,
        progress: Callable[[float], bool] | None = None,
    ) -> Roadmap:
        """Return the best plan of several years as one."""
        progress, options = progress or ASKING.get().progress, self._on_the_day(options)
        return self._heavy(
            "roadmap",
            lambda: make_roadmap(self.snapshot, first, last, options, progress),
            progress,
            first=first,
            last=last,
            options=options,
        )

    def _on_the_day(self, options: PlanOptions) -> PlanOptions:
        on = self._matching.on
        return options if on is None else replace(options, matching=replace(options.matching, on=on))

    def _suggestion(self, id: str) -> Suggestion | None:
        row = row_named(self.ranking(), id)
        return None if row is None else explain_rows(self.ranking(), [row])[0]

    def _row(self, entity: type[Any], id: str) -> int | None:
        """Return the row of an object in its table; None where there is none."""
        name = table_of(entity).name
        rows = self._memory.once(
            ("rows", entity), lambda: {id: row for row, id in enumerate(self.snapshot.strings(name, "id"))}
        )
        return rows.get(id)

    def _object(self, entity: type[Entity], id: str) -> Entity | None:
        """Return one object by its id; only those that are asked for are built."""
        key = entity, id
        if key not in self._objects:
            row = self._row(entity, id)
            if row is None and is_virtual(id):
                return self._virtual(entity, id)
            self._objects[key] = None if row is None else self.snapshot.at(entity, row)
        return cast(Entity | None, self._objects[key])

    def _virtual(self, entity: type[Entity], id: str) -> Entity | None:
        """Return what stands behind a suggestion to a prospective receiver and is stored nowhere."""
        extended = self.ranking().columns.snapshot
        row = int(extended.positions(table_of(entity).name, [id])[0])
        return extended.at(entity, row) if row >= 0 else None

    def _view(
        self,
        step: tuple[str, tuple[Any, ...]],
        snapshot: Snapshot,
        day: date | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> View:
        """Return a view that is made of this one by a step; a day and weights that are not given stay."""
        given = step[0] == "at"
        made = View(
            snapshot,
            self.version,
            day if given else self._matching.on,
            weights if given else self._matching.weights,
            self._lane,
            self._former.pop(step, None),
        )
        made._steps, made._whole = (*self._steps, step), self._whole
        return made

    def _heavy(
        self,
        method: str,
        compute: Callable[[], Result],
        progress: Callable[[float], bool] | None = None,
        **arguments: Any,
    ) -> Result:
        """Return what a method computes of its arguments, by the lane where there is one, and keep it."""
        key = _key(method, arguments)
        keep = self._memory.once if method == "ranking" else self._memory.of_some
        kept = self._memory.at(key)
        if self._lane is None or (kept is not None and kept.done()):
            return keep(key, compute)
        folder, told = self._lane.folder_of(self._whole), progress is not None
        task = Task(folder, self.version, self._steps, method, arguments, told)
        found = cast(Result, self._lane.run((folder, self._steps, key), task, progress))
        return keep(key, lambda: found)

    def _take_over(self, before: View) -> None:
        """Keep what was computed for the data before and is true of these too."""
        kept = kept_over(before.snapshot, self.snapshot)
        done = before._memory.done()
        views = {key: found for key, found in done.items() if isinstance(found, View)}
        self._memory.take_over(before._memory, [key for key in done if key not in views and kept.holds(key)])
        former = {**before._former, **views}
        self._former = dict(list(former.items())[-MOST_KEPT:])
        self._objects = {
            (entity, id): found
            for (entity, id), found in before._objects.copy().items()
            if table_of(entity).name not in kept.tables
        }


def _key(method: str, arguments: Mapping[str, Any]) -> Hashable:
    return (method, *map(options_key, arguments.values()))


def _grouped(items: Sequence[Entity], by: str) -> dict[str, tuple[Entity, ...]]:
    groups: dict[str, list[Entity]] = {}
    for item in items:
        at = getattr(item, by)
        if at is not None:
            groups.setdefault(str(at), []).append(item)
    return {at: tuple(group) for at, group in groups.items()}


#: Refusals of a store that does not answer now; what was read before is still there.
_AWAY = ("STORE_UNREACHABLE", "STORE_BUSY", "STORE_FAILED", "STORE_UNREADABLE")


class Service:
    """The open store with its newest view.

    Parameters
    ----------
    store : Store
        Its schema must be there (`Store.ensure_schema`).
    now : callable
        The clock, for the time of a linkage's change.
    lane : Lane, optional
        Where heavy work is done; in the thread that asks if there is none.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        lane: Lane | None = None,
    ) -> None:
        self.store = store
        self._now = now
        self._lane = lane
        self._reading = Lock()
        self._view: View | None = None
        self._moment: Moment | None = None
        self._seen = monotonic()
        self._away = False

    def view(self, newest: bool = False) -> View:
        """Return the view of the store's newest data; the graph is read again only if it changed.

        While another thread reads the changed graph, and while the store does not answer, the view before is
        returned rather than waited for, unless it must be the newest.
        """
        view = self._view
        try:
            if view is None or self.store.moment() != self._moment:
                view = self._read(view is None or newest)
        except SymbioflowError as error:
            if view is None or newest or error.code not in _AWAY:
                raise
            self._away = True
            return view
        self._seen, self._away = monotonic(), False
        return view

    def warm(self) -> None:
        """Compute what every answer needs, here and in the lane."""
        view = self.view()
        view.warm()
        if self._lane is not None:
            folder = self._lane.folder_of(view.snapshot)
            self._lane.run((folder, "warm"), Task(folder, view.version, (), "warm", {}))

    def age(self) -> float | None:
        """Return for how many seconds the store has not answered; None while it does."""
        return monotonic() - self._seen if self._away else None

    def _read(self, wait: bool) -> View:
        """Read the graph; who need not wait is given the view before while another thread reads."""
        if not self._reading.acquire(blocking=wait):
            assert self._view is not None
            return self._view
        try:
            # Another file at the same version is another moment: the store may have been replaced.
            moment = self.store.moment()
            if self._view is None or self._moment != moment:
                self._view = View(self.store.read(), moment.version, lane=self._lane, before=self._view)
                self._moment = moment
            return self._view
        finally:
            self._reading.release()

    def change_linkage_state(
        self, linkage: str, after: LinkageState, version: int, actor: str, note: str
    ) -> Linkage:
        """Move a linkage to another state, now; see `Store.change_state` for the refusals."""
        at = self._now().astimezone(UTC).isoformat(timespec="milliseconds")
        return self.store.change_state(StateChange(LinkageId(linkage), after, version, actor, at, note))
