"""The store behind the faces: one view of the graph, read again when the store changed, computed on once.

A `View` is the graph at one data version with everything the faces ask of it: objects by id, objects that
point at one, suggestions and the plan. A face takes a view once per request, so that all its answers agree.
Safe to use from several threads.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TypeVar, cast

from graph.matching import MatchOptions, PathwayFinder, Pathways, Suggestion, Suggestions, explain, suggest
from graph.matching.cold_index import ColdStartIndex
from graph.matching.cold_start import UseSuggestions, suggest_uses
from graph.matching.factors import Factors
from graph.model import Linkage, LinkageEvent
from graph.planning import Plan, PlanUncertainty, make_plan, plan_uncertainty
from graph.snapshot import Snapshot
from graph.stores.port import SEARCHED_TABLES, Hit, StateChange, Store
from graph.vocabulary import LinkageId, LinkageState

Entity = TypeVar("Entity")
Result = TypeVar("Result")

#: Spreads that are kept; a client may ask for any number of seeds.
KEPT_SPREADS = 16


class View:
    """The graph at one data version and what was computed on it; nothing is computed twice.

    Parameters
    ----------
    snapshot : Snapshot
    version : int
        The store's data version that it was read at.
    """

    def __init__(self, snapshot: Snapshot, version: int) -> None:
        self.snapshot = snapshot
        self.version = version
        self._lock = Lock()
        self._kept: dict[Hashable, Future[Any]] = {}
        self._spreads: dict[tuple[int, int], PlanUncertainty] = {}

    def all(self, entity: type[Entity]) -> tuple[Entity, ...]:
        """Return every object of one kind, sorted by id."""
        return self._once(("all", entity), lambda: self.snapshot.all(entity))

    def get(self, entity: type[Entity], id: str) -> Entity | None:
        """Return one object by its id, a suggestion too; None if there is none."""
        if entity is Suggestion:
            return cast(Entity | None, self._suggestion_by_id().get(id))
        return self._once(("by id", entity), lambda: self.snapshot.by_id(entity)).get(id)

    def pointing(self, entity: type[Entity], by: str, at: str) -> tuple[Entity, ...]:
        """Return the objects of one kind whose field `by` names the id `at`, sorted by id."""
        return self._once(("pointing", entity, by), lambda: _grouped(self.all(entity), by)).get(at, ())

    def suggestions(self) -> Suggestions:
        """Return every suggestion for every stream under the park's own radius, best first."""
        return self._once("suggestions", lambda: suggest(self.snapshot, MatchOptions(top=0)))

    def suggestions_of(self, stream: str) -> tuple[Suggestion, ...]:
        """Return the suggestions of one stream, best first."""
        grouped = self._once("suggestions by stream", lambda: _grouped(self.suggestions().items, "stream"))
        return grouped.get(stream, ())

    def suggestions_to(self, facility: str) -> tuple[Suggestion, ...]:
        """Return the suggestions of all streams to one facility, best first."""
        grouped = self._once(
            "suggestions by facility", lambda: _grouped(self.suggestions().items, "facility")
        )
        return tuple(sorted(grouped.get(facility, ()), key=lambda found: (-found.score, found.id)))

    def explanation(self, suggestion: str) -> Suggestion:
        """Return one suggestion; the reason why there is none is an error (see `graph.matching.explain`)."""
        found = self._suggestion_by_id().get(suggestion)
        return found if found is not None else explain(self.snapshot, suggestion)

    def uses(self, waste: str, donor: str, top: int) -> UseSuggestions:
        """Return the industries that could use a waste, from its text and its donor's industry."""
        index = self._once("cold start", lambda: ColdStartIndex(self.snapshot))
        return suggest_uses(index, waste, donor, top)

    def pathways(self, material: str, hypothetical: bool, top: int) -> Pathways:
        """Return the `top` first ways of a material to a use."""
        finder = self._once("pathways", lambda: PathwayFinder(self.snapshot, Factors(self.snapshot)))
        every = self._once(("pathways", material, hypothetical), lambda: finder.every(material, hypothetical))
        kept = every.items[:top]
        return replace(every, items=kept, complete=every.complete and len(kept) == len(every.items))

    def plan(self) -> Plan:
        """Return the plan that diverts the most tonnes."""
        return self._once("plan", lambda: make_plan(self.snapshot))

    def uncertainty(
        self, draws: int, seed: int, progress: Callable[[float], bool] | None = None
    ) -> PlanUncertainty:
        """Return how far the plan's figures spread; the latest are kept.

        Each caller follows and cancels its own work, so nobody waits for what somebody else may cancel.
        """
        key = draws, seed
        with self._lock:
            found = self._spreads.get(key)
        if found is None:
            found = plan_uncertainty(self.snapshot, None, draws, seed, progress)
            with self._lock:
                self._spreads[key] = found
                while len(self._spreads) > KEPT_SPREADS:
                    del self._spreads[next(iter(self._spreads))]
        return found

    def _suggestion_by_id(self) -> Mapping[str, Suggestion]:
        return self._once(
            "suggestions by id", lambda: {found.id: found for found in self.suggestions().items}
        )

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
                    del self._kept[key]
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

    def search(self, text: str, limit: int) -> list[Hit]:
        """Return the parks, enterprises, materials ... whose names match best."""
        return self.store.search(text, SEARCHED_TABLES, limit)

    def change_linkage_state(
        self, linkage: str, after: LinkageState, version: int, actor: str, note: str
    ) -> Linkage:
        """Move a linkage to another state, now; see `Store.change_state` for the refusals."""
        at = self._now().astimezone(UTC).isoformat(timespec="milliseconds")
        return self.store.change_state(StateChange(LinkageId(linkage), after, version, actor, at, note))

    def history(self, linkage: str) -> tuple[LinkageEvent, ...]:
        """Return every change of a linkage, oldest first."""
        return self.store.history(LinkageId(linkage))
