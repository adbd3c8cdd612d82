"""The store behind the faces: one view of the graph, read again when the store changed, computed on once.

A `View` is the graph at one data version with everything the faces ask of it: objects by id, objects that
point at one, suggestions and the plan. A face takes a view once per request, so that all its answers agree.
Safe to use from several threads.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np

from api.plan_options import options_key
from api.ranked import RankedRows
from graph.knowledge import Reader
from graph.matching import (
    MatchOptions,
    PathwayFinder,
    Pathways,
    Ranking,
    Suggestion,
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
from graph.snapshot import Snapshot
from graph.stores.protocol import StateChange, Store
from graph.tables import table_of
from graph.value.factors import Factors
from graph.vocabulary import LinkageId, LinkageState

Entity = TypeVar("Entity")
Result = TypeVar("Result")

#: What a plan is asked for unless something else is said.
NET_TONNES = PlanOptions()
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
    """

    def __init__(
        self,
        snapshot: Snapshot,
        version: int,
        on: date | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.version = version
        self._matching = MatchOptions(top=0, on=on, weights=dict(weights or {}))
        self._lock = Lock()
        self._kept: dict[Hashable, Future[Any]] = {}
        #: Plans, fronts and curves by their options, the one asked for last at the end.
        self._asked: dict[Hashable, None] = {}
        self._scenarios: dict[str, View] = {}
        self._objects: dict[tuple[type[Any], str], Any] = {}

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
        return self._once(
            "ranking", lambda: rank_candidates(self.snapshot, self._matching, reader=self.reader())
        )

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

    def at(self, day: date | None, weights: Mapping[str, float] | None = None) -> View:
        """Return the view of the same graph on a day and under other weights; this one for neither."""
        if day is None and not weights:
            return self
        key = ("as asked", day, *sorted((weights or {}).items()))
        return self._of_some(key, lambda: View(self.snapshot, self.version, day, weights))

    def within(self, park: str | None) -> View:
        """Return the view of one park (by id or name) and its areas; this one for None."""
        if park is None:
            return self
        found = park_named(self.snapshot, park)
        matching = self._matching
        return self._once(
            ("park", found),
            lambda: View(within(self.snapshot, found), self.version, matching.on, matching.weights),
        )

    def under(self, scenario: str | None) -> View:
        """Return the view of the graph as a scenario (by id or name) has it; this one for None."""
        if scenario is None:
            return self
        found = scenario_named(self.snapshot, scenario)
        self._scenarios[found.id] = self._once(
            ("scenario", found.id),
            lambda: View(
                apply_scenario(self.snapshot, found), self.version, self._matching.on, self._matching.weights
            ),
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
        return self._of_some(key, lambda: make_plan(self.snapshot, options))

    def front(
        self, objectives: tuple[Objective, ...], points: int, options: PlanOptions = NET_TONNES
    ) -> ParetoFront:
        """Return the trade-off between two or three objectives."""
        key = ("front", objectives, points, options_key(options))
        return self._of_some(key, lambda: pareto_front(self.snapshot, objectives, points, options))

    def abatement(self, target: str | None, options: PlanOptions = NET_TONNES) -> tuple[AbatementCurve, ...]:
        """Return the marginal abatement curve of one target, or of all."""
        key = ("abatement", target, options_key(options))
        wanted = () if target is None else (target,)
        return self._of_some(key, lambda: abatement_curves(self.snapshot, wanted, options))

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
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None:
            return cast(PlanUncertainty, kept.result())
        found = plan_uncertainty(self.snapshot, options, draws, seed, progress)
        return self._of_some(key, lambda: found)

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


def _grouped(items: Sequence[Entity], by: str) -> dict[str, tuple[Entity, ...]]:
    groups: dict[str, list[Entity]] = {}
    for item in items:
        at = getattr(item, by)
        if at is not None:
            groups.setdefault(str(at), []).append(item)
    return {at: tuple(group) for at, group in groups.items()}


class Service:
    """The open store with its newest view.

    Parameters
    ----------
    store : Store
        Its schema must be there (`Store.ensure_schema`).
    now : callable
        The clock, for the time of a linkage's change.
    """

    def __init__(self, store: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.store = store
        self._now = now
        self._lock = Lock()
        self._view: View | None = None

    def view(self) -> View:
        """Return the view of the store's newest data; the graph is read again only if it changed."""
        with self._lock:
            version = self.store.version()
            if self._view is None or self._view.version != version:
                self._view = View(self.store.read(), version)
            return self._view

    def change_linkage_state(
        self, linkage: str, after: LinkageState, version: int, actor: str, note: str
    ) -> Linkage:
        """Move a linkage to another state, now; see `Store.change_state` for the refusals."""
        at = self._now().astimezone(UTC).isoformat(timespec="milliseconds")
        return self.store.change_state(StateChange(LinkageId(linkage), after, version, actor, at, note))
