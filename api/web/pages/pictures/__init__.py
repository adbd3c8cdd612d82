"""Pages that draw: flows, the map, and what they have in common."""

from api.web.pages.pictures import bundles, flows, sitemap
from api.web.pages.pictures.flows import chosen
from api.web.pages.pictures.picturing import Grouping, Shown, as_data, drawn, reading_of
from api.web.pages.pictures.year import Flow, FlowState, Rest, Taken, Target, Year, read_year

__all__ = [
    "Flow",
    "FlowState",
    "Grouping",
    "Rest",
    "Shown",
    "Taken",
    "Target",
    "Year",
    "as_data",
    "bundles",
    "chosen",
    "drawn",
    "flows",
    "read_year",
    "reading_of",
    "sitemap",
]
