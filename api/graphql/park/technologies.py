"""Technologies with their ports and limits, and the facilities that run them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, exposed, linked, pointing, window_of
from api.graphql.pages import Connection, paged
from api.graphql.park.costs import CostSheet
from api.graphql.park.materials import Material
from api.graphql.park.parks import Enterprise
from api.graphql.park.standards import Standard
from api.graphql.values import Quantity, ranged, unit_of_material, unit_of_technology
from graph import model
from graph.vocabulary import Direction, FateBasis, ImbalanceKind, OperatingState, RecipeBasis, Sharing

if TYPE_CHECKING:
    from api.graphql.matching import Suggestion
    from api.graphql.park.linkages import Linkage


@window_of(model.PortYield)
class PortYield:
    """How much of an output is made of one main input, by kind or content."""

    main_input: Material | None = linked("The main input it holds for; null: every one.", model.Material)
    component: str | None = exposed("What of the main input it goes with; null: nothing.")
    factor: Quantity = ranged(
        "Units per unit of main input; with a component, per tonne of it in a tonne as received.",
        unit_of_material,
    )


@window_of(model.Port)
class Port(DomainNode):
    """What a technology takes in or gives out, per unit of main input."""

    technology: Annotated[Technology, strawberry.lazy("api.graphql.park.technologies")] = linked(
        "The technology it belongs to.", model.Technology
    )
    direction: Direction = exposed("In or out, and as what.")
    material: Material = linked("What passes through it.", model.Material)
    ratio: Quantity = ranged("How much per unit of main input.", unit_of_material)
    share_max: float | None = exposed(
        "Largest share of this input in the product mix, 0 to 1; null: no such bound."
    )
    yields: list[PortYield] = pointing("Where it follows the input.", model.PortYield, "port")


@window_of(model.ComponentFate)
class ComponentFate:
    """What becomes of a component of the main input in one output."""

    material: Material = linked("The output.", model.Material)
    component: str = exposed("Which component.")
    factor: Quantity = ranged("Its content there over its content in what came in.", unit_of_material)
    basis: FateBasis = exposed("Of which content.")


@window_of(model.Imbalance)
class Imbalance:
    """A place where a recipe is known not to balance, and why it stands so."""

    material: Material | None = linked("The main input it is seen with; null: every one.", model.Material)
    element: str = exposed("Symbol of an element, or mass.")
    kind: ImbalanceKind = exposed("Why.")
    note: str = exposed("What is known of it.")


@window_of(model.Limit)
class Limit:
    """A composition limit of a technology; without bounds its value is not verified."""

    material: Material | None = linked(
        "The input it holds for, with its kinds; null for every input.", model.Material
    )
    component: str = exposed("What is limited.")
    basis: str = exposed("Unit of the bounds.")
    minimum: float | None = exposed("Lowest allowed; null: no such bound.")
    maximum: float | None = exposed("Highest allowed; null: no such bound.")
    standard: Standard | None = linked("The standard that sets it.", model.Standard)
    standard_text: str = exposed("What sets it, in words.")


@window_of(model.Technology)
class Technology(DomainNode):
    """A recipe: an operating unit in P-graph terms. Amounts are per unit of main input."""

    area: str = exposed("Field of technology.")
    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    description_zh: str = exposed("What it does, in Chinese.")
    description_en: str = exposed("What it does, in English.")
    isic: list[str] = exposed("Industries that run it, ISIC Rev.4.")
    nace: list[str] = exposed("Industries that run it, NACE Rev.2.")
    gbt4754: list[str] = exposed("Industries that run it, GB/T 4754-2017.")
    trl: int = exposed("Technology readiness level, 1 to 9.")
    minimum_scale: float | None = exposed("Smallest sensible main input per year; null when unknown.")
    capital_cost: float | None = exposed("CNY per unit of yearly main input; null when unknown.")
    operating_cost: float | None = exposed(
        "CNY per unit of main input, without energy and without what its ports take in; null when unknown."
    )
    cost_year: int | None = exposed("In whose money both are; null: not said.")
    electricity: float | None = exposed("kWh per unit of main input; null when unknown.")
    heat: float | None = exposed("MJ per unit of main input; null when unknown.")
    displaced_product: str = exposed("The virgin product that its product replaces, in words.")
    displaced_material: Material | None = linked("The virgin product as a material.", model.Material)
    displaced_ratio: float | None = exposed("Units of it replaced per unit of main input; null when unknown.")
    displaced_output: Material | None = linked(
        "The product of it that replaces the virgin product; null: its largest.", model.Material
    )
    direct_emissions: float | None = exposed(
        "Fossil CO2 from the main input's own carbon, kg per unit of it; null when unknown."
    )
    final_use: bool = exposed(
        "True where the product leaves the system for good (road base, backfill, soil)."
    )
    basis: RecipeBasis = exposed("What a unit of main input is.")
    ports: list[Port] = pointing("What it takes in and gives out.", model.Port, "technology")
    cost_sheets: list[CostSheet] = pointing(
        "What building and running it costs; one, where the library knows it.",
        model.CostSheet,
        "technology",
        size=1,
    )
    limits: list[Limit] = pointing("Limits on the composition of its inputs.", model.Limit, "technology")
    component_fates: list[ComponentFate] = pointing(
        "Where the components of its main input end.", model.ComponentFate, "technology"
    )
    imbalances: list[Imbalance] = pointing("Where it is known not to balance.", model.Imbalance, "technology")
    facilities: Connection[Annotated[Facility, strawberry.lazy("api.graphql.park.technologies")]] = paged(
        "Where it is run or planned, by id.",
        lambda value, info: info.context.view.pointing(model.Facility, "technology", value.id),
    )


@window_of(model.Facility)
class Facility(DomainNode):
    """An enterprise runs, or plans, a technology at a capacity."""

    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    enterprise: Enterprise = linked("Who runs it.", model.Enterprise)
    technology: Technology = linked("What it runs.", model.Technology)
    state: OperatingState = exposed("Whether it runs today.")
    capacity: Quantity | None = ranged("Main input per year; null when nobody could say.", unit_of_technology)
    opens: date | None = exposed("First day of operation; null when unknown.")
    closes: date | None = exposed("Last day of operation; null when unknown or open.")
    radius: float | None = exposed(
        "Farthest road distance it takes inputs from, km; null: unlimited or unknown."
    )
    monthly: list[float] = exposed(
        "Twelve shares of the year in which it runs, January first; empty when even or unknown."
    )
    replaces: Material | None = linked(
        "What its main input replaces in this very plant; null: as its technology says.", model.Material
    )
    replaces_ratio: float | None = exposed("Units of it replaced per unit of main input; null when unknown.")
    sharing: Sharing = exposed("Who may see amounts and prices; nothing hides them by it yet.")
    suggestions: Connection[Annotated[Suggestion, strawberry.lazy("api.graphql.matching")]] = paged(
        "Linkages worth making to it, best of all streams first.",
        lambda value, info: info.context.view.suggestions_to(value.id),
        weight=2,
    )
    linkages: list[Annotated[Linkage, strawberry.lazy("api.graphql.park.linkages")]] = pointing(
        "Linkages to it that are registered.", model.Linkage, "to_facility"
    )
