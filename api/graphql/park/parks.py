"""Parks and the enterprises in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.nodes import DomainNode, computed, pointing, window_of
from api.graphql.pages import Connection, paged
from api.graphql.park.reference import Industry, industry_named
from graph import model
from ingest.outlines import outline_text

if TYPE_CHECKING:
    from api.graphql.park.streams import WasteStream
    from api.graphql.park.technologies import Facility


@window_of(model.Park)
class Park(DomainNode):
    """An industrial park, or an area of one."""

    areas: list[Annotated[Park, strawberry.lazy("api.graphql.park.parks")]] = pointing(
        "Areas of this park.", model.Park, "part_of"
    )
    region: str
    outline: str | None = computed(
        "Its outline, a GeoJSON MultiPolygon in WGS84; null where nobody gave one.",
        lambda value, info: outline_text(info.context.view.pointing(model.OutlineRing, "park", value.id)),
    )
    grid_factor: float | None
    enterprises: Connection[Annotated[Enterprise, strawberry.lazy("api.graphql.park.parks")]] = paged(
        "Enterprises that stand in this park or area itself, by id.",
        lambda value, info: info.context.view.pointing(model.Enterprise, "park", value.id),
    )


@window_of(model.DirectedUse)
class DirectedUse:
    """One hazardous waste of one firm that another may use without a licence."""


@window_of(model.Enterprise)
class Enterprise(DomainNode):
    """A firm or site in a park."""

    industry: Industry | None = computed(
        "Its class of GB/T 4754 with its name; null when unknown.",
        lambda value, info: industry_named(info, "gbt4754", value.gbt4754),
    )
    isic: str
    directed_uses: list[DirectedUse] = pointing(
        "Wastes of named firms that it may use without a licence.", model.DirectedUse, "taker"
    )
    rail_km: float | None
    waste_streams: Connection[Annotated[WasteStream, strawberry.lazy("api.graphql.park.streams")]] = paged(
        "What it gives off, by id.",
        lambda value, info: info.context.view.pointing(model.WasteStream, "enterprise", value.id),
    )
    facilities: Connection[Annotated[Facility, strawberry.lazy("api.graphql.park.technologies")]] = paged(
        "What it runs or plans that can take in material, by id.",
        lambda value, info: info.context.view.pointing(model.Facility, "enterprise", value.id),
    )
