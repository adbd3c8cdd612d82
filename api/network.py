"""The flows of a plan as the network page draws them."""

from __future__ import annotations

import numpy as np

from api.figures import headline
from api.lane import Unserved
from api.views import View
from graph.errors import SymbioflowError
from graph.planning import Plan, PlanUncertainty
from graph.wording import LANGUAGES, Message, Words, message
from viz.network import NetworkFlow


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


def fullness(view: View) -> dict[str, float]:
    """Return how full the plan makes each facility of known capacity; nothing where there is no plan."""
    try:
        runs = view.plan().runs
    except Unserved:
        raise
    except SymbioflowError:
        return {}
    return {str(run.facility): run.throughput / run.capacity for run in runs if run.capacity}


def prospective_flows(view: View) -> tuple[NetworkFlow, ...]:
    """Return the best prospective receiver of each waste that nobody on record takes, with what could flow.

    Nothing is on record of these receivers but their industry, so that only who could be asked is drawn.
    """
    ranking = view.ranking()
    columns = ranking.columns
    facility = columns.offers.at[ranking.offer]
    rows = np.flatnonzero((ranking.place == 1) & (columns.facilities.basis[facility] > 0))
    extended = columns.snapshot
    streams, firms = (extended.strings(name, "id") for name in ("waste_streams", "enterprises"))
    units = dict(zip(extended.strings("materials", "id"), extended.strings("materials", "unit"), strict=True))
    supply = extended.numbers("waste_streams", "supply_likely")
    in_use = extended.numbers("waste_streams", "in_use_likely")
    materials = extended.strings("waste_streams", "material")
    found = []
    for row in rows:
        stream = int(ranking.stream[row])
        firm = int(columns.facilities.enterprise[facility[row]])
        free = float(max(supply[stream] - in_use[stream], 0.0))
        found.append(NetworkFlow(streams[stream], firms[firm], free, units[materials[stream]], "prospective"))
    return tuple(found)


def headline_note(view: View, plan: Plan, expected: PlanUncertainty | None) -> Words:
    """Return what is said above the picture: what every face says of the plan."""
    sentences = headline(view, plan, expected, view.technical_potential())
    return Words(*(" ".join(said.text(language) for said in sentences) for language in LANGUAGES))


def kept_flows(view: View) -> tuple[tuple[NetworkFlow, ...], Message]:
    """Return the flows of the plan if it was made before, and what is said of where they are from.

    A park of more than pages work through is drawn at once, and nothing is computed for it.
    """
    plan = view.kept_plan()
    if plan is None:
        return (), message("picture.kept_plan.none")
    return flows_of(plan), message("picture.kept_plan.there")


def planned_flows(view: View) -> tuple[tuple[NetworkFlow, ...], Message | Words]:
    """Return the flows of the plan, those to prospective receivers, and what is said of the plan.

    Who is where, what each gives off and what could be used stand without a plan; then the reason is said.
    """
    try:
        plan = view.plan()
        planned = flows_of(plan)
        note: Message | Words = headline_note(view, plan, view.expected())
    except Unserved:
        # There may well be a plan; a picture without it would be kept for one.
        raise
    except SymbioflowError as error:
        planned, note = (), message("picture.no_plan", code=error.code, reason=error.said)
    try:
        return (*planned, *prospective_flows(view)), note
    except SymbioflowError:
        # Without weights nothing is ranked, which the note says already.
        return planned, note
