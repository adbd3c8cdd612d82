"""What a view of the graph plans, recruits and measures: heavy, kept, and by the lane where there is one.

What plans, recruits and analyses is imported by who asks for it, so that nobody else waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from api.lane import ASKING
from api.views.kept import KeptView, key_of, options_key
from graph.errors import EXIT_USAGE, SymbioflowError
from graph.vocabulary import Unit

if TYPE_CHECKING:
    from graph.analysis import (
        Conversion,
        Grouping,
        NetworkIndicators,
        ParkBundles,
        Resilience,
        Trace,
        TraceDirection,
        TraceStart,
    )
    from graph.planning import (
        AbatementCurve,
        FairSplit,
        LostKind,
        Objective,
        ParetoFront,
        Plan,
        PlanOptions,
        PlanUncertainty,
        Problem,
        Roadmap,
        Sensitivity,
        TechnicalPotential,
    )
    from graph.recruiting import Brief, ChainReport, LeadOptions, Leads


class PlannedView(KeptView):
    """The graph at one data version, with its plans, leads and measures; nothing is computed twice."""

    def plan(self, options: PlanOptions | None = None) -> Plan:
        """Return the best plan by the options; one that fails leaves those that were made."""
        from graph.planning import plan_of

        options = self._on_the_day(options)
        return self._heavy("plan", lambda: plan_of(self._posed(options)), options=options)

    def potential(self, options: PlanOptions | None = None) -> Plan:
        """Return the same plan as if every market took everything: what facilities on record could do."""
        return self.plan(replace(_asked(options), potential=True))

    def technical_potential(self, options: PlanOptions | None = None) -> TechnicalPotential:
        """Return that plan and beside it what prospective receivers could take of what it leaves over."""
        from graph.planning import technical_potential

        options = self._on_the_day(replace(_asked(options), potential=True))

        def found() -> TechnicalPotential:
            return technical_potential(self.snapshot, options, self.potential(options))

        return self._heavy("technical_potential", found, options=options)

    def tells_potential(self, options: PlanOptions | None = None) -> bool:
        """Whether the potential is told beside a plan: not of a large park unless it is asked for."""
        from graph.planning import MOST_STREAMS

        return self.snapshot.count("waste_streams") <= MOST_STREAMS or _asked(options).potential

    def potential_beside(self, options: PlanOptions | None = None) -> TechnicalPotential | None:
        """Return the potential told beside a plan, if it is."""
        return self.technical_potential(options) if self.tells_potential(options) else None

    def sensitivity(self, options: PlanOptions | None = None) -> Sensitivity:
        """Return which numbers move a plan most, and where its largest sales flip."""
        from graph.planning import plan_sensitivity

        options = self._on_the_day(options)
        return self._heavy(
            "sensitivity",
            lambda: plan_sensitivity(self.snapshot, options, self._posed),
            options=options,
        )

    def expected(
        self, options: PlanOptions | None = None, progress: Callable[[float], bool] | None = None
    ) -> PlanUncertainty | None:
        """Return what may be expected of a plan, by the draws of every face; None where it is not drawn."""
        from graph.planning import EXPECTED_SEED, expected_draws

        draws = expected_draws(self.snapshot, options)
        return self.uncertainty(draws, EXPECTED_SEED, progress, options) if draws else None

    def uncertainty(
        self,
        draws: int,
        seed: int,
        progress: Callable[[float], bool] | None = None,
        options: PlanOptions | None = None,
    ) -> PlanUncertainty:
        """Return how far the plan's figures spread; the latest are kept.

        Here and below `progress` is who follows the request at hand, unless it is given.
        """
        from graph.planning import plan_uncertainty

        progress, options = progress or ASKING.get().progress, self._on_the_day(options)
        given = {"draws": draws, "seed": seed, "options": options}

        def drawn() -> PlanUncertainty:
            return plan_uncertainty(self.snapshot, options, draws, seed, progress, self._posed)

        if self._lane is not None:
            return self._heavy("uncertainty", drawn, progress, **given)
        return self._once_whole(key_of("uncertainty", given), drawn)

    def roadmap(
        self,
        first: int,
        last: int,
        options: PlanOptions | None = None,
        progress: Callable[[float], bool] | None = None,
    ) -> Roadmap:
        """Return the best plan of several years as one."""
        from graph.planning import make_roadmap

        progress, options = progress or ASKING.get().progress, self._on_the_day(options)
        return self._heavy(
            "roadmap",
            lambda: make_roadmap(self.snapshot, first, last, options, progress),
            progress,
            first=first,
            last=last,
            options=options,
        )

    def front(
        self,
        objectives: tuple[Objective, ...],
        points: int,
        options: PlanOptions | None = None,
        progress: Callable[[float], bool] | None = None,
    ) -> ParetoFront:
        """Return the trade-off between two or three objectives."""
        from graph.planning import pareto_front

        progress, options = progress or ASKING.get().progress, _asked(options)
        return self._heavy(
            "front",
            lambda: pareto_front(self.snapshot, objectives, points, options, progress),
            progress,
            objectives=objectives,
            points=points,
            options=options,
        )

    def abatement(
        self,
        target: str | None,
        options: PlanOptions | None = None,
        progress: Callable[[float], bool] | None = None,
    ) -> tuple[AbatementCurve, ...]:
        """Return the marginal abatement curve of one target, or of all."""
        from graph.planning import abatement_curves

        progress, options = progress or ASKING.get().progress, _asked(options)
        wanted = () if target is None else (target,)
        return self._heavy(
            "abatement",
            lambda: abatement_curves(self.snapshot, wanted, options, progress),
            progress,
            target=target,
            options=options,
        )

    def fair_split(self, options: PlanOptions | None = None) -> FairSplit:
        """Return fair splits between the firms of the plan of most benefit."""
        from graph.planning import fair_split

        options = self._on_the_day(options)
        return self._heavy("fair_split", lambda: fair_split(self.snapshot, options), options=options)

    def bundles(
        self,
        grouping: Grouping | None = None,
        planned: bool | None = None,
        options: PlanOptions | None = None,
        progress: Callable[[float], bool] | None = None,
    ) -> ParkBundles:
        """Return what goes between groups of the park: with its plan, or today's and contracted flows alone.

        With None it is in there if it was made before; making it takes minutes in a large store.
        """
        from graph.analysis import park_bundles

        progress, options = progress or ASKING.get().progress, self._on_the_day(options)
        plan = self.plan(options) if planned else self.kept_plan(options) if planned is None else None
        key = key_of("bundles", {"grouping": grouping, "planned": plan is not None, "options": options})
        return self._once_whole(key, lambda: park_bundles(self.snapshot, grouping, plan, progress=progress))

    def kept_plan(self, options: PlanOptions | None = None) -> Plan | None:
        """Return the plan by the options if it was made before; None where it would have to be made."""
        kept = self._memory.at(key_of("plan", {"options": self._on_the_day(options)}))
        made = kept is not None and kept.done() and kept.exception() is None
        return cast("Plan", kept.result()) if kept is not None and made else None

    def leads(self, options: LeadOptions, progress: Callable[[float], bool] | None = None) -> Leads:
        """Return the missing links most worth recruiting; the latest lists are kept."""
        from graph.recruiting import find_leads

        progress = progress or ASKING.get().progress
        options = replace(options, plan=self._on_the_day(options.plan))

        def found() -> Leads:
            return find_leads(self.snapshot, options, progress)

        return self._heavy("leads", found, progress, options=options)

    def brief(self, rank: int, language: str, options: LeadOptions | None = None) -> Brief:
        """Return the brief of one lead of the list, by its rank.

        Raises
        ------
        SymbioflowError
            ``UNKNOWN_LEAD``, saying how many there are.
        """
        from graph.recruiting import LeadOptions, brief_of

        options = options or LeadOptions()
        found = self.leads(options).items
        lead = next((item for item in found if item.rank == rank), None)
        if lead is None:
            raise SymbioflowError("UNKNOWN_LEAD", exit_code=EXIT_USAGE, rank=rank, count=len(found))
        return brief_of(self.snapshot, self.plan(options.plan), lead, language)

    def chains(self, chain: str | None = None) -> tuple[ChainReport, ...]:
        """Return how whole each product chain is, or one of them, by id or name."""
        from graph.recruiting import chain_reports

        return self._memory.once(("chains", chain), lambda: chain_reports(self.snapshot, chain))

    def indicators(
        self, unit: Unit = Unit.TONNE, options: PlanOptions | None = None
    ) -> tuple[NetworkIndicators, ...]:
        """Return what the network of today is made of, that of the plan, and that of the potential."""
        from graph.analysis import (
            NetworkState,
            flows_planned,
            flows_possible,
            flows_today,
            network_indicators,
        )

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
        tolerance: float | None = None,
        kinds: tuple[LostKind, ...] | None = None,
        progress: Callable[[float], bool] | None = None,
        options: PlanOptions | None = None,
    ) -> Resilience:
        """Return what is lost without each enterprise, facility and market."""
        from graph.analysis import TOLERANCE, park_resilience
        from graph.planning import LOSABLE

        tolerance = TOLERANCE if tolerance is None else tolerance
        kinds = LOSABLE if kinds is None else kinds
        progress, options = progress or ASKING.get().progress, self._on_the_day(options)

        def found() -> Resilience:
            plan = self.plan(options)
            return park_resilience(self.snapshot, options, tolerance, kinds, plan, progress, self._posed)

        return self._heavy("resilience", found, progress, tolerance=tolerance, kinds=kinds, options=options)

    def trace(
        self,
        start: TraceStart,
        origin: str,
        direction: TraceDirection | None = None,
        options: PlanOptions | None = None,
    ) -> Trace:
        """Return where something goes and comes from, by today's flows and the plan's."""
        from graph.analysis import TraceDirection, trace

        return trace(self.snapshot, self.plan(options), start, origin, direction or TraceDirection.BOTH)

    def conversions(self, source: str, target: str, top: int) -> tuple[Conversion, ...]:
        """Return the shortest ways from one material to another."""
        from graph.analysis import conversion_ways

        return conversion_ways(self.snapshot, source, target, top)

    def _on_the_day(self, options: PlanOptions | None) -> PlanOptions:
        options = _asked(options)
        on = self._matching.on
        return options if on is None else replace(options, matching=replace(options.matching, on=on))

    def _posed(self, options: PlanOptions) -> Problem:
        """Return the problem of a plan: one may be planned and then drawn, or planned with full markets."""
        from graph.matching.ranking import plan_candidates
        from graph.planning import pose, refuse_bad_numbers

        def posed() -> Problem:
            refuse_bad_numbers(self.snapshot)
            matching = options.matching
            links = self._linked.of_some(
                options_key(matching), lambda: plan_candidates(self.snapshot, matching)
            )
            return pose(self.snapshot, options, candidates=links)

        return self._problem.of_some(options_key(options), posed)


def _asked(options: PlanOptions | None) -> PlanOptions:
    """Return options, or those of net tonnes unless something else is said."""
    from graph.planning import PlanOptions

    return options or PlanOptions()
