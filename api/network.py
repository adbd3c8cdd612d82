"""The flows of a plan as the network page draws them."""

from __future__ import annotations

from graph.planning import Plan
from viz import NetworkFlow


def flows_of(plan: Plan) -> tuple[NetworkFlow, ...]:
    """Return every flow of the plan, in its order."""
    return tuple(
        NetworkFlow(
            source_id=str(flow.stream if flow.stream is not None else flow.from_facility),
            target_id=str(flow.facility),
            amount=flow.amount,
            unit=flow.unit.value,
            kind="planned",
        )
        for flow in plan.flows
    )
