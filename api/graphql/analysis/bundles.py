"""What goes between groups of a park, put together."""

from __future__ import annotations

import strawberry

from api.graphql.nodes import computed, exposed, window_of
from graph import analysis
from graph.analysis import BundleState, Grouping
from graph.vocabulary import Unit

#: As many of both units and states as there can be.
_SMALLER = 9


@window_of(analysis.Group, "Firms, wastes or facilities that are put together.")
class BundleGroup:
    """A group."""

    value: strawberry.Private[analysis.Group]
    id: str = exposed("What tells it from others.")
    name_zh: str = computed("What it is called in Chinese.", lambda value, info: value.name.zh)
    name_en: str = computed("What it is called in English.", lambda value, info: value.name.en)
    size: int = exposed("How many firms it stands for; put together by waste, how many wastes or facilities.")


@window_of(analysis.GroupFlow, "All flows of one unit and state from one group to another, or within one.")
class Bundle:
    """A bundle."""

    value: strawberry.Private[analysis.GroupFlow]
    giver: BundleGroup = exposed("Who gives.")
    taker: BundleGroup | None = exposed(
        "Who takes; null today: nobody says by whom; null planned: a market, of what is sold as it is."
    )
    unit: Unit = exposed("What it is counted in.")
    state: BundleState = exposed("Whether it exists.")
    amount: float = exposed("Per year.")
    count: int = exposed("How many flows it holds.")


@window_of(analysis.SmallerFlows, "What the bundles of one unit and state come to that are not listed.")
class SmallerBundles:
    """The rest of a unit and state."""

    value: strawberry.Private[analysis.SmallerFlows]
    unit: Unit = exposed("What it is counted in.")
    state: BundleState = exposed("Whether it exists.")
    amount: float = exposed("Per year.")
    bundles: int = exposed("How many bundles.")


@window_of(analysis.ParkBundles, "What goes where in a park of any size, put together.")
class ParkBundles:
    """Bundles."""

    value: strawberry.Private[analysis.ParkBundles]
    grouping: Grouping = exposed("What is put together.")
    planned: bool = exposed("Whether a plan is in it; else flows of today and contracted ones alone.")
    firms: int = exposed("How many firms there are.")
    streams: int = exposed("How many waste streams there are.")
    flows: int = exposed("How many flows were put together.")
    bundles: list[Bundle] = exposed(
        "The largest of each unit in turn, each by its share of the largest of its unit.",
        size=analysis.MOST_BUNDLES,
    )
    smaller: list[SmallerBundles] = exposed("All others.", size=_SMALLER)
