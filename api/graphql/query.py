"""What can be asked through GraphQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import strawberry
from strawberry import relay

from api import selection
from api.graphql.context import Info
from api.graphql.frontier import AbatementCurve, ParetoFront
from api.graphql.library import Policy, Precedent, Target
from api.graphql.linkages import Linkage
from api.graphql.materials import Material
from api.graphql.nodes import local_id, node_by_global_id, required, shown
from api.graphql.pages import Connection, Paged
from api.graphql.parks import Enterprise, Park
from api.graphql.plans import PARK_LIST, Plan
from api.graphql.standards import Standard
from api.graphql.streams import WasteStream
from api.graphql.suggestions import Refusal, Suggestion
from api.graphql.technologies import Facility, Technology
from api.graphql.uses import UseAnswer, use_answer
from api.plan_options import plan_options
from api.selection import Filter, named_like
from api.uses import use_document
from graph import matching, model
from graph.errors import SymbioflowError
from graph.planning import Objective
from graph.tables import TABLES
from graph.vocabulary import Hazard, LinkageState, OperatingState

#: The longest that a plan may be solved for, seconds.
LONGEST_SOLVE = 600.0
#: The most results of one search.
SEARCH_LIMIT = 50

Text = Annotated[
    str | None,
    strawberry.argument(description="Only those whose names or identifier contain this, in zh or en."),
]
InPark = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only those in this park or its areas.")
]
OfMaterial = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only those of this material or its kinds.")
]
OfEnterprise = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only those of this enterprise.")
]
OfStream = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only those of this waste stream.")
]
Horizon = Annotated[
    int | None, strawberry.argument(description="Years over which stock is drawn down, 1 to 10.")
]
Budget = Annotated[
    float | None, strawberry.argument(description="The most that planned facilities may cost, CNY.")
]
TimeLimit = Annotated[float, strawberry.argument(description="Seconds for the solver, at most 600.")]
InState = Annotated[OperatingState | None, strawberry.argument(description="Only those in this state.")]


@strawberry.type(description="How many rows one table of the graph has.")
class TableCount:
    """A count."""

    table: str = strawberry.field(description="Name of the table, as in files.")
    rows: int = strawberry.field(description="How many rows.")


@strawberry.type(description="The unchanging copy of the graph that this request is answered from.")
class SnapshotInfo:
    """A snapshot."""

    fingerprint: str = strawberry.field(description="SHA-256; equal content gives an equal fingerprint.")
    data_version: int = strawberry.field(description="Rises by one with every change of the store.")
    counts: list[TableCount] = strawberry.field(
        description="Rows of every table.", metadata={"size": len(TABLES)}
    )


@strawberry.type(description="One result of a search.")
class SearchHit:
    """A hit."""

    table: str = strawberry.field(description="Table that it stands in.")
    local_id: str = strawberry.field(description="Its identifier in files and stores.")
    name_zh: str = strawberry.field(description="Its name in Chinese.")
    name_en: str = strawberry.field(description="Its name in English.")
    score: float = strawberry.field(description="Higher is nearer; comparable within one search only.")
    node: relay.Node | None = strawberry.field(description="The object itself.")


def _own(id: str | None, entity: type[Any]) -> str | None:
    return None if id is None else local_id(id, entity)


def _wanted(
    text: str | None = None,
    park: str | None = None,
    enterprise: str | None = None,
    material: str | None = None,
    state: OperatingState | None = None,
) -> Filter:
    return Filter(
        text,
        _own(park, model.Park),
        _own(enterprise, model.Enterprise),
        _own(material, model.Material),
        state,
    )


def _paged(window: type[Any], description: str, weight: int = 1) -> Any:
    return strawberry.field(
        graphql_type=Connection[window],  # type: ignore[valid-type]
        description=description,
        extensions=[Paged()],
        metadata={"weight": weight},
    )


@strawberry.type(description="Everything that can be asked; ids are global `id`s or the `localId`s of files.")
class Query:
    """Root of questions."""

    @strawberry.field(description="The object with this global id; null if it is gone.")
    def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="A global id that a query gave.")],
    ) -> relay.Node | None:
        """Return any object by its global id."""
        found: relay.Node | None = node_by_global_id(id, info)
        return found

    @strawberry.field(description="Which state of the graph this request is answered from.")
    def snapshot(self, info: Info) -> SnapshotInfo:
        """Return fingerprint, version and counts."""
        view = info.context.view
        counts = [TableCount(table=name, rows=view.snapshot.count(name)) for name in TABLES]
        return SnapshotInfo(fingerprint=view.snapshot.fingerprint, data_version=view.version, counts=counts)

    @_paged(Park, "Parks and their areas, by id.")
    def parks(self, info: Info, text: Text = None) -> Sequence[model.Park]:
        """Return parks."""
        return named_like(info.context.view.all(model.Park), text)

    @_paged(Enterprise, "Enterprises, by id.")
    def enterprises(
        self, info: Info, text: Text = None, park: InPark = None, state: InState = None
    ) -> Sequence[model.Enterprise]:
        """Return enterprises."""
        return selection.enterprises(info.context.view, _wanted(text, park, state=state))

    @_paged(WasteStream, "Waste streams, by id.")
    def waste_streams(
        self,
        info: Info,
        text: Text = None,
        park: InPark = None,
        enterprise: OfEnterprise = None,
        material: OfMaterial = None,
    ) -> Sequence[model.WasteStream]:
        """Return waste streams."""
        return selection.waste_streams(info.context.view, _wanted(text, park, enterprise, material))

    @_paged(Material, "Materials, by id.")
    def materials(
        self,
        info: Info,
        text: Text = None,
        kind_of: OfMaterial = None,
        hazard: Annotated[
            Hazard | None, strawberry.argument(description="Only those of this hazard class.")
        ] = None,
    ) -> Sequence[model.Material]:
        """Return materials."""
        return selection.materials(info.context.view, _wanted(text, material=kind_of), hazard)

    @_paged(Technology, "Technologies, by id.")
    def technologies(
        self, info: Info, text: Text = None, material: OfMaterial = None
    ) -> Sequence[model.Technology]:
        """Return technologies."""
        return selection.technologies(info.context.view, _wanted(text, material=material))

    @_paged(Facility, "Facilities, by id.")
    def facilities(
        self,
        info: Info,
        text: Text = None,
        park: InPark = None,
        enterprise: OfEnterprise = None,
        material: OfMaterial = None,
        state: InState = None,
    ) -> Sequence[model.Facility]:
        """Return facilities."""
        return selection.facilities(info.context.view, _wanted(text, park, enterprise, material, state))

    @_paged(Linkage, "Registered linkages, by id.")
    def linkages(
        self,
        info: Info,
        state: Annotated[
            LinkageState | None, strawberry.argument(description="Only those in this state.")
        ] = None,
    ) -> Sequence[model.Linkage]:
        """Return linkages."""
        return selection.linkages(info.context.view, state)

    @_paged(Suggestion, "Linkages worth making: streams by id, the best of each first.", weight=10)
    def suggestions(
        self,
        info: Info,
        stream: OfStream = None,
        enterprise: OfEnterprise = None,
        material: OfMaterial = None,
        park: InPark = None,
        facility: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only those to this facility.")
        ] = None,
        top: Annotated[
            int, strawberry.argument(description="No more than this many of each stream; 0: all.")
        ] = 5,
    ) -> Sequence[matching.Suggestion]:
        """Return suggestions."""
        return selection.suggestions(
            info.context.view,
            _wanted(None, park, enterprise, material),
            _required(info, stream, model.WasteStream),
            _required(info, facility, model.Facility),
            top,
        )

    @strawberry.field(
        description="One suggestion, explained. Errors: UNKNOWN_SUGGESTION, REFUSED_SUGGESTION.",
        metadata={"weight": 10},
    )
    def suggestion(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="`id`, or stream>facility>port.")],
    ) -> Suggestion:
        """Return one suggestion."""
        found: Suggestion = shown(info.context.view.explanation(local_id(id, matching.Suggestion)))
        return found

    @strawberry.field(
        description="Facilities that take a stream's material but must refuse the stream, and why.",
        metadata={"weight": 10, "size": PARK_LIST},
    )
    def refusals(self, info: Info, stream: OfStream = None, material: OfMaterial = None) -> list[Refusal]:
        """Return refusals."""
        found = selection.refusals(
            info.context.view, _wanted(material=material), _required(info, stream, model.WasteStream)
        )
        return [shown(refusal) for refusal in found]

    @strawberry.field(
        description="Industries that could use a waste. Errors: UNKNOWN_INDUSTRY, TEXT_TOO_LONG.",
        metadata={"weight": 50},
    )
    def suggest_uses(
        self,
        info: Info,
        waste: Annotated[str, strawberry.argument(description="What it is, zh or en, or a waste code.")],
        donor: Annotated[
            str, strawberry.argument(description="Industry that gives it off: NACE, ISIC or GB/T 4754.")
        ] = "",
        top: Annotated[int, strawberry.argument(description="The most industries, 1 to 50.")] = 10,
    ) -> UseAnswer:
        """Return what cold start says."""
        if not 1 <= top <= SEARCH_LIMIT:
            raise SymbioflowError("BAD_PAGE", f"top is {top}; expected 1 to {SEARCH_LIMIT}")
        return use_answer(use_document(info.context.view.uses(waste, donor, top)))

    @strawberry.field(
        description="The best plan. Errors: BAD_OPTION, CONFLICTING_CONTRACTS, SOLVER_TIME_OUT, NO_PLAN.",
        metadata={"weight": 100},
    )
    def plan(
        self,
        info: Info,
        objective: Annotated[
            Objective, strawberry.argument(description="What is made as large as it can be.")
        ] = Objective.TONNES,
        mix: Annotated[
            list[float],
            strawberry.argument(description="Weights of tonnes, benefit and CO2, for WEIGHTED only."),
        ] = (),  # type: ignore[assignment]  # an empty list, and no mutable default
        horizon: Horizon = None,
        minimum_lot: Annotated[
            float, strawberry.argument(description="A linkage carries nothing, or at least this per year.")
        ] = 0.0,
        on_off: Annotated[
            bool,
            strawberry.argument(description="A facility stands still, or takes at least its minimum scale."),
        ] = False,
        budget: Budget = None,
        gap: Annotated[float, strawberry.argument(description="Relative gap that is good enough.")] = 1e-4,
        time_limit: TimeLimit = LONGEST_SOLVE,
    ) -> Plan:
        """Return the plan."""
        options = plan_options(
            objective, tuple(mix), horizon, minimum_lot, on_off, budget, gap, _allowed(time_limit)
        )
        found: Plan = shown(info.context.view.plan(options))
        return found

    @strawberry.field(
        description="What more of one objective costs in the others. Errors: BAD_OPTION, as plan.",
        metadata={"weight": 5000},
    )
    def pareto_front(
        self,
        info: Info,
        objectives: Annotated[
            list[Objective], strawberry.argument(description="Two or three; the first in most detail.")
        ],
        points: Annotated[
            int, strawberry.argument(description="Levels of each objective but the first, 2 to 25.")
        ] = 10,
        horizon: Horizon = None,
        budget: Budget = None,
    ) -> ParetoFront:
        """Return the front."""
        options = plan_options(horizon=horizon, budget=budget)
        found: ParetoFront = shown(info.context.view.front(tuple(objectives), points, options))
        return found

    @strawberry.field(
        description="Which next linkages close the gap to each target cheapest. Errors: UNKNOWN_TARGET.",
        metadata={"weight": 5000},
    )
    def abatement(
        self,
        info: Info,
        target: Annotated[strawberry.ID | None, strawberry.argument(description="Only this target.")] = None,
    ) -> list[AbatementCurve]:
        """Return the curves."""
        return [shown(curve) for curve in info.context.view.abatement(_own(target, model.Target))]

    @_paged(Target, "Targets, by id.")
    def targets(self, info: Info, text: Text = None) -> Sequence[model.Target]:
        """Return targets."""
        return named_like(info.context.view.all(model.Target), text)

    @_paged(Precedent, "Documented exchanges elsewhere, by id.")
    def precedents(self, info: Info, text: Text = None) -> Sequence[model.Precedent]:
        """Return precedents."""
        return named_like(info.context.view.all(model.Precedent), text)

    @_paged(Policy, "Policies, by id.")
    def policies(self, info: Info, text: Text = None) -> Sequence[model.Policy]:
        """Return policies."""
        return named_like(info.context.view.all(model.Policy), text)

    @_paged(Standard, "Standards, by id.")
    def standards(self, info: Info, text: Text = None) -> Sequence[model.Standard]:
        """Return standards."""
        return named_like(info.context.view.all(model.Standard), text)

    @strawberry.field(
        description="Parks, enterprises, materials, technologies, facilities and streams by name, zh or en.",
        metadata={"weight": 10, "size": SEARCH_LIMIT},
    )
    def search(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="What to look for.")],
        limit: Annotated[int, strawberry.argument(description="The most results, 1 to 50.")] = 20,
    ) -> list[SearchHit]:
        """Return what the store finds, nearest first."""
        if not 1 <= limit <= SEARCH_LIMIT:
            raise SymbioflowError("BAD_PAGE", f"limit is {limit}; expected 1 to {SEARCH_LIMIT}")
        return [
            SearchHit(
                table=hit.table,
                local_id=hit.id,
                name_zh=hit.name_zh,
                name_en=hit.name_en,
                score=hit.score,
                node=shown(info.context.view.get(TABLES[hit.table].entity, hit.id)),
            )
            for hit in info.context.service.search(text, limit)
        ]


def _allowed(seconds: float) -> float:
    if seconds > LONGEST_SOLVE:
        raise SymbioflowError("BAD_OPTION", f"seconds is {seconds}; expected at most {LONGEST_SOLVE:.0f}")
    return seconds


def _required(info: Info, id: str | None, entity: type[Any]) -> str | None:
    return None if id is None else required(info, entity, id)
