"""Finding leads: who may be missing at which site, at which scale, worth what, and a certain search."""

from graph.recruiting.finding.candidates import Feeds
from graph.recruiting.finding.economics import (
    Books,
    Sums,
    capital_of,
    economics_of,
    price_of,
    range_of,
    turned,
)
from graph.recruiting.finding.field import Field, Option
from graph.recruiting.finding.passed import passed_over, unsized, worthless
from graph.recruiting.finding.price_steps import price_steps
from graph.recruiting.finding.returns import Counted
from graph.recruiting.finding.scale import Floats, Ints, Scales, Sized
from graph.recruiting.finding.search import EQUAL, Found, search
from graph.recruiting.finding.sites import Place, areas, extensions, wanted

__all__ = [
    "EQUAL",
    "Books",
    "Counted",
    "Feeds",
    "Field",
    "Floats",
    "Found",
    "Ints",
    "Option",
    "Place",
    "Scales",
    "Sized",
    "Sums",
    "areas",
    "capital_of",
    "economics_of",
    "extensions",
    "passed_over",
    "price_of",
    "price_steps",
    "range_of",
    "search",
    "turned",
    "unsized",
    "wanted",
    "worthless",
]
