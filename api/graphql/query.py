"""What can be asked through GraphQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import relay

from api.graphql.analysis import AnalysisQuery
from api.graphql.context import Info
from api.graphql.matching import Pathways, Refusal, Suggestion, UseAnswer
from api.graphql.nodes import (
    PARK_LIST,
    WINDOWS,
    Finder,
    OnDay,
    described,
    description_of,
    local_id,
    node_by_global_id,
    required,
    resolved,
    shown,
)
from api.graphql.pages import Connection, Paged
from api.graphql.park import (
    Enterprise,
    Facility,
    Linkage,
    Market,
    Material,
    Park,
    Technology,
    WasteStream,
)
from api.graphql.planning import PlanningQuery
from api.graphql.recruiting import BriefsQuery, ChainsQuery
from api.graphql.state import SnapshotInfo, snapshot_info
from api.views import View, selection
from api.views.selection import (
    Filter,
    LinkageOrder,
    SizeOrder,
    SuggestionOrder,
    code_letters,
    named_like,
)
from graph import matching, model
from graph.errors import SymbioflowError
from graph.evidence import Grade
from graph.knowledge import SEARCHED_TABLES, Candidate, Why
from graph.tables import TABLES
from graph.vocabulary import Hazard, LinkageState, OperatingState

#: The most results of one search.
SEARCH_LIMIT = 50

Text = Annotated[
    str | None,
    strawberry.argument(
        description="Only those whose names or identifier hold this, in zh or en, else those spelt like it."
    ),
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
InState = Annotated[OperatingState | None, strawberry.argument(description="Only those in this state.")]
OfCode = Annotated[
    str | None,
    strawberry.argument(description="Only those with this code or one below it, in any usual spelling."),
]
OfGrades = Annotated[
    list[Grade], strawberry.argument(description="Only those whose evidence has one of these grades.")
]
InSizeOrder = Annotated[SizeOrder, strawberry.argument(description="What comes first.")]
ById = Annotated[strawberry.ID, strawberry.argument(description="Its `id`, or its `localId`.")]


@strawberry.input(description="Another value of a weight or constant of the score.")
class WeightInput:
    """An override."""

    id: str = strawberry.field(description="Its id in the weights table, such as part.co2.")
    value: float = strawberry.field(description="0 or more.")


@described
class SearchHit:
    """One result of a search."""

    table: str = strawberry.field(description="Table that it stands in.")
    local_id: str = strawberry.field(description="Its identifier in files and stores.")
    name_zh: str = strawberry.field(description="Its name in Chinese.")
    name_en: str = strawberry.field(description="Its name in English.")
    score: float = strawberry.field(description="Likeness, 0 to 1; 1 where the text is one of its names.")
    basis: Why = strawberry.field(description="What of it was recognised.")
    why: str = strawberry.field(description="The name or code that was recognised.")
    node: relay.Node | None = strawberry.field(description="The object itself.")


def _wanted(
    info: Info,
    text: str | None = None,
    park: str | None = None,
    enterprise: str | None = None,
    material: str | None = None,
    state: OperatingState | None = None,
    code: str | None = None,
    grades: Sequence[Grade] = (),
) -> Filter:
    """Return what rows must be like, every argument checked before anything is looked for."""
    if code is not None and not code_letters(code):
        raise SymbioflowError("BAD_CODE.argument", given=code)
    return Filter(
        text,
        _required(info, park, model.Park),
        _required(info, enterprise, model.Enterprise),
        _required(info, material, model.Material),
        state,
        None if code is None else code_letters(code),
        tuple(grades),
    )


def _single(entity: type[Any], description: str) -> Any:
    """Return a field that finds one row by its id."""

    def find(info: Info, id: ById) -> Any:
        return shown(info.context.view.get(entity, required(info, entity, id)))

    find.__annotations__["return"] = WINDOWS[entity]
    return strawberry.field(resolver=find, description=f"{description} Errors: NOT_FOUND.")


def _paged(window: type[Any], weight: int = 1, anew: Sequence[str] = ()) -> Callable[[Finder], Any]:
    """Make a method that finds a whole list a field that shows it page by page."""
    return lambda find: strawberry.field(
        resolver=find,
        graphql_type=Connection[window],  # type: ignore[valid-type]
        description=description_of(find),
        extensions=[Paged()],
        metadata={"weight": weight, "anew": anew},
    )


def _named(entity: type[Any], description: str) -> Any:
    """Return a field that shows the rows of one kind page by page, all or those called like a text."""

    def find(self: Any, info: Info, text: Text = None) -> Sequence[Any]:
        return named_like(info.context.view, entity, text)

    find.__doc__ = description
    return _paged(WINDOWS[entity])(find)


@described
class Query(PlanningQuery, ChainsQuery, BriefsQuery, AnalysisQuery):
    """Everything that can be asked; ids are global `id`s or the `localId`s of files."""

    @resolved()
    def node(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="A global id that a query gave.")],
    ) -> relay.Node | None:
        """The object with this global id; null if it is gone."""
        found: relay.Node | None = node_by_global_id(id, info)
        return found

    park: Park = _single(model.Park, "One park or area.")
    enterprise: Enterprise = _single(model.Enterprise, "One enterprise.")
    waste_stream: WasteStream = _single(model.WasteStream, "One waste stream.")
    material: Material = _single(model.Material, "One material.")
    technology: Technology = _single(model.Technology, "One technology.")
    facility: Facility = _single(model.Facility, "One facility.")
    linkage: Linkage = _single(model.Linkage, "One linkage of the register.")

    @resolved()
    def snapshot(self, info: Info) -> SnapshotInfo:
        """Which state of the graph this request is answered from."""
        return snapshot_info(info.context.view)

    parks = _named(model.Park, "Parks and their areas, by id.")

    @_paged(Enterprise)
    def enterprises(
        self,
        info: Info,
        text: Text = None,
        park: InPark = None,
        state: InState = None,
        code: OfCode = None,
        grades: OfGrades = (),  # type: ignore[assignment]  # an empty list, and no mutable default
    ) -> Sequence[model.Enterprise]:
        """Enterprises, by id."""
        wanted = _wanted(info, text, park, state=state, code=code, grades=grades)
        return selection.enterprises(info.context.view, wanted)

    @_paged(WasteStream)
    def waste_streams(
        self,
        info: Info,
        text: Text = None,
        park: InPark = None,
        enterprise: OfEnterprise = None,
        material: OfMaterial = None,
        code: OfCode = None,
        grades: OfGrades = (),  # type: ignore[assignment]
        order: InSizeOrder = SizeOrder.ID,
    ) -> Sequence[model.WasteStream]:
        """Waste streams, by id."""
        wanted = _wanted(info, text, park, enterprise, material, code=code, grades=grades)
        return selection.waste_streams(info.context.view, wanted, order)

    @_paged(Material)
    def materials(
        self,
        info: Info,
        text: Text = None,
        kind_of: OfMaterial = None,
        hazard: Annotated[
            Hazard | None, strawberry.argument(description="Only those of this hazard class.")
        ] = None,
        code: OfCode = None,
        grades: OfGrades = (),  # type: ignore[assignment]
    ) -> Sequence[model.Material]:
        """Materials, by id."""
        wanted = _wanted(info, text, material=kind_of, code=code, grades=grades)
        return selection.materials(info.context.view, wanted, hazard)

    @_paged(Technology)
    def technologies(
        self, info: Info, text: Text = None, material: OfMaterial = None
    ) -> Sequence[model.Technology]:
        """Technologies, by id."""
        return selection.technologies(info.context.view, _wanted(info, text, material=material))

    @_paged(Facility)
    def facilities(
        self,
        info: Info,
        text: Text = None,
        park: InPark = None,
        enterprise: OfEnterprise = None,
        material: OfMaterial = None,
        state: InState = None,
        grades: OfGrades = (),  # type: ignore[assignment]
        order: InSizeOrder = SizeOrder.ID,
    ) -> Sequence[model.Facility]:
        """Facilities, by id."""
        wanted = _wanted(info, text, park, enterprise, material, state, grades=grades)
        return selection.facilities(info.context.view, wanted, order)

    @_paged(Linkage)
    def linkages(
        self,
        info: Info,
        state: Annotated[
            LinkageState | None, strawberry.argument(description="Only those in this state.")
        ] = None,
        changed_since: Annotated[
            date | None,
            strawberry.argument(description="Only those whose state changed on this day (UTC) or later."),
        ] = None,
        grades: OfGrades = (),  # type: ignore[assignment]
        order: Annotated[LinkageOrder, strawberry.argument(description="What comes first.")] = (
            LinkageOrder.ID
        ),
    ) -> Sequence[model.Linkage]:
        """Registered linkages, by id."""
        return selection.linkages(info.context.view, state, changed_since, grades, order)

    @_paged(Suggestion, weight=10, anew=("on", "weights"))
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
        on: OnDay = None,
        weights: Annotated[
            list[WeightInput],
            strawberry.argument(description="Other values of weights, for this answer only."),
        ] = (),  # type: ignore[assignment]
        least_score: Annotated[
            float, strawberry.argument(description="Only those with this score or a better one, 0 to 1.")
        ] = 0.0,
        order: Annotated[SuggestionOrder, strawberry.argument(description="What comes first.")] = (
            SuggestionOrder.STREAM
        ),
    ) -> Sequence[matching.Suggestion]:
        """Linkages worth making: streams by id, the best of each first."""
        if top < 0:
            raise SymbioflowError("BAD_OPTION.top", name="top", given=top)
        if not 0.0 <= least_score <= 1.0:
            raise SymbioflowError("BAD_OPTION.share", name="leastScore", given=least_score)
        return selection.suggestions(
            info.context.view.at(on, {weight.id: weight.value for weight in weights}),
            _wanted(info, None, park, enterprise, material),
            _required(info, stream, model.WasteStream),
            _required(info, facility, model.Facility),
            top,
            least_score,
            order,
        )

    @resolved(weight=10)
    def suggestion(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="`id`, or stream>facility>port.")],
    ) -> Suggestion:
        """One suggestion, explained. Errors: UNKNOWN_SUGGESTION, REFUSED_SUGGESTION."""
        found: Suggestion = shown(info.context.view.explanation(local_id(id, matching.Suggestion)))
        return found

    @resolved(weight=10, size=PARK_LIST, anew=("on",))
    def refusals(
        self,
        info: Info,
        stream: OfStream = None,
        park: InPark = None,
        material: OfMaterial = None,
        on: OnDay = None,
    ) -> list[Refusal]:
        """Facilities that take a stream's material but must refuse the stream, and why."""
        found = selection.refusals(
            info.context.view.at(on),
            _wanted(info, park=park, material=material),
            _required(info, stream, model.WasteStream),
        )
        return [shown(refusal) for refusal in found]

    @resolved(weight=10, size=PARK_LIST, anew=("on",))
    def untaken(
        self,
        info: Info,
        stream: OfStream = None,
        park: InPark = None,
        material: OfMaterial = None,
        on: OnDay = None,
    ) -> list[WasteStream]:
        """Streams that are offered to nobody; see who usually takes such a waste."""
        found = selection.untaken(
            info.context.view.at(on),
            _wanted(info, park=park, material=material),
            _required(info, stream, model.WasteStream),
        )
        return [shown(row) for row in found]

    @resolved(weight=50)
    def suggest_uses(
        self,
        info: Info,
        waste: Annotated[str, strawberry.argument(description="What it is, zh or en, or a waste code.")],
        donor: Annotated[
            str, strawberry.argument(description="Industry that gives it off: NACE, ISIC or GB/T 4754.")
        ] = "",
        top: Annotated[int, strawberry.argument(description="The most industries, 1 to 50.")] = 10,
    ) -> UseAnswer:
        """Industries that could use a waste. Errors: UNKNOWN_INDUSTRY, TEXT_TOO_LONG."""
        if not 1 <= top <= SEARCH_LIMIT:
            raise SymbioflowError("BAD_PAGE.between", name="top", given=top, limit=SEARCH_LIMIT)
        answer: UseAnswer = shown(info.context.view.uses(waste, donor, top))
        return answer

    @resolved(weight=10)
    def pathways(
        self,
        info: Info,
        material: Annotated[strawberry.ID, strawberry.argument(description="What is to be used.")],
        hypothetical: Annotated[
            bool, strawberry.argument(description="Whether technologies count that nobody runs or plans.")
        ] = True,
        top: Annotated[int, strawberry.argument(description="The most ways, 1 to 50.")] = 10,
    ) -> Pathways:
        """Ways of a material to a use, also through technologies that the park does not have yet."""
        if not 1 <= top <= SEARCH_LIMIT:
            raise SymbioflowError("BAD_PAGE.between", name="top", given=top, limit=SEARCH_LIMIT)
        own = required(info, model.Material, material)
        found: Pathways = shown(info.context.view.pathways(own, hypothetical, top))
        return found

    @_paged(Market)
    def markets(
        self,
        info: Info,
        text: Text = None,
        material: OfMaterial = None,
        wastes: Annotated[
            bool | None,
            strawberry.argument(description="Only those of wastes as they are, or only those of products."),
        ] = None,
    ) -> Sequence[model.Market]:
        """Markets of products and wastes, by id."""
        return selection.markets(info.context.view, _wanted(info, text, material=material), wastes)

    process_classes = _named(model.ProcessClass, "Classes of technologies that cost alike, by id.")
    targets = _named(model.Target, "Targets, by id.")
    precedents = _named(model.Precedent, "Documented exchanges elsewhere, by id.")
    policies = _named(model.Policy, "Policies, by id.")
    standards = _named(model.Standard, "Standards, by id.")

    @resolved(weight=10, size=SEARCH_LIMIT)
    def search(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="What to look for.")],
        limit: Annotated[int, strawberry.argument(description="The most results, 1 to 50.")] = 20,
        tables: Annotated[
            list[str] | None,
            strawberry.argument(description="Only in these tables, by the names of `table`; null: in all."),
        ] = None,
    ) -> list[SearchHit]:
        """Parks, enterprises, materials, technologies, facilities and streams by name or code. Errors:
        BAD_PAGE, UNKNOWN_TABLE.
        """
        for name in tables or ():
            if name not in SEARCHED_TABLES:
                raise SymbioflowError("UNKNOWN_TABLE.searched", name=name, expected=SEARCHED_TABLES)
        if not 1 <= limit <= SEARCH_LIMIT:
            raise SymbioflowError("BAD_PAGE.between", name="limit", given=limit, limit=SEARCH_LIMIT)
        view = info.context.view
        return [_hit(view, found) for found in view.reader().search(text, tables or SEARCHED_TABLES, limit)]


def _hit(view: View, found: Candidate) -> SearchHit:
    row: Any = view.get(TABLES[found.table].entity, found.id)
    return SearchHit(
        table=found.table,
        local_id=found.id,
        name_zh=row.name_zh,
        name_en=row.name_en,
        score=found.likeness,
        basis=found.why,
        why=found.text,
        node=shown(row),
    )


def _required(info: Info, id: str | None, entity: type[Any]) -> str | None:
    return None if id is None else required(info, entity, id)
