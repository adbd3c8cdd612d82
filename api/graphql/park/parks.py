"""Parks and the enterprises in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, computed, exposed, linked, pointing, window_of
from api.graphql.pages import Connection, paged
from api.graphql.park.industries import Industry, industry_named
from api.graphql.values import Position
from graph import model
from graph.vocabulary import OperatingState
from ingest.outlines import outline_text

if TYPE_CHECKING:
    from api.graphql.park.materials import Material
    from api.graphql.park.streams import WasteStream
    from api.graphql.park.technologies import Facility


@window_of(model.Park)
class Park(DomainNode):
    """An industrial park, or an area of one."""

    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    part_of: Annotated[Park, strawberry.lazy("api.graphql.park.parks")] | None = linked(
        "The park that this area belongs to.", model.Park
    )
    areas: list[Annotated[Park, strawberry.lazy("api.graphql.park.parks")]] = pointing(
        "Areas of this park.", model.Park, "part_of"
    )
    region: str = exposed(
        "Administrative division, GB/T 2260; empty takes the region of the park it is part of."
    )
    position: Position | None = exposed("Where it lies.")
    outline: str | None = computed(
        "Its outline, a GeoJSON MultiPolygon in WGS84; null where nobody gave one.",
        lambda value, info: outline_text(info.context.view.pointing(model.OutlineRing, "park", value.id)),
    )
    grid_factor: float | None = exposed(
        "CO2 of the electricity bought, kg CO2/kWh; null takes the factor of the park it is part of."
    )
    enterprises: Connection[Annotated[Enterprise, strawberry.lazy("api.graphql.park.parks")]] = paged(
        "Enterprises that stand in this park or area itself, by id.",
        lambda value, info: info.context.view.pointing(model.Enterprise, "park", value.id),
    )


@window_of(model.DirectedUse)
class DirectedUse:
    """One hazardous waste of one firm that another may use without a licence."""

    giver: Annotated[Enterprise, strawberry.lazy("api.graphql.park.parks")] | None = linked(
        "Whose waste it is; null where nobody said, so that it frees nobody's before that is asked.",
        model.Enterprise,
    )
    taker: Annotated[Enterprise, strawberry.lazy("api.graphql.park.parks")] = linked(
        "Who uses it.", model.Enterprise
    )
    material: Annotated[Material, strawberry.lazy("api.graphql.park.materials")] | None = linked(
        "The waste, or the kind of it; null where only codes name it.", model.Material
    )
    hw_codes: list[str] = exposed("Its classes or items (HW codes), where no material names it.")
    in_force_from: date | None = exposed("First day of the scheme; null when not known.")
    in_force_to: date | None = exposed("Last day of the scheme; null when not known, or without end.")


@window_of(model.Enterprise)
class Enterprise(DomainNode):
    """A firm or site in a park."""

    name_zh: str = exposed("Name in Chinese.")
    name_en: str = exposed("Name in English.")
    park: Park = linked("The park or area it stands in.", model.Park)
    state: OperatingState = exposed("Whether it runs today.")
    gbt4754: str = exposed("Industry class of GB/T 4754-2017; empty when unknown.")
    industry: Industry | None = computed(
        "Its class of GB/T 4754 with its name; null when unknown.",
        lambda value, info: industry_named(info, "gbt4754", value.gbt4754),
    )
    isic: str = exposed("Industry class of ISIC Rev.4; empty when unknown.")
    nace: str = exposed("Industry class of NACE Rev.2; empty when unknown.")
    position: Position | None = exposed("Where it stands.")
    licences: list[str] = exposed(
        "Hazardous waste classes or items (HW codes) that its licence names, of whoever gives them."
    )
    directed_uses: list[DirectedUse] = pointing(
        "Wastes of named firms that it may use without a licence.", model.DirectedUse, "taker"
    )
    rail_km: float | None = exposed(
        "Road from its gate to where wagons are loaded for it, km: 0 an own siding; null: not known."
    )
    sea_km: float | None = exposed(
        "Road to where sea-going ships are loaded for it, km: 0 an own quay; null: not known."
    )
    river_km: float | None = exposed(
        "Road to where river boats are loaded for it, km: 0 an own quay; null: not known."
    )
    river: str = exposed("Which navigable water that is on; boats go between quays on the same one.")
    products: str = exposed("What it makes, in words.")
    waste_streams: Connection[Annotated[WasteStream, strawberry.lazy("api.graphql.park.streams")]] = paged(
        "What it gives off, by id.",
        lambda value, info: info.context.view.pointing(model.WasteStream, "enterprise", value.id),
    )
    facilities: Connection[Annotated[Facility, strawberry.lazy("api.graphql.park.technologies")]] = paged(
        "What it runs or plans that can take in material, by id.",
        lambda value, info: info.context.view.pointing(model.Facility, "enterprise", value.id),
    )
