"""The graph at one data version with everything the faces ask of it: what each request takes one of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from api.views.planned import PlannedView
from api.views.ranked import RankedRows
from graph.knowledge import Reader
from graph.matching import (
    PathwayFinder,
    Pathways,
    Ranking,
    Suggestion,
    Weights,
    explain,
    explain_one,
    explain_rows,
    rank_candidates,
    row_named,
)
from graph.matching.prospects import industry_of, is_virtual
from graph.model import Enterprise, Material, WasteStream
from graph.parks import park_named, within
from graph.scenarios import apply_scenario, scenario_named
from graph.snapshot import Snapshot
from graph.tables import table_of
from graph.value import Factors
from graph.wording import Words, names_or_id

if TYPE_CHECKING:
    from graph.matching import Agreement
    from graph.matching.coldstart import UseSuggestion, UseSuggestions
    from graph.planning import PlanComparison, PlanOptions

Entity = TypeVar("Entity")


class View(PlannedView):
    """The graph at one data version and what was computed on it: suggestions, readings, other views of it."""

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

    def named(self, entity: type[object], id: str) -> Words:
        """Return what an object is called; its id where there is none."""
        return names_or_id(self.get(entity, id), id)

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
        from graph.matching import agreement_of

        columns = self.ranking().columns
        finder = self._memory.once(
            "agreements",
            lambda: PathwayFinder(
                columns.snapshot,
                columns.valuation.factors,
                on=columns.on,
                standing=columns.valuation.finder.standing,
            ),
        )
        return agreement_of(finder, suggestion)

    def reader(self) -> Reader:
        """Return the reader of words."""
        return self._memory.once("reader", lambda: Reader(self.snapshot))

    def uses(self, waste: str, donor: str, top: int) -> UseSuggestions:
        """Return the industries that could use a waste, from its text and its donor's industry."""
        from graph.matching.coldstart import ColdStartIndex, suggest_uses

        index = self._memory.once("cold start", lambda: ColdStartIndex.of(self.snapshot))
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
            step, lambda: self._view(step, self._without(apply_scenario(self.snapshot, found)))
        )
        return self._scenarios[found.id]

    def _without(self, changed: Snapshot) -> Snapshot:
        """Return a changed graph whose markets have room for what its works no longer sell."""
        from graph.planning import PlanOptions, freed

        return freed(self.snapshot, changed, self._on_the_day(PlanOptions()))

    def comparison(self, scenario: str, options: PlanOptions | None = None) -> PlanComparison:
        """Return the plan of today beside the one under a scenario."""
        from graph.planning import compare_plans

        changed = self.under(scenario)  # first: an unknown one is refused before anything is planned
        return compare_plans(self.plan(options), changed.plan(options))

    def _suggestion(self, id: str) -> Suggestion | None:
        row = row_named(self.ranking(), id)
        return None if row is None else explain_rows(self.ranking(), [row])[0]

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
