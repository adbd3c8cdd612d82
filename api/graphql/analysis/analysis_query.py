"""What can be asked of a park's network: indicators, resilience, traces and conversions."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.analysis.analysis import (
    INDICATORS_COST,
    RESILIENCE_COST,
    Conversion,
    FairSplit,
    NetworkIndicators,
    Resilience,
    Trace,
)
from api.graphql.analysis.bundles import ParkBundles
from api.graphql.context import Info
from api.graphql.nodes import PLAN_WEIGHT, local_id, required, resolved, shown
from api.graphql.planning import argument_of, given_to, view_of
from api.plan_options import AIM, Asked, asks
from graph import model
from graph.analysis import TOLERANCE, Grouping, TraceDirection, TraceStart
from graph.errors import SymbioflowError
from graph.planning import LOSABLE, LostKind
from graph.vocabulary import Unit

#: The most chains of one question.
MOST_CHAINS = 50

_STARTS = {
    "enterprise": (TraceStart.ENTERPRISE, model.Enterprise),
    "material": (TraceStart.MATERIAL, model.Material),
    "linkage": (TraceStart.LINKAGE, model.Linkage),
}


@strawberry.type
class AnalysisQuery:
    """The part of `Query` that looks at the network."""

    @resolved(**INDICATORS_COST)
    @asks(argument_of, given_to, without={"potential"})
    def indicators(
        self,
        info: Info,
        asked: Asked,
        unit: Annotated[
            Unit, strawberry.argument(description="Whose flows; they are never added up.")
        ] = Unit.TONNE,
    ) -> list[NetworkIndicators]:
        """What the network of today, of the plan and of the technical potential is made of. Errors: those of
        plan.
        """
        return [shown(found) for found in view_of(info, asked).indicators(unit, asked.options)]

    @resolved(**RESILIENCE_COST)
    @asks(argument_of, given_to)
    def resilience(
        self,
        info: Info,
        asked: Asked,
        tolerance: Annotated[
            float, strawberry.argument(description="What an enterprise of a cascade can lose, 0 to below 1.")
        ] = TOLERANCE,
        kinds: Annotated[
            list[LostKind] | None, strawberry.argument(description="Losses of these only; null: all.")
        ] = None,
    ) -> Resilience:
        """What is lost without each enterprise, facility and market, each planned again. Errors: BAD_OPTION,
        and those of plan.
        """
        wanted = tuple(kind for kind in LOSABLE if kinds is None or kind in kinds)
        view = view_of(info, asked)
        found: Resilience = shown(view.resilience(tolerance, wanted, options=asked.options))
        return found

    @resolved(weight=PLAN_WEIGHT)
    @asks(argument_of, given_to, without={"potential"})
    def bundles(
        self,
        info: Info,
        asked: Asked,
        grouping: Annotated[
            Grouping | None,
            strawberry.argument(description="What is put together; null: industries, or wastes of one."),
        ] = None,
        planned: Annotated[
            bool | None,
            strawberry.argument(
                description="With the plan, made if need be, or without; null: with one that is there."
            ),
        ] = None,
    ) -> ParkBundles:
        """What goes between groups of firms or of wastes, few enough to be read at once; of a park of any
        size. Errors: those of plan where it is asked for.
        """
        found: ParkBundles = shown(view_of(info, asked).bundles(grouping, planned, asked.options))
        return found

    @resolved(**RESILIENCE_COST)
    @asks(argument_of, given_to, without=AIM)
    def fair_split(self, info: Info, asked: Asked) -> FairSplit:
        """How the firms of the plan of most benefit may share it fairly. Errors: those of plan."""
        found: FairSplit = shown(view_of(info, asked).fair_split(asked.options))
        return found

    @resolved(weight=PLAN_WEIGHT)
    @asks(argument_of, given_to)
    def trace(
        self,
        info: Info,
        asked: Asked,
        enterprise: Annotated[
            strawberry.ID | None, strawberry.argument(description="Start at an enterprise.")
        ] = None,
        material: Annotated[
            strawberry.ID | None, strawberry.argument(description="Start at a material and its kinds.")
        ] = None,
        linkage: Annotated[
            strawberry.ID | None, strawberry.argument(description="Start at a linkage of the register.")
        ] = None,
        direction: Annotated[
            TraceDirection, strawberry.argument(description="Which way.")
        ] = TraceDirection.BOTH,
    ) -> Trace:
        """Where an enterprise's, a material's or a linkage's flows go and come from, by today's flows and the
        plan's. Errors: BAD_OPTION unless one start is given, NOT_FOUND, and those of plan.
        """
        given = {"enterprise": enterprise, "material": material, "linkage": linkage}
        starts = [(name, id) for name, id in given.items() if id is not None]
        if len(starts) != 1:
            raise SymbioflowError("BAD_OPTION.one_start", given=len(starts))
        ((name, id),) = starts
        start, entity = _STARTS[name]
        view = view_of(info, asked)
        found: Trace = shown(view.trace(start, local_id(id, entity), direction, asked.options))
        return found

    @resolved(weight=10, size=10)
    def conversions(
        self,
        info: Info,
        source: Annotated[strawberry.ID, strawberry.argument(description="What goes in.")],
        target: Annotated[strawberry.ID, strawberry.argument(description="What is to come out.")],
        top: Annotated[int, strawberry.argument(description="The most chains, 1 to 50.")] = 10,
    ) -> list[Conversion]:
        """The chains with the fewest technologies from one material to another, whoever runs them. Errors:
        NOT_FOUND, BAD_PAGE.
        """
        if not 1 <= top <= MOST_CHAINS:
            raise SymbioflowError("BAD_PAGE.between", name="top", given=top, limit=MOST_CHAINS)
        taken, made = (required(info, model.Material, id) for id in (source, target))
        return [shown(way) for way in info.context.view.conversions(taken, made, top)]
