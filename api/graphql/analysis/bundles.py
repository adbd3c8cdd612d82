"""What goes between groups of a park, put together."""

from __future__ import annotations

from api.graphql.nodes import computed, exposed, window_of
from graph import analysis
from graph.analysis import BundleState, Grouping
from graph.vocabulary import Unit

#: As many of both units and states as there can be.
_SMALLER = 9


@window_of(analysis.Group)
class BundleGroup:
    """Firms, wastes or facilities that are put together."""

    id: str = exposed("What tells it from others.")
    name_zh: str = computed("What it is called in Chinese.", lambda value, info: value.name.zh)
    name_en: str = computed("What it is called in English.", lambda value, info: value.name.en)
    size: int = exposed("How many firms it stands for; put together by waste, how many wastes or facilities.")


@window_of(analysis.GroupFlow)
class Bundle:
    """All flows of one unit and state from one group to another, or within one."""

    giver: BundleGroup = exposed("Who gives.")
    taker: BundleGroup | None = exposed(
        "Who takes; null today: nobody says by whom; null planned: a market, of what is sold as it is."
    )
    unit: Unit = exposed("What it is counted in.")
    state: BundleState = exposed("Whether it exists.")
    amount: float = exposed("Per year.")
    count: int = exposed("How many flows it holds.")


@window_of(analysis.SmallerFlows)
class SmallerBundles:
    """What the bundles of one unit and state come to that are not listed."""

    unit: Unit = exposed("What it is counted in.")
    state: BundleState = exposed("Whether it exists.")
    amount: float = exposed("Per year.")
    bundles: int = exposed("How many bundles.")


@window_of(analysis.ParkBundles)
class ParkBundles:
    """What goes where in a park of any size, put together."""

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
