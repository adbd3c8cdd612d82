"""The store behind the faces: one view of the graph, read again when the store changed, computed on once.

A `View` is the graph at one data version with everything the faces ask of it: objects by id, objects that
point at one, suggestions and the plan. A face takes a view once per request, so that all its answers agree.
Safe to use from several threads. On a server heavy work goes by the lane (`api.lane`) to other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Lock
from time import monotonic
from typing import Any, TypeVar, cast

import numpy as np

from api.keeping import Kept, kept_over, sharing
from api.lane import Lane, Task
from api.plan_options import options_key
from api.ranked import RankedRows
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
    AbatementCurve,
    Objective,
    ParetoFront,
    Plan,
    PlanComparison,
    PlanOptions,
    PlanUncertainty,
    abatement_curves,
    apply_scenario,
    compare_plans,
    make_plan,
    pareto_front,
    plan_uncertainty,
    scenario_named,
)
from graph.recruiting import Brief, ChainReport, LeadOptions, Leads, brief_of, chain_reports, find_leads
from graph.snapshot import Snapshot
from graph.stores.protocol import Moment, StateChange, Store
from graph.tables import table_of
from graph.value.factors import Factors
from graph.vocabulary import LinkageId, LinkageState

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
        self._lock = Lock()
        self._kept: dict[Hashable, Future[Any]] = {}
        #: Plans, fronts and curves by their options, the one asked for last at the end.
        self._asked: dict[Hashable, None] = {}
        self._scenarios: dict[str, View] = {}
        self._objects: dict[tuple[type[Any], str], Any] = {}
        #: Views of the data before that were made from the one before this one, by their keys.
        self._former: dict[Hashable, View] = {}
        if before is not None:
            self._take_over(before)

    def all(self, entity: type[Entity]) -> tuple[Entity, ...]:
        """Return every object of one kind, sorted by id."""
        return self._once(("all", entity), lambda: self.snapshot.all(entity))

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
        return self._once(("pointing", entity, by), lambda: _grouped(self.all(entity), by)).get(at, ())

    def history(self, linkage: str) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        events = self.pointing(LinkageEvent, "linkage", linkage)
        return tuple(sorted(events, key=lambda event: (event.at, event.version, event.id)))

    def ranking(self) -> Ranking:
        """Return every suggestion for every stream under the park's own radius, as ranked columns."""

        def ranked() -> Ranking:
            return rank_candidates(self.snapshot, self._matching, reader=self.reader())

        # The first ranking is made before the server is ready, and explained from here for ever after.
        return self._heavy("ranking", ranked, "ranking", {}) if self._steps else self._once("ranking", ranked)

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
        finder = self._once("agreements", lambda: PathwayFinder(columns.snapshot, columns.valuation.factors))
        return agreement_of(finder, suggestion)

    def reader(self) -> Reader:
        """Return the reader of words."""
        return self._once("reader", lambda: Reader(self.snapshot))

    def uses(self, waste: str, donor: str, top: int) -> UseSuggestions:
        """Return the industries that could use a waste, from its text and its donor's industry."""
        index = self._once("cold start", lambda: ColdStartIndex(self.snapshot, reader=self.reader()))
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
        finder = self._once("pathways", lambda: PathwayFinder(self.snapshot, Factors(self.snapshot)))
        every = self._once(("pathways", material, hypothetical), lambda: finder.every(material, hypothetical))
        kept = every.items[:top]
        return replace(every, items=kept, complete=every.complete and len(kept) == len(every.items))

    def chains(self, chain: str | None = None) -> tuple[ChainReport, ...]:
        """Return how whole each product chain is, or one of them, by id or name."""
        return self._once(("chains", chain), lambda: chain_reports(self.snapshot, chain))

    def at(
        self, day: date | None, weights: Mapping[str, float] | Iterable[tuple[str, float]] | None = None
    ) -> View:
        """Return the view of the same graph on a day and under other weights; this one for neither."""
        changed = dict(weights or {})
        if day is None and not changed:
            return self
        step = "at", (day, tuple(sorted(changed.items())))
        return self._of_some(step, lambda: self._view(step, self.snapshot, day, changed))

    def within(self, park: str | None) -> View:
        """Return the view of one park (by id or name) and its areas; this one for None."""
        if park is None:
            return self
        found = park_named(self.snapshot, park)
        step = "within", (found,)
        return self._once(step, lambda: self._view(step, within(self.snapshot, found)))

    def under(self, scenario: str | None) -> View:
        """Return the view of the graph as a scenario (by id or name) has it; this one for None."""
        if scenario is None:
            return self
        found = scenario_named(self.snapshot, scenario)
        step = "under", (str(found.id),)
        self._scenarios[found.id] = self._once(
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
        key = ("plan", options_key(options))
        return self._heavy(key, lambda: make_plan(self.snapshot, options), "plan", {"options": options})

    def potential(self, options: PlanOptions = NET_TONNES) -> Plan:
        """Return the same plan as if every market took everything: the technical potential behind it."""
        return self.plan(replace(options, potential=True))

    def front(
        self, objectives: tuple[Objective, ...], points: int, options: PlanOptions = NET_TONNES
    ) -> ParetoFront:
        """Return the trade-off between two or three objectives."""
        key = ("front", objectives, points, options_key(options))
        given = {"objectives": objectives, "points": points, "options": options}
        return self._heavy(
            key, lambda: pareto_front(self.snapshot, objectives, points, options), "front", given
        )

    def abatement(self, target: str | None, options: PlanOptions = NET_TONNES) -> tuple[AbatementCurve, ...]:
        """Return the marginal abatement curve of one target, or of all."""
        key = ("abatement", target, options_key(options))
        wanted = () if target is None else (target,)
        given = {"target": target, "options": options}
        return self._heavy(key, lambda: abatement_curves(self.snapshot, wanted, options), "abatement", given)

    def uncertainty(
        self,
        draws: int,
        seed: int,
        progress: Callable[[float], bool] | None = None,
        options: PlanOptions = NET_TONNES,
    ) -> PlanUncertainty:
        """Return how far the plan's figures spread; the latest are kept.

        Each caller follows and cancels its own work, so nobody waits for what somebody else may cancel.
        """
        options = self._on_the_day(options)
        key = ("uncertainty", draws, seed, options_key(options))

        def drawn() -> PlanUncertainty:
            return plan_uncertainty(self.snapshot, options, draws, seed, progress)

        if self._lane is not None:
            given = {"draws": draws, "seed": seed, "options": options}
            return self._heavy(key, drawn, "uncertainty", given, progress)
        with self._lock:
            kept = self._kept.get(key)
        found = drawn() if kept is None else cast(PlanUncertainty, kept.result())
        return self._of_some(key, lambda: found)

    def leads(self, options: LeadOptions, progress: Callable[[float], bool] | None = None) -> Leads:
        """Return the missing links most worth recruiting; the latest lists are kept."""
        options = replace(options, plan=self._on_the_day(options.plan))
        key = ("leads", options_key(options))

        def found() -> Leads:
            return find_leads(self.snapshot, options, progress)

        return self._heavy(key, found, "leads", {"options": options}, progress)

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

    def _on_the_day(self, options: PlanOptions) -> PlanOptions:
        on = self._matching.on
        return options if on is None else replace(options, matching=replace(options.matching, on=on))

    def _suggestion(self, id: str) -> Suggestion | None:
        row = row_named(self.ranking(), id)
        return None if row is None else explain_rows(self.ranking(), [row])[0]

    def _row(self, entity: type[Any], id: str) -> int | None:
        """Return the row of an object in its table; None where there is none."""
        name = table_of(entity).name
        rows = self._once(
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
        key: Hashable,
        compute: Callable[[], Result],
        method: str,
        arguments: Mapping[str, Any],
        progress: Callable[[float], bool] | None = None,
    ) -> Result:
        """Return what a method computes, by the lane where there is one; what was computed is kept."""
        keep = self._once if method == "ranking" else self._of_some
        with self._lock:
            kept = self._kept.get(key)
        if self._lane is None or (kept is not None and kept.done()):
            return keep(key, compute)
        folder, told = self._lane.folder_of(self._whole), progress is not None
        task = Task(folder, self.version, self._steps, method, arguments, told)
        found = cast(Result, self._lane.run((folder, self._steps, key), task, progress))
        return keep(key, lambda: found)

    def _take_over(self, before: View) -> None:
        """Keep what was computed for the data before and is true of these too."""
        kept = kept_over(before.snapshot, self.snapshot)
        with before._lock:
            asked = tuple(before._asked)
            done = {
                key: future
                for key, future in before._kept.items()
                if future.done() and future.exception() is None
            }
            former = {**before._former}
        for key, future in done.items():
            name = key[0] if isinstance(key, tuple) else key
            if isinstance(future.result(), View):
                former[key] = future.result()
            elif _stays(kept, str(name), key):
                self._kept[key] = future
        self._asked = {key: None for key in asked if key in self._kept}
        self._former = dict(list(former.items())[-MOST_KEPT:])
        self._objects = {
            (entity, id): found
            for (entity, id), found in before._objects.copy().items()
            if table_of(entity).name not in kept.tables
        }

    def _of_some(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return what was kept under the key; what was asked for longest ago makes room for what is new."""
        with self._lock:
            self._asked.pop(key, None)
            self._asked[key] = None
            while len(self._asked) > MOST_KEPT:
                oldest = next(iter(self._asked))
                del self._asked[oldest]
                self._kept.pop(oldest, None)
        try:
            return self._once(key, compute)
        except BaseException:
            with self._lock:
                self._asked.pop(key, None)
            raise

    def _once(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """Return what was kept under the key; one thread computes it, others wait for that one."""
        with self._lock:
            future = self._kept.get(key)
            mine = future is None
            if future is None:
                future = self._kept[key] = Future()
        if mine:
            try:
                future.set_result(compute())
            except BaseException as error:
                with self._lock:
                    self._kept.pop(key, None)
                future.set_exception(error)
        return cast(Result, future.result())


def _stays(kept: Kept, name: str, key: Hashable) -> bool:
    """Return whether what is kept under a key is true of the changed data too."""
    if name in ("all", "pointing", "rows"):
        assert isinstance(key, tuple)
        return table_of(key[1]).name not in kept.tables
    if name in ("reader", "cold start", "pathways"):
        return kept.library
    if name == "ranking":
        return kept.suggestions
    if name in ("plan", "front", "abatement"):
        return kept.plans
    return name == "uncertainty" and kept.spreads


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
