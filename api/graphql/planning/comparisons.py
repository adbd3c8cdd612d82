"""The plan of today beside the one under a scenario."""

from __future__ import annotations

from api.graphql.nodes import PARK_LIST, exposed, window_of
from api.graphql.planning.plan_grounds import Reach
from graph import planning


@window_of(planning.ComparedFlow)
class ComparedFlow:
    """A flow that two plans do not share, or not in the same amount."""


@window_of(planning.ComparedAmount)
class ComparedAmount:
    """One figure of two plans."""


@window_of(planning.ComparedReach)
class ComparedReach:
    """How far one sum of two plans spreads."""

    difference: Reach = exposed("Between which ends both can differ.")


@window_of(planning.PlanComparison)
class PlanComparison:
    """Two plans side by side."""

    flows: list[ComparedFlow] = exposed("The flows that differ.", size=PARK_LIST)
    totals: list[ComparedAmount] = exposed("Sums in every unit.", size=15)
    targets: list[ComparedAmount] = exposed("Shares that differ.", size=10)
    streams: list[ComparedAmount] = exposed("What becomes of streams, where it differs.", size=PARK_LIST)
    facilities: list[ComparedAmount] = exposed("Throughputs that differ.", size=PARK_LIST)
