"""The flows of a plan as the network page draws them."""

from __future__ import annotations

from api.lane import Unserved
from api.service import View
from graph.errors import SymbioflowError
from graph.messages import Message, message
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


def planned_flows(view: View) -> tuple[tuple[NetworkFlow, ...], Message | None]:
    """Return the flows of the plan and nothing to say; none and the reason where there is no plan.

    Who is where, what each gives off and what could be used stand without a plan.
    """
    try:
        return flows_of(view.plan()), None
    except Unserved:
        # There may well be a plan; a picture without it would be kept for one.
        raise
    except SymbioflowError as error:
        return (), message("picture.no_plan", code=error.code, reason=error.said)
