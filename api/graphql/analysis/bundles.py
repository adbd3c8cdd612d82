"""What goes between groups of a park, put together."""

from __future__ import annotations

from api.graphql.nodes import computed, exposed, window_of
from graph import analysis

#: As many of both units and states as there can be.
_SMALLER = 9


@window_of(analysis.Group, hides="name")
class BundleGroup:
    """Firms, wastes or facilities that are put together."""

    id: str
    name_zh: str = computed("What it is called in Chinese.", lambda value, info: value.name.zh)
    name_en: str = computed("What it is called in English.", lambda value, info: value.name.en)
    size: int


@window_of(analysis.GroupFlow)
class Bundle:
    """All flows of one unit and state from one group to another, or within one."""


@window_of(analysis.SmallerFlows)
class SmallerBundles:
    """What the bundles of one unit and state come to that are not listed."""


@window_of(analysis.ParkBundles)
class ParkBundles:
    """What goes where in a park of any size, put together."""

    bundles: list[Bundle] = exposed(
        "The largest of each unit in turn, each by its share of the largest of its unit.",
        size=analysis.MOST_BUNDLES,
    )
    smaller: list[SmallerBundles] = exposed("All others.", size=_SMALLER)
